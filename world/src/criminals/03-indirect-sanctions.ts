import { HOUR } from '../time/calendar.ts';
import { depositThrough, gangWallet } from './chain-moves.ts';
import { assetFor } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 3: two wallets stand between a sanctioned one and the deposit. */
export const indirectSanctions: Scheme = {
  scenario: '3',
  slug: 'indirect-sanctions',
  span_days: 1,
  cast: [{ name: 'receiver', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const tokens = gang.listed.filter(({ network }) => network === 'tron' || network === 'ethereum');
    const listed = gang.seed.sub('listed').stream().pick(tokens);
    const receiver = gang.as('receiver', 'layering');
    const at = gang.at(10, 18);
    const asset = assetFor(listed);
    const units = receiver.worth(asset, gang.random.between(600, 4_000), at);
    const between = [0, 1].map((n) => gangWallet(gang, listed.network, 'between', n));
    depositThrough(receiver, at, asset, units, [listed, ...between], 2 * HOUR);
  },
};
