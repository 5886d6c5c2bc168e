import type { StoredCheckpoint } from './checkpoints.ts';
import { bytesOf, numbersOf, type Snapshot, type TextRow } from './database.ts';
import { type Findings, NumberSet } from './findings.ts';
import { GrowingTree, rootOf, splitHashes } from './tree.ts';

const WIDTH = 256;
/** Tiles whose entries are looked up together. */
const TILES_AT_ONCE = 16;

export interface TreeReading {
  readonly leaves: number;
  readonly tiles: number;
  /** Checkpoints whose root was recomputed and agrees. */
  readonly rootsAgreed: number;
  /** Entries that are leaves. */
  readonly inTree: NumberSet;
  /** Entries whose content the signed tree does not vouch for; their state is not held against them again. */
  readonly suspects: Set<string>;
}

interface Leaf {
  readonly index: number;
  readonly number: bigint;
  readonly xid: bigint;
  readonly inTile: Buffer;
  /** Leaf hash of the entry; undefined when the entry is not there. */
  readonly inEntry: Buffer | undefined;
}

interface StoredTile {
  readonly index: number;
  readonly hashes: readonly Buffer[];
  readonly numbers: readonly bigint[];
}

/**
 * Recomputes the tree from the tiles' leaf hashes and, beside it, from those of the entries they name, and holds both
 * against every checkpoint: so a changed tile is told from a changed entry.
 */
export async function readTree(
  snapshot: Snapshot,
  checkpoints: readonly StoredCheckpoint[],
  findings: Findings,
): Promise<TreeReading> {
  const reader = new TreeReader(checkpoints, findings);
  let tiles = 0;
  let batch: StoredTile[] = [];
  const flush = async (): Promise<void> => {
    for (const leaf of await leavesOf(snapshot, batch)) reader.take(leaf);
    batch = [];
  };
  const tileRoots: Buffer[] = [];
  const sql = 'select index, hashes, numbers from journal.tile where level = 0 order by index';
  for await (const row of snapshot.stream(sql, [], 64)) {
    const tile = storedTile(row, tiles, findings);
    if (tile.index !== tiles) reader.broken = true;
    if (tile.hashes.length === WIDTH) tileRoots.push(rootOf(tile.hashes));
    tiles += 1;
    batch.push(tile);
    if (batch.length === TILES_AT_ONCE) await flush();
  }
  await flush();
  reader.finish();
  tiles += await compareUpperLevels(snapshot, tileRoots, findings);
  const { leaves, rootsAgreed, inTree, suspects } = reader;
  return { leaves, tiles, rootsAgreed, inTree, suspects };
}

function storedTile(row: TextRow, expected: number, findings: Findings): StoredTile {
  const index = Number(row.index);
  const tile = `0/${index}`;
  const bytes = bytesOf(row.hashes ?? null);
  const hashes = splitHashes(bytes);
  const numbers = numbersOf(row.numbers ?? null);
  if (index !== expected)
    findings.add('link_broken', `tile ${tile} stands where 0/${expected} should`, { tile });
  if (bytes.length % 32 !== 0 || hashes.length === 0 || hashes.length > WIDTH) {
    findings.add('link_broken', `tile ${tile} holds ${bytes.length} bytes`, { tile });
  }
  if (numbers.length !== hashes.length) {
    findings.add('link_broken', `tile ${tile} has ${hashes.length} hashes but ${numbers.length} numbers`, {
      tile,
    });
  }
  return { index, hashes, numbers };
}

async function leavesOf(snapshot: Snapshot, tiles: readonly StoredTile[]): Promise<Leaf[]> {
  const wanted = tiles.flatMap(({ numbers }) => numbers);
  const rows = await snapshot.query(
    'select number, xid, leaf_hash from journal.entry where number = any ($1::bigint[])',
    [wanted.map(String)],
  );
  const entries = new Map(rows.map((row) => [row.number ?? '', row]));
  return tiles.flatMap(({ index, hashes, numbers }) =>
    hashes.map((inTile, i) => {
      const number = numbers[i] ?? -1n;
      const entry = entries.get(String(number));
      return {
        index: WIDTH * index + i,
        number,
        xid: BigInt(entry?.xid ?? 0),
        inTile,
        inEntry: entry === undefined ? undefined : bytesOf(entry.leaf_hash ?? null),
      };
    }),
  );
}

class TreeReader {
  readonly inTree = new NumberSet();
  readonly suspects = new Set<string>();
  rootsAgreed = 0;
  leaves = 0;
  /** A tile is missing: what comes after it cannot be recomputed. */
  broken = false;
  readonly #byTiles = new GrowingTree();
  readonly #byEntries = new GrowingTree();
  readonly #checkpoints: readonly StoredCheckpoint[];
  readonly #findings: Findings;
  #next = 0;
  /** Leaves that tile and entry do not agree on, until the next checkpoint says who is right. */
  #disputed: Leaf[] = [];

  constructor(checkpoints: readonly StoredCheckpoint[], findings: Findings) {
    this.#checkpoints = checkpoints;
    this.#findings = findings;
  }

  take(leaf: Leaf): void {
    this.#closeAt(leaf.index, undefined);
    const { number } = leaf;
    const entry = String(number);
    if (number >= 0n && !this.inTree.add(number)) {
      this.#findings.add('link_broken', `entry ${entry} is a leaf twice, again at ${leaf.index}`, { entry });
    }
    if (leaf.inEntry === undefined) {
      this.suspects.add(entry);
      this.#findings.add('link_broken', `entry ${entry}, leaf ${leaf.index}, is missing`, { entry });
    } else if (!leaf.inEntry.equals(leaf.inTile)) this.#disputed.push(leaf);
    this.#byTiles.push(leaf.inTile);
    this.#byEntries.push(leaf.inEntry ?? leaf.inTile);
    this.leaves += 1;
    this.#closeAt(this.leaves, leaf);
  }

  /** Holds the tree against the checkpoints of this size. */
  #closeAt(size: number, last: Leaf | undefined): void {
    for (;;) {
      const checkpoint = this.#checkpoints[this.#next];
      if (
        checkpoint === undefined ||
        checkpoint.size > size ||
        (last === undefined && checkpoint.size === size)
      )
        return;
      this.#next += 1;
      if (this.broken) continue;
      this.#compare(checkpoint, last);
    }
  }

  #compare(checkpoint: StoredCheckpoint, last: Leaf | undefined): void {
    const where = { checkpoint: checkpoint.size };
    const name = `checkpoint ${checkpoint.size}`;
    const tilesAgree = this.#byTiles.root().equals(checkpoint.wanted);
    const entriesAgree = this.#byEntries.root().equals(checkpoint.wanted);
    if (tilesAgree && entriesAgree) this.rootsAgreed += 1;
    if (!tilesAgree && !entriesAgree) {
      this.#findings.add('link_broken', `${name}: the recomputed root is another`, where);
    }
    this.#settle(tilesAgree, entriesAgree);
    if (last === undefined || last.inEntry === undefined) return;
    if (last.number !== checkpoint.lastNumber || last.xid !== checkpoint.lastXid) {
      this.#findings.add(
        'link_broken',
        `${name}: its last entry is ${last.number} of transaction ${last.xid}, not ${checkpoint.lastNumber} of ${checkpoint.lastXid}`,
        where,
      );
    }
  }

  #settle(tilesAgree: boolean, entriesAgree: boolean): void {
    for (const { index, number } of this.#disputed) {
      const entry = String(number);
      const tile = `0/${Math.floor(index / WIDTH)}`;
      if (entriesAgree && !tilesAgree) {
        this.#findings.add('link_broken', `tile ${tile} holds another hash for entry ${entry}`, {
          entry,
          tile,
        });
        continue;
      }
      this.suspects.add(entry);
      const signed = tilesAgree ? ' was signed as leaf' : ' does not agree with its tile at leaf';
      this.#findings.add('link_broken', `entry ${entry} is not what${signed} ${index}`, { entry, tile });
    }
    this.#disputed = [];
  }

  finish(): void {
    this.#settle(false, false);
    for (const { size } of this.#checkpoints.slice(this.#next)) {
      const message = `checkpoint ${size}: the tree has only ${this.leaves} leaves`;
      this.#findings.add('link_broken', message, { checkpoint: size });
    }
    const signed = this.#checkpoints.at(-1)?.size ?? 0;
    if (this.leaves > signed) {
      const message = `the tree has ${this.leaves} leaves, the newest checkpoint ${signed}`;
      this.#findings.add('link_broken', message, { checkpoint: signed });
    }
  }
}

/** Tiles above the leaves hold the roots of the full tiles below; each is compared with what the level below gives. */
async function compareUpperLevels(
  snapshot: Snapshot,
  leafTileRoots: readonly Buffer[],
  findings: Findings,
): Promise<number> {
  const stored = new Map<string, Buffer>();
  const sql = 'select level, index, hashes from journal.tile where level > 0 order by level, index';
  for await (const row of snapshot.stream(sql))
    stored.set(`${row.level}/${row.index}`, bytesOf(row.hashes ?? null));
  const count = stored.size;
  let below = leafTileRoots;
  for (let level = 1; below.length > 0; level += 1) {
    const above: Buffer[] = [];
    for (let index = 0; index * WIDTH < below.length; index += 1) {
      const hashes = below.slice(index * WIDTH, (index + 1) * WIDTH);
      const tile = `${level}/${index}`;
      const found = stored.get(tile);
      stored.delete(tile);
      if (found === undefined) findings.add('link_broken', `tile ${tile} is missing`, { tile });
      else if (!found.equals(Buffer.concat(hashes))) {
        findings.add('link_broken', `tile ${tile} does not hold the roots of the tiles below it`, { tile });
      }
      if (hashes.length === WIDTH) above.push(rootOf(hashes));
    }
    below = above;
  }
  for (const tile of stored.keys()) findings.add('link_broken', `tile ${tile} should not be there`, { tile });
  return count;
}
