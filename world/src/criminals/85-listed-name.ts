import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 85: a listed person uses an account in his own name: it is on the world's watchlist with the birth date. */
export const listedName: Scheme = {
  scenario: '85',
  slug: 'listed-name',
  span_days: 2,
  cast: [{ name: 'listed-person', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang, k) {
    const person = gang.as('listed-person', k === 0 ? 'placement' : 'layering');
    if (k === 0) {
      const at = gang.at(9, 18);
      person.login(at);
      payAndBuy(person, at + 10 * MINUTE, gang.random.between(350, 900));
    } else {
      const at = gang.at(10, 17);
      person.login(at);
      person.sell(at + 6 * MINUTE, 'USDT', person.fiat, Math.floor(person.held('USDT') * 0.5));
      person.payOut(at + gang.random.between(1, 3) * HOUR, person.held(person.fiat));
    }
  },
};
