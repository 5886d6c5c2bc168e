import type { ChainPen, Coin } from '../chain/pen.ts';
import type { Stream } from '../random/stream.ts';
import { newWallet, type Wallet } from '../wallets/wallet.ts';

/** The pool of 0.05 BTC, in satoshi, and what a new entrant brings beyond it. */
export const POOL = 5_000_000;
export const ENTRY = POOL + 60_000;

const PARTIES = 5;

/** A round of five: `own` enters, four strangers stay or enter with it, five equal coins come out; the first of them to `out`. */
export function joinRound(
  pen: ChainPen,
  at: number,
  own: Coin,
  out: Wallet,
  random: Stream,
): Coin | undefined {
  const strangers = Array.from({ length: PARTIES - 1 }, (_, n) =>
    pen.coinOf(newWallet('bitcoin', random), n === 0 ? ENTRY : POOL),
  );
  const outputs = Array.from({ length: PARTIES }, (_, n) => ({
    to: n === 0 ? out : newWallet('bitcoin', random),
    units: POOL,
  }));
  return pen.spend(at, [own, ...strangers], outputs)[0];
}
