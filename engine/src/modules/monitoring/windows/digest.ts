import { createHash } from 'node:crypto';
import { canonicalText } from '../../../kernel/canonical.ts';
import type { Entry } from './slab.ts';
import type { State } from './state.ts';

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

/** SHA-256 of everything in reach, whatever of it is in memory or on disk. */
export function digestOf(state: State): string {
  state.loadAll();
  const hash = createHash('sha256');
  hash.update(canonicalText([Number.isFinite(state.horizon) ? state.horizon : null, state.latenessMs]));
  const ids = state.lists.places.map((place, s) => ({ id: place.series.spec.id, s }));
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
