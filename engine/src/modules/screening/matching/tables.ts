/**
 * The word tables of `tables/*.yaml`, read once when the module loads. They are data of the algorithm: changing one
 * changes scores, so `TABLES_SHA256` belongs beside every stored screening result.
 */
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { Failure } from '../../../kernel/failure.ts';
import { sha256Hex } from '../../../kernel/hash.ts';

const read = (file: string): string => readFileSync(new URL(`./tables/${file}`, import.meta.url), 'utf8');
const NAMES = read('names.yaml');
const ORGANIZATIONS = read('organizations.yaml');

export const TABLES_SHA256 = sha256Hex(NAMES + ORGANIZATIONS);

const damaged = (table: string): Failure =>
  new Failure('operator', 'screening.tables_damaged', `the word table "${table}" is not what it should be`, [
    { field: table, message: 'wrong shape' },
  ]);

function member(source: unknown, key: string): unknown {
  return typeof source === 'object' && source !== null ? Reflect.get(source, key) : undefined;
}

/** Lower-case words of a text. The tables allow accents; the index is ASCII. */
const words = (value: unknown, table: string): string[] => {
  if (typeof value !== 'string') throw damaged(table);
  return value
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
};

function entries(source: unknown, key: string): [string, unknown][] {
  const table = member(source, key);
  if (typeof table !== 'object' || table === null || Array.isArray(table)) throw damaged(key);
  return Object.entries(table);
}

function groups(source: unknown, key: string): string[][] {
  const table = member(source, key);
  if (!Array.isArray(table)) throw damaged(key);
  return table.map((line: unknown) => words(line, key));
}

const names: unknown = parse(NAMES);
const organizations: unknown = parse(ORGANIZATIONS);

export const PARTICLES: ReadonlySet<string> = new Set(words(member(names, 'particles'), 'particles'));
export const TITLES: ReadonlySet<string> = new Set(words(member(names, 'titles'), 'titles'));
export const JUNIORS: ReadonlySet<string> = new Set(words(member(names, 'juniors'), 'juniors'));

/** How two different words can be the same name. */
export type Relation = 'abbreviation' | 'variant' | 'nickname' | 'synonym';

const RELATED = new Map<string, Map<string, Relation>>();

function relate(left: string, right: string, relation: Relation): void {
  if (left === right) return;
  for (const [from, to] of [
    [left, right],
    [right, left],
  ] as const) {
    const known = RELATED.get(from) ?? new Map<string, Relation>();
    if (!known.has(to)) known.set(to, relation);
    RELATED.set(from, known);
  }
}

for (const [short, full] of entries(names, 'abbreviations')) {
  const expansion = words(full, 'abbreviations');
  if (!short.includes(' ') && expansion.length === 1) relate(short, expansion[0] ?? '', 'abbreviation');
}
const related = [
  [groups(names, 'variants'), 'variant'],
  [groups(organizations, 'synonyms'), 'synonym'],
] as const;
for (const [table, relation] of related) {
  for (const group of table)
    for (const [at, word] of group.entries())
      for (const other of group.slice(at + 1)) relate(word, other, relation);
}
for (const [formal, pets] of entries(names, 'hypocoristics')) {
  if (!formal.includes(' ')) for (const pet of words(pets, 'hypocoristics')) relate(formal, pet, 'nickname');
}

const NONE: ReadonlyMap<string, Relation> = new Map();

/** Words the tables know to be the same name, with how. */
export const relatedWords = (word: string): ReadonlyMap<string, Relation> => RELATED.get(word) ?? NONE;

/** Spelling of a legal form as its words joined by a blank, to the form; with the length in words of the longest. */
export const LEGAL_FORMS: ReadonlyMap<string, string> = new Map(
  entries(organizations, 'legal_forms').flatMap(([form, spellings]) => {
    if (typeof spellings !== 'string') throw damaged('legal_forms');
    return [form, ...spellings.split('|')].map((spelling): [string, string] => [spelling.trim(), form]);
  }),
);
export const LEGAL_FORM_WORDS_MAX = Math.max(
  ...[...LEGAL_FORMS.keys()].map((form) => form.split(' ').length),
);
