import type { Snapshot } from '../database.ts';
import type { Findings } from '../findings.ts';
import { compareRow, reportAdded, reportMissing, type Tally } from './compare.ts';
import type { IsExcused } from './inserted.ts';
import { type Cell, type TablePlan, UNREADABLE } from './plan.ts';
import { foundRow, identityOf, keyText, type Write } from './rows.ts';

interface FoldedRow {
  cells: Cell[];
  entry: string;
  /** An entry at fault wrote it: it is not compared. */
  tainted: boolean;
}

/** 32-bit FNV-1a: spreads keys over the ranges that passes take. */
export function spread(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}

export interface FoldOptions {
  readonly findings: Findings;
  readonly tally: Tally;
  readonly excused: IsExcused;
  /** An entry is missing: a row that an update does not find may have been its. */
  readonly gaps: () => boolean;
}

/** The rows of one table that changes, folded from entries in number order, for keys whose spread is in a range. */
export class FoldedTable {
  readonly table: TablePlan;
  readonly #rows = new Map<string, FoldedRow>();
  /** For keys that name fewer columns than tell rows apart: columns → their values → rows. */
  readonly #indexes = new Map<string, Map<string, Set<string>>>();
  readonly #options: FoldOptions;

  constructor(table: TablePlan, options: FoldOptions) {
    this.table = table;
    this.#options = options;
  }

  get size(): number {
    return this.#rows.size;
  }

  /** Writes what the entry says, where the row's key is in range. */
  take(
    entry: string,
    { binding, key, set }: Write,
    tainted: boolean,
    inRange: (identity: string) => boolean,
  ): void {
    const cell = (at: number): Cell => (set.has(at) ? set.get(at) : key.get(at));
    const whole = this.table.identity.every((at) => key.has(at)) && key.size === this.table.identity.length;
    if (binding.op === 'insert' || binding.op === 'upsert') {
      const identity = identityOf(this.table, cell);
      if (inRange(identity)) this.#put(entry, identity, binding.op, key, set, tainted);
      return;
    }
    const identity = whole ? identityOf(this.table, (at) => key.get(at)) : undefined;
    if (identity !== undefined && !inRange(identity)) return;
    const found = identity === undefined ? this.#matching(key) : this.#rows.has(identity) ? [identity] : [];
    if (found.length === 0 && whole && binding.op === 'update' && binding.each === undefined) {
      this.#reportAbsent(entry, key, tainted);
    }
    for (const name of found) {
      const row = this.#rows.get(name);
      if (row === undefined) continue;
      this.#unindex(name, row);
      if (binding.op === 'delete') this.#rows.delete(name);
      else {
        for (const [at, value] of set) row.cells[at] = value;
        row.entry = entry;
        row.tainted ||= tainted;
        this.#index(name, row);
      }
    }
  }

  #put(
    entry: string,
    identity: string,
    op: 'insert' | 'upsert',
    key: ReadonlyMap<number, Cell>,
    set: ReadonlyMap<number, Cell>,
    tainted: boolean,
  ): void {
    const before = this.#rows.get(identity);
    if (before !== undefined && op === 'insert' && !tainted) {
      const text = keyText(this.table, (at) => before.cells[at]);
      const message = `${this.table.name} ${text}: entry ${entry} inserts a row that entry ${before.entry} left there`;
      this.#options.findings.add('state_differs', message, { table: this.table.name, key: text, entry });
    }
    if (before !== undefined) this.#unindex(identity, before);
    const cells = before?.cells ?? this.table.columns.map(({ initial }) => initial);
    for (const [at, value] of [...key, ...set]) cells[at] = value;
    const row = { cells, entry, tainted: tainted || before?.tainted === true };
    this.#rows.set(identity, row);
    this.#index(identity, row);
  }

  #reportAbsent(entry: string, key: ReadonlyMap<number, Cell>, tainted: boolean): void {
    if (tainted || this.#options.gaps()) return;
    const text = keyText(this.table, (at) => key.get(at));
    const message = `${this.table.name} ${text}: entry ${entry} updates a row that no entry made`;
    this.#options.findings.add('state_differs', message, { table: this.table.name, key: text, entry });
  }

  #matching(key: ReadonlyMap<number, Cell>): string[] {
    const columns = [...key.keys()].sort((a, b) => a - b);
    const name = columns.join();
    let index = this.#indexes.get(name);
    if (index === undefined) {
      index = new Map();
      this.#indexes.set(name, index);
      for (const [identity, row] of this.#rows) this.#index(identity, row);
    }
    return [...(index.get(valuesAt(columns, (at) => key.get(at))) ?? [])];
  }

  #index(identity: string, row: FoldedRow): void {
    for (const [name, index] of this.#indexes) {
      const value = valuesAt(name.split(',').map(Number), (at) => row.cells[at]);
      const rows = index.get(value) ?? new Set();
      index.set(value, rows.add(identity));
    }
  }

  #unindex(identity: string, row: FoldedRow): void {
    for (const [name, index] of this.#indexes) {
      index.get(valuesAt(name.split(',').map(Number), (at) => row.cells[at]))?.delete(identity);
    }
  }

  /** Forgets the rows that a narrower range leaves to a later pass. */
  keepOnly(inRange: (identity: string) => boolean): void {
    for (const [identity, row] of this.#rows) {
      if (inRange(identity)) continue;
      this.#unindex(identity, row);
      this.#rows.delete(identity);
    }
  }

  /** Holds the table against the fold. */
  async finish(snapshot: Snapshot, inRange: (identity: string) => boolean): Promise<void> {
    const { findings, tally, excused } = this.#options;
    for await (const row of snapshot.stream(this.table.select)) {
      const found = foundRow(this.table, row);
      const identity = identityOf(this.table, (at) => found.cells[at] ?? null);
      if (!inRange(identity)) continue;
      const expected = this.#rows.get(identity);
      this.#rows.delete(identity);
      if (expected?.tainted === true || (found.entry !== null && excused(found.entry))) tally.left += 1;
      else if (expected === undefined) reportAdded(this.table, found, findings);
      else compareRow(this.table, expected, found, findings, tally);
    }
    for (const row of this.#rows.values()) if (!row.tainted) reportMissing(this.table, row, findings);
    this.#rows.clear();
  }
}

const valuesAt = (columns: readonly number[], cell: (at: number) => Cell): string =>
  JSON.stringify(
    columns.map((at) => {
      const value = cell(at);
      return value === UNREADABLE ? null : value;
    }),
  );
