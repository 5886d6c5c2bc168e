/**
 * The in-memory index of all current listings: names as word ids, postings from each word to the names it stands in,
 * identity numbers and wallet addresses. Numbers in typed arrays and texts outside the heap, so that 600,000 names fit in
 * some hundred megabytes. Built once per set of snapshots and swapped whole; never changed.
 */
import type { ListPolicy } from '../../../watchlists/list-policy.ts';
import type { Listing } from '../../../watchlists/listing.ts';
import type { NameReading, WordClass } from '../names/normalise.ts';
import type { Script } from '../names/transliteration.ts';
import type { LikenessMemory } from '../score/likeness-memory.ts';
import { type ComparedName, type ComparedWord, comparedWord, nameOf } from '../score/name-words.ts';
import { type Dossier, unpackListing } from './dossier.ts';
import type { TextStore } from './growing.ts';
import type { HashPostings, Postings } from './postings.ts';
import { formAt, type Vocabulary } from './vocabulary.ts';

export type WeakAliases = ListPolicy['weak_aliases'];

/** The current listings of one list. */
export interface ListSource {
  /** Code of the list, as matches give it back. */
  readonly list: string;
  readonly listings: Iterable<Listing>;
  /** What aliases that the issuer calls weak are worth; `capped` where it is not said. */
  readonly weakAliases?: WeakAliases;
}

/** What a query notes beside each name it reaches: which query and word came last, and what they gave, side by side. */
export interface Scratch {
  /** At twice the name's number. */
  readonly marks: Uint32Array;
  /** Behind it, in the same memory. */
  readonly gains: Float32Array;
  readonly touched: Uint32Array;
  queries: number;
}

export const scratchFor = (names: number): Scratch => {
  const marks = new Uint32Array(names * 2);
  return { marks, gains: new Float32Array(marks.buffer), touched: new Uint32Array(names), queries: 0 };
};

export interface ScreeningIndex {
  readonly size: { listings: number; names: number; words: number; wallets: number; identifiers: number };
  readonly lists: readonly string[];
  /** By number of the list. */
  readonly weakAliases: readonly WeakAliases[];
  readonly dossiers: TextStore;
  readonly vocabulary: Vocabulary;
  /** Word id -> how much finding it tells candidates apart, 0.2 to 1. Rarity among what is listed: never part of a score. */
  readonly rarity: Float32Array;
  /** Name -> its listing, which of the listing's names it is, whether the issuer calls it weak. */
  readonly owners: Uint32Array;
  readonly positions: Uint16Array;
  readonly weak: Uint8Array;
  /** Listing -> number of its list, and how its names are read (`readsAs`). */
  readonly listOf: Uint8Array;
  readonly organization: Uint8Array;
  /** Name -> its words: id, class and script packed by `packWord`. */
  readonly wordOffsets: Uint32Array;
  readonly wordItems: Uint32Array;
  /** Sum of the rarities of a name's words. */
  readonly weightOf: Float32Array;
  readonly postings: Postings;
  /** Neighbouring words written as one -> names. */
  readonly joined: HashPostings;
  readonly identifiers: HashPostings;
  readonly wallets: HashPostings;
  /** Words of people's names and of organisations', by what stands in `wordItems`; those looked at so far. */
  readonly words: readonly [Map<number, ComparedWord>, Map<number, ComparedWord>];
  /** Where the words are few: which of them are like the words asked so far. */
  readonly likeness: LikenessMemory | undefined;
  /** Reused by queries: nothing in it outlives one. */
  readonly scratch: Scratch;
}

const CLASSES: readonly WordClass[] = ['word', 'number', 'initial', 'particle', 'title', 'junior', 'legal'];

const SCRIPTS: readonly (Script | undefined)[] = [
  undefined,
  'arabic',
  'russian',
  'chinese',
  'hebrew',
  'korean',
];

export const packWord = (id: number, of: WordClass, script: Script | undefined): number =>
  id * 64 + CLASSES.indexOf(of) * 8 + SCRIPTS.indexOf(script);

export const wordIdOf = (item: number): number => item >>> 6;

export const isCarrying = (item: number): boolean => (item & 63) >> 3 < 2;

export const dossierAt = (index: ScreeningIndex, listing: number): Dossier =>
  unpackListing(index.lists, index.dossiers.get(listing));

const WORDS_MAX = 100_000;

/** A listed word in its class, as names of this reading compare it. */
export function comparedAt(index: ScreeningIndex, item: number, reading: NameReading): ComparedWord {
  const cache = index.words[reading === 'person' ? 0 : 1];
  const known = cache.get(item);
  if (known !== undefined) return known;
  const form = formAt(index.vocabulary, wordIdOf(item));
  const script = SCRIPTS[item & 7];
  const of = CLASSES[(item & 63) >> 3] ?? 'word';
  const word = comparedWord({ text: form.text, written: form.text, class: of, script }, reading, form);
  if (cache.size >= WORDS_MAX) cache.clear();
  cache.set(item, word);
  return word;
}

export const listedReading = (index: ScreeningIndex, name: number): NameReading =>
  index.organization[index.owners[name] ?? 0] === 0 ? 'person' : 'organization';

/** A listed name ready to be compared. */
export function nameAt(index: ScreeningIndex, name: number): ComparedName {
  const reading = listedReading(index, name);
  const words: ComparedWord[] = [];
  const end = index.wordOffsets[name + 1] ?? 0;
  for (let at = index.wordOffsets[name] ?? 0; at < end; at += 1)
    words.push(comparedAt(index, index.wordItems[at] ?? 0, reading));
  return nameOf(words);
}

/** Of a listing whose kind the issuer does not tell, the names are those of whom is asked for. */
const UNTOLD = 2;
export const readsAs = (kind: Listing['kind']): number =>
  kind === 'other' ? UNTOLD : readingOf(kind) === 'organization' ? 1 : 0;

/** Whether a listing is compared as an organisation with somebody of this kind; undefined: whoever it is. */
export const isComparedAsOrganization = (
  index: ScreeningIndex,
  listing: number,
  asked: string | undefined,
) => {
  const reads = index.organization[listing] ?? 0;
  return reads === UNTOLD ? asked !== 'person' : reads === 1;
};

export const readingOf = (kind: Listing['kind']): NameReading =>
  kind === 'person' ? 'person' : 'organization';
