import type { TaintPolicy } from '@atalaya/contract/tracing.ts';
import type { TaintInput, TaintTransaction } from '../ledger.ts';

/**
 * The policies once more, slow and without a thought shared with the fast ones: money as an array of single units for
 * FIFO, LIFO and TIHO, a walk along every path for poison and haircut. What the conformance set is made with.
 */
type Unit = string | null;

interface DirtyUnits {
  readonly tx: string;
  readonly outputs: readonly number[];
  readonly fee: number;
}

const countDirty = (units: readonly Unit[]): number => units.filter((unit) => unit !== null).length;

export function dirtyByUnit(policy: TaintPolicy, ledger: readonly TaintTransaction[]): DirtyUnits[] {
  if (policy === 'poison') return poisoned(ledger);
  if (policy === 'haircut') return shaved(ledger);
  const coins = new Map<string, Unit[]>();
  return ledger.map(({ id, inputs, outputs }) => {
    const units = inputs.flatMap((input) =>
      'value' in input
        ? new Array<Unit>(Number(input.value)).fill(input.source)
        : (coins.get(`${input.tx}:${input.index}`) ?? []),
    );
    const dealt = deal(policy, units, outputs.map(Number));
    for (const [index, own] of dealt.entries()) coins.set(`${id}:${index}`, own);
    return { tx: id, outputs: dealt.map(countDirty), fee: countDirty(units) };
  });
}

/** Takes the outputs' units out of `units`; what is left there is the fee. */
function deal(policy: TaintPolicy, units: Unit[], values: readonly number[]): Unit[][] {
  if (policy === 'fifo') return values.map((value) => units.splice(0, value));
  if (policy === 'lifo') return values.map((value) => (value === 0 ? [] : units.splice(-value)));
  units.sort((a, b) => Number(a === null) - Number(b === null));
  const dealt: Unit[][] = values.map(() => []);
  const waiting = new Set(values.keys());
  while (waiting.size > 0) {
    let largest = -1;
    for (const index of waiting)
      if (largest < 0 || (values[index] ?? 0) > (values[largest] ?? 0)) largest = index;
    waiting.delete(largest);
    dealt[largest] = units.splice(0, values[largest] ?? 0);
  }
  return dealt;
}

const valueIn = (ledger: readonly TaintTransaction[], input: TaintInput): number =>
  Number('value' in input ? input.value : ledger.find(({ id }) => id === input.tx)?.outputs[input.index]);

function poisoned(ledger: readonly TaintTransaction[]): DirtyUnits[] {
  const touched = (id: string): boolean =>
    ledger
      .find((one) => one.id === id)
      ?.inputs.some(
        (input) =>
          valueIn(ledger, input) > 0 && ('value' in input ? input.source !== null : touched(input.tx)),
      ) ?? false;
  return ledger.map(({ id, inputs, outputs }) => {
    const values = outputs.map(Number);
    const fee =
      inputs.reduce((sum, input) => sum + valueIn(ledger, input), 0) - values.reduce((a, b) => a + b, 0);
    return touched(id) ? { tx: id, outputs: values, fee } : { tx: id, outputs: values.map(() => 0), fee: 0 };
  });
}

/** Output by output: rounded down of what is left, the fee takes the rest. */
function shaved(ledger: readonly TaintTransaction[]): DirtyUnits[] {
  const coins = new Map<string, number>();
  return ledger.map(({ id, inputs, outputs }) => {
    let total = inputs.reduce((sum, input) => sum + valueIn(ledger, input), 0);
    let dirty = inputs.reduce(
      (sum, input) =>
        sum +
        ('value' in input
          ? input.source === null
            ? 0
            : Number(input.value)
          : (coins.get(`${input.tx}:${input.index}`) ?? 0)),
      0,
    );
    const own = outputs.map((output, index) => {
      const value = Number(output);
      const mine = total === 0 ? 0 : Math.floor((dirty * value) / total);
      total -= value;
      dirty -= mine;
      coins.set(`${id}:${index}`, mine);
      return mine;
    });
    return { tx: id, outputs: own, fee: dirty };
  });
}

/** A haircut without rounding: the dirty share of an output, as a fraction summed over every path from a dirty input. */
export function exactHaircut(
  ledger: readonly TaintTransaction[],
  id: string,
  value: bigint,
): readonly [numerator: bigint, denominator: bigint] {
  const transaction = ledger.find((one) => one.id === id);
  if (transaction === undefined) return [0n, 1n];
  let total = 0n;
  let sum: readonly [bigint, bigint] = [0n, 1n];
  for (const input of transaction.inputs) {
    const own =
      'value' in input
        ? input.value
        : (ledger.find((one) => one.id === input.tx)?.outputs[input.index] ?? 0n);
    total += own;
    const dirty: readonly [bigint, bigint] =
      'value' in input ? [input.source === null ? 0n : own, 1n] : exactHaircut(ledger, input.tx, own);
    sum = [sum[0] * dirty[1] + dirty[0] * sum[1], sum[1] * dirty[1]];
  }
  return [sum[0] * value, sum[1] * total];
}
