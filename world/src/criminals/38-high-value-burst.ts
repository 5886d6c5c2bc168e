import { HOUR, MINUTE } from '../time/calendar.ts';
import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 38: weeks of pocket money, then several five-figure deposits within a day. */
export const highValueBurst: Scheme = {
  scenario: '38',
  slug: 'high-value-burst',
  span_days: 14,
  cast: [{ name: 'burster', count: 1, camouflage: 'own' }],
  again: false,
  live: false,
  commit(gang, k) {
    if (k < 12) {
      const quiet = gang.as('burster', 'preparation');
      const at = gang.at(10, 20);
      quiet.payIn(at, quiet.cash(gang.random.between(25, 60), at));
      return;
    }
    if (k === 12) return;
    const burster = gang.as('burster', 'placement');
    const first = gang.at(7, 8);
    for (const at of inOrder([first, gang.at(8, 11), gang.at(11, 14), gang.at(14, 17)])) {
      burster.receive(at, 'USDT', burster.worth('USDT', gang.random.between(11_000, 15_500), at));
    }
    const layering = burster.stage('layering');
    const at = gang.at(19, 20);
    layering.login(at);
    layering.send(at + HOUR + 5 * MINUTE, 'USDT', layering.sendable('USDT'), layering.newWallet('tron'));
  },
};
