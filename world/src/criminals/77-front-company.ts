import { company } from '../honest/company.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 77: a small company moves in a week what it declared for half a year. */
export const frontCompany: Scheme = {
  scenario: '77',
  slug: 'front-company',
  span_days: 6,
  cast: [{ name: 'front', count: 1, among: [company], camouflage: 'none', joined_days_before: [60, 400] }],
  again: false,
  commit(gang) {
    const front = gang.as('front', 'layering');
    const at = gang.at(9, 11);
    front.login(at);
    const usd = (Math.max(4_000, front.account.person.income_usd) * gang.random.between(5.6, 6.4)) / 6;
    front.payIn(at + 9 * MINUTE, front.cash(usd, at));
    front.buy(at + HOUR, 'USDT', front.fiat, front.held(front.fiat));
    front.send(at + 4 * HOUR, 'USDT', front.sendable('USDT'), front.newWallet('tron'));
  },
};
