import { newDevice } from '../accounts/account.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 76: in one week six accounts open in one town on the same make of telephone, and only USDT moves; one flat serves them all. */
export const municipalityCluster: Scheme = {
  scenario: '76',
  slug: 'municipality-cluster',
  span_days: 3,
  cast: [{ name: 'recruit', count: 6, camouflage: 'none', joined_days_before: [0.2, 4.5], same_city: true }],
  again: false,
  commit(gang, k) {
    const vendor = gang.seed.sub('vendor').stream().pick(['xiaomi', 'motorola', 'samsung']);
    const [latitude, longitude] = gang.as('recruit', 'layering').account.home;
    for (const [n, each] of gang.all('recruit', 'layering').entries()) {
      if (n % 3 !== k) continue;
      const recruit = each.from({ device: newDevice(each.account.seed, vendor), latitude, longitude });
      const at = gang.at(9, 14);
      recruit.login(at - 30 * MINUTE);
      recruit.receive(at, 'USDT', recruit.worth('USDT', gang.random.between(500, 1_200), at));
      const left = at + gang.random.between(3, 8) * HOUR;
      recruit.send(left, 'USDT', Math.floor(recruit.sendable('USDT') * 0.97), recruit.newWallet('tron'));
    }
  },
};
