import { student } from '../honest/student.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 61: a student lends the account for a week; a year's income passes through it. */
export const mule: Scheme = {
  scenario: '61',
  slug: 'mule',
  span_days: 7,
  cast: [{ name: 'mule', count: 1, among: [student], camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    if (k === 3) return;
    const account = gang.as('mule', 'layering');
    const share = Math.max(4_200, account.account.person.income_usd * 13) / 6;
    const at = gang.at(9, 14);
    account.receive(at, 'USDT', account.worth('USDT', share * random.between(0.95, 1.1), at));
    const left = at + random.between(3, 7) * HOUR;
    account.login(left - 4 * MINUTE);
    const kept = random.between(0.03, 0.07);
    account.send(left, 'USDT', Math.floor(account.sendable('USDT') * (1 - kept)), account.newWallet('tron'));
  },
};
