import { stranger } from '../accounts/counterparties.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 78: five accounts take the stakes of an illegal game and pass them on, equal sums, the same day. */
export const motorcade: Scheme = {
  scenario: '78',
  slug: 'motorcade',
  span_days: 1,
  cast: [{ name: 'vehicle', count: 6, camouflage: 'own', same_city: true }],
  again: true,
  commit(gang) {
    const { random } = gang;
    for (const vehicle of gang.all('vehicle', 'layering')) {
      const operator = stranger(vehicle.account.person.country, gang.seed.sub('operator').stream());
      const at = gang.at(8, 12);
      const units = vehicle.cash(500 * random.between(0.98, 1.02), at);
      vehicle.payIn(at, units, { counterparty: stranger(vehicle.account.person.country, random) });
      vehicle.login(at + 40 * MINUTE);
      vehicle.payOut(at + random.between(1, 6) * HOUR, Math.floor(units * 0.98), { counterparty: operator });
    }
  },
};
