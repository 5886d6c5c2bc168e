import { Failure } from '../../../kernel/failure.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import { newId } from '../../../kernel/ids.ts';
import type { Scope } from '../../../platform/database.ts';
import { type Database, DEPLOYMENT, one, type Tx, write } from '../../../platform/database.ts';
import type { Journal } from '../../../platform/journal.ts';
import { withDeployment } from '../../access/permissions.ts';
import type { ScenarioFile } from '../rules/source.ts';
import { type CheckedFiles, contentOf } from './check-files.ts';
import { type WrittenValue, withParameter } from './edit-parameter.ts';
import { type Contents, type DraftedData, ruleSetDrafted, scenarioPut, scenarioRemoved } from './events.ts';
import { lifeOf, ruleSetOf, type StoredFile, storedFiles } from './queries.ts';
import { nextRuleSetState } from './rule-set-life.ts';

export interface DraftPorts {
  readonly db: Database;
  readonly journal: Journal;
  /** Reads, type-checks and runs the examples of scenario files, away from the thread that decides. */
  readonly check: (files: readonly ScenarioFile[]) => Promise<CheckedFiles>;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

const hashed = (file: string, text: string): StoredFile => ({ file, text, sha256: sha256Hex(text) });

/** What files amount to, by what the checker says. */
async function contentsOf(ports: DraftPorts, files: readonly StoredFile[]): Promise<Contents> {
  const checked = await ports.check(files.map(({ file, text }) => ({ path: file, text })));
  return {
    content: contentOf(files),
    version: checked.version,
    scenarios: files.length,
    problems: checked.problems.length,
  };
}

async function newTexts(tx: Tx, files: readonly StoredFile[]) {
  const known = await one<{ known: string[] | null }>(
    tx,
    'select array_agg(sha256) as known from monitoring.scenario_text where sha256 = any ($1)',
    [files.map(({ sha256 }) => sha256)],
  );
  const there = new Set(known?.known ?? []);
  const fresh = new Map(files.filter(({ sha256 }) => !there.has(sha256)).map((one) => [one.sha256, one]));
  return [...fresh.values()].map(({ sha256, text }) => ({ sha256, text }));
}

export interface NewRuleSet extends Pick<DraftedData, 'origin' | 'note' | 'parent' | 'shipped'> {
  readonly actor: string;
  readonly files: readonly StoredFile[];
  readonly contents: Contents;
}

/** Records a draft; numbers are given one at a time. */
export async function recordDraft(tx: Tx, journal: Journal, made: NewRuleSet): Promise<string> {
  await tx.query("select pg_advisory_xact_lock(hashtext('monitoring.rule_set'))");
  const last = await one<{ number: number | null }>(
    tx,
    'select max(number) as number from monitoring.rule_set',
  );
  const id = newId('rul');
  const { actor, files, contents, ...rest } = made;
  await journal.record(tx, ruleSetDrafted, {
    entity: DEPLOYMENT,
    actor,
    subject: id,
    data: {
      number: (last?.number ?? 0) + 1,
      state: 'draft',
      ...rest,
      ...contents,
      files: files.map(({ file, sha256 }) => ({ file, sha256 })),
      texts: await newTexts(tx, files),
    },
  });
  return id;
}

/** A draft with the scenarios of another version; gives its id. Failure: rule_sets.unknown. */
export const createDraft = (
  ports: DraftPorts,
  call: CallOfStaff,
  given: { readonly from: string; readonly note: string },
): Promise<string> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const parent = await ruleSetOf(tx, given.from);
    const files = await storedFiles(tx, parent.id);
    const { content, version, scenarios, problems } = parent;
    return recordDraft(tx, ports.journal, {
      actor: call.actor,
      origin: 'staff',
      note: given.note,
      parent: parent.id,
      shipped: null,
      files,
      contents: { content, version, scenarios, problems },
    });
  });

/** Locks a draft and gives its scenarios. Failures: rule_sets.unknown, .transition_refused. */
async function editable(tx: Tx, id: string): Promise<{ id: string; files: StoredFile[] }> {
  const stored = await ruleSetOf(tx, id, 'for update');
  nextRuleSetState(lifeOf(stored), 'edit');
  return { id: stored.id, files: await storedFiles(tx, stored.id) };
}

async function recordPut(
  tx: Tx,
  ports: DraftPorts,
  actor: string,
  draft: { readonly id: string; readonly files: readonly StoredFile[] },
  made: StoredFile,
): Promise<void> {
  const before = draft.files.find(({ file }) => file === made.file);
  if (before?.sha256 === made.sha256) return;
  const files = [...draft.files.filter(({ file }) => file !== made.file), made];
  files.sort((a, b) => (a.file < b.file ? -1 : 1));
  await ports.journal.record(tx, scenarioPut, {
    entity: DEPLOYMENT,
    actor,
    subject: draft.id,
    data: {
      file: made.file,
      sha256: made.sha256,
      replaced: before?.sha256 ?? null,
      texts: await newTexts(tx, [made]),
      ...(await contentsOf(ports, files)),
    },
  });
}

/** Adds or replaces a scenario; a text with problems is saved with them. Failures: rule_sets.unknown, .transition_refused, .changed_meanwhile. */
export const putScenario = (
  ports: DraftPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly file: string; readonly text: string; readonly replaces?: string | undefined },
): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const draft = await editable(tx, id);
    const there = draft.files.find(({ file }) => file === given.file);
    if (given.replaces !== undefined && given.replaces !== there?.sha256)
      throw new Failure('conflict', 'rule_sets.changed_meanwhile', `${given.file} was changed meanwhile`);
    await recordPut(tx, ports, call.actor, draft, hashed(given.file, given.text));
  });

/** Failures: rule_sets.unknown, .transition_refused, .unknown_scenario, .unknown_parameter. */
export const setParameter = (
  ports: DraftPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly file: string; readonly name: string; readonly value: WrittenValue },
): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const draft = await editable(tx, id);
    const there = fileIn(draft.files, given.file);
    const text = withParameter(there.text, given.name, given.value);
    await recordPut(tx, ports, call.actor, draft, hashed(given.file, text));
  });

/** Failures: rule_sets.unknown, .transition_refused, .unknown_scenario. */
export const removeScenario = (
  ports: DraftPorts,
  call: CallOfStaff,
  id: string,
  file: string,
): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const draft = await editable(tx, id);
    const there = fileIn(draft.files, file);
    await ports.journal.record(tx, scenarioRemoved, {
      entity: DEPLOYMENT,
      actor: call.actor,
      subject: draft.id,
      data: {
        file,
        replaced: there.sha256,
        ...(await contentsOf(
          ports,
          draft.files.filter((one) => one.file !== file),
        )),
      },
    });
  });

/** Failure: rule_sets.unknown_scenario. */
export function fileIn(files: readonly StoredFile[], name: string): StoredFile {
  const found = files.find(({ file }) => file === name);
  if (found === undefined) throw new Failure('missing', 'rule_sets.unknown_scenario', `no file ${name}`);
  return found;
}
