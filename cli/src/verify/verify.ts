import type pg from 'pg';
import { readCheckpoints, type StoredCheckpoint } from './checkpoints.ts';
import { compareLog, type LogComparison } from './checkpoints-log.ts';
import { type Snapshot, withSnapshot } from './database.ts';
import { ENTRY_COLUMNS, readEntry } from './entries.ts';
import { Findings, type Kind, type NumberSet, type Problem } from './findings.ts';
import type { LogKey } from './note.ts';
import { StateCheck } from './state/check.ts';
import { readDeclarations } from './state/declarations.ts';
import { BoxOpener } from './state/personal.ts';
import { planState } from './state/plan.ts';
import { readTree } from './tiles.ts';

export interface VerifyOptions {
  /** The log's key; without it signatures are not checked, and the report says so. */
  readonly key?: LogKey | undefined;
  /** Reads checkpoints.log as it is now; asked before and after the entries are read. */
  readonly readLog?: (() => string) | undefined;
  /** 32 bytes; without it sealed boxes stay closed. */
  readonly kek?: Buffer | undefined;
  /** Whether tables are held against the entries. */
  readonly state: boolean;
  readonly rowsHeld?: number;
  readonly onProgress?: (entries: number, of: number) => void;
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly entries: number;
  readonly leaves: number;
  readonly tiles: number;
  readonly checkpoints: number;
  /** Checkpoints whose root was recomputed and agrees. */
  readonly roots: number;
  readonly log: LogComparison | null;
  readonly unsealed: { readonly entries: number; readonly oldest: string | null };
  readonly state: {
    readonly tables: number;
    readonly rows: number;
    readonly unreadable: number;
    readonly left: number;
    readonly passes: number;
  } | null;
  readonly boxes: { readonly opened: number; readonly closed: number; readonly erased: number };
  readonly not_checked: readonly string[];
  readonly problems: readonly Problem[];
  /** All problems by kind; `problems` lists the first of each. */
  readonly counts: Readonly<Partial<Record<Kind, number>>>;
  readonly seconds: number;
}

const ROWS_HELD = 400_000;

/** Recomputes everything the database says of its journal, in one snapshot. Throws only when it cannot be read. */
export const verifyDatabase = (database: pg.ClientConfig, options: VerifyOptions): Promise<VerifyReport> =>
  withSnapshot(database, (snapshot) => verifySnapshot(snapshot, options));

/** The same in a snapshot that is open already. */
export async function verifySnapshot(snapshot: Snapshot, options: VerifyOptions): Promise<VerifyReport> {
  const started = performance.now();
  const findings = new Findings();
  const before = options.readLog?.();
  const facts = await readFacts(snapshot, options, findings);
  const notChecked = [...facts.notChecked];
  if (options.key === undefined) notChecked.unshift('signatures: the key of the log was not given');
  if (before === undefined) notChecked.unshift('checkpoints.log: it was not given');
  const log =
    before === undefined
      ? null
      : compareLog(before, options.readLog?.() ?? '', facts.checkpoints, options.key, findings);
  return {
    ok: findings.total === 0,
    ...facts.counts,
    checkpoints: facts.checkpoints.length,
    log,
    not_checked: notChecked,
    problems: findings.problems,
    counts: Object.fromEntries(findings.counts),
    seconds: Math.round(performance.now() - started) / 1000,
  };
}

interface Facts {
  readonly counts: Pick<
    VerifyReport,
    'entries' | 'leaves' | 'tiles' | 'roots' | 'unsealed' | 'state' | 'boxes'
  >;
  readonly checkpoints: readonly StoredCheckpoint[];
  readonly notChecked: readonly string[];
}

async function readFacts(snapshot: Snapshot, options: VerifyOptions, findings: Findings): Promise<Facts> {
  const checkpoints = await readCheckpoints(snapshot, options.key, findings);
  const tree = await readTree(snapshot, checkpoints, findings);
  const opener = new BoxOpener(snapshot, options.kek, findings);
  const missing = tree.suspects.size;
  const declarations = await readDeclarations(snapshot, tree.suspects, findings);
  const plan = options.state ? await planState(snapshot, declarations, findings) : undefined;
  const state =
    plan === undefined
      ? undefined
      : new StateCheck({
          snapshot,
          plan,
          opener,
          findings,
          suspects: tree.suspects,
          gaps: () => missing > 0,
          rowsHeld: options.rowsHeld ?? ROWS_HELD,
        });
  const newest = checkpoints.at(-1);
  const { entries, unsealed } = await readEntries(snapshot, options, findings, tree, newest, state);
  await state?.finish();
  for (const [name, entry] of state?.undeclared ?? []) {
    const message = `entries of type ${name} write what no declaration says, first entry ${entry}`;
    findings.add('state_differs', message, { entry });
  }
  return {
    checkpoints,
    notChecked: plan?.notChecked ?? ['state: not asked for'],
    counts: {
      entries,
      leaves: tree.leaves,
      tiles: tree.tiles,
      roots: tree.rootsAgreed,
      unsealed,
      state:
        plan === undefined || state === undefined
          ? null
          : { tables: plan.tables.length, ...state.tally, passes: state.passes },
      boxes: { opened: opener.opened, closed: opener.closed, erased: opener.erased },
    },
  };
}

/** Reads every entry in the order of numbers: its own content, its place in the tree, and what it writes. */
async function readEntries(
  snapshot: Snapshot,
  options: VerifyOptions,
  findings: Findings,
  tree: { readonly inTree: NumberSet; readonly suspects: Set<string> },
  newest: StoredCheckpoint | undefined,
  state: StateCheck | undefined,
): Promise<{ entries: number; unsealed: VerifyReport['unsealed'] }> {
  const [total] = await snapshot.query('select count(*) as n from journal.entry');
  let entries = 0;
  const unsealed = { entries: 0, oldest: null as string | null };
  const sql = `select ${ENTRY_COLUMNS} from journal.entry order by number`;
  for await (const rows of snapshot.portions(sql)) {
    const readable = [];
    for (const row of rows) {
      entries += 1;
      const number = row.number ?? '';
      const { entry, faults } = readEntry(row);
      for (const fault of faults)
        findings.add('content_changed', `entry ${number}: ${fault}`, { entry: number });
      if (faults.length > 0) tree.suspects.add(number);
      if (!tree.inTree.has(BigInt(number))) {
        if (isSealed(BigInt(row.xid ?? 0), BigInt(number), newest)) {
          tree.suspects.add(number);
          findings.add('link_broken', `entry ${number} is not in the tree`, { entry: number });
        } else {
          unsealed.entries += 1;
          unsealed.oldest ??= row.at ?? null;
        }
      }
      if (entry !== undefined) readable.push(entry);
    }
    await state?.take(readable);
    options.onProgress?.(entries, Number(total?.n ?? 0));
  }
  return { entries, unsealed };
}

/** Whether the newest checkpoint's cursor is past the entry, so that it should be a leaf. */
const isSealed = (xid: bigint, number: bigint, newest: StoredCheckpoint | undefined): boolean =>
  newest !== undefined && (xid < newest.lastXid || (xid === newest.lastXid && number <= newest.lastNumber));
