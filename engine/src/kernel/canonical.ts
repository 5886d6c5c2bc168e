import { Failure } from './failure.ts';

/**
 * Canonical bytes of a JSON value: RFC 8785 (JCS) with a stricter set of values, so that what is hashed can be computed
 * again from what was read. Members are ordered by UTF-16 code units; numbers are safe integers only; strings are
 * well-formed Unicode; nothing is dropped silently. Failures (all kind `caller`, `field` is a JSON pointer):
 * canonical.number (not a safe integer), canonical.string (lone surrogate), canonical.undefined (a member or element
 * without a value), canonical.type (bigint, function, symbol, Date, class instance), canonical.depth (over 128 levels).
 */
export type CanonicalValue =
  | null
  | boolean
  | string
  | number
  | readonly CanonicalValue[]
  | { readonly [member: string]: CanonicalValue };

const DEPTH_MAX = 128;
const CACHED_KEYS_MAX = 4096;
const CACHED_KEY_LENGTH_MAX = 64;
/** Printable ASCII without the quote and the backslash: what stands in JSON as it is. */
const PLAIN = /^[ !#-[\]-~]*$/;

/** Where the writer is; path[d] is the member or index being written at depth d. */
const path: (string | number)[] = [];

function refuse(code: string, depth: number, message: string): Failure {
  const steps = path
    .slice(0, depth)
    .map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`);
  const field = steps.join('');
  return new Failure('caller', `canonical.${code}`, `${field === '' ? 'the value' : field}: ${message}`, [
    { field, message },
  ]);
}

function quote(text: string, depth: number): string {
  if (PLAIN.test(text)) return `"${text}"`;
  if (!text.isWellFormed()) throw refuse('string', depth, 'text holds a lone surrogate');
  return JSON.stringify(text);
}

const memberHeads = new Map<string, string>();

function memberHead(key: string, depth: number): string {
  const known = memberHeads.get(key);
  if (known !== undefined) return known;
  const head = `${quote(key, depth)}:`;
  if (memberHeads.size < CACHED_KEYS_MAX && key.length <= CACHED_KEY_LENGTH_MAX) memberHeads.set(key, head);
  return head;
}

/** Insertion sort by UTF-16 code units: faster than sort() for the few members that objects have. */
function sortKeys(keys: string[]): string[] {
  if (keys.length > 32) return keys.sort();
  for (let i = 1; i < keys.length; i += 1) {
    const key = keys[i] as string;
    let at = i;
    while (at > 0 && (keys[at - 1] as string) > key) {
      keys[at] = keys[at - 1] as string;
      at -= 1;
    }
    keys[at] = key;
  }
  return keys;
}

function writeArray(items: readonly unknown[], depth: number): string {
  let text = '[';
  for (let i = 0; i < items.length; i += 1) {
    path[depth] = i;
    if (i > 0) text += ',';
    text += write(items[i], depth + 1);
  }
  return `${text}]`;
}

function writeObject(value: object, depth: number): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) throw refuse('type', depth, 'not a plain object');
  if (Object.getOwnPropertySymbols(value).length > 0)
    throw refuse('type', depth, 'has a member named by a symbol');
  const members = value as Record<string, unknown>;
  const keys = sortKeys(Object.keys(value));
  let text = '{';
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as string;
    path[depth] = key;
    if (i > 0) text += ',';
    text += memberHead(key, depth + 1);
    text += write(members[key], depth + 1);
  }
  return `${text}}`;
}

function write(value: unknown, depth: number): string {
  switch (typeof value) {
    case 'string':
      return quote(value, depth);
    case 'number':
      if (!Number.isSafeInteger(value)) throw refuse('number', depth, `${value} is not a safe integer`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'undefined':
      throw refuse('undefined', depth, 'has no value');
    case 'object':
      if (value === null) return 'null';
      if (depth >= DEPTH_MAX) throw refuse('depth', depth, `deeper than ${DEPTH_MAX} levels`);
      return Array.isArray(value) ? writeArray(value, depth) : writeObject(value, depth);
    default:
      throw refuse('type', depth, `a ${typeof value} has no JSON form`);
  }
}

/** The canonical JSON text of a value. */
export const canonicalText = (value: unknown): string => write(value, 0);

/** The UTF-8 bytes of the canonical text: what is hashed and stored. */
export const canonicalBytes = (value: unknown): Buffer => Buffer.from(write(value, 0));
