import type { Observation } from '../observation.ts';
import type { Unit } from './units.ts';

/** A value a rule can look at; null is *not known*. Integers are JS safe integers. */
export type FactValue = number | string | boolean | readonly string[] | null;

/** A value as it is stored and shown: lists joined by commas. */
export const plainValue = (value: FactValue): string | number | boolean | null =>
  typeof value === 'object' && value !== null ? value.join(',') : value;

export type FactType = 'int' | 'string' | 'bool' | 'list<string>';

export interface FactDefinition {
  /** `namespace.name`, as rules write it. */
  readonly name: string;
  readonly type: FactType;
  readonly unit: Unit;
  /** The closed vocabulary of a text fact: another word in a rule is a mistake. */
  readonly words?: readonly string[];
  /** Can help to identify a person: handled like personal data wherever facts are stored or shown. */
  readonly personal: boolean;
  readonly meaning: string;
  readonly read: (observation: Observation) => FactValue;
  /** Puts a value into an observation so that `read` gives it back; absent where the fact is derived. */
  readonly write?: (observation: Observation, value: FactValue) => void;
}

interface Extra {
  readonly words?: readonly string[];
  readonly personal?: boolean;
}

type Write<T> = (observation: Observation, value: T) => void;

/** What a value of the wrong type in an example amounts to; the example reader reports it with its place. */
export class WrongFactType extends Error {}

function guarded<T extends FactValue>(
  name: string,
  is: (value: FactValue) => value is T,
  write: Write<T | null> | undefined,
): FactDefinition['write'] {
  if (write === undefined) return undefined;
  return (observation, value) => {
    if (value !== null && !is(value)) throw new WrongFactType(`${name} cannot be ${String(value)}`);
    write(observation, value);
  };
}

const isInt = (value: FactValue): value is number => Number.isSafeInteger(value);
const isText = (value: FactValue): value is string => typeof value === 'string';
const isFlag = (value: FactValue): value is boolean => typeof value === 'boolean';
const isList = (value: FactValue): value is readonly string[] => Array.isArray(value);

export const int = (
  name: string,
  unit: Unit,
  meaning: string,
  read: (o: Observation) => number | null,
  write?: Write<number | null>,
): FactDefinition => ({
  name,
  type: 'int',
  unit,
  personal: false,
  meaning,
  read,
  write: guarded(name, isInt, write),
});

export function text<W extends string>(
  name: string,
  meaning: string,
  read: (o: Observation) => W | null,
  write?: Write<W | null>,
  extra: Extra & { words?: readonly W[] } = {},
): FactDefinition {
  const { words } = extra;
  const isWord = (value: FactValue): value is W =>
    isText(value) && (words === undefined || words.some((word) => word === value));
  return {
    name,
    type: 'string',
    unit: 'text',
    ...(words === undefined ? {} : { words }),
    personal: extra.personal ?? false,
    meaning,
    read,
    write: guarded(name, isWord, write),
  };
}

export const flag = (
  name: string,
  meaning: string,
  read: (o: Observation) => boolean | null,
  write?: Write<boolean | null>,
): FactDefinition => ({
  name,
  type: 'bool',
  unit: 'flag',
  personal: false,
  meaning,
  read,
  write: guarded(name, isFlag, write),
});

/** Items are codes; a comma in one becomes a semicolon, so that a stored list reads back as it was. */
export const list = (
  name: string,
  meaning: string,
  read: (o: Observation) => readonly string[] | null,
  write: Write<readonly string[] | null>,
): FactDefinition => ({
  name,
  type: 'list<string>',
  unit: 'text',
  personal: false,
  meaning,
  read: (o) => {
    const items = read(o);
    return items?.some((item) => item.includes(',')) ? items.map((item) => item.replaceAll(',', ';')) : items;
  },
  write: guarded(name, isList, write),
});
