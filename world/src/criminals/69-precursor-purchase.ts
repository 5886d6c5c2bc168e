import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 69: pays two vendors of chemicals within a week. */
export const precursorPurchase: Scheme = {
  scenario: '69',
  slug: 'precursor-purchase',
  span_days: 5,
  cast: [{ name: 'purchaser', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k !== 0 && k !== 4) return;
    const purchaser = gang.as('purchaser', 'integration');
    const at = gang.at(9, 16);
    const usd = gang.random.between(350, 1_900);
    purchaser.login(at);
    payAndBuy(purchaser, at + 5 * MINUTE, usd * 1.1);
    const left = at + gang.random.between(1, 4) * HOUR;
    purchaser.send(
      left,
      'USDT',
      purchaser.worth('USDT', usd, left),
      purchaser.tagged('chemical_vendor', 'tron', k / 4),
    );
  },
};
