import type { Snapshot } from '../database.ts';
import { ENTRY_COLUMNS, type Entry, readEntry } from '../entries.ts';
import { type Findings, NumberSet } from '../findings.ts';
import type { Tally } from './compare.ts';
import { DECLARATION, typeKey } from './declarations.ts';
import { FoldedTable, spread } from './folded.ts';
import { InsertedTable } from './inserted.ts';
import type { BoxOpener } from './personal.ts';
import type { Plan } from './plan.ts';
import { type Write, writesOf } from './rows.ts';

export interface StateOptions {
  readonly snapshot: Snapshot;
  readonly plan: Plan;
  readonly opener: BoxOpener;
  readonly findings: Findings;
  /** Entries at fault, from the tree and from their own content. */
  readonly suspects: ReadonlySet<string>;
  /** An entry of the tree is gone. */
  readonly gaps: () => boolean;
  /** Rows of changing tables held at once; more are left to another pass over the entries. */
  readonly rowsHeld: number;
}

const WHOLE = 2 ** 32;

/**
 * Folds entries into state and compares. Tables that are only inserted into are compared on the way. Of tables that
 * change, as many rows are folded as memory allows, by the spread of their keys; the rest in further passes.
 */
export class StateCheck {
  readonly tally: Tally = { rows: 0, unreadable: 0, left: 0 };
  /** Entry types without a declaration. */
  readonly undeclared = new Map<string, string>();
  passes = 0;
  readonly #opaque = new NumberSet();
  readonly #options: StateOptions;
  readonly #inserted = new Map<string, InsertedTable>();
  readonly #folded = new Map<string, FoldedTable>();
  /** Keys with a spread in [from, until) belong to this pass. */
  #from = 0;
  #until = WHOLE;

  constructor(options: StateOptions) {
    this.#options = options;
    const { plan, snapshot, findings } = options;
    const excused = (entry: string): boolean =>
      options.suspects.has(entry) || this.#opaque.has(BigInt(entry));
    for (const table of plan.tables) {
      if (table.insertOnly) {
        this.#inserted.set(table.name, new InsertedTable(snapshot, table, findings, this.tally, excused));
      } else {
        const fold = { findings, tally: this.tally, excused, gaps: options.gaps };
        this.#folded.set(table.name, new FoldedTable(table, fold));
      }
    }
  }

  readonly #inRange = (identity: string): boolean => {
    const at = spread(identity);
    return at >= this.#from && at < this.#until;
  };

  /** Entries of a portion, in number order. */
  async take(entries: readonly Entry[]): Promise<void> {
    const { opener, plan } = this.#options;
    await opener.prepare(entries.filter(({ type, schema }) => this.#reads(typeKey(type, schema))));
    for (const entry of entries) {
      const name = typeKey(entry.type, entry.schema);
      if (!plan.bindings.has(name)) {
        const known = entry.type === DECLARATION || this.#options.suspects.has(entry.number);
        if (!known && !this.undeclared.has(name)) this.undeclared.set(name, entry.number);
        continue;
      }
      await this.#takeEntry(entry, name, true);
    }
  }

  #reads(name: string): boolean {
    return this.#options.plan.bindings.get(name)?.some(({ personal }) => personal) === true;
  }

  async #takeEntry(entry: Entry, name: string, first: boolean): Promise<void> {
    const { opener, plan, suspects } = this.#options;
    const personal = this.#reads(name) ? opener.open(entry) : undefined;
    const inserts = new Map<string, Write[]>();
    const tainted = suspects.has(entry.number);
    for (const binding of plan.bindings.get(name) ?? []) {
      const folded = this.#folded.get(binding.table.name);
      if (folded === undefined && !first) continue;
      const { writes, opaque } = writesOf(binding, entry, personal);
      if (opaque) this.#opaque.add(BigInt(entry.number));
      if (folded === undefined) {
        inserts.set(binding.table.name, [...(inserts.get(binding.table.name) ?? []), ...writes]);
      } else for (const write of writes) folded.take(entry.number, write, tainted, this.#inRange);
    }
    for (const [table, writes] of inserts) await this.#inserted.get(table)?.take(entry.number, writes);
    this.#narrow();
  }

  /** Gives half of the keys to a later pass when too many rows are held. */
  #narrow(): void {
    const held = [...this.#folded.values()].reduce((sum, { size }) => sum + size, 0);
    if (held <= this.#options.rowsHeld || this.#until - this.#from < 2) return;
    this.#until = this.#from + Math.ceil((this.#until - this.#from) / 2);
    for (const table of this.#folded.values()) table.keepOnly(this.#inRange);
  }

  /** After the last entry: compares what is left, and reads the entries again for the keys that did not fit. */
  async finish(): Promise<void> {
    const { snapshot } = this.#options;
    for (const table of this.#inserted.values()) await table.finish();
    for (;;) {
      this.passes += 1;
      for (const table of this.#folded.values()) await table.finish(snapshot, this.#inRange);
      if (this.#until === WHOLE) return;
      this.#from = this.#until;
      this.#until = WHOLE;
      await this.#passAgain();
    }
  }

  async #passAgain(): Promise<void> {
    const { snapshot, opener, plan } = this.#options;
    const changing = [...plan.bindings].filter(([, bindings]) =>
      bindings.some(({ table }) => !table.insertOnly),
    );
    const types = [...new Set(changing.map(([name]) => name.slice(0, name.lastIndexOf('/'))))];
    const sql = `select ${ENTRY_COLUMNS} from journal.entry where type = any ($1::text[]) order by number`;
    for await (const rows of snapshot.portions(sql, [types])) {
      const entries = rows.map((row) => readEntry(row).entry).filter((entry) => entry !== undefined);
      await opener.prepare(entries.filter(({ type, schema }) => this.#reads(typeKey(type, schema))));
      for (const entry of entries) {
        const name = typeKey(entry.type, entry.schema);
        if (plan.bindings.has(name)) await this.#takeEntry(entry, name, false);
      }
    }
  }
}
