import { isNetwork } from '@atalaya/contract/assets.ts';
import { TAG_TIERS } from '@atalaya/contract/tags.ts';
import { addressKey } from '../../wallets/address.ts';
import { addressFamily, addressHash } from './address-hash.ts';
import { CATEGORIES, CATEGORY_NAMES } from './categories.ts';
import { compileTags } from './compile.ts';
import type { CompiledTags } from './compiled.ts';
import { DECIDING_CONFIDENCE_MIN } from './confidence.ts';
import type { Tag } from './tag.ts';

/** Who stands behind an address, where tracing stops. */
export interface TaggedService {
  readonly entity: string;
  readonly category: string;
  readonly confidence: number;
}

/** Lookup of tags by address, over the compiled form. Answers in microseconds; never waits. */
export class TagIndex {
  readonly #tags: CompiledTags;
  readonly #decoder = new TextDecoder();

  constructor(tags: CompiledTags) {
    this.#tags = tags;
  }

  /** Of tags in memory, in any order. */
  static of(tags: readonly Tag[], version: string): TagIndex {
    return new TagIndex(compileTags(tags, version));
  }

  get size(): number {
    return this.#tags.size;
  }

  /** Names the state of all packs. */
  get version(): string {
    return this.#tags.version;
  }

  #text(number: number | undefined): string {
    const { offsets, texts } = this.#tags;
    const from = offsets[number ?? 0] ?? 0;
    return this.#decoder.decode(texts.subarray(from, offsets[(number ?? 0) + 1]));
  }

  /** Row + 1 of the most believed tag; 0 for none. `address` is a canonical key. */
  #first(network: string, address: string): number {
    const { slots, address: addresses, network: networks } = this.#tags;
    const family = addressFamily(network);
    const mask = slots.length - 1;
    for (let at = addressHash(family, address) & mask; slots[at] !== 0; at = (at + 1) & mask) {
      const row = (slots[at] ?? 0) - 1;
      if (this.#is(addresses[row], address) && addressFamily(this.#text(networks[row])) === family)
        return row + 1;
    }
    return 0;
  }

  /** Whether a text is this one, without making it a string first. */
  #is(number: number | undefined, text: string): boolean {
    const { offsets, texts } = this.#tags;
    const from = offsets[number ?? 0] ?? 0;
    if ((offsets[(number ?? 0) + 1] ?? 0) - from !== text.length) return false;
    for (let i = 0; i < text.length; i += 1) if (texts[from + i] !== text.charCodeAt(i)) return false;
    return true;
  }

  /** All tags of an address in whatever spelling, the most believed first; what contradicts stands side by side. */
  find(network: string, address: string): readonly Tag[] {
    return this.findKey(network, isNetwork(network) ? addressKey(network, address) : address);
  }

  /** The same by canonical key. */
  findKey(network: string, key: string): readonly Tag[] {
    const tags: Tag[] = [];
    for (let row = this.#first(network, key); row !== 0; row = this.#tags.next[row - 1] ?? 0)
      tags.push(this.#tag(row - 1));
    return tags;
  }

  #tag(row: number): Tag {
    const tags = this.#tags;
    const [pack = '', tier = '', licence = ''] = this.#text(tags.pack[row]).split('\t');
    const [from = '', until = '', lastmod = ''] = this.#text(tags.dates[row]).split('|');
    const joined = this.#text(tags.categories[row]);
    const categories = joined === '' ? [] : joined.split(' ');
    return {
      network: this.#text(tags.network[row]),
      address: this.#text(tags.address[row]),
      label: this.#text(tags.label[row]),
      category: categories[0] ?? 'unknown',
      categories,
      actor: this.#text(tags.actor[row]) || null,
      confidence: tags.confidence[row] ?? 0,
      confidenceName: this.#text(tags.confidenceName[row]),
      source: this.#text(tags.source[row]),
      licence,
      pack,
      tier: TAG_TIERS.find((one) => one === tier) ?? 'public',
      inForceFrom: from || null,
      inForceUntil: until || null,
      lastmod: lastmod || null,
      clusterDefiner: tags.flags[row] === 1,
    };
  }

  /** What decisions are told: different categories of tags that are believed enough, sorted. */
  categories(network: string, address: string): readonly string[] {
    const key = isNetwork(network) ? addressKey(network, address) : address;
    const found = new Set<string>();
    for (let row = this.#first(network, key); row !== 0; row = this.#tags.next[row - 1] ?? 0)
      if ((this.#tags.confidence[row - 1] ?? 0) >= DECIDING_CONFIDENCE_MIN)
        for (const name of this.#text(this.#tags.categories[row - 1]).split(' '))
          if (name !== '') found.add(name);
    return found.size === 0 ? NONE : [...found].sort();
  }

  /** The service behind an address, by its most believed tag that names one; null when none does. */
  service(network: string, key: string): TaggedService | null {
    for (const tag of this.findKey(network, key)) {
      const category = tag.categories.find((name) => CATEGORIES[name]?.service === true);
      if (category !== undefined && tag.confidence >= DECIDING_CONFIDENCE_MIN)
        return { entity: tag.actor ?? tag.label, category, confidence: tag.confidence };
    }
    return null;
  }
}

const NONE: readonly string[] = [];

/** Of several categories the gravest. */
export const gravest = (categories: readonly string[]): string =>
  CATEGORY_NAMES.find((name) => categories.includes(name)) ?? 'unknown';
