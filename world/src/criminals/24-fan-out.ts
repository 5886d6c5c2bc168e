import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 24: splits one sum over some twenty new addresses in an afternoon. */
export const fanOut: Scheme = {
  scenario: '24',
  slug: 'fan-out',
  span_days: 2,
  cast: [{ name: 'disperser', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k === 0) {
      gang.as('disperser', 'preparation').login(gang.at(18, 22));
      return;
    }
    const disperser = gang.as('disperser', 'placement');
    const start = gang.at(7, 9);
    const usd = gang.random.between(4_200, 6_800);
    disperser.receive(start, 'USDT', disperser.worth('USDT', usd, start));
    const layering = disperser.stage('layering');
    layering.login(start + 3 * HOUR);
    const legs = gang.random.int(18, 22);
    const even = Math.floor(disperser.sendable('USDT') / legs) - 1_200_000;
    for (let leg = 0; leg < legs; leg += 1) {
      const at = start + 3 * HOUR + (5 + leg * 22) * MINUTE;
      const units = Math.floor(even * gang.random.between(0.92, 1));
      layering.send(at, 'USDT', units, layering.newWallet('tron'));
    }
  },
};
