import { DAY, HOUR } from '../time/calendar.ts';
import { depositThrough, gangWallet } from './chain-moves.ts';
import type { Scheme } from './scheme.ts';

const PAYERS = 26;

/** Scenario 23: two dozen small payments of strangers meet in one wallet, and all of it is deposited. */
export const fanInCollector: Scheme = {
  scenario: '23',
  slug: 'fan-in-collector',
  span_days: 1,
  cast: [{ name: 'collector', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const { random } = gang;
    const collector = gang.as('collector', 'integration');
    const at = gang.at(10, 20);
    const own = gangWallet(gang, 'tron', 'own');
    let units = 0;
    for (let n = 0; n < PAYERS; n += 1) {
      const paid = collector.worth('USDT', random.between(40, 220), at);
      const when = at - 2 * HOUR - random.between(0, 4) * DAY;
      collector.chain.pay(when, 'USDT', gangWallet(gang, 'tron', 'payer', n), own, paid);
      units += paid;
    }
    depositThrough(collector, at, 'USDT', Math.floor(units * 0.97), [own], HOUR);
  },
};
