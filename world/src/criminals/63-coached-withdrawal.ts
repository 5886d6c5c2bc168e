import { saver } from '../honest/saver.ts';
import { student } from '../honest/student.ts';
import { MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 63: "support" shares the screen and dictates the largest withdrawal of the customer's life. */
export const coachedWithdrawal: Scheme = {
  scenario: '63',
  slug: 'coached-withdrawal',
  span_days: 1,
  cast: [{ name: 'victim', count: 1, among: [saver, student], camouflage: 'own', honest: true }],
  again: false,
  commit(gang) {
    const victim = gang.as('victim', 'defrauded').from({ remote_access: true });
    const at = gang.at(10, 18);
    victim.login(at);
    payAndBuy(victim, at + 15 * MINUTE, gang.random.between(2_600, 4_400));
    const left = at + gang.random.between(60, 150) * MINUTE;
    victim.send(left, 'USDT', Math.floor(victim.sendable('USDT') * 0.97), victim.newWallet('tron'));
  },
};
