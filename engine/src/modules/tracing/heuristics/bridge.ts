import type { ChainBlock, ChainId, ContractSignal } from '../chains/chain-block.ts';

/** One side of a bridge: money leaves a chain, or arrives on one. */
export interface BridgeLeg {
  readonly chain: ChainId;
  readonly txid: string;
  readonly contract: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly direction: 'out' | 'in';
  readonly asset: string | null;
  readonly amount: bigint;
  readonly account: string | null;
  /** The bridge's own id of the transfer, where both sides tell one. */
  readonly id: string | null;
}

export interface BridgePair {
  readonly out: BridgeLeg;
  readonly in: BridgeLeg;
  readonly how: 'id' | 'amount_and_time';
  /** 0-100. */
  readonly confidence: number;
}

export interface BridgePairing {
  readonly pairs: readonly BridgePair[];
  /** Sides that found no other: the money is on another chain, where is not known. */
  readonly unresolved: readonly BridgeLeg[];
}

export interface BridgeOptions {
  /** A transfer arrives within this time of leaving. */
  readonly within_ms?: number;
  /** Largest part that fees take, in parts of ten thousand. */
  readonly feeMaxBp?: number;
}

const WITHIN_MS = 2 * 3_600_000;
const FEE_MAX_BP = 100;

/** The bridge events of a block. */
export function bridgeLegs(block: ChainBlock): BridgeLeg[] {
  return block.transactions.flatMap(({ id, signals }) =>
    signals
      .filter(({ kind }) => kind === 'bridge_out' || kind === 'bridge_in')
      .map((signal) => bridgeLegOf(block, id, signal)),
  );
}

/** A `bridge_out` or `bridge_in` signal as one side of a transfer. */
export function bridgeLegOf(
  { chain, time }: Pick<ChainBlock, 'chain' | 'time'>,
  txid: string,
  { kind, contract, asset, account, amount, details }: ContractSignal,
): BridgeLeg {
  return {
    chain,
    txid,
    contract,
    time,
    direction: kind === 'bridge_out' ? 'out' : 'in',
    asset,
    amount: amount ?? 0n,
    account,
    id: details.id ?? null,
  };
}

/**
 * Pairs what left with what arrived: by the bridge's id where there is one, else by amount and time, the closest first, each side once.
 * An amount that several transfers share within the time makes a pair by amount less sure, and two equally close ones none at all.
 */
export function pairBridges(legs: readonly BridgeLeg[], options: BridgeOptions = {}): BridgePairing {
  const byId = pairById(legs);
  const paired = new Set(byId.flatMap((pair) => [pair.out, pair.in]));
  const byAmount = pairByAmount(
    legs.filter((leg) => !paired.has(leg)),
    options,
  );
  for (const pair of byAmount) paired.add(pair.out).add(pair.in);
  return { pairs: [...byId, ...byAmount], unresolved: legs.filter((leg) => !paired.has(leg)) };
}

function pairById(legs: readonly BridgeLeg[]): BridgePair[] {
  const arrivals = new Map<string, BridgeLeg[]>();
  for (const leg of legs)
    if (leg.direction === 'in' && leg.id !== null)
      arrivals.set(leg.id, [...(arrivals.get(leg.id) ?? []), leg]);
  return legs.flatMap((out): BridgePair[] => {
    if (out.direction !== 'out' || out.id === null) return [];
    const [arrival, ...others] = (arrivals.get(out.id) ?? []).filter(
      (leg) => leg.chain !== out.chain && leg.time >= out.time && leg.amount <= out.amount,
    );
    return arrival === undefined || others.length > 0
      ? []
      : [{ out, in: arrival, how: 'id', confidence: 99 }];
  });
}

interface Candidate extends BridgePair {
  /** Smaller is closer: what the fee took, then the time. */
  readonly distance: number;
}

function pairByAmount(legs: readonly BridgeLeg[], options: BridgeOptions): BridgePair[] {
  const { within_ms = WITHIN_MS, feeMaxBp = FEE_MAX_BP } = options;
  const arrivals = legs
    .filter(({ direction }) => direction === 'in')
    .sort((left, right) => left.time - right.time);
  const candidates: Candidate[] = [];
  const rivalsOf = new Map<BridgeLeg, Candidate[]>();
  for (const out of legs) {
    if (out.direction !== 'out') continue;
    for (let i = firstFrom(arrivals, out.time); i < arrivals.length; i += 1) {
      const arrival = arrivals[i];
      if (arrival === undefined || arrival.time > out.time + within_ms) break;
      const distance = distanceOf(out, arrival, within_ms, feeMaxBp);
      if (distance === null) continue;
      const candidate = { out, in: arrival, how: 'amount_and_time' as const, confidence: 80, distance };
      candidates.push(candidate);
      for (const side of [out, arrival]) rivalsOf.set(side, [...(rivalsOf.get(side) ?? []), candidate]);
    }
  }
  candidates.sort((left, right) => left.distance - right.distance);
  const taken = new Set<BridgeLeg>();
  const pairs: BridgePair[] = [];
  for (const { distance, ...pair } of candidates) {
    if (taken.has(pair.out) || taken.has(pair.in)) continue;
    const rivals = [...(rivalsOf.get(pair.out) ?? []), ...(rivalsOf.get(pair.in) ?? [])].filter(
      (one) => !(one.out === pair.out && one.in === pair.in) && !taken.has(one.out) && !taken.has(one.in),
    );
    if (rivals.some((one) => one.distance === distance)) continue;
    taken.add(pair.out).add(pair.in);
    pairs.push(rivals.length === 0 ? pair : { ...pair, confidence: 60 });
  }
  return pairs;
}

/** Place of the first arrival at or after a time; arrivals in order of time. */
function firstFrom(arrivals: readonly BridgeLeg[], time: number): number {
  let low = 0;
  let high = arrivals.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((arrivals[middle]?.time ?? 0) < time) low = middle + 1;
    else high = middle;
  }
  return low;
}

function distanceOf(out: BridgeLeg, arrival: BridgeLeg, within_ms: number, feeMaxBp: number): number | null {
  const wait = arrival.time - out.time;
  if (out.chain === arrival.chain || wait < 0 || wait > within_ms || out.amount === 0n) return null;
  if (out.asset !== null && arrival.asset !== null && out.asset !== arrival.asset) return null;
  if (out.id !== null && arrival.id !== null && out.id !== arrival.id) return null;
  const fee = out.amount - arrival.amount;
  if (fee < 0n || fee * 10_000n > out.amount * BigInt(feeMaxBp)) return null;
  const sameAccount = out.account !== null && out.account === arrival.account ? 0 : 1;
  return sameAccount * 1e6 + Number((fee * 10_000n) / out.amount) * 1e3 + wait / within_ms;
}
