import type { FactValue } from '../facts/definition.ts';

/** What compiled code looks at: the facts and windows of one event, and the parameter set that applies to it. */
export interface Frame {
  readonly profile: number;
  fact(slot: number): FactValue;
  window(slot: number): number | null;
}

/** An integer is a safe number or, beyond, a bigint within 64 bits; null is *not known*. */
export type Value = FactValue | bigint;
export type Code = (frame: Frame) => Value;

type Int = number | bigint;

const INT_MAX = 2n ** 63n - 1n;
const INT_MIN = -(2n ** 63n);

/** A big result as CEL has it: 64 bits or an error, here *not known*; small again when it fits a number. */
function settle(value: bigint): Int | null {
  if (value > INT_MAX || value < INT_MIN) return null;
  const small = Number(value);
  return Number.isSafeInteger(small) ? small : value;
}

const isInt = (value: Value): value is Int => typeof value === 'number' || typeof value === 'bigint';

type Fast = (a: number, b: number) => number;
type Big = (a: bigint, b: bigint) => bigint;

/** Integer arithmetic: numbers while they are exact, bigints beyond. */
const arithmetic =
  (fast: Fast, big: Big) =>
  (left: Code, right: Code): Code =>
  (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (!isInt(a) || !isInt(b)) return null;
    if (typeof a === 'number' && typeof b === 'number') {
      const result = fast(a, b);
      if (Number.isSafeInteger(result)) return result;
    }
    return settle(big(BigInt(a), BigInt(b)));
  };

/** Division and remainder: towards zero; by zero is *not known*. */
const division =
  (fast: Fast, big: Big) =>
  (left: Code, right: Code): Code =>
  (frame) => {
    const a = left(frame);
    const b = right(frame);
    if (!isInt(a) || !isInt(b) || b === 0) return null;
    return typeof a === 'number' && typeof b === 'number' ? fast(a, b) : settle(big(BigInt(a), BigInt(b)));
  };

const comparison =
  (compare: (a: Int, b: Int) => boolean) =>
  (left: Code, right: Code): Code =>
  (frame) => {
    const a = left(frame);
    const b = right(frame);
    return isInt(a) && isInt(b) ? compare(a, b) : null;
  };

const equality =
  (wanted: boolean) =>
  (left: Code, right: Code): Code =>
  (frame) => {
    const a = left(frame);
    const b = right(frame);
    return a === null || b === null ? null : (a === b) === wanted;
  };

/** `&&` and `||` over any number of operands: one that decides wins, even beside one that is not known. */
const logical =
  (deciding: boolean) =>
  (left: Code, right: Code): Code =>
  (frame) => {
    const a = left(frame);
    if (a === deciding) return deciding;
    const b = right(frame);
    if (b === deciding) return deciding;
    return a === null || b === null ? null : !deciding;
  };

const membership =
  (left: Code, right: Code): Code =>
  (frame) => {
    const item = left(frame);
    const list = right(frame);
    return typeof item === 'string' && Array.isArray(list) ? list.includes(item) : null;
  };

export const BINARY: Readonly<Record<string, (left: Code, right: Code) => Code>> = {
  '+': arithmetic(
    (a, b) => a + b,
    (a, b) => a + b,
  ),
  '-': arithmetic(
    (a, b) => a - b,
    (a, b) => a - b,
  ),
  '*': arithmetic(
    (a, b) => a * b,
    (a, b) => a * b,
  ),
  '/': division(
    (a, b) => (a - (a % b)) / b,
    (a, b) => a / b,
  ),
  '%': division(
    (a, b) => a % b,
    (a, b) => a % b,
  ),
  '<': comparison((a, b) => a < b),
  '<=': comparison((a, b) => a <= b),
  '>': comparison((a, b) => a > b),
  '>=': comparison((a, b) => a >= b),
  '==': equality(true),
  '!=': equality(false),
  '&&': logical(false),
  '||': logical(true),
  in: membership,
};

export const not =
  (operand: Code): Code =>
  (frame) => {
    const value = operand(frame);
    return typeof value === 'boolean' ? !value : null;
  };

export const negative =
  (operand: Code): Code =>
  (frame) => {
    const value = operand(frame);
    if (typeof value === 'number') return value === 0 ? 0 : -value;
    return typeof value === 'bigint' ? settle(-value) : null;
  };

export const ternary =
  (condition: Code, yes: Code, no: Code): Code =>
  (frame) => {
    const chosen = condition(frame);
    return chosen === null ? null : chosen === true ? yes(frame) : no(frame);
  };

export const sizeOf =
  (operand: Code): Code =>
  (frame) => {
    const value = operand(frame);
    return Array.isArray(value) ? value.length : null;
  };

export const overlap =
  (left: Code, right: Code): Code =>
  (frame) => {
    const a = left(frame);
    const b = right(frame);
    return Array.isArray(a) && Array.isArray(b) ? a.some((item) => b.includes(item)) : null;
  };

/** `share(part, whole)`: basis points. The product may pass 64 bits, the quotient may not. */
export const share =
  (part: Code, whole: Code): Code =>
  (frame) => {
    const a = part(frame);
    const b = whole(frame);
    if (!isInt(a) || !isInt(b) || b <= 0) return null;
    return ratio(a, 10_000, b);
  };

export const scaled =
  (amount: Code, by: Code): Code =>
  (frame) => {
    const a = amount(frame);
    const b = by(frame);
    return isInt(a) && isInt(b) ? ratio(a, b, 10_000) : null;
  };

/** a · b / c towards zero. */
function ratio(a: Int, b: Int, c: Int): Int | null {
  if (typeof a === 'number' && typeof b === 'number' && typeof c === 'number') {
    const product = a * b;
    if (Number.isSafeInteger(product)) return (product - (product % c)) / c;
  }
  return settle((BigInt(a) * BigInt(b)) / BigInt(c));
}

/** `list.exists(x, p)` (deciding true) and `list.all(x, p)` (deciding false); the item is put into `cell`. */
export const quantifier =
  (deciding: boolean, list: Code, cell: { value: string }, predicate: Code): Code =>
  (frame) => {
    const items = list(frame);
    if (!Array.isArray(items)) return null;
    let unknown = false;
    for (const item of items) {
      cell.value = item;
      const held = predicate(frame);
      if (held === deciding) return deciding;
      if (held === null) unknown = true;
    }
    return unknown ? null : !deciding;
  };
