import { newDevice, newIp } from '../accounts/account.ts';
import { distanceKm, PLACES } from '../people/places.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

const FAR_KM = 2_800;

/** Scenario 58: a rented account is used at home and, within the hour, on the other side of the continent. */
export const impossibleTravel: Scheme = {
  scenario: '58',
  slug: 'impossible-travel',
  span_days: 1,
  cast: [{ name: 'rented', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const { random } = gang;
    const home = gang.as('rented', 'placement');
    const far = random.pick(PLACES.filter((place) => distanceKm(place, home.account.person.place) > FAR_KM));
    const at = gang.at(9, 16);
    home.login(at);
    payAndBuy(home, at + 5 * MINUTE, random.between(600, 1_900));
    const away = home.stage('layering').from({
      device: newDevice(gang.seed),
      ip: newIp(gang.seed),
      country: far.country,
      latitude: far.latitude,
      longitude: far.longitude,
    });
    const arrives = at + random.between(40, 62) * MINUTE;
    away.login(arrives);
    away.send(arrives + random.between(0.2, 3) * HOUR, 'USDT', away.sendable('USDT'), away.newWallet('tron'));
  },
};
