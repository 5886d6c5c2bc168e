import type { RuleSetChanges } from '@atalaya/contract/rule-sets.ts';
import { parse } from 'yaml';
import type { StoredFile } from './queries.ts';

/** What differs between two versions, as a reviewer reads it. Pure. */
export function changesBetween(
  from: { readonly id: string; readonly files: readonly StoredFile[] },
  to: { readonly id: string; readonly files: readonly StoredFile[] },
): RuleSetChanges {
  const before = new Map(from.files.map(({ file, text }) => [file, text]));
  const after = new Map(to.files.map(({ file, text }) => [file, text]));
  const differing = [...new Set([...before.keys(), ...after.keys()])]
    .sort()
    .filter((file) => before.get(file) !== after.get(file))
    .map((file) => ({ file, old: before.get(file), made: after.get(file) }));
  return {
    from: from.id,
    to: to.id,
    files: differing.map(({ file, old, made }) => ({
      file,
      change: old === undefined ? 'added' : made === undefined ? 'removed' : 'changed',
      ...(old === undefined ? {} : { before: old }),
      ...(made === undefined ? {} : { after: made }),
    })),
    parameters: differing.flatMap(({ file, old, made }) => parameterChanges(file, old, made)),
  };
}

function parameterChanges(
  file: string,
  old: string | undefined,
  made: string | undefined,
): RuleSetChanges['parameters'] {
  const [was, is] = [parametersIn(old), parametersIn(made)];
  const scenario = is.id ?? was.id ?? file;
  return [...new Set([...was.values.keys(), ...is.values.keys()])].sort().flatMap((parameter) => {
    const [before, after] = [was.values.get(parameter), is.values.get(parameter)];
    if (before === after) return [];
    return [
      {
        scenario,
        parameter,
        ...(before === undefined ? {} : { before }),
        ...(after === undefined ? {} : { after }),
      },
    ];
  });
}

interface Parameters {
  readonly id: string | undefined;
  readonly values: ReadonlyMap<string, string>;
}

/** Parameters as written, overrides included; a text that is no YAML has none. */
function parametersIn(text: string | undefined): Parameters {
  const none: Parameters = { id: undefined, values: new Map() };
  if (text === undefined) return none;
  try {
    const read: unknown = parse(text, { merge: true });
    if (typeof read !== 'object' || read === null || !('parameters' in read)) return none;
    const { parameters } = read;
    const id = 'id' in read && typeof read.id === 'string' ? read.id : undefined;
    if (typeof parameters !== 'object' || parameters === null) return { ...none, id };
    return {
      id,
      values: new Map(Object.entries(parameters).map(([name, value]) => [name, wordsOf(value)])),
    };
  } catch {
    return none;
  }
}

function wordsOf(parameter: unknown): string {
  if (typeof parameter !== 'object' || parameter === null) return plainOf(parameter);
  const { value, overrides } = parameter as { value?: unknown; overrides?: unknown };
  const apart = Array.isArray(overrides) ? overrides.map(overrideOf) : [];
  return [plainOf(value), ...apart].join('; ');
}

const plainOf = (value: unknown): string =>
  Array.isArray(value) ? value.map(plainOf).join(', ') : String(value);

/** A value for some: `critical MX from 2026-01-01: 2`. */
function overrideOf(override: unknown): string {
  const { tier, jurisdiction, from, value } = Object(override) as Readonly<Record<string, unknown>>;
  const whom = [tier, jurisdiction, from === undefined ? undefined : `from ${plainOf(from)}`];
  return `${whom.filter((part) => part !== undefined).join(' ')}: ${plainOf(value)}`;
}
