import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 36: opens an account and on its first day pays in many times the declared income. */
export const firstDepositSpike: Scheme = {
  scenario: '36',
  slug: 'first-deposit-spike',
  span_days: 2,
  cast: [{ name: 'opener', count: 1, camouflage: 'none', joined_days_before: [-0.3, -0.2] }],
  again: false,
  commit(gang, k) {
    if (k === 0) {
      const opener = gang.as('opener', 'placement');
      const usd = Math.max(gang.random.between(12_500, 17_000), opener.account.person.income_usd * 6.5);
      const first = gang.at(9, 12);
      opener.login(first - 6 * MINUTE);
      opener.payIn(first, opener.cash(usd * 0.55, first));
      const second = first + gang.random.between(2, 7) * HOUR;
      opener.payIn(second, opener.cash(usd * 0.5, second));
      return;
    }
    const layering = gang.as('opener', 'layering');
    const at = gang.at(9, 15);
    layering.login(at);
    layering.buy(at + 12 * MINUTE, 'USDT', layering.fiat, layering.held(layering.fiat));
    const out = Math.floor(layering.sendable('USDT') * gang.random.between(0.4, 0.7));
    layering.send(at + gang.random.between(3, 7) * HOUR, 'USDT', out, layering.newWallet('tron'));
  },
};
