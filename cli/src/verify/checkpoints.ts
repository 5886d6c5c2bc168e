import { bytesOf, type Snapshot } from './database.ts';
import type { Findings } from './findings.ts';
import { type LogKey, readCheckpoint, signatureFault } from './note.ts';

/** A row of journal.checkpoint with what its note says. */
export interface StoredCheckpoint {
  readonly size: number;
  readonly root: Buffer;
  readonly note: string;
  readonly at: string;
  readonly lastXid: bigint;
  readonly lastNumber: bigint;
  /** The root to hold the tree against: that of the signed note, or the column where the note says none. */
  readonly wanted: Buffer;
}

/** The checkpoints in order of size; each note is checked under the key and against its columns. */
export async function readCheckpoints(
  snapshot: Snapshot,
  key: LogKey | undefined,
  findings: Findings,
): Promise<StoredCheckpoint[]> {
  const checkpoints: StoredCheckpoint[] = [];
  const sql = 'select size, root, at, note, last_xid, last_number from journal.checkpoint order by size';
  for await (const row of snapshot.stream(sql)) {
    const size = Number(row.size);
    const [root, note] = [bytesOf(row.root ?? null), row.note ?? ''];
    const where = { checkpoint: size };
    const fault = key === undefined ? undefined : signatureFault(note, key);
    if (fault !== undefined) findings.add('signature_invalid', `checkpoint ${size}: ${fault}`, where);
    const stated = readCheckpoint(note);
    if (stated === undefined && fault === undefined) {
      findings.add('signature_invalid', `checkpoint ${size}: its note states no checkpoint`, where);
    }
    if (stated !== undefined && fault === undefined) compareColumns(size, root, stated, key, findings);
    checkpoints.push({
      size: fault === undefined ? (stated?.size ?? size) : size,
      root,
      note,
      at: row.at ?? '',
      lastXid: BigInt(row.last_xid ?? 0),
      lastNumber: BigInt(row.last_number ?? 0),
      wanted: fault === undefined ? (stated?.root ?? root) : root,
    });
  }
  return checkpoints.sort((a, b) => a.size - b.size);
}

function compareColumns(
  size: number,
  root: Buffer,
  stated: { readonly origin: string; readonly size: number; readonly root: Buffer },
  key: LogKey | undefined,
  findings: Findings,
): void {
  const where = { checkpoint: size };
  if (stated.size !== size) {
    findings.add('link_broken', `checkpoint ${size}: its signed note is of size ${stated.size}`, where);
  }
  if (!stated.root.equals(root)) {
    findings.add('link_broken', `checkpoint ${size}: its root is not that of its signed note`, where);
  }
  if (!stated.origin.startsWith('atalaya/') || (key !== undefined && stated.origin !== key.name)) {
    findings.add(
      'signature_invalid',
      `checkpoint ${size}: its note is of another log, ${stated.origin}`,
      where,
    );
  }
}
