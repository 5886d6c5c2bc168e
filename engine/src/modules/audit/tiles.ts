import { HASH_BYTES, nodeHash } from '../../kernel/merkle.ts';
import { one, rows, type Tx } from '../../platform/database.ts';

/** 256-wide tiles of the tree (C2SP tlog-tiles); the last of each level may be partial and grows. */
export const TILE_WIDTH = 256;

export interface SealedLeaf {
  readonly number: number;
  readonly hash: Buffer;
}

interface Tile {
  readonly level: number;
  readonly index: number;
  readonly hashes: Buffer;
  readonly numbers: readonly number[] | null;
}

const tileAt = (tx: Tx, level: number, index: number): Promise<Tile | undefined> =>
  one<Tile>(tx, 'select level, index, hashes, numbers from journal.tile where level = $1 and index = $2', [
    level,
    index,
  ]);

/** Appends leaves from position `size` on, and the roots of the tiles they fill to the levels above. */
export async function writeTiles(tx: Tx, size: number, leaves: readonly SealedLeaf[]): Promise<void> {
  const filled = await appendTo(
    tx,
    0,
    size,
    leaves.map((leaf) => leaf.hash),
    leaves.map((leaf) => leaf.number),
  );
  let level = 1;
  let above = filled;
  while (above.roots.length > 0) {
    above = await appendTo(tx, level, above.first, above.roots, null);
    level += 1;
  }
}

/** Appends hashes to a level from position `start`; gives the roots of the tiles that became full. */
async function appendTo(
  tx: Tx,
  level: number,
  start: number,
  hashes: readonly Buffer[],
  numbers: readonly number[] | null,
): Promise<{ first: number; roots: Buffer[] }> {
  const roots: Buffer[] = [];
  const firstTile = Math.floor(start / TILE_WIDTH);
  for (let done = 0; done < hashes.length; ) {
    const position = start + done;
    const index = Math.floor(position / TILE_WIDTH);
    const used = position % TILE_WIDTH;
    const take = Math.min(TILE_WIDTH - used, hashes.length - done);
    const before = used === 0 ? undefined : await tileAt(tx, level, index);
    if (used > 0 && before?.hashes.length !== used * HASH_BYTES)
      throw new Error(
        `tile (${level}, ${index}) holds ${before?.hashes.length ?? 0} bytes, not ${used * HASH_BYTES}`,
      );
    const content = Buffer.concat([before?.hashes ?? Buffer.alloc(0), ...hashes.slice(done, done + take)]);
    const held = numbers === null ? null : [...(before?.numbers ?? []), ...numbers.slice(done, done + take)];
    await tx.query(
      `insert into journal.tile (level, index, hashes, numbers) values ($1, $2, $3, $4)
       on conflict (level, index) do update set hashes = excluded.hashes, numbers = excluded.numbers`,
      [level, index, content, held],
    );
    if (content.length === TILE_WIDTH * HASH_BYTES) roots.push(rootOfTile(content));
    done += take;
  }
  return { first: firstTile, roots };
}

export function rootOfTile(hashes: Buffer): Buffer {
  let level: Buffer[] = [];
  for (let at = 0; at < hashes.length; at += HASH_BYTES) level.push(hashes.subarray(at, at + HASH_BYTES));
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) next.push(nodeHash(level[i] as Buffer, level[i + 1] as Buffer));
    level = next;
  }
  return level[0] as Buffer;
}

/** Leaf hashes of the first `size` leaves, in order, a few tiles at a time. */
export async function* leafTiles(tx: Tx, size: number): AsyncGenerator<Buffer> {
  const tiles = Math.ceil(size / TILE_WIDTH);
  for (let from = 0; from < tiles; from += 64) {
    const read = await rows<{ hashes: Buffer }>(
      tx,
      'select hashes from journal.tile where level = 0 and index >= $1 and index < $2 order by index',
      [from, from + 64],
    );
    let left = size - from * TILE_WIDTH;
    for (const { hashes } of read)
      for (let at = 0; at < hashes.length && left > 0; at += HASH_BYTES, left -= 1)
        yield hashes.subarray(at, at + HASH_BYTES);
  }
}

export async function leafTile(tx: Tx, index: number): Promise<Buffer> {
  const tile = await tileAt(tx, 0, index);
  return tile?.hashes ?? Buffer.alloc(0);
}

/** Where in the tree an entry stands; undefined while it is not sealed. */
export async function leafIndexOf(tx: Tx, number: number): Promise<number | undefined> {
  const tile = await one<{ index: number; position: number }>(
    tx,
    `select index, array_position(numbers, $1::bigint) as position from journal.tile
     where level = 0 and numbers @> array[$1::bigint] order by index limit 1`,
    [number],
  );
  return tile === undefined ? undefined : tile.index * TILE_WIDTH + tile.position - 1;
}
