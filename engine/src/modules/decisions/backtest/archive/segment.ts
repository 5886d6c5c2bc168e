import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Observation } from '../../../monitoring/observation.ts';
import { type Column, ColumnReader, readerOf, toColumns, type Values } from './columns.ts';
import { plainObservation, RowObservation, readersOf } from './rows.ts';

/** An observation, the number of the journal entry it was decided by, and what that decision found. */
export interface Numbered {
  readonly entry: number;
  readonly observation: Observation;
  /** Null where nothing was decided: a hold that was rejected. */
  readonly decided: Decided | null;
}

/** What a decision recorded. */
export interface Decided {
  /** The version of the rule-set that decided. */
  readonly ruleSet: string;
  /** Scenarios that fired. */
  readonly scenarios: readonly string[];
}

/** What a segment says of itself in the clear; nothing of a person. */
export interface SegmentHeader {
  readonly format: 2;
  /** Of the code that makes observations: another maker's segments are made again. */
  readonly maker: string;
  /** Entries of decisions with after < number ≤ last. */
  readonly after: number;
  readonly last: number;
  readonly count: number;
  /** Versions of the rule-sets that decided in it. */
  readonly versions: readonly string[];
  /** Least and greatest event time, ms. */
  readonly from: number;
  readonly to: number;
  /** Leaf hash of entry `last`, hex: ties the segment to this journal. */
  readonly leaf: string;
  /** The journal's last entry when it was made: later erasures are not in it. */
  readonly known: number;
}

const MAGIC = Buffer.from('ATOB2\n');
const NONCE = 12;
const TAG = 16;
const ENTRY = '#entry';
const VERSION = '#version';
const FIRED = '#fired';
const NOTHING: readonly string[] = [];

/** The versions among records, each once. */
export const versionsOf = (records: readonly Numbered[]): string[] => [
  ...new Set(records.flatMap(({ decided }) => decided?.ruleSet ?? [])),
];

/** Columns, each value once, compressed and sealed. */
export function writeSegment(header: SegmentHeader, records: readonly Numbered[], key: Buffer): Buffer {
  const rows = records.map(({ entry, observation, decided }) => ({
    ...observation,
    [ENTRY]: entry,
    [VERSION]: decided?.ruleSet ?? null,
    [FIRED]: decided === null || decided.scenarios.length === 0 ? null : decided.scenarios,
  }));
  const parts: Buffer[] = [];
  const columns = toColumns(rows, Object.keys(rows[0] ?? {}), parts);
  const tables = Buffer.from(JSON.stringify(columns));
  const body = Buffer.concat([lengthOf(tables, 8), tables, Buffer.alloc(-tables.length & 7), ...parts]);
  const head = Buffer.from(JSON.stringify(header));
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(head);
  const packed = zstdCompressSync(body, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  const sealed = Buffer.concat([cipher.update(packed), cipher.final()]);
  return Buffer.concat([MAGIC, lengthOf(head, 4), head, nonce, sealed, cipher.getAuthTag()]);
}

function lengthOf(bytes: Buffer, width: number): Buffer {
  const length = Buffer.alloc(width);
  length.writeUInt32LE(bytes.length);
  return length;
}

/** The header of a segment, or null when these bytes are no segment. */
export function headerOf(bytes: Buffer): SegmentHeader | null {
  if (!bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  try {
    const length = bytes.readUInt32LE(MAGIC.length);
    const start = MAGIC.length + 4;
    return JSON.parse(bytes.toString('utf8', start, start + length)) as SegmentHeader;
  } catch {
    return null;
  }
}

/** A segment's columns, opened. Throws when the key is another or a bit was changed. */
export class OpenSegment {
  readonly header: SegmentHeader;
  readonly #columns: Map<string, Values>;

  constructor(bytes: Buffer, key: Buffer) {
    const header = headerOf(bytes);
    if (header === null) throw new Error('not a segment of observations');
    this.header = header;
    const start = MAGIC.length + 4;
    const end = start + bytes.readUInt32LE(MAGIC.length);
    const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(end, end + NONCE))
      .setAAD(bytes.subarray(start, end))
      .setAuthTag(bytes.subarray(-TAG));
    const packed = Buffer.concat([decipher.update(bytes.subarray(end + NONCE, -TAG)), decipher.final()]);
    this.#columns = this.#read(zstdDecompressSync(packed));
  }

  #read(body: Buffer): Map<string, Values> {
    const length = body.readUInt32LE(0);
    const columns = JSON.parse(body.toString('utf8', 8, 8 + length)) as Column[];
    const at = 8 + length + (-length & 7);
    const { buffer, byteOffset } = body;
    const reader =
      buffer instanceof ArrayBuffer && byteOffset % 8 === 0
        ? new ColumnReader(buffer, byteOffset + at)
        : new ColumnReader(new Uint8Array(body).buffer, at);
    return reader.read(columns, this.header.count);
  }

  /** Whether a customer acted in it. */
  has(customer: string): boolean {
    const column = this.#columns.get('customer');
    if (column === undefined || !('table' in column)) return false;
    return (column.table() as readonly Observation['customer'][]).some(({ id }) => id === customer);
  }

  /** In the order of the journal, as plain data. Parts that are equal are one object: do not change them. */
  *records(): Generator<Numbered> {
    const of = readersOf(this.#columns);
    const { entry, decided } = this.#others();
    for (let i = 0; i < this.header.count; i += 1)
      yield { entry: entry(i), observation: plainObservation(of, i), decided: decided(i) };
  }

  /** The same, read as far as it is asked for; to be looked at before the next one and not kept. */
  *glances(): Generator<Numbered> {
    const of = readersOf(this.#columns);
    const { entry, decided } = this.#others();
    for (let i = 0; i < this.header.count; i += 1)
      yield { entry: entry(i), observation: new RowObservation(of, i), decided: decided(i) };
  }

  #others() {
    const entry = readerOf(this.#columns.get(ENTRY)) as (row: number) => number;
    const version = readerOf(this.#columns.get(VERSION)) as (row: number) => string | null;
    const fired = readerOf(this.#columns.get(FIRED)) as (row: number) => readonly string[] | null;
    let silent: Decided = { ruleSet: '', scenarios: NOTHING };
    return {
      entry,
      decided: (row: number): Decided | null => {
        const ruleSet = version(row);
        if (ruleSet === null) return null;
        const scenarios = fired(row);
        if (scenarios !== null) return { ruleSet, scenarios };
        if (silent.ruleSet !== ruleSet) silent = { ruleSet, scenarios: NOTHING };
        return silent;
      },
    };
  }
}
