import type { ChainTransaction } from '../chains/chain-block.ts';

/**
 * CoinJoins by their shape. Conditions and confidences: GraphSense's heuristics service and its sources (arXiv 2109.10229,
 * 2311.12491); docs/concepts/chain-heuristics.md says where ours differ. Input values come from previous outputs: without them only
 * outputs can be tested, and the confidence says so.
 */
export type CoinJoinKind = 'wasabi1' | 'wasabi1.1' | 'wasabi2' | 'whirlpool' | 'whirlpool_tx0' | 'joinmarket';

export interface CoinJoin {
  readonly kind: CoinJoinKind;
  /** 0-100. */
  readonly confidence: number;
  /** The amount that many outputs share, in base units; null where there are several. */
  readonly denomination: bigint | null;
  readonly equalOutputs: number;
  readonly reasons: readonly string[];
}

/** From here on a finding keeps a transaction out of co-spend clusters and is shown as one. */
export const COINJOIN_CONFIDENCE_MIN = 40;

export interface CoinJoinContext {
  /** Milliseconds since 1970 of the block; no protocol was used before it was written. */
  readonly time: number;
  /** Whether an address is known to be an exchange's: its batches are no joins. */
  readonly isExchange?: (address: string) => boolean;
  /** Outputs of this transaction are spent by a Whirlpool round. */
  readonly feedsWhirlpool?: boolean;
}

/** Shape of a transaction, counted once for all detectors. */
interface Shape {
  readonly transaction: ChainTransaction;
  readonly inputs: number;
  readonly outputs: readonly bigint[];
  /** value → how many outputs have it. */
  readonly counts: ReadonlyMap<bigint, number>;
  readonly most: { readonly value: bigint; readonly count: number };
  readonly valuesKnown: boolean;
  /** Different addresses among the inputs, unknown ones each taken as another. */
  readonly inputAddresses: number;
  readonly topInputShare: number;
  readonly distinctOutputs: boolean;
}

const since = (text: string): number => Date.parse(`${text}T00:00:00Z`);
const BEGAN = {
  joinmarket: since('2015-01-01'),
  wasabi1: since('2018-08-01'),
  wasabi2: since('2022-06-01'),
  whirlpool: since('2019-04-01'),
  smallestPool: since('2021-01-01'),
} as const;

function shapeOf(transaction: ChainTransaction): Shape {
  const outputs = transaction.outputs
    .filter(({ script }) => script !== 'op_return')
    .map(({ value }) => value);
  const counts = new Map<bigint, number>();
  for (const value of outputs) counts.set(value, (counts.get(value) ?? 0) + 1);
  let most = { value: 0n, count: 0 };
  for (const [value, count] of counts) if (count > most.count) most = { value, count };
  const byAddress = new Map<string, number>();
  for (const [i, { address }] of transaction.inputs.entries()) {
    const key = address ?? `#${i}`;
    byAddress.set(key, (byAddress.get(key) ?? 0) + 1);
  }
  const addresses = transaction.outputs.flatMap(({ address }) => (address === null ? [] : [address]));
  return {
    transaction,
    inputs: transaction.inputs.length,
    outputs,
    counts,
    most,
    valuesKnown: transaction.inputs.every(({ value }) => value !== null),
    inputAddresses: byAddress.size,
    topInputShare: Math.max(...byAddress.values()) / Math.max(1, transaction.inputs.length),
    distinctOutputs: new Set(addresses).size === addresses.length,
  };
}

/** Every kind has three equal outputs, or coins, a fee and a note. */
const OUTPUTS_MIN = 3;

/** The CoinJoin a transaction most likely is, or null. */
export function detectCoinJoin(transaction: ChainTransaction, context: CoinJoinContext): CoinJoin | null {
  if (transaction.kind !== 'utxo' || transaction.coinbase || transaction.outputs.length < OUTPUTS_MIN)
    return null;
  const { isExchange } = context;
  if (
    isExchange !== undefined &&
    transaction.inputs.some(({ address }) => address !== null && isExchange(address))
  )
    return null;
  const shape = shapeOf(transaction);
  for (const detect of [whirlpool, wasabi2, wasabi1, tx0, joinMarket]) {
    const found = detect(shape, context);
    if (found !== null) return found;
  }
  return null;
}

const BTC = 100_000_000n;
const POOLS: readonly { value: bigint; fee: bigint }[] = [
  { value: BTC / 2n, fee: 1_750_000n },
  { value: BTC / 20n, fee: 175_000n },
  { value: BTC / 100n, fee: 50_000n },
  { value: BTC / 1000n, fee: 5_000n },
];
const SMALLEST_POOL = BTC / 1000n;
const PREMIX_EXTRA_MAX = 110_000n;

function whirlpool(
  { transaction, inputs, outputs, most, valuesKnown, ...shape }: Shape,
  { time }: CoinJoinContext,
) {
  const pool = POOLS.find(({ value }) => value === most.value);
  const all = pool !== undefined && most.count === outputs.length && inputs === outputs.length;
  if (!all || inputs < 5 || inputs > 8 || !shape.distinctOutputs) return null;
  if (time < (most.value === SMALLEST_POOL ? BEGAN.smallestPool : BEGAN.whirlpool)) return null;
  const reasons = [`${inputs} inputs and as many outputs of ${most.value}`];
  if (!valuesKnown)
    return joined('whirlpool', 45, most, [...reasons, 'input values are not known: outputs only']);
  const values = transaction.inputs.map(({ value }) => value ?? 0n);
  const entrants = values.filter((value) => value > most.value).length;
  const fits = values.every((value) => value >= most.value && value <= most.value + PREMIX_EXTRA_MAX);
  if (!fits || entrants < 1 || entrants > 4) return null;
  return joined('whirlpool', 60, most, [...reasons, `${entrants} new entrants pay the fee`]);
}

const joined = (
  kind: CoinJoinKind,
  confidence: number,
  most: { value: bigint; count: number },
  reasons: readonly string[],
  several = false,
): CoinJoin => ({
  kind,
  confidence,
  denomination: several ? null : most.value,
  equalOutputs: most.count,
  reasons,
});

/** Opens a Whirlpool: a fee to the coordinator, a note, and coins a little above the pool's size. */
function tx0(
  { transaction, outputs, most }: Shape,
  { time, feedsWhirlpool }: CoinJoinContext,
): CoinJoin | null {
  if (time < BEGAN.whirlpool || !transaction.outputs.some(({ script }) => script === 'op_return'))
    return null;
  const pool = POOLS.find(({ value }) => most.value > value && most.value <= value + PREMIX_EXTRA_MAX);
  if (pool === undefined || (pool.value === SMALLEST_POOL && time < BEGAN.smallestPool)) return null;
  const fee = outputs.some((value) => 2n * value >= pool.fee && value <= 3n * pool.fee);
  if (!fee) return null;
  const reasons = [
    `${most.count} outputs a little above the pool of ${pool.value}`,
    'a fee of the coordinator, a note',
  ];
  return feedsWhirlpool === true
    ? joined('whirlpool_tx0', 90, most, [...reasons, 'its outputs enter a Whirlpool round'])
    : joined('whirlpool_tx0', 30, most, [...reasons, 'no round that spends it is known yet']);
}

const WASABI_BASE = BTC / 10n;
const WASABI_SLACK = BTC / 200n;

function wasabi1(shape: Shape, { time }: CoinJoinContext): CoinJoin | null {
  const { most, inputs, counts } = shape;
  if (time < BEGAN.wasabi1 || inputs < 10 || most.count < 3 || !shape.distinctOutputs) return null;
  const near = most.value >= WASABI_BASE - WASABI_SLACK && most.value <= WASABI_BASE + WASABI_SLACK;
  // One payer with one address in every tenth input and more is a payout, not a round of strangers.
  if (!near || shape.topInputShare > 0.1 || inputs < most.count || shape.inputAddresses < most.count)
    return null;
  const levels = [2n, 4n, 8n, 16n, 32n, 64n, 128n, 256n].filter(
    (level) => (counts.get(most.value * level) ?? 0) >= 2,
  );
  const reasons = [`${most.count} outputs of ${most.value}`, `${shape.inputAddresses} different inputs`];
  if (levels.length === 0) return joined('wasabi1', 70, most, reasons);
  const confidence = Math.min(90, 70 + 5 * levels.length);
  return joined(
    'wasabi1.1',
    confidence,
    most,
    [...reasons, `${levels.length} further levels, each twice its half`],
    true,
  );
}

/** Denominations of WabiSabi: powers of 2 and 3, their doubles, and 1-2-5 of decimals, in satoshi. */
const DENOMINATIONS: ReadonlySet<bigint> = new Set(
  Array.from({ length: 45 }, (_, i) => BigInt(i)).flatMap((i) => [
    2n ** i,
    ...(i < 28n ? [3n ** i, 2n * 3n ** i] : []),
    ...(i < 13n ? [10n ** i, 2n * 10n ** i, 5n * 10n ** i] : []),
  ]),
);

function wasabi2({ outputs, counts, inputs, most }: Shape, { time }: CoinJoinContext): CoinJoin | null {
  if (time < BEGAN.wasabi2 || inputs < 20 || outputs.some((value) => value < 5000n)) return null;
  const denominated = outputs.filter((value) => DENOMINATIONS.has(value)).length;
  const repeated = [...counts].filter(([value, count]) => count >= 2 && DENOMINATIONS.has(value)).length;
  const odd = outputs.some((value) => !DENOMINATIONS.has(value) && counts.get(value) === 1);
  if (repeated < 3 || 2 * denominated < outputs.length || !odd) return null;
  return joined(
    'wasabi2',
    60,
    most,
    [`${denominated} of ${outputs.length} outputs have a standard amount`, `${repeated} of them repeated`],
    true,
  );
}

const DUST = [546n, 2730n];

/**
 * As many equal outputs as there are parties, and for each party, the taker aside, its change: n equal of 2n or 2n − 1. Without the
 * change a payout of equal amounts looks the same, which is why it is asked for.
 */
function joinMarket(shape: Shape, { time }: CoinJoinContext): CoinJoin | null {
  const { outputs, most, inputs } = shape;
  const parties = most.count;
  const changed = outputs.length === 2 * parties || outputs.length === 2 * parties - 1;
  if (time < BEGAN.joinmarket || parties < 3 || !changed || !shape.distinctOutputs) return null;
  if (most.value <= 546n || DUST.includes(most.value) || inputs < parties || shape.inputAddresses < parties)
    return null;
  const reasons = [`${parties} equal outputs of ${most.value}, ${outputs.length - parties} others`];
  const doubts = doubtsOf(shape, parties);
  return doubts.length > 0
    ? joined('joinmarket', 20, most, [...reasons, ...doubts])
    : joined('joinmarket', 49, most, [...reasons, `${shape.inputAddresses} different inputs`]);
}

function doubtsOf({ transaction, outputs, most, inputs, valuesKnown }: Shape, parties: number): string[] {
  const split = outputs.some(
    (value) => value !== most.value && abs(value - most.value) * 1000n <= most.value,
  );
  const crowd = inputs > 10 * parties;
  const values = transaction.inputs.map(({ value }) => value ?? 0n);
  // Each party brings at least the joined amount: what the inputs hold must suffice for all of them.
  const poor = valuesKnown && values.reduce((sum, value) => sum + value, 0n) < most.value * BigInt(parties);
  return [
    ...(split ? ['a further output is almost equal: a sum divided in parts looks so'] : []),
    ...(crowd ? [`${inputs} inputs for ${parties} parties: a consolidation looks so`] : []),
    ...(poor ? ['the inputs do not hold the joined amount for every party'] : []),
  ];
}

const abs = (value: bigint): bigint => (value < 0n ? -value : value);
