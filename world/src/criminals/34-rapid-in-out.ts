import { MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 34: lets money pass through the account in under an hour, without a trade. */
export const rapidInOut: Scheme = {
  scenario: '34',
  slug: 'rapid-in-out',
  span_days: 4,
  cast: [{ name: 'conduit', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k % 2 === 1) return;
    const conduit = gang.as('conduit', 'layering');
    const at = gang.at(8, 22);
    const units = conduit.worth('USDT', gang.random.between(3_400, 7_800), at);
    conduit.receive(at, 'USDT', units);
    const left = at + gang.random.between(12, 42) * MINUTE;
    conduit.login(left - 3 * MINUTE);
    conduit.send(
      left,
      'USDT',
      Math.floor(units * gang.random.between(0.94, 0.985)),
      conduit.newWallet('tron'),
    );
  },
};
