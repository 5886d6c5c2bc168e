import type { Findings } from '../findings.ts';
import { type Cell, type TablePlan, UNREADABLE } from './plan.ts';
import { type FoundRow, keyText } from './rows.ts';

/** A row as the entries say it should be. */
export interface ExpectedRow {
  readonly cells: readonly Cell[];
  /** The entry that wrote it last. */
  readonly entry: string;
}

export interface Tally {
  /** Rows that were held against the entries. */
  rows: number;
  /** Values that were left out because they are inside a closed box or follow an unknown default. */
  unreadable: number;
  /** Rows left out because the entry behind them is itself at fault. */
  left: number;
}

const LONGEST = 60;
const shown = (value: Cell): string => {
  if (value === null) return 'nothing';
  if (value === undefined || value === UNREADABLE) return 'what cannot stand there';
  return JSON.stringify(value.length > LONGEST ? `${value.slice(0, LONGEST)}…` : value);
};

/** Says where a row differs from what the entries say. */
export function compareRow(
  table: TablePlan,
  expected: ExpectedRow,
  found: FoundRow,
  findings: Findings,
  tally: Tally,
): void {
  tally.rows += 1;
  const where = { table: table.name, key: keyText(table, (at) => expected.cells[at]), entry: expected.entry };
  table.columns.forEach((column, at) => {
    const wanted = expected.cells[at];
    const value = found.cells[at] ?? null;
    if (wanted === UNREADABLE) tally.unreadable += 1;
    else if (wanted !== value) {
      const what = column.personal
        ? 'is not what the entries say'
        : `is ${shown(value)}, the entries say ${shown(wanted)}`;
      findings.add('state_differs', `${table.name} ${where.key}: ${column.name} ${what}`, {
        ...where,
        column: column.name,
      });
    }
  });
  if (found.entry !== expected.entry) {
    const message = `${table.name} ${where.key}: its entry is ${found.entry ?? 'nothing'}, not ${expected.entry}`;
    findings.add('state_differs', message, { ...where, column: 'entry' });
  }
}

export function reportMissing(table: TablePlan, expected: ExpectedRow, findings: Findings): void {
  const key = keyText(table, (at) => expected.cells[at]);
  const message = `${table.name} ${key}: the row of entry ${expected.entry} is missing`;
  findings.add('state_differs', message, { table: table.name, key, entry: expected.entry });
}

export function reportAdded(table: TablePlan, found: FoundRow, findings: Findings): void {
  const key = keyText(table, (at) => found.cells[at] ?? null);
  const message = `${table.name} ${key}: no entry says that this row is there`;
  const entry = found.entry === null ? {} : { entry: found.entry };
  findings.add('state_differs', message, { table: table.name, key, ...entry });
}
