import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import type pg from 'pg';
import { isJsonObject, readCanonical } from './canonical.ts';
import { bytesOf, numbersOf, type Snapshot, withSnapshot } from './database.ts';
import { readCheckpoint } from './note.ts';
import { hashNode, inclusionProof, type NodeReader, splitHashes } from './tree.ts';

export interface ExportOptions {
  readonly out: string;
  readonly key: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly onProgress?: (entries: number, of: number) => void;
}

export interface ExportReport {
  readonly entries: number;
  /** Entries in the range that are younger than the newest checkpoint: left out. */
  readonly unsealed: number;
  readonly size: number;
}

/** There is no checkpoint yet, so nothing can be proved. */
export class NothingSealed extends Error {}

/** Writes entries of a range with their proofs and the newest checkpoint: a file that is verified offline. */
export const exportBundle = (database: pg.ClientConfig, options: ExportOptions): Promise<ExportReport> =>
  withSnapshot(database, (snapshot) => writeBundle(snapshot, options));

async function writeBundle(snapshot: Snapshot, options: ExportOptions): Promise<ExportReport> {
  const [newest] = await snapshot.query('select note from journal.checkpoint order by size desc limit 1');
  const note = newest?.note ?? '';
  const checkpoint = readCheckpoint(note);
  if (checkpoint === undefined) throw new NothingSealed('there is no signed checkpoint yet');
  const [range] = await snapshot.query(
    `select min(number) as first, max(number) as last, count(*) as n from journal.entry
     where number between coalesce($1::bigint, 0) and coalesce($2::bigint, 9223372036854775807)`,
    [options.from ?? null, options.to ?? null],
  );
  const [from, to] = [options.from ?? Number(range?.first ?? 0), options.to ?? Number(range?.last ?? 0)];
  const leaves = await leafIndexes(snapshot, from, to);
  const read = nodesOf(snapshot);
  const out = createWriteStream(options.out);
  const write = async (value: object): Promise<void> => {
    if (!out.write(`${JSON.stringify(value)}\n`)) await once(out, 'drain');
  };
  let [entries, unsealed] = [0, 0];
  try {
    await write({ bundle: 'atalaya-journal', v: 1, verifier_key: options.key, from, to });
    const sql =
      'select number, bytes, leaf_hash from journal.entry where number between $1 and $2 order by number';
    for await (const row of snapshot.stream(sql, [from, to])) {
      const number = Number(row.number);
      const index = leaves.get(number);
      if (index === undefined || index >= checkpoint.size) {
        unsealed += 1;
        continue;
      }
      const bytes = bytesOf(row.bytes ?? null);
      const proof = await inclusionProof(read, index, checkpoint.size);
      await write({
        entry: {
          number,
          ...columnsOf(bytes),
          bytes: bytes.toString('base64'),
          leaf_hash: (row.leaf_hash ?? '').slice(2),
          leaf_index: index,
          proof: proof.map((hash) => hash.toString('hex')),
        },
      });
      entries += 1;
      if (entries % 1000 === 0) options.onProgress?.(entries, Number(range?.n ?? 0));
    }
    await write({ checkpoint: note });
  } finally {
    out.end();
    await finished(out);
  }
  return { entries, unsealed, size: checkpoint.size };
}

/** What a reader wants to see without decoding: taken from the bytes, which are what is proved. */
function columnsOf(bytes: Buffer): object {
  const { value } = readCanonical(bytes);
  if (!isJsonObject(value)) return {};
  const { entity, type, schema, actor, subject, at } = value;
  return { entity, type, schema, actor, subject, at };
}

async function leafIndexes(snapshot: Snapshot, from: number, to: number): Promise<Map<number, number>> {
  const indexes = new Map<number, number>();
  const sql = 'select index, numbers from journal.tile where level = 0 order by index';
  for await (const row of snapshot.stream(sql, [], 64)) {
    const start = 256 * Number(row.index);
    numbersOf(row.numbers ?? null).forEach((number, i) => {
      if (number >= from && number <= to) indexes.set(Number(number), start + i);
    });
  }
  return indexes;
}

const KEPT = 200_000;

/** Full subtrees out of the tiles: every eighth height is stored, those between are worked out and kept. */
function nodesOf(snapshot: Snapshot): NodeReader {
  const kept = new Map<string, Buffer>();
  const loadTile = async (level: number, tile: number): Promise<void> => {
    const sql = 'select hashes from journal.tile where level = $1 and index = $2';
    const [row] = await snapshot.query(sql, [level, tile]);
    splitHashes(bytesOf(row?.hashes ?? null)).forEach((hash, i) => {
      kept.set(`${8 * level}/${256 * tile + i}`, hash);
    });
  };
  const read: NodeReader = async (height, index) => {
    const name = `${height}/${index}`;
    const found = kept.get(name);
    if (found !== undefined) return found;
    if (kept.size > KEPT) kept.clear();
    if (height % 8 === 0) {
      await loadTile(height / 8, Math.floor(index / 256));
      const loaded = kept.get(name);
      if (loaded === undefined) throw new Error(`the tiles lack node ${name}: run atalaya verify`);
      return loaded;
    }
    const hash = hashNode(await read(height - 1, 2 * index), await read(height - 1, 2 * index + 1));
    kept.set(name, hash);
    return hash;
  };
  return read;
}
