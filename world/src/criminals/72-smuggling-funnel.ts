import { stranger } from '../accounts/counterparties.ts';
import { PLACES, placesOf } from '../people/places.ts';
import { HOUR } from '../time/calendar.ts';
import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

const ABROAD = ['TX/Houston', 'CA/Los Angeles', 'IL/Chicago', 'AZ/Phoenix', 'GA/Atlanta', 'NC/Raleigh'];

/** Scenario 72: families in many states pay one person, who cashes out near the border within the day. */
export const smugglingFunnel: Scheme = {
  scenario: '72',
  slug: 'smuggling-funnel',
  span_days: 3,
  cast: [{ name: 'funnel', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const funnel = gang.as('funnel', 'placement');
    const { country } = funnel.account.person;
    for (const [turn, at] of inOrder([gang.at(8, 11), gang.at(10, 14), gang.at(12, 15)]).entries()) {
      const abroad = (turn + k) % 2 === 0;
      const place = random.pick(placesOf(country));
      const counterparty = {
        ...stranger(abroad ? 'US' : country, random),
        branch: abroad ? `${ABROAD[(k * 3 + turn) % ABROAD.length]}` : `${place.region}/${place.city}`,
      };
      funnel.payIn(at, funnel.cash(random.between(340, 1_700), at), { counterparty });
    }
    const border = gang.seed
      .sub('border')
      .stream()
      .pick(PLACES.filter((place) => place.border));
    const out = funnel.stage('integration').from({ latitude: border.latitude, longitude: border.longitude });
    const counterparty = { ...funnel.account.bank, branch: `${border.region}/${border.city}-3` };
    const at = gang.at(17, 20);
    out.login(at);
    out.payOut(at + HOUR, out.held(out.fiat), { rail: 'cash', counterparty });
  },
};
