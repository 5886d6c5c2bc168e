import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 15: pesos become a privacy coin and leave at once, never to be seen again. */
export const privacyHop: Scheme = {
  scenario: '15',
  slug: 'privacy-hop',
  span_days: 1,
  cast: [{ name: 'hider', count: 1, camouflage: 'own' }],
  again: false,
  commit(gang) {
    const hider = gang.as('hider', 'layering');
    const at = gang.at(9, 15);
    hider.login(at);
    payAndBuy(hider, at + 5 * MINUTE, gang.random.between(1_400, 3_600), 'ZEC');
    hider.send(at + gang.random.between(1, 4) * HOUR, 'ZEC', hider.sendable('ZEC'), hider.newWallet('zcash'));
  },
};
