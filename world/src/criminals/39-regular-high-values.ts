import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 39: the same large amount comes and goes at the same hours, day after day. */
export const regularHighValues: Scheme = {
  scenario: '39',
  slug: 'regular-high-values',
  span_days: 7,
  cast: [{ name: 'instalment-payer', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const { random } = gang;
    const habit = gang.seed.sub('habit').stream();
    const hour = habit.between(8, 13);
    const usd = habit.between(6_500, 9_200);
    const payer = gang.as('instalment-payer', 'placement');
    const at = gang.at(hour, hour) + random.between(-15, 15) * MINUTE;
    payer.receive(at, 'USDT', payer.worth('USDT', usd * random.between(1.008, 1.018), at));
    const layering = payer.stage('layering');
    const left = gang.at(hour, hour) + 4 * HOUR + random.between(-15, 15) * MINUTE;
    layering.login(left - 3 * MINUTE);
    const units = layering.worth('USDT', usd * random.between(0.993, 1.004), left);
    layering.send(left, 'USDT', units, layering.newWallet('tron'));
  },
};
