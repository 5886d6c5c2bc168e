import type { ChainId, ChainTransaction, ContractSignal } from '../chains/chain-block.ts';
import { type BridgeLeg, type BridgePair, bridgeLegOf } from '../heuristics/bridge.ts';
import { type MixerContract, MixerWatch } from '../heuristics/mixer.ts';
import { detectSwap } from '../heuristics/swap.ts';
import { BridgeBook } from './bridge-book.ts';
import { type NotedSignal, SignalFile } from './signal-file.ts';

export interface SaidAt {
  readonly chain: ChainId;
  readonly height: number | null;
  /** Milliseconds since 1970. */
  readonly time: number;
}

/** More are forgotten from the oldest on: some 300 bytes each in memory. */
const KEPT_MAX = 500_000;
/** A contract is taken for a mixer from this confidence on. */
const MIXER_CONFIDENCE_MIN = 60;

export const plainId = (transaction: string): string => transaction.replace(/^0x/, '').toLowerCase();

/**
 * What is kept of an account chain's transaction. Pools speak in every swap; what counts is what its sender gave and got, so that is kept
 * instead.
 */
export function signalsWorthKeeping(transaction: ChainTransaction): ContractSignal[] {
  const others = transaction.signals.filter(({ kind }) => kind !== 'swap');
  const swap = detectSwap(transaction);
  if (swap === null) return others;
  const [contract = ''] = swap.pools;
  const gave = { gave_asset: swap.gave.asset, gave_amount: String(swap.gave.amount) };
  const { account, got } = swap;
  return [...others, { kind: 'swap', contract, position: 'tx', account, ...got, details: gave }];
}

/** What contracts said on all account chains: bridges in pairs, mixers by how they speak, swaps and energy by account. */
export class ContractBook {
  readonly #file: SignalFile;
  #signals: NotedSignal[] = [];
  #byAccount = new Map<string, NotedSignal[]>();
  #arrivals = new Map<string, BridgeLeg[]>();
  #bridges = new Set<string>();
  #mixers = new Map<ChainId, MixerWatch>();
  #pairs = new BridgeBook();
  #heights = new Map<ChainId, number>();

  constructor(path: string) {
    this.#file = new SignalFile(path);
    this.#takeAnew(this.#file.read());
  }

  /** Height up to which a chain's signals were noted; null where none was. */
  heightOf = (chain: ChainId): number | null => this.#heights.get(chain) ?? null;

  /** What one block said. */
  note(at: SaidAt, said: readonly { readonly txid: string; readonly signal: ContractSignal }[]): void {
    if (said.length === 0) return;
    const noted = said.map(({ txid, signal }): NotedSignal => ({ ...signal, ...at, txid: plainId(txid) }));
    this.#file.append(noted);
    for (const one of noted) this.#take(one);
    if (this.#signals.length <= KEPT_MAX) return;
    this.#takeAnew(this.#signals.slice(-Math.floor(KEPT_MAX * 0.9)));
    this.#file.replace(this.#signals);
  }

  /** Takes back what blocks above this height said. */
  rollBackTo(chain: ChainId, height: number): void {
    const kept = this.#signals.filter((one) => one.chain !== chain || (one.height ?? 0) <= height);
    if (kept.length === this.#signals.length) return;
    this.#takeAnew(kept);
    this.#file.replace(kept);
  }

  /** Of one kind about an account, in the order they were said. */
  about(chain: ChainId, account: string, kind: ContractSignal['kind']): readonly NotedSignal[] {
    return (this.#byAccount.get(`${chain} ${account}`) ?? []).filter((one) => one.kind === kind);
  }

  mixer(chain: ChainId, contract: string): MixerContract | undefined {
    const found = this.#mixers.get(chain)?.verdictOf(contract);
    return found !== undefined && found.confidence >= MIXER_CONFIDENCE_MIN ? found : undefined;
  }

  isBridge = (chain: ChainId, contract: string): boolean => this.#bridges.has(`${chain} ${contract}`);

  /** What bridges brought in a transaction. */
  arrivals = (chain: ChainId, transaction: string): readonly BridgeLeg[] =>
    this.#arrivals.get(`${chain} ${plainId(transaction)}`) ?? [];

  /** Where an arrival left from; undefined where that is not known. */
  pairOf = (arrival: BridgeLeg): BridgePair | undefined => this.#pairs.pairOf(arrival);

  #takeAnew(signals: readonly NotedSignal[]): void {
    this.#signals = [];
    this.#byAccount = new Map();
    this.#arrivals = new Map();
    this.#bridges = new Set();
    this.#mixers = new Map();
    this.#pairs = new BridgeBook();
    this.#heights = new Map();
    for (const one of signals) this.#take(one);
  }

  #take(signal: NotedSignal): void {
    const { chain, kind, account, contract, height } = signal;
    this.#signals.push(signal);
    if (height !== null) this.#heights.set(chain, Math.max(height, this.#heights.get(chain) ?? 0));
    if (account !== null) push(this.#byAccount, `${chain} ${account}`, signal);
    if (kind === 'mixer_deposit' || kind === 'mixer_withdrawal') this.#mixerWatch(chain).hear(signal);
    if (kind !== 'bridge_in' && kind !== 'bridge_out') return;
    const leg = bridgeLegOf(signal, signal.txid, signal);
    this.#bridges.add(`${chain} ${contract}`);
    this.#pairs.add(leg);
    if (kind === 'bridge_in') push(this.#arrivals, `${chain} ${signal.txid}`, leg);
  }

  #mixerWatch(chain: ChainId): MixerWatch {
    const known = this.#mixers.get(chain);
    if (known !== undefined) return known;
    const watch = new MixerWatch();
    this.#mixers.set(chain, watch);
    return watch;
  }
}

function push<T>(lists: Map<string, T[]>, key: string, item: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
