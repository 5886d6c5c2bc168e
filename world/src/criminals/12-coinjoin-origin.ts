import { HOUR } from '../time/calendar.ts';
import { gangWallet } from './chain-moves.ts';
import type { Scheme } from './scheme.ts';
import { ENTRY, joinRound, POOL } from './whirlpool.ts';

/** Scenario 12: coins go through a round of strangers, take one more step, and are deposited. */
export const coinjoinOrigin: Scheme = {
  scenario: '12',
  slug: 'coinjoin-origin',
  span_days: 1,
  cast: [{ name: 'hider', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const hider = gang.as('hider', 'layering');
    const at = gang.at(10, 20);
    const [mixed, own] = [gangWallet(gang, 'bitcoin', 'mixed'), gangWallet(gang, 'bitcoin', 'own')];
    const entry = hider.chain.coinOf(gangWallet(gang, 'bitcoin', 'before'), ENTRY);
    const out = joinRound(hider.chain, at - 30 * HOUR, entry, mixed, gang.random);
    if (out === undefined) return;
    const [held] = hider.chain.spend(at - 6 * HOUR, [out], [{ to: own, units: POOL - 900 }]);
    if (held === undefined) return;
    hider.chain.spend(at - HOUR, [held], [{ to: hider.hot('bitcoin'), units: POOL - 1_800 }]);
    hider.receive(at, 'BTC', POOL - 1_800, own);
  },
};
