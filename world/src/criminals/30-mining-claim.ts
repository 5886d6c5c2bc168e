import { miner } from '../honest/miner.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 30: says that the coins are mined; no pool ever pays. */
export const miningClaim: Scheme = {
  scenario: '30',
  slug: 'mining-claim',
  span_days: 8,
  cast: [{ name: 'pretender', count: 1, among: [miner], camouflage: 'none', joined_days_before: [8, 60] }],
  again: false,
  commit(gang, k) {
    if (k % 2 === 1) return;
    const pretender = gang.as('pretender', 'placement');
    const at = gang.at(9, 20);
    const units = pretender.worth('BTC', gang.random.between(420, 900), at);
    pretender.receive(at, 'BTC', units, pretender.newWallet('bitcoin'));
  },
};
