import { MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 39: the same large amount at the same hour, day after day. */
export const regularHighValues: Scheme = {
  scenario: '39',
  slug: 'regular-high-values',
  span_days: 8,
  cast: [{ name: 'instalment-payer', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const habit = gang.seed.sub('habit').stream();
    const hour = habit.between(9, 18);
    const usd = habit.between(6_500, 9_200);
    const at = gang.at(hour, hour) + gang.random.between(-18, 18) * MINUTE;
    const payer = gang.as('instalment-payer', k < 7 ? 'placement' : 'layering');
    if (k < 7) {
      payer.receive(at, 'USDT', payer.worth('USDT', usd * gang.random.between(0.993, 1.007), at));
      return;
    }
    payer.login(at);
    payer.send(at + 20 * MINUTE, 'USDT', Math.floor(payer.sendable('USDT') * 0.8), payer.newWallet('tron'));
  },
};
