import { quoted, type Snapshot, type TextRow } from '../database.ts';
import type { Findings } from '../findings.ts';
import { compareRow, type ExpectedRow, reportAdded, reportMissing, type Tally } from './compare.ts';
import type { TablePlan } from './plan.ts';
import { type FoundRow, foundRow, identityOf, type Write } from './rows.ts';

/** Entries whose rows are not held against them: at fault themselves, or opaque. */
export type IsExcused = (entry: string) => boolean;

/**
 * A table that is only inserted into, read in the order of entries beside the entries themselves: nothing is held but
 * the rows of one entry.
 */
export class InsertedTable {
  readonly table: TablePlan;
  readonly #rows: AsyncGenerator<TextRow>;
  readonly #findings: Findings;
  readonly #tally: Tally;
  readonly #excused: IsExcused;
  #next: FoundRow | undefined;
  #started = false;

  constructor(snapshot: Snapshot, table: TablePlan, findings: Findings, tally: Tally, excused: IsExcused) {
    this.table = table;
    this.#rows = snapshot.stream(`${table.select} order by ${quoted(table.name)}.entry`);
    this.#findings = findings;
    this.#tally = tally;
    this.#excused = excused;
  }

  async #advance(): Promise<void> {
    this.#started = true;
    const step = await this.#rows.next();
    this.#next = step.done === true ? undefined : foundRow(this.table, step.value);
  }

  /** Rows of entries before this one that nobody claimed. */
  async #passUntil(entry: bigint | undefined): Promise<void> {
    if (!this.#started) await this.#advance();
    while (this.#next !== undefined) {
      const at = this.#next.entry;
      if (entry !== undefined && (at === null || BigInt(at) >= entry)) return;
      if (at !== null && this.#excused(at)) this.#tally.left += 1;
      else reportAdded(this.table, this.#next, this.#findings);
      await this.#advance();
    }
  }

  /** Holds the rows of an entry against what it writes. Entries come in the order of their numbers. */
  async take(entry: string, writes: readonly Write[]): Promise<void> {
    if (this.#excused(entry)) return;
    await this.#passUntil(BigInt(entry));
    const found = new Map<string, FoundRow>();
    while (this.#next !== undefined && this.#next.entry === entry) {
      const { cells } = this.#next;
      found.set(
        identityOf(this.table, (at) => cells[at] ?? null),
        this.#next,
      );
      await this.#advance();
    }
    for (const { key, set } of writes) {
      const expected: ExpectedRow = {
        entry,
        cells: this.table.columns.map((column, at) => {
          if (set.has(at)) return set.get(at);
          return key.has(at) ? key.get(at) : column.initial;
        }),
      };
      const identity = identityOf(this.table, (at) => expected.cells[at]);
      const row = found.get(identity);
      found.delete(identity);
      if (row === undefined) reportMissing(this.table, expected, this.#findings);
      else compareRow(this.table, expected, row, this.#findings, this.#tally);
    }
    for (const row of found.values()) reportAdded(this.table, row, this.#findings);
  }

  finish(): Promise<void> {
    return this.#passUntil(undefined);
  }
}
