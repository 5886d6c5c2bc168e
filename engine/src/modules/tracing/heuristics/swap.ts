import type { ChainTransaction, ChainTransfer } from '../chains/chain-block.ts';

/** An exchange of one asset for another inside one transaction. */
export interface Swap {
  readonly txid: string;
  readonly account: string;
  readonly gave: { readonly asset: string; readonly amount: bigint };
  readonly got: { readonly asset: string; readonly amount: bigint };
  /** Pools that said so. */
  readonly pools: readonly string[];
  /** 0-100. */
  readonly confidence: number;
}

/**
 * What the sender gave and got, net over the whole transaction, where a pool says there was a swap. Adding to a pool gives two assets and gets
 * a third that is new, which is none; a transfer of two tokens is none.
 */
export function detectSwap(transaction: ChainTransaction): Swap | null {
  const pools = transaction.signals.filter(({ kind }) => kind === 'swap').map(({ contract }) => contract);
  const account = transaction.feePayer;
  if (transaction.failed || pools.length === 0 || account === null) return null;
  const net = netOf(transaction.transfers, account);
  const gave = [...net].filter(([, amount]) => amount < 0n);
  const got = [...net].filter(([, amount]) => amount > 0n);
  const [[givenAsset, given] = ['', 0n]] = gave;
  const [[gotAsset, gotten] = ['', 0n]] = got;
  if (gave.length !== 1 || got.length !== 1) return null;
  return {
    txid: transaction.id,
    account,
    gave: { asset: givenAsset, amount: -given },
    got: { asset: gotAsset, amount: gotten },
    pools: [...new Set(pools)],
    confidence: 95,
  };
}

function netOf(transfers: readonly ChainTransfer[], account: string): Map<string, bigint> {
  const net = new Map<string, bigint>();
  for (const { asset, from, to, amount } of transfers) {
    if (from === account) net.set(asset, (net.get(asset) ?? 0n) - amount);
    if (to === account) net.set(asset, (net.get(asset) ?? 0n) + amount);
  }
  for (const [asset, amount] of net) if (amount === 0n) net.delete(asset);
  return net;
}
