import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 70: buys a press for pills, and says so in the note. */
export const pillEquipment: Scheme = {
  scenario: '70',
  slug: 'pill-equipment',
  span_days: 1,
  cast: [{ name: 'purchaser', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const purchaser = gang.as('purchaser', 'integration');
    const at = gang.at(9, 16);
    const usd = gang.random.between(600, 2_400);
    purchaser.login(at);
    payAndBuy(purchaser, at + 5 * MINUTE, usd * 1.1);
    const left = at + gang.random.between(1, 4) * HOUR;
    const note = gang.random.pick([
      'prensa de pastillas, saldo',
      'tablet press TDP 5',
      'tableteadora usada y punzones',
    ]);
    purchaser.send(
      left,
      'USDT',
      purchaser.worth('USDT', usd, left),
      purchaser.newWallet('tron'),
      undefined,
      note,
    );
  },
};
