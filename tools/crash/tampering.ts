import type { Stream } from '@atalaya/world/random/stream.ts';
import type { Problem } from '../../cli/src/verify/findings.ts';

/** What someone with every right on the database may do to what the product wrote. */
export interface Hand {
  readonly random: Stream;
  rows(sql: string, values?: readonly unknown[]): Promise<Record<string, unknown>[]>;
  /** A change that must have touched something. */
  change(sql: string, values?: readonly unknown[]): Promise<void>;
}

/** Where it was done, for the test to look for in what the verifier says. */
export interface Place {
  readonly entry?: string;
  readonly key?: string;
  readonly checkpoint?: number;
  readonly tile?: string;
  /** Done to checkpoints.log beside the database. */
  readonly log?: (text: string) => string;
}

export interface Tampering {
  readonly name: string;
  readonly commit: (hand: Hand) => Promise<Place>;
  readonly names: (place: Place) => Partial<Problem>;
}

interface EntryRow {
  readonly number: string;
  readonly bytes: Buffer;
}

export const pick = <T>(random: Stream, from: readonly T[]): T => {
  const found = from[random.int(0, from.length - 1)];
  if (found === undefined) throw new Error('the run left nothing of this kind to tamper with');
  return found;
};

/** Some entry of the product; by default a decision. */
export async function someEntry(
  { rows, random }: Hand,
  where = "type = 'decisions.flagged'",
): Promise<EntryRow> {
  const found = await rows(`select number, bytes from journal.entry where ${where} order by number`);
  return pick(random, found as unknown as EntryRow[]);
}

export async function someRow(
  { rows, random }: Hand,
  table: string,
  key: string,
  where = 'true',
): Promise<string> {
  const found = await rows(`select ${key} as key from ${table} where ${where} order by ${key}`);
  return String(pick(random, found).key);
}
