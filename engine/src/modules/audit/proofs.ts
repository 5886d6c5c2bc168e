import type { CheckpointView, InclusionView } from '@atalaya/contract/journal.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { inclusionProofFromTiles } from '../../kernel/merkle-proofs.ts';
import { one, type Tx } from '../../platform/database.ts';
import { leafIndexOf, leafTile } from './tiles.ts';

interface CheckpointRow {
  readonly size: number;
  readonly root: Buffer;
  readonly at: Instant;
  readonly note: string;
}

export const presentCheckpoint = (row: CheckpointRow): CheckpointView => ({
  size: row.size,
  root: row.root.toString('hex'),
  at: formatInstant(row.at),
  note: row.note,
});

export const newestCheckpoint = (tx: Tx): Promise<CheckpointRow | undefined> =>
  one<CheckpointRow>(tx, 'select size, root, at, note from journal.checkpoint order by size desc limit 1');

/** Proof that an entry is in the newest signed checkpoint. Failures: not_found, journal.not_sealed_yet. */
export async function proveInclusion(tx: Tx, number: number, verifierKey: string): Promise<InclusionView> {
  const entry = await one<{ bytes: Buffer; leaf_hash: Buffer }>(
    tx,
    'select bytes, leaf_hash from journal.entry where number = $1',
    [number],
  );
  if (entry === undefined) throw new Failure('missing', 'not_found', `no journal entry ${number}`);
  const checkpoint = await newestCheckpoint(tx);
  const index = await leafIndexOf(tx, number);
  if (checkpoint === undefined || index === undefined)
    throw new Failure(
      'conflict',
      'journal.not_sealed_yet',
      'this entry is younger than the last checkpoint; try again in a second',
    );
  const path = await inclusionProofFromTiles(index, checkpoint.size, (tile) => leafTile(tx, tile));
  return {
    number,
    leaf_index: index,
    leaf_hash: entry.leaf_hash.toString('hex'),
    bytes: entry.bytes.toString('utf8'),
    path: path.map((hash) => hash.toString('hex')),
    checkpoint: presentCheckpoint(checkpoint),
    verifier_key: verifierKey,
  };
}
