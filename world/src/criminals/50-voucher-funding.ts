import { HOUR } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 50: funds the account with prepaid vouchers from the corner shop. */
export const voucherFunding: Scheme = {
  scenario: '50',
  slug: 'voucher-funding',
  span_days: 5,
  cast: [{ name: 'voucher-buyer', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const buyer = gang.as('voucher-buyer', k < 4 ? 'placement' : 'layering');
    if (k < 4) {
      const at = gang.at(10, 19);
      const counterparty = { name: 'Vales La Estrella', kind: 'organization' } as const;
      buyer.payIn(at, buyer.cash(random.between(170, 240), at), { rail: 'voucher', counterparty });
      buyer.payIn(at + HOUR, buyer.cash(random.between(170, 240), at), { rail: 'voucher', counterparty });
      return;
    }
    const at = gang.at(10, 17);
    buyer.login(at);
    buyer.buy(at + HOUR / 6, 'USDT', buyer.fiat, buyer.held(buyer.fiat));
    buyer.send(at + 3 * HOUR, 'USDT', buyer.sendable('USDT'), buyer.newWallet('tron'));
  },
};
