import type { Desk } from '../accounts/desk.ts';
import { MINUTE } from '../time/calendar.ts';
import { type Network, newWallet, type Wallet } from '../wallets/wallet.ts';
import type { Gang } from './scheme.ts';

/** A wallet of the gang that keeps its address through the days of a commission. */
export const gangWallet = (gang: Gang, network: Network, name: string, n = 0): Wallet =>
  newWallet(network, gang.seed.sub(name, n).stream());

/** Sends tokens on from wallet to wallet, each a little later, and deposits what arrives from the last one at `at`. */
export function depositThrough(
  desk: Desk,
  at: number,
  asset: string,
  units: number,
  way: readonly Wallet[],
  step_ms: number,
): void {
  for (const [i, from] of way.entries()) {
    const to = way[i + 1];
    if (to !== undefined) desk.chain.pay(at - (way.length - i) * step_ms, asset, from, to, units);
  }
  const last = way.at(-1);
  if (last === undefined) return;
  desk.chain.pay(at - 12 * MINUTE, asset, last, desk.hot(last.network), units);
  desk.receive(at, asset, units, last);
}
