import { placesOf } from '../people/places.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 67: travels from state to state paying cash in at branches; hours later it is a stablecoin and gone. */
export const cashCourier: Scheme = {
  scenario: '67',
  slug: 'cash-courier',
  span_days: 4,
  cast: [{ name: 'courier', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const courier = gang.as('courier', 'placement');
    const route = gang.seed.sub('route').stream().shuffled(placesOf(courier.account.person.country));
    const stop = route[k % route.length] ?? courier.account.person.place;
    const at = gang.at(9, 14);
    const branch = `${stop.region}/${stop.city}-${random.int(1, 60)}`;
    const counterparty = { ...courier.account.bank, branch };
    courier.payIn(at, courier.cash(random.between(780, 1_900), at), { rail: 'cash', counterparty });
    if (random.chance(0.4)) {
      courier.payIn(at + HOUR, courier.cash(random.between(500, 900), at), { rail: 'cash', counterparty });
    }
    const layering = courier.stage('layering');
    const later = at + random.between(1.5, 3) * HOUR;
    layering.login(later);
    layering.buy(later + 6 * MINUTE, 'USDT', layering.fiat, layering.held(layering.fiat));
    const sent = later + random.between(1.2, 4) * HOUR;
    layering.send(sent, 'USDT', layering.sendable('USDT'), layering.newWallet('tron'));
  },
};
