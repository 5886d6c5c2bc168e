/** Builds the index in small steps, one listing at a time, without a second copy of the list in objects. */
import type { Listing } from '../../../watchlists/listing.ts';
import { identifierKey } from '../identifier-key.ts';
import { alternativesOf } from '../names/alternatives.ts';
import { type NameWord, prepareName, type WordClass } from '../names/normalise.ts';
import type { Script } from '../names/transliteration.ts';
import { LikenessMemory } from '../score/likeness-memory.ts';
import { walletKey } from '../wallet-address.ts';
import { packListing } from './dossier.ts';
import { createTextStore, type GrowingNumbers, growingNumbers } from './growing.ts';
import { joinedTexts } from './joined.ts';
import { hashPostingsOf, hashText, type Postings, postingsOf, type Steps } from './postings.ts';
import {
  isCarrying,
  type ListSource,
  packWord,
  readingOf,
  readsAs,
  type ScreeningIndex,
  scratchFor,
  type WeakAliases,
  wordIdOf,
} from './shape.ts';
import { vocabularyOf } from './vocabulary.ts';

const LISTINGS_PER_STEP = 20;
const NAMES_PER_STEP = 5_000;
const RARITY_FLOOR = 0.2;

/** All that is collected while the listings go by. */
class Collected {
  readonly lists: string[] = [];
  readonly weakAliases: WeakAliases[] = [];
  readonly dossiers = createTextStore();
  readonly words: string[] = [];
  readonly ids = new Map<string, number>();
  readonly foreign = new Map<number, Script>();
  readonly owners = growingNumbers();
  readonly positions = growingNumbers();
  readonly weak = growingNumbers();
  readonly listOf = growingNumbers();
  readonly organization = growingNumbers();
  readonly wordOffsets = growingNumbers();
  readonly wordItems = growingNumbers();
  readonly joined = growingNumbers();
  readonly identifiers = growingNumbers();
  readonly wallets = growingNumbers();

  constructor() {
    this.wordOffsets.push(0);
  }

  add(list: number, listing: Listing): void {
    const owner = this.dossiers.add(packListing(list, listing));
    this.listOf.push(list);
    this.organization.push(readsAs(listing.kind));
    if (listing.tags === undefined) this.#addNames(owner, listing);
    addKeys(
      this.identifiers,
      listing.identifiers.map((one) => identifierKey(one.value)),
      owner,
    );
    addKeys(
      this.wallets,
      listing.wallets.map((one) => walletKey(one.address)),
      owner,
    );
  }

  /** Each spelling once; a strong alias hides a weak one that reads the same. */
  #addNames(owner: number, listing: Listing): void {
    const reading = readingOf(listing.kind);
    const seen = new Set<string>();
    for (const isWeak of [false, true])
      for (const [position, name] of listing.names.entries()) {
        if ((name.quality === 'weak') !== isWeak) continue;
        for (const text of alternativesOf(name.text)) {
          const { words } = prepareName(text, reading);
          const spelling = words.map((word) => word.text).join(' ');
          if (seen.has(spelling) || !words.some((word) => isCarryingClass(word.class))) continue;
          seen.add(spelling);
          this.#addName(owner, position, isWeak, words);
        }
      }
  }

  #addName(owner: number, position: number, isWeak: boolean, words: readonly NameWord[]): void {
    const name = this.owners.length;
    this.owners.push(owner);
    this.positions.push(position);
    this.weak.push(isWeak ? 1 : 0);
    for (const word of words)
      this.wordItems.push(packWord(this.#idOf(word.text, word.script), word.class, word.script));
    this.wordOffsets.push(this.wordItems.length);
    addKeys(this.joined, joinedTexts(words), name);
  }

  #idOf(text: string, script: Script | undefined): number {
    const known = this.ids.get(text);
    const id = known ?? this.words.length;
    if (known === undefined) {
      this.ids.set(text, id);
      this.words.push(text);
    }
    if (script !== undefined) this.foreign.set(id, script);
    return id;
  }
}

const isCarryingClass = (of: WordClass): boolean => of === 'word' || of === 'number';

function addKeys(pairs: GrowingNumbers, keys: readonly (string | undefined)[], item: number): void {
  for (const key of new Set(keys)) {
    if (key === undefined) continue;
    pairs.push(hashText(key));
    pairs.push(item);
  }
}

/** Takes listings in, some at a time, and makes the index of them at the end. Each works in steps. */
export interface IndexBuilder {
  add(source: ListSource): Steps<void>;
  finish(): Steps<ScreeningIndex>;
}

/** Listings that the issuer no longer holds in force (`active: false`) are left out. */
export function indexBuilder(): IndexBuilder {
  const collected = new Collected();
  return {
    *add({ list, listings, weakAliases = 'capped' }) {
      const known = collected.lists.indexOf(list);
      const number = known < 0 ? collected.lists.push(list) - 1 : known;
      collected.weakAliases[number] = weakAliases;
      let seen = 0;
      for (const listing of listings) {
        if (listing.active) collected.add(number, listing);
        seen += 1;
        if (seen % LISTINGS_PER_STEP === 0) yield;
      }
    },
    finish: () => indexOf(collected),
  };
}

function* wordPostings(collected: Collected): Steps<Postings> {
  const pairs = growingNumbers(collected.wordItems.length * 2 + 16);
  for (let name = 0; name < collected.owners.length; name += 1) {
    const from = collected.wordOffsets.get(name);
    const to = collected.wordOffsets.get(name + 1);
    for (let at = from; at < to; at += 1) {
      const item = collected.wordItems.get(at);
      let isRepeated = !isCarrying(item);
      for (let before = from; before < at && !isRepeated; before += 1)
        isRepeated =
          wordIdOf(collected.wordItems.get(before)) === wordIdOf(item) &&
          isCarrying(collected.wordItems.get(before));
      if (isRepeated) continue;
      pairs.push(wordIdOf(item));
      pairs.push(name);
    }
    if (name % NAMES_PER_STEP === 0) yield;
  }
  return yield* postingsOf(collected.words.length, pairs);
}

function rarities(postings: Postings, words: number, names: number): Float32Array {
  const scale = Math.log(Math.max(names, 2));
  return Float32Array.from({ length: words }, (_, id) => {
    const count = (postings.offsets[id + 1] ?? 0) - (postings.offsets[id] ?? 0);
    const rarity = Math.log(Math.max(names, 2) / Math.max(count, 1)) / scale;
    return RARITY_FLOOR + (1 - RARITY_FLOOR) * Math.max(0, rarity);
  });
}

function* nameWeights(collected: Collected, rarity: Float32Array): Steps<Float32Array> {
  const weights = new Float32Array(collected.owners.length);
  for (let name = 0; name < weights.length; name += 1) {
    for (let at = collected.wordOffsets.get(name); at < collected.wordOffsets.get(name + 1); at += 1) {
      const item = collected.wordItems.get(at);
      if (isCarrying(item)) weights[name] = (weights[name] ?? 0) + (rarity[wordIdOf(item)] ?? 1);
    }
    if (name % NAMES_PER_STEP === 0) yield;
  }
  return weights;
}

function* indexOf(collected: Collected): Steps<ScreeningIndex> {
  const names = collected.owners.length;
  const postings = yield* wordPostings(collected);
  const vocabulary = yield* vocabularyOf(collected.words, collected.ids, collected.foreign);
  const rarity = rarities(postings, collected.words.length, names);
  const weightOf = yield* nameWeights(collected, rarity);
  const joined = yield* hashPostingsOf(collected.joined);
  const identifiers = yield* hashPostingsOf(collected.identifiers);
  const wallets = yield* hashPostingsOf(collected.wallets);
  return {
    size: {
      listings: collected.listOf.length,
      names,
      words: collected.words.length,
      wallets: collected.wallets.length / 2,
      identifiers: collected.identifiers.length / 2,
    },
    lists: collected.lists,
    weakAliases: collected.weakAliases,
    dossiers: collected.dossiers,
    vocabulary,
    rarity,
    owners: collected.owners.done(),
    positions: Uint16Array.from(collected.positions.done()),
    weak: Uint8Array.from(collected.weak.done()),
    listOf: Uint8Array.from(collected.listOf.done()),
    organization: Uint8Array.from(collected.organization.done()),
    wordOffsets: collected.wordOffsets.done(),
    wordItems: collected.wordItems.done(),
    weightOf,
    postings,
    joined,
    identifiers,
    wallets,
    words: [new Map(), new Map()],
    likeness: LikenessMemory.for(collected.words.length),
    scratch: scratchFor(names),
  };
}
