import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 37: a few days after opening, everything that came in leaves within the day. */
export const newAccountEmpties: Scheme = {
  scenario: '37',
  slug: 'new-account-empties',
  span_days: 1,
  cast: [{ name: 'burner', count: 1, camouflage: 'none', joined_days_before: [0.6, 3.5] }],
  again: false,
  commit(gang) {
    const burner = gang.as('burner', 'layering');
    const at = gang.at(8, 12);
    burner.receive(at, 'USDT', burner.worth('USDT', gang.random.between(1_100, 4_200), at));
    const left = at + gang.random.between(2.5, 9) * HOUR;
    burner.login(left - 5 * MINUTE);
    burner.send(left, 'USDT', burner.sendable('USDT'), burner.newWallet('tron'));
  },
};
