import { Failure } from './failure.ts';

/**
 * Canonical bytes of a JSON value: RFC 8785 (JCS) with a stricter set of values, so that what is hashed can be computed
 * again from what was read. Members are ordered by UTF-16 code units; numbers are safe integers only; strings are
 * well-formed Unicode; nothing is dropped silently. Failures (all kind `caller`, `field` is a JSON pointer):
 * canonical.number (not a safe integer), canonical.string (lone surrogate), canonical.undefined (a member or element
 * without a value), canonical.type (bigint, function, symbol, Date, class instance), canonical.depth (over 128 levels).
 * Members named by symbols are no part of a JSON value and are not looked at.
 */
const DEPTH_MAX = 128;
const SHAPES_MAX = 20_000;
const SHAPE_MEMBERS_MAX = 64;
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

/** How to write objects whose members come in one order: the members sorted, and what stands before each value. */
interface Plan {
  readonly keys: readonly string[];
  readonly heads: readonly string[];
}

/**
 * The programme writes the same few kinds of object again and again, so the plan of each order of members is remembered,
 * in a tree walked member by member. The tree is bounded: members that come from outside cannot fill the memory.
 */
interface Shape {
  readonly next: Map<string, Shape>;
  plan: Plan | undefined;
}

const newShape = (): Shape => ({ next: new Map(), plan: undefined });
const noMembers = newShape();
let shapes = 0;

function planOf(keys: readonly string[], depth: number): Plan {
  const sorted = keys.toSorted();
  const heads = sorted.map((key, i) => `${i === 0 ? '{' : ','}${quote(key, depth)}:`);
  return { keys: sorted, heads };
}

function shapeOf(keys: readonly string[]): Shape | undefined {
  if (keys.length > SHAPE_MEMBERS_MAX) return undefined;
  let shape = noMembers;
  for (const key of keys) {
    let next = shape.next.get(key);
    if (next === undefined) {
      if (shapes >= SHAPES_MAX) return undefined;
      shapes += 1;
      next = newShape();
      shape.next.set(key, next);
    }
    shape = next;
  }
  return shape;
}

function rememberedPlan(keys: readonly string[], depth: number): Plan {
  const shape = shapeOf(keys);
  if (shape?.plan !== undefined) return shape.plan;
  const plan = planOf(keys, depth);
  if (shape !== undefined) shape.plan = plan;
  return plan;
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
  const members = value as Record<string, unknown>;
  const { keys, heads } = rememberedPlan(Object.keys(value), depth);
  if (keys.length === 0) return '{}';
  let text = '';
  for (let i = 0; i < keys.length; i += 1) {
    const key = keys[i] as string;
    path[depth] = key;
    text += (heads[i] as string) + write(members[key], depth + 1);
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

/** The members of an object in canonical order, each value as its canonical text: parts of larger texts. */
export interface CanonicalMembers {
  readonly names: readonly string[];
  readonly texts: readonly string[];
}

/** `as` may put another value in a member's place. Failures as for the whole. */
export function canonicalMembers(
  value: Readonly<Record<string, unknown>>,
  as: (name: string, member: unknown) => unknown = (_name, member) => member,
): CanonicalMembers {
  const { keys } = rememberedPlan(Object.keys(value), 0);
  const texts: string[] = [];
  for (const name of keys) {
    path[0] = name;
    texts.push(write(as(name, value[name]), 1));
  }
  return { names: keys, texts };
}

/** The canonical text of an object with those of the members that `wanted` names, or all. */
export function joinMembers({ names, texts }: CanonicalMembers, wanted?: (name: string) => boolean): string {
  let text = '{';
  for (let i = 0; i < names.length; i += 1) {
    const name = names[i] as string;
    if (wanted !== undefined && !wanted(name)) continue;
    text += `${text.length === 1 ? '' : ','}${quote(name, 0)}:${texts[i]}`;
  }
  return `${text}}`;
}
