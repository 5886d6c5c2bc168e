import { bytesOf, type Snapshot } from './database.ts';
import type { Findings } from './findings.ts';
import { type LogKey, readCheckpoint, signatureFault, splitLog } from './note.ts';

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

export interface LogComparison {
  readonly notes: number;
  /** Bytes after the last whole note: an append that was cut short. */
  readonly torn: number;
}

/**
 * Holds `checkpoints.log` against the table. `before` was read before the snapshot: each of its notes must be in the
 * table. `after` was read after it: each note of the table must be in it.
 */
export function compareLog(
  before: string,
  after: string,
  checkpoints: readonly StoredCheckpoint[],
  key: LogKey | undefined,
  findings: Findings,
): LogComparison {
  const stored = new Map(checkpoints.map((checkpoint) => [checkpoint.note, checkpoint]));
  const sizes = new Set(checkpoints.map(({ size }) => size));
  const { notes } = splitLog(before);
  notes.forEach((note, i) => {
    if (stored.has(note)) return;
    const size = readCheckpoint(note)?.size;
    const where = size === undefined ? {} : { checkpoint: size };
    const fault = key === undefined ? undefined : signatureFault(note, key);
    if (fault !== undefined || size === undefined) {
      const what = fault ?? 'it states no checkpoint';
      findings.add('signature_invalid', `note ${i + 1} of checkpoints.log: ${what}`, where);
    } else {
      const what = sizes.has(size) ? 'contradicts the one in the table' : 'is not in the table';
      findings.add('checkpoint_missing', `checkpoint ${size} of checkpoints.log ${what}`, where);
    }
  });
  const { notes: latest, torn } = splitLog(after);
  const logged = new Set(latest);
  const loggedSizes = new Set(latest.map((note) => readCheckpoint(note)?.size));
  for (const { note, size } of checkpoints) {
    if (logged.has(note) || loggedSizes.has(size)) continue;
    findings.add('checkpoint_missing', `checkpoint ${size} of the table is not in checkpoints.log`, {
      checkpoint: size,
    });
  }
  return { notes: latest.length, torn: torn.length };
}
