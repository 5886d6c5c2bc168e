/** Random conditions and random facts for holding the compiled code against the CEL library's own evaluator. */

import type { FactDefinition, FactValue } from '../facts/definition.ts';
import { FACTS, factAt } from '../facts/dictionary.ts';

export type Draw = (below: number) => number;

/** mulberry32: the same numbers everywhere for a seed. */
export function seeded(seed: number): Draw {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

export const pick = <T>(draw: Draw, items: readonly T[]): T => {
  const item = items[draw(items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** Facts, windows and parameters by full name; a name that is absent is not known. */
export type World = Map<string, FactValue>;

export interface Vocabulary {
  /** Names with integer values, all of one unit. */
  readonly ints: readonly string[];
  readonly texts: readonly FactDefinition[];
  readonly flags: readonly string[];
  readonly lists: readonly string[];
}

export const VOCABULARY: Vocabulary = {
  ints: [
    'event.value_usd',
    'event.balance_usd',
    'customer.monthly_income_usd',
    'window.a',
    'window.b',
    'param.low',
    'param.high',
  ],
  texts: ['event.type', 'event.rail', 'event.side', 'customer.occupation', 'ip.anonymizer'].map((name) =>
    factAt(FACTS.findIndex((fact) => fact.name === name)),
  ),
  flags: ['device.remote_access', 'customer.pep', 'screening.wallet_listed'],
  lists: ['screening.tags', 'screening.lists', 'param.words'],
};

export const WORDS: readonly string[] = ['scam', 'mixer', 'OFAC', 'UN', 'kiosk'];

/** An integer expression of unit usd. */
function intExpression(draw: Draw, depth: number): string {
  if (depth === 0 || draw(3) === 0) return pick(draw, VOCABULARY.ints);
  const inner = () => intExpression(draw, depth - 1);
  switch (draw(9)) {
    case 0:
      return `(${inner()} + ${inner()})`;
    case 7:
      return `(${inner()} + 1)`;
    case 1:
      return `(${inner()} - ${inner()})`;
    case 2:
      return `(${inner()} * window.n)`;
    case 3:
      return `(${inner()} / window.n)`;
    case 4:
      return `(${inner()} % ${inner()})`;
    case 5:
      return `(-${inner()})`;
    case 6:
      return `scaled(${inner()}, param.ratio)`;
    default:
      return `(${condition(draw, depth - 1)} ? ${inner()} : ${inner()})`;
  }
}

/** A boolean expression that uses everything rules may use. */
export function condition(draw: Draw, depth: number): string {
  const inner = () => condition(draw, depth - 1);
  if (depth > 0 && draw(2) === 0) {
    switch (draw(5)) {
      case 0:
        return `!(${inner()})`;
      case 1:
        return `(${inner()} ? ${inner()} : ${inner()})`;
      case 2:
        return `(${inner()} || ${inner()})`;
      default:
        return `(${inner()} && ${inner()})`;
    }
  }
  const text = pick(draw, VOCABULARY.texts);
  const word = () => JSON.stringify(pick(draw, text.words ?? ['']));
  const list = () => pick(draw, VOCABULARY.lists);
  switch (draw(10)) {
    case 0:
      return `${text.name} ${pick(draw, ['==', '!='])} ${word()}`;
    case 1:
      return `${text.name} in [${word()}, ${word()}]`;
    case 2:
      return pick(draw, VOCABULARY.flags);
    case 3:
      return `has(${pick(draw, [...VOCABULARY.ints, text.name])})`;
    case 4:
      return `${list()}.${pick(draw, ['exists', 'all'])}(x, x in ${list()} ${pick(draw, ['||', '&&'])} ${pick(draw, VOCABULARY.flags)})`;
    case 5:
      return `overlaps(${list()}, ${list()})`;
    case 6:
      return `${pick(draw, ['size(screening.tags)', 'screening.tags.size()', 'window.n'])} >= ${pick(draw, ['window.n', '1'])}`;
    case 7:
      return `share(${intExpression(draw, 1)}, ${intExpression(draw, 1)}) ${pick(draw, ['<', '>='])} param.ratio`;
    default:
      return `${intExpression(draw, depth)} ${pick(draw, ['<', '<=', '>', '>=', '==', '!='])} ${intExpression(draw, depth)}`;
  }
}

const BY_NAME = new Map(FACTS.map((fact) => [fact.name, fact]));

/** Facts that condition() speaks of. */
export const SPOKEN: readonly string[] = [
  ...VOCABULARY.ints.filter((name) => name.startsWith('event.') || name.startsWith('customer.')),
  ...VOCABULARY.texts.map((fact) => fact.name),
  ...VOCABULARY.flags,
  'screening.tags',
  'screening.lists',
];

const INTEGERS = [
  0,
  1,
  -1,
  2,
  3,
  99,
  100,
  -100,
  10_000,
  12_345,
  2 ** 31,
  2 ** 52,
  Number.MAX_SAFE_INTEGER,
  -Number.MAX_SAFE_INTEGER,
];

/** A value a fact, window or parameter could have, or null for not known. */
export function randomValue(draw: Draw, name: string): FactValue {
  const fact = BY_NAME.get(name);
  if (!name.startsWith('param.') && draw(6) === 0) return null;
  if (VOCABULARY.lists.includes(name) || fact?.type === 'list<string>') {
    return WORDS.filter(() => draw(3) === 0);
  }
  if (fact?.type === 'bool') return draw(2) === 0;
  if (fact?.type === 'string') return fact.words === undefined ? pick(draw, WORDS) : pick(draw, fact.words);
  if (name === 'window.n') return draw(5) - 1;
  if (name === 'param.ratio') return pick(draw, [0, 1, 5000, 9999, 10_000, 50_000]);
  return draw(3) === 0 ? draw(2000) - 500 : pick(draw, INTEGERS);
}

/** The same, mostly one of a scenario's figures or words, or beside one: where conditions turn. */
export function valueNear(draw: Draw, name: string, figures: readonly (number | string)[]): FactValue {
  const value = randomValue(draw, name);
  const texts = figures.filter((figure) => typeof figure === 'string');
  if (value === null || draw(4) === 0) return value;
  if (typeof value === 'number') {
    const numbers = figures.filter((figure) => typeof figure === 'number');
    const near = numbers.length === 0 ? 1 : pick(draw, numbers);
    return pick(draw, [near, near - 1, near + 1, near * 2, near * 1000]);
  }
  if (texts.length === 0 || BY_NAME.get(name)?.words !== undefined) return value;
  return Array.isArray(value)
    ? texts.filter(() => draw(3) === 0)
    : typeof value === 'string'
      ? pick(draw, texts)
      : value;
}

/** A world as the CEL library wants it: nested maps, integers as bigints, what is not known left out. */
export function contextOf(world: World): Record<string, Record<string, unknown>> {
  const context: Record<string, Record<string, unknown>> = {};
  for (const [name, value] of world) {
    const [space = '', last = ''] = name.split('.');
    context[space] ??= {};
    if (value !== null) context[space][last] = typeof value === 'number' ? BigInt(value) : value;
  }
  return context;
}
