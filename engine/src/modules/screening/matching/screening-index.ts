/**
 * The in-memory index of all current listings: names as word ids, postings from each word to the names it stands in,
 * identity numbers and wallet addresses exactly. Built once per set of snapshots and swapped whole; never changed.
 */
import type { Listing } from '../../watchlists/listing.ts';
import { identifierKey } from './identifier-key.ts';
import {
  isNumber,
  joinKey,
  type NameReading,
  type NameWord,
  prepareName,
  type WordClass,
} from './normalise.ts';
import { buildPostings, type Postings } from './postings.ts';
import { buildVocabulary, type Vocabulary } from './vocabulary.ts';
import { walletKey } from './wallet-address.ts';

/** The current listings of one list. */
export interface ListSource {
  /** Code of the list, as matches give it back. */
  list: string;
  listings: Iterable<Listing>;
}

export interface IndexedListing {
  readonly list: string;
  readonly listing: Listing;
}

/** A word of a listed name that carries it: an id of the vocabulary. Others keep their text. */
export interface IndexedWord {
  readonly id: number;
  readonly text: string;
  readonly key: string;
  readonly class: WordClass;
  readonly weight: number;
}

/** One slot per name. */
export interface Scratch {
  readonly gain: Float32Array;
  readonly stamp: Uint32Array;
  readonly word: Uint32Array;
  readonly touched: Uint32Array;
  queries: number;
}

export interface ScreeningIndex {
  readonly size: { listings: number; names: number; words: number; wallets: number; identifiers: number };
  readonly entries: readonly IndexedListing[];
  readonly vocabulary: Vocabulary;
  /** Name -> its entry, and which of the listing's names it is. */
  readonly owners: Uint32Array;
  readonly positions: Uint16Array;
  readonly weak: Uint8Array;
  /** Word of the vocabulary -> names. */
  readonly postings: Postings;
  /** Join key of two or three neighbouring words -> names. */
  readonly joined: ReadonlyMap<string, readonly number[]>;
  /** Sum of the weights of a name's words. */
  readonly weightOf: Float32Array;
  wordsOf(name: number): readonly IndexedWord[];
  readonly identifiers: ReadonlyMap<string, readonly number[]>;
  readonly wallets: ReadonlyMap<string, readonly { entry: number; wallet: number }[]>;
  /** Reused by queries: nothing in it outlives one. */
  readonly scratch: Scratch;
}

/** Share of its rarity weight a word of each class has. */
export const CLASS_WEIGHT: Record<WordClass, number> = {
  word: 1,
  number: 0.8,
  junior: 0.3,
  initial: 0.25,
  legal: 0.12,
  title: 0.1,
  particle: 0.08,
};

export const carriesName = (word: { class: WordClass }): boolean =>
  word.class === 'word' || word.class === 'number';

const readingOf = (listing: Listing): NameReading =>
  listing.kind === 'person' ? 'person' : listing.kind === 'other' ? 'unknown' : 'organization';

const JOINED_SHORT_MAX = 5;
const JOINED_LENGTH_MAX = 24;

export interface JoinedSpelling {
  text: string;
  key: string;
  /** Positions of the first and the last word it covers. */
  from: number;
  to: number;
}

/**
 * Spellings a name can have when a short word or a run of particles is glued to its neighbour: dela+rosa,
 * abdul+rahman.
 */
export function joinedSpellings(
  words: readonly { text: string; key: string; class: WordClass }[],
): JoinedSpelling[] {
  const spellings: JoinedSpelling[] = [];
  for (let from = 0; from + 1 < words.length; from += 1) {
    let { text, key } = words[from] ?? { text: '', key: '' };
    for (let to = from + 1; to < Math.min(words.length, from + 3); to += 1) {
      const next = words[to];
      if (next === undefined || words[to - 1]?.class === 'legal' || next.class === 'legal') break;
      const glued = Math.min(text.length, next.text.length) <= JOINED_SHORT_MAX;
      text += next.text;
      key += key.at(-1) === next.key[0] ? next.key.slice(1) : next.key;
      if (!glued || text.length > JOINED_LENGTH_MAX) break;
      if (carriesName(next) || carriesName(words[from] ?? next)) spellings.push({ text, key, from, to });
    }
  }
  return spellings;
}

interface CollectedName {
  entry: number;
  position: number;
  weak: boolean;
  words: NameWord[];
}

/** Names of an entry, each spelling once; a strong alias hides a weak one that reads the same. */
function namesOf(entry: number, listing: Listing): CollectedName[] {
  const bySpelling = new Map<string, CollectedName>();
  for (const [position, name] of listing.names.entries()) {
    const { words } = prepareName(name.text, readingOf(listing));
    if (!words.some(carriesName)) continue;
    const spelling = words.map((word) => word.text).join(' ');
    const known = bySpelling.get(spelling);
    const weak = name.quality === 'weak';
    if (known === undefined || (known.weak && !weak))
      bySpelling.set(spelling, { entry, position, weak, words });
  }
  return [...bySpelling.values()];
}

/** Gives each distinct word a number and counts the names it carries. */
function numberWords(names: readonly CollectedName[]): {
  words: string[];
  frequency: number[];
  ids: Map<string, number>;
} {
  const ids = new Map<string, number>();
  const words: string[] = [];
  const frequency: number[] = [];
  for (const name of names) {
    for (const text of new Set(name.words.filter(carriesName).map((word) => word.text))) {
      const id = ids.get(text) ?? words.length;
      if (id === words.length) {
        ids.set(text, id);
        words.push(text);
      }
      frequency[id] = (frequency[id] ?? 0) + 1;
    }
  }
  return { words, frequency, ids };
}

function addTo<V>(map: Map<string, V[]>, key: string, value: V): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [value]);
  else known.push(value);
}

function exactMaps(entries: readonly IndexedListing[]) {
  const identifiers = new Map<string, number[]>();
  const wallets = new Map<string, { entry: number; wallet: number }[]>();
  for (const [entry, { listing }] of entries.entries()) {
    for (const identifier of listing.identifiers) {
      const key = identifierKey(identifier.value);
      if (key !== undefined && identifiers.get(key)?.at(-1) !== entry) addTo(identifiers, key, entry);
    }
    for (const [wallet, { address }] of listing.wallets.entries()) {
      const key = walletKey(address);
      if (key !== undefined) addTo(wallets, key, { entry, wallet });
    }
  }
  return { identifiers, wallets };
}

const MINOR = 0x8000_0000;

/** Words of all names in one array; those that carry no name are numbered apart. */
function storeWords(names: readonly CollectedName[], vocabulary: Vocabulary) {
  const minors: IndexedWord[] = [];
  const minorIds = new Map<string, number>();
  const items: number[] = [];
  const offsets = new Uint32Array(names.length + 1);
  for (const [name, { words }] of names.entries()) {
    for (const word of words) {
      if (carriesName(word)) items.push(vocabulary.ids.get(word.text) ?? 0);
      else {
        const key = `${word.class}:${word.text}`;
        const id = minorIds.get(key) ?? minors.length;
        if (id === minors.length) {
          minorIds.set(key, id);
          minors.push({
            id: -1,
            text: word.text,
            key: word.text,
            class: word.class,
            weight: CLASS_WEIGHT[word.class],
          });
        }
        items.push(MINOR + id);
      }
    }
    offsets[name + 1] = items.length;
  }
  const stored = Uint32Array.from(items);
  const majors: IndexedWord[] = vocabulary.words.map((text, id) => {
    const kind = isNumber(text) ? 'number' : 'word';
    return {
      id,
      text,
      key: joinKey(text),
      class: kind,
      weight: (vocabulary.weights[id] ?? 1) * CLASS_WEIGHT[kind],
    };
  });
  const wordAt = (item: number): IndexedWord | undefined =>
    item >= MINOR ? minors[item - MINOR] : majors[item];
  return (name: number): IndexedWord[] => {
    const words: IndexedWord[] = [];
    for (let at = offsets[name] ?? 0; at < (offsets[name + 1] ?? 0); at += 1) {
      const word = wordAt(stored[at] ?? 0);
      if (word !== undefined) words.push(word);
    }
    return words;
  };
}

/** Listings that the issuer no longer holds in force (`active: false`) are left out; those of tags have no names to match. */
export function buildIndex(sources: Iterable<ListSource>): ScreeningIndex {
  const entries: IndexedListing[] = [];
  for (const { list, listings } of sources) {
    for (const listing of listings) if (listing.active) entries.push({ list, listing });
  }
  const names = entries.flatMap(({ listing }, entry) =>
    listing.tags === undefined ? namesOf(entry, listing) : [],
  );
  const numbered = numberWords(names);
  const vocabulary = buildVocabulary(numbered.words, numbered.frequency, names.length);
  const idsOf = names.map(
    ({ words }) => new Set(words.filter(carriesName).map((word) => numbered.ids.get(word.text) ?? 0)),
  );
  const joined = new Map<string, number[]>();
  for (const [name, { words }] of names.entries()) {
    for (const { text } of joinedSpellings(words))
      if (joined.get(text)?.at(-1) !== name) addTo(joined, text, name);
  }
  const wordsOf = storeWords(names, vocabulary);
  const { identifiers, wallets } = exactMaps(entries);
  return {
    size: {
      listings: entries.length,
      names: names.length,
      words: numbered.words.length,
      wallets: wallets.size,
      identifiers: identifiers.size,
    },
    entries,
    vocabulary,
    owners: Uint32Array.from(names, (name) => name.entry),
    positions: Uint16Array.from(names, (name) => name.position),
    weak: Uint8Array.from(names, (name) => (name.weak ? 1 : 0)),
    postings: buildPostings(numbered.words.length, names.length, (name) => idsOf[name] ?? []),
    joined,
    weightOf: Float32Array.from(names, (_, name) =>
      wordsOf(name).reduce((sum, word) => sum + word.weight, 0),
    ),
    wordsOf,
    identifiers,
    wallets,
    scratch: {
      gain: new Float32Array(names.length),
      stamp: new Uint32Array(names.length),
      word: new Uint32Array(names.length),
      touched: new Uint32Array(names.length),
      queries: 0,
    },
  };
}
