import type { Desk } from '../accounts/desk.ts';
import { unitsOf } from '../money/amount.ts';
import { dateText, MINUTE } from '../time/calendar.ts';
import { reportingThresholdMxn } from '../time/reporting-threshold.ts';
import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Local currency worth a share of the reporting threshold of the day, to ten pesos (or reais …). */
function justBelow(desk: Desk, share: number, at: number): number {
  const usd = desk.usd('MXN', unitsOf('MXN', reportingThresholdMxn(dateText(at))), at);
  return Math.floor((desk.worth(desk.fiat, usd, at) * share) / 1_000) * 1_000;
}

/** Scenario 31: pays a large sum in as several deposits that each stay below the reporting threshold. */
export const structuring: Scheme = {
  scenario: '31',
  slug: 'structuring',
  span_days: 2,
  cast: [{ name: 'structurer', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    if (k === 0) {
      const structurer = gang.as('structurer', 'placement');
      const deposits = random.int(4, 5);
      const moments = inOrder(Array.from({ length: deposits }, () => gang.at(9, 19)));
      for (const at of moments) {
        const rail = random.chance(0.5) ? 'cash' : 'bank';
        structurer.payIn(at, justBelow(structurer, random.between(0.85, 0.975), at), { rail });
      }
      return;
    }
    const layering = gang.as('structurer', 'layering');
    const at = gang.at(9, 12);
    layering.login(at);
    layering.buy(at + 9 * MINUTE, 'USDT', layering.fiat, layering.held(layering.fiat));
    const later = gang.at(15, 22);
    layering.send(later, 'USDT', Math.floor(layering.sendable('USDT') * 0.6), layering.newWallet('tron'));
  },
};
