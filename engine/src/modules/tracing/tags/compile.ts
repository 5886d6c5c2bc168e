import { addressFamily, addressHash } from './address-hash.ts';
import type { CompiledTags } from './compiled.ts';
import { byPrecedence, type Tag } from './tag.ts';

/** Texts once each, numbered. Number 0 is the empty text. */
class Texts {
  readonly #numbers = new Map<string, number>([['', 0]]);

  number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.#numbers.size;
    this.#numbers.set(text, number);
    return number;
  }

  write(): { offsets: Uint32Array; texts: Uint8Array } {
    const all = [...this.#numbers.keys()];
    const offsets = new Uint32Array(all.length + 1);
    let size = 0;
    for (const [i, text] of all.entries()) {
      offsets[i] = size;
      size += Buffer.byteLength(text);
    }
    offsets[all.length] = size;
    const texts = Buffer.alloc(size);
    for (const [i, text] of all.entries()) texts.write(text, offsets[i] ?? 0);
    return { offsets, texts };
  }
}

const keyOf = (tag: Tag): string => `${addressFamily(tag.network)} ${tag.address}`;

/** `tags` in any order; of one address the most believed come first. `version` names the state they were taken from. */
export function compileTags(tags: readonly Tag[], version: string): CompiledTags {
  const groups = new Map<string, Tag[]>();
  for (const tag of tags) {
    const key = keyOf(tag);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [tag]);
    else group.push(tag);
  }
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
  const slots = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(8, 2 * groups.size))));
  const texts = new Texts();
  let row = 0;
  for (const group of groups.values()) {
    group.sort(byPrecedence);
    putSlot(slots, group[0], row);
    for (const [i, tag] of group.entries()) {
      writeRow(columns, texts, row, tag);
      columns.next[row] = i + 1 < group.length ? row + 2 : 0;
      row += 1;
    }
  }
  return { version, size, slots, ...columns, ...texts.write() };
}

function putSlot(slots: Uint32Array, tag: Tag | undefined, row: number): void {
  if (tag === undefined) return;
  const mask = slots.length - 1;
  let at = addressHash(addressFamily(tag.network), tag.address) & mask;
  while (slots[at] !== 0) at = (at + 1) & mask;
  slots[at] = row + 1;
}

type Columns = Pick<
  CompiledTags,
  | 'network'
  | 'address'
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
  columns.address[row] = texts.number(tag.address);
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
