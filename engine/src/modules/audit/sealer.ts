import { appendFile } from 'node:fs/promises';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { appendLeaf, emptyFrontier, frontierRoot, type MerkleFrontier } from '../../kernel/merkle.ts';
import { formatCheckpoint, type NoteSigner, signNote } from '../../kernel/signing.ts';
import { asSystem, type Database, one, rows, type Tx } from '../../platform/database.ts';
import { leafTiles, type SealedLeaf, writeTiles } from './tiles.ts';

/**
 * The sealer: builds the RFC 6962 tree behind the journal and publishes signed checkpoints. It reads only entries whose
 * transaction is below `pg_snapshot_xmin`, in (xid, number) order, so that a late commit is never skipped.
 */
export interface SealerPorts {
  readonly db: Database;
  readonly signer: NoteSigner;
  readonly now: () => Instant;
  /** Path of checkpoints.log: a copy of each note outside the database. */
  readonly log: string;
}

export interface Sealer {
  /** Seals what is safe to seal; true when something was. */
  seal(): Promise<boolean>;
}

const READ_MAX = 20_000;

interface Position {
  readonly size: number;
  readonly lastXid: string;
  readonly lastNumber: number;
}

export function createSealer(ports: SealerPorts): Sealer {
  let frontier: MerkleFrontier | null = null;

  const sealIn = async (tx: Tx): Promise<string | null> => {
    await tx.query('select pg_advisory_xact_lock(4782)');
    const position = await lastPosition(tx);
    if (frontier === null || frontier.size !== position.size)
      frontier = await frontierFromTiles(tx, position.size);
    const leaves = await rows<SealedLeaf & { xid: string }>(
      tx,
      `select number, xid::text as xid, leaf_hash as hash from journal.entry
       where (xid, number) > ($1::text::xid8, $2::bigint) and xid < pg_snapshot_xmin(pg_current_snapshot())
       order by journal.entry.xid, number limit ${READ_MAX}`,
      [position.lastXid, position.lastNumber],
    );
    const last = leaves.at(-1);
    if (last === undefined) return null;
    let next: MerkleFrontier = frontier;
    for (const leaf of leaves) next = appendLeaf(next, leaf.hash);
    await writeTiles(tx, position.size, leaves);
    const note = await writeCheckpoint(tx, ports, next, last);
    frontier = next;
    return note;
  };

  return {
    async seal() {
      let sealed = false;
      for (;;) {
        let note: string | null;
        try {
          note = await asSystem(ports.db, sealIn);
        } catch (error) {
          frontier = null; // whatever was computed may not have been committed
          throw error;
        }
        if (note === null) return sealed;
        await appendFile(ports.log, `${JSON.stringify({ note })}\n`);
        sealed = true;
      }
    },
  };
}

async function lastPosition(tx: Tx): Promise<Position> {
  const last = await one<{ size: number; xid: string; number: number }>(
    tx,
    'select size, last_xid::text as xid, last_number as number from journal.checkpoint order by size desc limit 1',
  );
  return { size: last?.size ?? 0, lastXid: last?.xid ?? '0', lastNumber: last?.number ?? 0 };
}

async function frontierFromTiles(tx: Tx, size: number): Promise<MerkleFrontier> {
  let frontier = emptyFrontier;
  for await (const leaf of leafTiles(tx, size)) frontier = appendLeaf(frontier, leaf);
  return frontier;
}

async function writeCheckpoint(
  tx: Tx,
  ports: SealerPorts,
  tree: MerkleFrontier,
  last: { xid: string; number: number },
): Promise<string> {
  const root = frontierRoot(tree);
  const note = signNote(formatCheckpoint({ origin: ports.signer.name, size: tree.size, root }), ports.signer);
  await tx.query(
    `insert into journal.checkpoint (size, root, at, note, last_xid, last_number)
     values ($1, $2, $3, $4, $5::text::xid8, $6)`,
    [tree.size, root, formatInstant(ports.now()), note, last.xid, last.number],
  );
  return note;
}
