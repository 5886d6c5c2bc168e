import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 49: pays well above the market for whoever takes cash and asks nothing. */
export const premiumForCash: Scheme = {
  scenario: '49',
  slug: 'premium-for-cash',
  span_days: 3,
  cast: [{ name: 'premium-payer', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const payer = gang.as('premium-payer', k < 2 ? 'placement' : 'layering');
    if (k < 2) {
      for (const at of inOrder([gang.at(9, 14), gang.at(14, 20)])) {
        const other = gang.bystander();
        const units = payer.worth('USDT', random.between(420, 900), at);
        const premium = random.between(0.037, 0.06);
        payer.p2p(at, 'buy', 'USDT', units, { premium, method: 'cash', other, counterparty: other.bank });
      }
      return;
    }
    const at = gang.at(10, 19);
    payer.login(at);
    payer.send(at + 600_000, 'USDT', payer.sendable('USDT'), payer.newWallet('tron'));
  },
};
