import { createHash } from 'node:crypto';
import { canonicalText } from '../../../kernel/canonical.ts';
import { Failure } from '../../../kernel/failure.ts';
import type { EventIds } from './event-ids.ts';
import type { KeyedLists } from './keyed-lists.ts';
import type { Entry } from './slab.ts';

/** What is dumped: the lists, the ids behind their references, and what is in reach. */
export interface State {
  readonly lists: KeyedLists;
  readonly ids: EventIds;
  readonly horizon: number;
  readonly latenessMs: number;
  cutoff(s: number): number;
  advance(now: number): void;
}

type Line = readonly (string | number | null)[];

const known = (value: number): number | null => (!Number.isNaN(value) ? value : null);
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Lists of a series, sorted by entity and key. */
function listsOf(state: State, s: number): { entity: string; key: string; handle: number }[] {
  const { dimension, column } = state.lists.place(s);
  const lists: { entity: string; key: string; handle: number }[] = [];
  for (const { entity, key, row } of dimension.all()) {
    const handle = dimension.handle(row, column);
    if (handle !== 0) lists.push({ entity, key, handle });
  }
  return lists.sort((a, b) => byText(a.entity, b.entity) || byText(a.key, b.key));
}

/** The entries of a list that are in reach, in order. */
function entriesOf(state: State, s: number, handle: number): Entry[] {
  const { series } = state.lists.place(s);
  const cutoff = state.cutoff(s);
  const entries: Entry[] = [];
  series.each(handle, (offset) => {
    if (series.slab.at(offset) > cutoff) entries.push(series.slab.read(offset));
  });
  return entries;
}

const valuesOf = (state: State, entry: Entry): Line => [
  ...entry.numbers.map(known),
  ...entry.words.map((word) => (word === 0 ? null : state.lists.tokens.text(word))),
];

const horizonOf = (state: State): number | null => (Number.isFinite(state.horizon) ? state.horizon : null);

const seriesIds = (state: State): string[] => state.lists.places.map((place) => place.series.spec.id);

export function digestOf(state: State): string {
  const hash = createHash('sha256');
  hash.update(canonicalText([horizonOf(state), state.latenessMs]));
  const ids = seriesIds(state).map((id, s) => ({ id, s }));
  for (const { id, s } of ids.sort((a, b) => byText(a.id, b.id))) {
    hash.update(`\n${canonicalText(id)}`);
    for (const { entity, key, handle } of listsOf(state, s)) {
      const lines = entriesOf(state, s, handle).map((entry) => ({
        at: entry.at,
        id: state.ids.get(entry.ref) ?? '',
        values: valuesOf(state, entry),
      }));
      if (lines.length === 0) continue;
      lines.sort((a, b) => a.at - b.at || byText(a.id, b.id));
      hash.update(`\n${canonicalText([entity, key, lines])}`);
    }
  }
  return hash.digest('hex');
}

/** Header; one line per event id in order of arrival; an empty line; one line per list, entries by reference. */
export function* dumpOf(state: State): Generator<string> {
  yield JSON.stringify({ format: 1, horizon: horizonOf(state), series: seriesIds(state) });
  for (let ref = 0; ref < state.ids.count; ref += 1) yield JSON.stringify(state.ids.get(ref));
  yield '';
  for (let s = 0; s < state.lists.places.length; s += 1) {
    for (const { entity, key, handle } of listsOf(state, s)) {
      const entries = entriesOf(state, s, handle);
      const lines = entries.map((entry) => [entry.at, entry.ref, ...valuesOf(state, entry)]);
      if (lines.length > 0) yield JSON.stringify([s, entity, key, lines]);
    }
  }
}

const mismatch = (message: string): Failure =>
  new Failure('operator', 'windows.snapshot_mismatch', `the window snapshot cannot be used: ${message}`);

export function restoreInto(state: State, lines: Iterable<string>): void {
  if (state.ids.count > 0) throw mismatch('the store is not empty');
  let part: 'header' | 'ids' | 'lists' = 'header';
  for (const line of lines) {
    if (part === 'header') {
      readHeader(state, line);
      part = 'ids';
    } else if (part === 'ids') {
      if (line === '') part = 'lists';
      else state.ids.add(JSON.parse(line) ?? '', Number.NEGATIVE_INFINITY);
    } else restoreList(state, line);
  }
  if (part !== 'lists') throw mismatch('it ends too early');
}

function readHeader(state: State, line: string): void {
  const header: { format?: unknown; horizon?: unknown; series?: unknown } = JSON.parse(line);
  if (header.format !== 1) throw mismatch(`its format is ${String(header.format)}`);
  if (JSON.stringify(header.series) !== JSON.stringify(seriesIds(state)))
    throw mismatch('it was taken for other series');
  if (typeof header.horizon === 'number') state.advance(header.horizon);
}

function restoreList(state: State, line: string): void {
  const [s, entity, key, entries]: [number, string, string, (string | number | null)[][]] = JSON.parse(line);
  const many = state.lists.place(s).series.spec.numbers.length;
  for (const [at, ref, ...values] of entries) {
    const numbers = values.slice(0, many).map((value) => (typeof value === 'number' ? value : Number.NaN));
    const texts = values.slice(many).map((value) => (value === null ? '' : String(value)));
    const words = values.slice(many).map((value) => (value === null ? 0 : 1));
    const entry = { at: Number(at), ref: Number(ref), numbers, words };
    state.ids.touch(entry.ref, entry.at);
    state.lists.putBack(s, entity, key, { entry, texts });
  }
}
