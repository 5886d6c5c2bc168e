import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 29: an online casino pays somebody who never played there, and the money goes on the same day. */
export const gamblingPassThrough: Scheme = {
  scenario: '29',
  slug: 'gambling-pass-through',
  span_days: 1,
  cast: [{ name: 'runner', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const runner = gang.as('runner', 'layering');
    const at = gang.at(8, 13);
    const casino = runner.tagged('gambling', 'tron', 1);
    runner.receive(at, 'USDT', runner.worth('USDT', gang.random.between(1_400, 3_400), at), casino);
    const left = at + gang.random.between(2, 7) * HOUR;
    runner.login(left - 5 * MINUTE);
    runner.send(left, 'USDT', Math.floor(runner.sendable('USDT') * 0.97), runner.newWallet('tron'));
  },
};
