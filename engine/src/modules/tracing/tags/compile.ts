import { addressFamily, addressHash } from './address-hash.ts';
import type { CompiledTags } from './compiled.ts';
import { byPrecedence, type Tag } from './tag.ts';

/** Texts, numbered. Number 0 is the empty text. */
class Texts {
  readonly #numbers = new Map<string, number>([['', 0]]);
  readonly #all = [''];

  /** One number for the same text. */
  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.add(text);
    this.#numbers.set(text, number);
    return number;
  }

  /** A number of its own for a text that is met once. */
  add(text: string): number {
    this.#all.push(text);
    return this.#all.length - 1;
  }

  write(): { offsets: Uint32Array; texts: Uint8Array } {
    const offsets = new Uint32Array(this.#all.length + 1);
    let size = 0;
    for (const [i, text] of this.#all.entries()) {
      offsets[i] = size;
      size += Buffer.byteLength(text);
    }
    offsets[this.#all.length] = size;
    const texts = Buffer.alloc(size);
    for (const [i, text] of this.#all.entries()) texts.write(text, offsets[i] ?? 0);
    return { offsets, texts };
  }
}

const familyOf = ({ network }: Tag): string => addressFamily(network);

/** Tags of an address behind one another: a table by hash to the first, and from each to the next. Rows are numbered from 1. */
function groupsOf(tags: readonly Tag[]): { readonly slots: Uint32Array; readonly next: Uint32Array } {
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(8, 2 * tags.length))));
  const next = new Uint32Array(tags.length + 1);
  for (const [i, tag] of tags.entries()) {
    let at = addressHash(familyOf(tag), tag.address) & (slots.length - 1);
    for (let head = tags[(slots[at] ?? 0) - 1]; head !== undefined; head = tags[(slots[at] ?? 0) - 1]) {
      if (head.address === tag.address && familyOf(head) === familyOf(tag)) break;
      at = (at + 1) & (slots.length - 1);
    }
    next[i + 1] = slots[at] ?? 0;
    slots[at] = i + 1;
  }
  return { slots, next };
}

/** `tags` in any order; of one address the most believed come first. `version` names the state they were taken from. */
export function compileTags(tags: readonly Tag[], version: string): CompiledTags {
  const { slots, next } = groupsOf(tags);
  const size = tags.length;
  const column = (): Uint32Array => new Uint32Array(size);
  const columns = {
    next: column(),
    network: column(),
    address: column(),
    label: column(),
    categories: column(),
    actor: column(),
    confidenceName: column(),
    source: column(),
    pack: column(),
    dates: column(),
    confidence: new Uint8Array(size),
    flags: new Uint8Array(size),
  };
  const texts = new Texts();
  let row = 0;
  for (const [at, head] of slots.entries()) {
    if (head === 0) continue;
    const group: Tag[] = [];
    for (let one = head; one !== 0; one = next[one] ?? 0) group.push(tags[one - 1] as Tag);
    group.reverse().sort(byPrecedence);
    slots[at] = row + 1;
    const address = texts.add(group[0]?.address ?? '');
    for (const [i, tag] of group.entries()) {
      writeRow(columns, texts, row, tag);
      columns.address[row] = address;
      columns.next[row] = i + 1 < group.length ? row + 2 : 0;
      row += 1;
    }
  }
  return { version, size, slots, ...columns, ...texts.write() };
}

type Columns = Pick<
  CompiledTags,
  | 'network'
  | 'label'
  | 'categories'
  | 'actor'
  | 'confidenceName'
  | 'source'
  | 'pack'
  | 'dates'
  | 'confidence'
  | 'flags'
>;

function writeRow(columns: Columns, texts: Texts, row: number, tag: Tag): void {
  columns.network[row] = texts.number(tag.network);
  columns.label[row] = texts.number(tag.label);
  columns.categories[row] = texts.number(tag.categories.join(' '));
  columns.actor[row] = texts.number(tag.actor ?? '');
  columns.confidenceName[row] = texts.number(tag.confidenceName);
  columns.source[row] = texts.number(tag.source);
  columns.pack[row] = texts.number([tag.pack, tag.tier, tag.licence].join('\t'));
  columns.dates[row] = texts.number(
    [tag.inForceFrom ?? '', tag.inForceUntil ?? '', tag.lastmod ?? ''].join('|'),
  );
  columns.confidence[row] = tag.confidence;
  columns.flags[row] = tag.clusterDefiner ? 1 : 0;
}
