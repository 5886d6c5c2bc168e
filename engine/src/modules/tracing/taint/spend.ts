import type { TaintPolicy } from '@atalaya/contract/tracing.ts';
import { cut, dirtyOf, type Holding, lineOf, type Part, totalValue } from './holding.ts';

/**
 * One transaction under one policy: what each output is made of, given what the inputs are made of. `lengths` are the values
 * of the outputs in their order and, last, the fee; they add up to the inputs. Exact integers throughout:
 *
 * - poison: every output is dirty entirely by every source of any input.
 * - haircut: in output order, an output of value s takes floor(D × s / T) of the D dirty units among the T units not yet
 *   given out; what rounding leaves stays for the later outputs, the fee takes the rest. Several sources share an output's
 *   dirty units by the same rule, in the order in which they first appear.
 * - FIFO: units leave in the order they entered.
 * - LIFO: an output takes the last units that entered, and keeps their order.
 * - TIHO: dirty units fill the largest outputs first, ties by lowest index, the fee last.
 */
export function spend(
  policy: TaintPolicy,
  inputs: readonly Holding[],
  lengths: readonly bigint[],
): Holding[] {
  switch (policy) {
    case 'poison':
      return poison(inputs, lengths);
    case 'haircut':
      return haircut(sums(inputs), lengths);
    case 'fifo':
      return cut(lineOf(inputs), lengths);
    case 'lifo':
      return cut(lineOf(inputs.toReversed().map(backwards)), lengths).map(backwards);
    case 'tiho':
      return highestFirst(sums(inputs), lengths);
  }
}

/** The way back under FIFO or LIFO: what the inputs of these values were made of, given the outputs and the fee. */
export function unspend(
  policy: 'fifo' | 'lifo',
  outputs: readonly Holding[],
  inputs: readonly bigint[],
): Holding[] {
  return policy === 'fifo' ? cut(lineOf(outputs), inputs) : cut(lineOf(outputs.toReversed()), inputs);
}

const backwards = ({ value, parts }: Holding): Holding => ({ value, parts: parts.toReversed() });

function poison(inputs: readonly Holding[], lengths: readonly bigint[]): Holding[] {
  const sources = sums(inputs).flatMap(({ source }) => (source === null ? [] : [source]));
  return lengths.map((value) => ({
    value,
    parts:
      sources.length === 0
        ? [{ source: null, amount: value }]
        : sources.map((source) => ({ source, amount: value })),
  }));
}

/** One part for each source, in the order of first appearance; what is clean comes last. */
function sums(inputs: readonly Holding[]): Part[] {
  const totals = new Map<string, bigint>();
  for (const { parts } of inputs)
    for (const { source, amount } of parts)
      if (source !== null) totals.set(source, (totals.get(source) ?? 0n) + amount);
  const dirty = [...totals]
    .map(([source, amount]) => ({ source, amount }))
    .filter(({ amount }) => amount > 0n);
  const clean = totalValue(inputs) - dirty.reduce((total, { amount }) => total + amount, 0n);
  return clean > 0n ? [...dirty, { source: null, amount: clean }] : dirty;
}

function haircut(pool: readonly Part[], lengths: readonly bigint[]): Holding[] {
  const left = pool.map((part) => ({ ...part }));
  let total = left.reduce((sum, { amount }) => sum + amount, 0n);
  return lengths.map((value) => {
    const taken = share(left, total, value);
    total -= value;
    for (const [index, amount] of taken.entries()) {
      const part = left[index];
      if (part !== undefined) part.amount -= amount;
    }
    return { value, parts: partsOf(left, taken) };
  });
}

/** How much of each part an output of this value takes: dirty against clean first, then source by source. */
function share(left: readonly Part[], total: bigint, value: bigint): bigint[] {
  const dirty = dirtyOf({ value: total, parts: left });
  let wanted = total === 0n ? 0n : (dirty * value) / total;
  let pool = dirty;
  const taken = left.map(({ source, amount }) => {
    if (source === null) return 0n;
    const own = pool === 0n ? 0n : (amount * wanted) / pool;
    pool -= amount;
    wanted -= own;
    return own;
  });
  const given = taken.reduce((sum, amount) => sum + amount, 0n);
  return left.map(({ source }, index) => (source === null ? value - given : (taken[index] ?? 0n)));
}

const partsOf = (pool: readonly Part[], taken: readonly bigint[]): Part[] =>
  pool.flatMap(({ source }, index) => {
    const amount = taken[index] ?? 0n;
    return amount > 0n ? [{ source, amount }] : [];
  });

function highestFirst(pool: readonly Part[], lengths: readonly bigint[]): Holding[] {
  const fee = lengths.length - 1;
  const order = lengths
    .map((value, index) => ({ value, index }))
    .sort(
      (a, b) =>
        Number(a.index === fee) - Number(b.index === fee) || compare(b.value, a.value) || a.index - b.index,
    );
  const pieces = cut(
    pool,
    order.map(({ value }) => value),
  );
  const placed = new Map(order.map(({ index }, place) => [index, pieces[place]]));
  return lengths.map((value, index) => placed.get(index) ?? { value, parts: [] });
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
