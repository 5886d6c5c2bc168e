import { HOUR } from '../time/calendar.ts';
import { depositThrough, gangWallet } from './chain-moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 22: a wallet made for one transfer: filled by a stranger, emptied into the exchange, never used again. */
export const freshPassThrough: Scheme = {
  scenario: '22',
  slug: 'fresh-pass-through',
  span_days: 1,
  cast: [{ name: 'courier', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const courier = gang.as('courier', 'layering');
    const at = gang.at(9, 19);
    const units = courier.worth('USDT', gang.random.between(3_300, 7_500), at);
    const way = [gangWallet(gang, 'tron', 'stranger'), gangWallet(gang, 'tron', 'fresh')];
    depositThrough(courier, at, 'USDT', units, way, gang.random.between(1, 5) * HOUR);
  },
};
