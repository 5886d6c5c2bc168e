import { setImmediate as breathe } from 'node:timers/promises';
import { CATEGORY_NAMES, categoryOf } from './categories.ts';
import { CONFIDENCE } from './confidence.ts';
import { readPackText } from './pack-yaml.ts';
import type { TagContent } from './tag.ts';
import { proveAddress } from './tag-networks.ts';

export type TagProblemKind =
  | 'address_missing'
  | 'address_malformed'
  | 'null_address'
  | 'network_unknown'
  | 'label_missing'
  | 'confidence_unknown'
  | 'category_unknown'
  | 'duplicate';

/** `quarantined`: the row is left out; else it is used as said. */
export interface TagProblem {
  readonly row: number;
  readonly problem: TagProblemKind;
  readonly quarantined: boolean;
  /** The value that was not understood. */
  readonly value: string;
}

export interface ParsedTags {
  readonly title: string;
  readonly creator: string;
  readonly tags: readonly TagContent[];
  readonly problems: readonly TagProblem[];
  readonly rows: number;
  /** Rows that say no confidence, themselves or in their header: kept at the lowest, or at the one given for the pack. */
  readonly withoutConfidence: number;
}

export interface TagDefaults {
  /** Of rows that name none: a step of the ladder. */
  readonly confidence?: string | undefined;
  readonly network?: string | undefined;
  readonly category?: string | undefined;
  readonly source?: string | undefined;
  readonly label?: string | undefined;
}

type Fields = Readonly<Record<string, unknown>>;
type Field = (name: string) => unknown;

interface NamedAddress {
  readonly network: string;
  readonly address: string;
  readonly label: string;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');
const listOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.map(textOf) : textOf(value) === '' ? [] : [textOf(value)];

const DATE = /^\d{4}-\d{2}-\d{2}/;
/** A day that exists, else nothing: a feed's slip in a date does not cost the tag. */
const dateOf = (value: unknown): string | null => {
  const day = DATE.exec(textOf(value))?.[0];
  const time = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`);
  return day !== undefined && !Number.isNaN(time) && new Date(time).toISOString().startsWith(day)
    ? day
    : null;
};

const UTXO = new Set(['bitcoin', 'litecoin', 'bitcoin-cash', 'dogecoin', 'dash', 'zcash', 'monero']);

/** Rows of any feed, as fields named as in a TagPack, become tags; what is wrong with them is counted, never lost. */
export class TagRows {
  readonly #defaults: TagDefaults;
  readonly tags: TagContent[] = [];
  readonly problems: TagProblem[] = [];
  readonly #known = new Set<string>();
  rows = 0;
  withoutConfidence = 0;

  constructor(defaults: TagDefaults = {}) {
    this.#defaults = defaults;
  }

  add(row: number, own: Fields, header: Fields = {}): void {
    this.rows += 1;
    const field: Field = (name) => own[name] ?? header[name];
    if (textOf(field('confidence')) === '') this.withoutConfidence += 1;
    const proven = this.#prove(field);
    if ('problem' in proven) this.#note(row, proven.problem, true, proven.value);
    else this.tags.push(this.#tag(row, field, proven));
  }

  #note(row: number, problem: TagProblemKind, quarantined: boolean, value: string): void {
    this.problems.push({ row, problem, quarantined, value: value.slice(0, 128) });
  }

  /** Who the row is about, or why it cannot be used. */
  #prove(field: Field): NamedAddress | { readonly problem: TagProblemKind; readonly value: string } {
    const written = textOf(field('address'));
    if (written === '') return { problem: 'address_missing', value: '' };
    const spelling = textOf(field('network')) || textOf(field('currency')) || (this.#defaults.network ?? '');
    const proven = proveAddress(spelling, written);
    if ('problem' in proven)
      return {
        problem: proven.problem,
        value: proven.problem === 'network_unknown' ? spelling : written,
      };
    const label = textOf(field('label')) || (this.#defaults.label ?? '');
    if (label === '') return { problem: 'label_missing', value: written };
    const known = `${proven.network} ${proven.address} ${label}`;
    if (this.#known.has(known)) return { problem: 'duplicate', value: written };
    this.#known.add(known);
    return { ...proven, label };
  }

  #tag(row: number, field: Field, named: NamedAddress): TagContent {
    const categories = this.#categories(row, field, !UTXO.has(named.network));
    return {
      ...named,
      category: categories[0] ?? 'unknown',
      categories,
      ...this.#confidence(row, textOf(field('confidence'))),
      actor: textOf(field('actor')) || null,
      source: textOf(field('source')) || (this.#defaults.source ?? ''),
      inForceFrom: dateOf(field('in_force_from')),
      inForceUntil: dateOf(field('in_force_until')),
      lastmod: dateOf(field('lastmod')),
      clusterDefiner: textOf(field('is_cluster_definer')) === 'true',
      context: textOf(field('context')) || null,
    };
  }

  #confidence(row: number, name: string): { confidence: number; confidenceName: string } {
    const value = CONFIDENCE[name];
    if (value !== undefined) return { confidence: value, confidenceName: name };
    if (name !== '') this.#note(row, 'confidence_unknown', false, name);
    const otherwise = this.#defaults.confidence ?? 'unknown';
    return { confidence: CONFIDENCE[otherwise] ?? 5, confidenceName: otherwise };
  }

  /** Ours of the abuse, the category and the concepts, the gravest first. */
  #categories(row: number, field: Field, accountChain: boolean): string[] {
    const words = [...listOf(field('abuse')), ...listOf(field('category')), ...listOf(field('concepts'))];
    if (words.length === 0 && this.#defaults.category !== undefined) words.push(this.#defaults.category);
    const found = new Set<string>();
    for (const word of words) {
      const category = categoryOf(word, accountChain);
      if (category !== undefined) found.add(category);
      else this.#note(row, 'category_unknown', false, word);
    }
    return CATEGORY_NAMES.filter((name) => found.has(name));
  }

  done(title: string, creator: string): ParsedTags {
    const { tags, problems, rows, withoutConfidence } = this;
    return { title, creator, tags, problems, rows, withoutConfidence };
  }
}

/** Rows read before others of the process get their turn: decisions do not wait for an import. */
const ROWS_IN_A_ROW = 250;

/** A GraphSense TagPack. Fields of a tag override those of its header. Failure: tags.unparseable. */
export async function readTagPack(text: string, defaults: TagDefaults = {}): Promise<ParsedTags> {
  const { header, entries } = readPackText(text, 'tags');
  const rows = new TagRows(defaults);
  for (const { row, fields } of entries) {
    rows.add(row, fields, header);
    if (rows.rows % ROWS_IN_A_ROW === 0) await breathe();
  }
  return rows.done(textOf(header.title), textOf(header.creator));
}
