import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import { inOrder, payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 35: an account silent for more than half a year moves thousands in a day. */
export const dormantWakeUp: Scheme = {
  scenario: '35',
  slug: 'dormant-wake-up',
  span_days: 1,
  cast: [{ name: 'sleeper', count: 1, camouflage: 'none', joined_days_before: [380, 800] }],
  again: false,
  live: false,
  prelude(gang) {
    const sleeper = gang.as('sleeper', 'preparation');
    const at = gang.at(10, 19) - gang.random.int(215, 330) * DAY;
    sleeper.login(at);
    payAndBuy(sleeper, at + 5 * MINUTE, gang.random.between(20, 70));
  },
  commit(gang) {
    const sleeper = gang.as('sleeper', 'placement');
    const first = gang.at(8, 11);
    sleeper.login(first - 4 * MINUTE);
    for (const at of inOrder([first, gang.at(11, 14), gang.at(14, 16)])) {
      sleeper.receive(at, 'USDT', sleeper.worth('USDT', gang.random.between(2_600, 5_200), at));
    }
    const layering = sleeper.stage('layering');
    const out = Math.floor(layering.sendable('USDT') * gang.random.between(0.7, 0.9));
    layering.send(gang.at(20, 21) + HOUR, 'USDT', out, layering.newWallet('tron'));
  },
};
