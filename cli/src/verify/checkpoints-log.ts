import { isJsonObject } from './canonical.ts';
import type { StoredCheckpoint } from './checkpoints.ts';
import type { Findings } from './findings.ts';
import { type LogKey, readCheckpoint, signatureFault } from './note.ts';

const HEAD = '{"note":';

function noteOf(line: string): string | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return isJsonObject(value) && typeof value.note === 'string' ? value.note : undefined;
  } catch {
    return undefined;
  }
}

/**
 * The notes of `checkpoints.log`, one JSON object per line. An append that was cut short leaves a piece of a line, and
 * the next append stands behind it on the same line: the piece is counted, the note behind it is read.
 */
export function splitLog(log: string): { readonly notes: readonly string[]; readonly torn: number } {
  const notes: string[] = [];
  let torn = 0;
  for (const line of log.split('\n')) {
    if (line === '') continue;
    const last = line.lastIndexOf(HEAD);
    const whole = noteOf(line);
    const note = whole ?? (last > 0 ? noteOf(line.slice(last)) : undefined);
    if (note !== undefined) notes.push(note);
    if (whole === undefined) torn += 1;
  }
  return { notes, torn };
}

export interface LogComparison {
  readonly notes: number;
  /** Lines that are not whole: appends that were cut short. */
  readonly torn: number;
  /** Single checkpoints of the table that the log lacks: a crash between the two writings. */
  readonly skipped: number;
}

/**
 * Holds `checkpoints.log` against the table. `before` was read before the database: each of its notes must be in the
 * table. `after` was read after it: of the checkpoints of the table it may lack one between two others, or the last one,
 * as a crash leaves it; two in a row are missing.
 */
export function compareLog(
  before: string,
  after: string,
  checkpoints: readonly StoredCheckpoint[],
  key: LogKey | undefined,
  findings: Findings,
): LogComparison {
  const stored = new Set(checkpoints.map(({ note }) => note));
  const sizes = new Set(checkpoints.map(({ size }) => size));
  splitLog(before).notes.forEach((note, i) => {
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
  const { notes, torn } = splitLog(after);
  return { notes: notes.length, torn, skipped: reportUnlogged(notes, checkpoints, findings) };
}

function reportUnlogged(
  notes: readonly string[],
  checkpoints: readonly StoredCheckpoint[],
  findings: Findings,
): number {
  const logged = new Set(notes);
  const loggedSizes = new Set(notes.map((note) => readCheckpoint(note)?.size));
  let skipped = 0;
  let run: number[] = [];
  const close = (): void => {
    if (run.length === 1) skipped += 1;
    else if (run.length > 1) {
      const message = `checkpoints ${run[0]} to ${run.at(-1)} of the table, ${run.length} of them, are not in checkpoints.log`;
      findings.add('checkpoint_missing', message, run[0] === undefined ? {} : { checkpoint: run[0] });
    }
    run = [];
  };
  for (const { note, size } of checkpoints) {
    if (logged.has(note) || loggedSizes.has(size)) close();
    else run.push(size);
  }
  close();
  return skipped;
}
