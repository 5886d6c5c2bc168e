import { unitsOf } from '../money/amount.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 74: people who never used crypto each send the same round sum to one extortionist's address. */
export const extortion: Scheme = {
  scenario: '74',
  slug: 'extortion',
  span_days: 3,
  cast: [{ name: 'victim', count: 5, camouflage: 'none', joined_days_before: [-0.33, -0.2], honest: true }],
  again: false,
  commit(gang, k) {
    const demand = unitsOf('MXN', gang.seed.sub('demand').stream().pick([10_000, 15_000, 20_000]));
    const address = newWallet('tron', gang.seed.sub('address').stream());
    for (const [n, victim] of gang.all('victim', 'extorted').entries()) {
      if (n % 3 !== k) continue;
      const at = gang.at(9.5, 17);
      const usd = victim.usd('MXN', demand, gang.first_ms);
      victim.login(at);
      payAndBuy(victim, at + 10 * MINUTE, usd * 1.1);
      const units = victim.worth('USDT', usd, gang.first_ms);
      victim.send(at + gang.random.between(0.7, 3) * HOUR, 'USDT', units, address, demand);
    }
  },
};
