import { HOUR, MINUTE } from '../time/calendar.ts';
import { gangWallet } from './chain-moves.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';
import { ENTRY, joinRound } from './whirlpool.ts';

const NEEDED = ENTRY + 400_000;

/** Scenario 13: withdraws to a wallet that prepares the coins and takes them into a round within hours; and again days later. */
export const coinjoinDestination: Scheme = {
  scenario: '13',
  slug: 'coinjoin-destination',
  span_days: 4,
  cast: [{ name: 'hider', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang, k) {
    if (k !== 0 && k !== 3) return;
    const { random } = gang;
    const hider = gang.as('hider', k === 0 ? 'placement' : 'layering');
    const own = gangWallet(gang, 'bitcoin', 'own');
    const at = gang.at(9, 12);
    hider.login(at);
    payAndBuy(hider, at + 4 * MINUTE, hider.usd('BTC', NEEDED, at) * 1.06 + 10, 'BTC');
    const sent = at + 2 * HOUR;
    hider.send(sent, 'BTC', NEEDED, own);
    const paid = hider.chain.coinOf(hider.hot('bitcoin'), NEEDED + 900);
    const [coin] = hider.chain.spend(sent + 8 * MINUTE, [paid], [{ to: own, units: NEEDED }]);
    if (coin === undefined) return;
    const premix = gangWallet(gang, 'bitcoin', 'premix', k);
    const [ready] = hider.chain.spend(
      sent + HOUR,
      [coin],
      [
        { to: premix, units: ENTRY },
        { to: gangWallet(gang, 'bitcoin', 'coordinator', k), units: 175_000 },
        { to: gangWallet(gang, 'bitcoin', 'rest', k), units: NEEDED - ENTRY - 175_000 - 1_000 },
      ],
    );
    if (ready === undefined) return;
    const out = gangWallet(gang, 'bitcoin', 'mixed', k);
    joinRound(hider.chain, sent + random.between(3, 9) * HOUR, ready, out, random);
  },
};
