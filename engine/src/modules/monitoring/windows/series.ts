import type { EventType } from '@atalaya/contract/activity.ts';
import type { Profiles } from '../facts/event-facts.ts';
import type { TestTree } from '../rules/truth.ts';
import { Chain } from './chain.ts';
import { BLOCK_MAX, CLASSES, capacityOf, type Entry, Slab } from './slab.ts';

/** Which events a series keeps: a test over facts, and over the parameters of a rule-set. */
export interface Filter {
  readonly tree: TestTree;
  readonly profiles: Profiles;
}

/** What is kept per key: rules ask for it, equal requests share one. Slots are places in the dictionary of facts. */
export interface SeriesSpec {
  /** Canonical text of key, event types and filter: equal ids keep equal entries. */
  readonly id: string;
  /** Facts that make the key; an event in which one is unknown is not kept. */
  readonly key: readonly number[];
  readonly events: readonly EventType[];
  readonly filter: Filter;
  /** Integer facts kept with each entry. */
  readonly numbers: readonly number[];
  /** Text facts kept with each entry. */
  readonly words: readonly number[];
  /** Longest look back: window length plus how long ago it ends. */
  readonly retainMs: number;
}

const LARGEST = CLASSES - 1;
/** Class of a list that has become a chain. */
const CHAIN = CLASSES;
const STRIDE = 3;

/** All lists of one series. A list is a handle; 0 is none. Up to 128 entries it is one block, beyond that a chain. */
export class Series {
  readonly spec: SeriesSpec;
  readonly slab: Slab;
  readonly chains = new Map<number, Chain>();
  /** start, length, class per handle. */
  #lists = new Int32Array(STRIDE * 256);
  #handles = 1;
  readonly #free: number[] = [];
  entries = 0;

  constructor(spec: SeriesSpec) {
    this.spec = spec;
    this.slab = new Slab(spec.numbers.length, spec.words.length);
  }

  get lists(): number {
    return this.#handles - 1 - this.#free.length;
  }

  get bytes(): number {
    let chains = 0;
    for (const chain of this.chains.values()) chains += 400 + chain.starts.length * 80;
    return this.slab.bytes + this.#lists.byteLength + chains;
  }

  /** The chain behind a handle, or null for a short list. */
  chainOf(handle: number): Chain | null {
    return this.#lists[handle * STRIDE + 2] === CHAIN ? (this.chains.get(handle) ?? null) : null;
  }

  startOf(handle: number): number {
    return this.#lists[handle * STRIDE] ?? 0;
  }

  lengthOf(handle: number): number {
    return this.#lists[handle * STRIDE + 1] ?? 0;
  }

  /** A new empty list. */
  open(): number {
    const handle = this.#free.pop() ?? this.#handles++;
    if ((handle + 1) * STRIDE > this.#lists.length) {
      const grown = new Int32Array(this.#lists.length * 2);
      grown.set(this.#lists);
      this.#lists = grown;
    }
    this.#set(handle, this.slab.allocate(0), 0, 0);
    return handle;
  }

  insert(handle: number, entry: Entry): void {
    this.entries += 1;
    const length = this.lengthOf(handle);
    const size = this.#lists[handle * STRIDE + 2] ?? 0;
    this.#lists[handle * STRIDE + 1] = length + 1;
    if (size === CHAIN) {
      this.chains.get(handle)?.insert(entry);
      return;
    }
    let start = this.startOf(handle);
    if (length === capacityOf(size)) {
      if (length === BLOCK_MAX) {
        const made = new Chain(this.slab, start, length);
        this.chains.set(handle, made);
        this.#set(handle, 0, length + 1, CHAIN);
        made.insert(entry);
        return;
      }
      const roomier = this.slab.allocate(size + 1);
      this.slab.move(start, roomier, length);
      this.slab.release(start, size);
      start = roomier;
      this.#set(handle, start, length + 1, size + 1);
    }
    const i = this.slab.countUpTo(start, length, entry.at, entry.ref);
    if (i < length) this.slab.move(start + i, start + i + 1, length - i);
    this.slab.write(start + i, entry);
  }

  /** Takes an entry out and gives it back; null when it is not there. An emptied list is closed: ask lengthOf first. */
  remove(handle: number, at: number, ref: number): Entry | null {
    const chain = this.chainOf(handle);
    const length = this.lengthOf(handle);
    const entry = chain === null ? this.#removeShort(handle, at, ref) : chain.remove(at, ref);
    if (entry === null) return null;
    this.entries -= 1;
    this.#lists[handle * STRIDE + 1] = length - 1;
    if (length === 1) this.#close(handle);
    return entry;
  }

  #removeShort(handle: number, at: number, ref: number): Entry | null {
    const start = this.startOf(handle);
    const length = this.lengthOf(handle);
    const i = this.slab.countUpTo(start, length, at, ref) - 1;
    if (i < 0 || this.slab.at(start + i) !== at || this.slab.ref(start + i) !== ref) return null;
    const entry = this.slab.read(start + i);
    this.slab.move(start + i + 1, start + i, length - i - 1);
    return entry;
  }

  /** Closes a list with all its entries. */
  drop(handle: number): void {
    this.entries -= this.lengthOf(handle);
    this.#close(handle);
  }

  #close(handle: number): void {
    const chain = this.chainOf(handle);
    if (chain === null) {
      this.slab.release(this.startOf(handle), this.#lists[handle * STRIDE + 2] ?? 0);
    } else {
      for (const start of chain.starts) this.slab.release(start, LARGEST);
      this.chains.delete(handle);
    }
    this.#set(handle, 0, 0, 0);
    this.#free.push(handle);
  }

  #set(handle: number, start: number, length: number, size: number): void {
    this.#lists[handle * STRIDE] = start;
    this.#lists[handle * STRIDE + 1] = length;
    this.#lists[handle * STRIDE + 2] = size;
  }

  /** Offset of the first entry of a list that has one. */
  first(handle: number): number {
    return this.chainOf(handle)?.starts[0] ?? this.startOf(handle);
  }

  /** Calls `visit` with the offset of every entry of a list, in time order. */
  each(handle: number, visit: (offset: number) => void): void {
    const chain = this.chainOf(handle);
    const starts = chain?.starts ?? [this.startOf(handle)];
    const lengths = chain?.lengths ?? [this.lengthOf(handle)];
    for (let b = 0; b < starts.length; b += 1) {
      const start = starts[b] ?? 0;
      for (let i = 0; i < (lengths[b] ?? 0); i += 1) visit(start + i);
    }
  }
}
