import {
  RULE_SET_STEPS,
  type RuleSetRow,
  type RuleSetView,
  type ScenarioProblem,
} from '@atalaya/contract/rule-sets.ts';
import { Failure } from '../../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { one, rows, type Tx } from '../../../platform/database.ts';
import type { EntryBody } from '../../../platform/journal.ts';
import type { ScenarioFile } from '../rules/source.ts';
import type { CheckedFiles } from './check-files.ts';
import { actionsOf, type Life, type RuleSetState } from './rule-set-life.ts';

/** A version as stored. */
export interface StoredRuleSet {
  readonly id: string;
  readonly number: number;
  readonly state: RuleSetState;
  readonly origin: RuleSetRow['origin'];
  readonly note: string;
  readonly author: string;
  readonly created_at: Instant;
  readonly parent: string | null;
  readonly content: string;
  readonly version: string | null;
  readonly scenarios: number;
  readonly problems: number;
  readonly shipped: Readonly<Record<string, string>> | null;
  readonly submitted_at: Instant | null;
  readonly submitted_by: string | null;
  readonly checked_at: Instant | null;
  readonly checked_by: string | null;
  readonly shadow_since: Instant | null;
  readonly live_since: Instant | null;
  readonly live_until: Instant | null;
  readonly live_by: string | null;
  readonly retired_at: Instant | null;
}

const COLUMNS = `id, number, state, origin, note, author, created_at, parent, content, version, scenarios, problems, shipped,
  submitted_at, submitted_by, checked_at, checked_by, shadow_since, live_since, live_until, live_by, retired_at`;

export type ActorNames = (tx: Tx, actors: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** By id, or `live`. Failure: rule_sets.unknown. */
export async function ruleSetOf(tx: Tx, id: string, lock = ''): Promise<StoredRuleSet> {
  const found = await one<StoredRuleSet>(
    tx,
    `select ${COLUMNS} from monitoring.rule_set where id = $1 or ($1 = 'live' and state = 'live') ${lock}`,
    [id],
  );
  if (found === undefined) throw new Failure('missing', 'rule_sets.unknown', `no rule-set ${id}`);
  return found;
}

/** The one in a state of which there is at most one, or none. */
export const ruleSetIn = (tx: Tx, state: 'live' | 'shadow'): Promise<StoredRuleSet | undefined> =>
  one<StoredRuleSet>(tx, `select ${COLUMNS} from monitoring.rule_set where state = $1`, [state]);

/** Newest first. */
export const allRuleSets = (tx: Tx): Promise<StoredRuleSet[]> =>
  rows<StoredRuleSet>(tx, `select ${COLUMNS} from monitoring.rule_set order by number desc`);

export interface StoredFile {
  readonly file: string;
  readonly sha256: string;
  readonly text: string;
}

/** The scenarios of a version in order of file name. */
export const storedFiles = (tx: Tx, id: string): Promise<StoredFile[]> =>
  rows<StoredFile>(
    tx,
    `select s.file, s.sha256, t.text from monitoring.rule_set_scenario s
     join monitoring.scenario_text t on t.sha256 = s.sha256 where s.rule_set = $1 order by s.file collate "C"`,
    [id],
  );

export const scenarioFilesOf = (stored: readonly StoredFile[]): ScenarioFile[] =>
  stored.map(({ file, text }) => ({ path: file, text }));

/** The scenario files behind a version that decisions carry; undefined when no stored set has it. */
export async function filesOfVersion(tx: Tx, version: string): Promise<ScenarioFile[] | undefined> {
  const found = await one<{ id: string }>(
    tx,
    'select id from monitoring.rule_set where version = $1 order by number limit 1',
    [version],
  );
  return found === undefined ? undefined : scenarioFilesOf(await storedFiles(tx, found.id));
}

export const lifeOf = (stored: StoredRuleSet): Life => ({
  state: stored.state,
  submitted: stored.submitted_at !== null,
  problems: stored.problems,
  proven: stored.live_since !== null,
});

const at = <K extends string>(name: K, value: Instant | null): { [name in K]?: string } =>
  (value === null ? {} : { [name]: formatInstant(value) }) as { [name in K]?: string };

const named = <K extends string>(
  name: K,
  actor: string | null,
  names: ReadonlyMap<string, string>,
): { [name in K]?: string } => {
  const known = actor === null ? undefined : names.get(actor);
  return (actor === null
    ? {}
    : { [name]: actor, ...(known === undefined ? {} : { [`${name}_name`]: known }) }) as unknown as {
    [name in K]?: string;
  };
};

function presentRow(row: StoredRuleSet, names: ReadonlyMap<string, string>): RuleSetRow {
  const author = names.get(row.author);
  return {
    id: row.id,
    number: row.number,
    state: row.state,
    origin: row.origin,
    note: row.note,
    author: row.author,
    ...(author === undefined ? {} : { author_name: author }),
    created_at: formatInstant(row.created_at),
    ...(row.parent === null ? {} : { parent: row.parent }),
    content: row.content,
    ...(row.version === null ? {} : { version: row.version }),
    scenarios: row.scenarios,
    problems: row.problems,
    ...at('submitted_at', row.submitted_at),
    ...named('checked_by', row.checked_by, names),
    ...at('checked_at', row.checked_at),
    ...at('shadow_since', row.shadow_since),
    ...at('live_since', row.live_since),
    ...at('live_until', row.live_until),
    ...named('live_by', row.live_by, names),
    ...at('retired_at', row.retired_at),
  };
}

const actorsOf = (found: readonly StoredRuleSet[]): string[] => [
  ...new Set(
    found.flatMap((row) => [row.author, row.checked_by, row.live_by].filter((actor) => actor !== null)),
  ),
];

export async function ruleSetRows(tx: Tx, actorNames: ActorNames): Promise<RuleSetRow[]> {
  const found = await allRuleSets(tx);
  const names = await actorNames(tx, actorsOf(found));
  return found.map((row) => presentRow(row, names));
}

interface HistoryRow {
  readonly number: number;
  readonly step: RuleSetView['history'][number]['action'];
  readonly actor: string;
  readonly at: Instant;
  readonly bytes: Buffer;
}

async function historyOf(tx: Tx, id: string, actorNames: ActorNames): Promise<RuleSetView['history']> {
  const found = await rows<HistoryRow>(
    tx,
    `select number, substring(type from 12) as step, actor, at, bytes from journal.entry
     where subject = $1 and type = any($2) order by number desc limit 200`,
    [id, RULE_SET_STEPS.map((step) => `monitoring.${step}`)],
  );
  const names = await actorNames(tx, [...new Set(found.map((row) => row.actor))]);
  return found.map((row) => {
    const data = (JSON.parse(row.bytes.toString('utf8')) as EntryBody).data as {
      file?: string;
      reason?: string;
      note?: string;
    };
    const name = names.get(row.actor);
    const reason = data.reason ?? data.note;
    return {
      at: formatInstant(row.at),
      action: row.step,
      actor: row.actor,
      ...(name === undefined ? {} : { actor_name: name }),
      ...(data.file === undefined ? {} : { file: data.file }),
      ...(reason === undefined ? {} : { reason }),
      journal: row.number,
    };
  });
}

/** What the checker said, and the scenarios of the parent to compare with. */
export interface ViewParts {
  readonly stored: StoredRuleSet;
  readonly files: readonly StoredFile[];
  readonly before: ReadonlyMap<string, string>;
  readonly row: RuleSetRow;
  readonly history: RuleSetView['history'];
}

export async function viewParts(tx: Tx, id: string, actorNames: ActorNames): Promise<ViewParts> {
  const stored = await ruleSetOf(tx, id);
  const before =
    stored.parent === null
      ? new Map<string, string>()
      : new Map((await storedFiles(tx, stored.parent)).map(({ file, sha256 }) => [file, sha256]));
  return {
    stored,
    files: await storedFiles(tx, stored.id),
    before,
    row: presentRow(stored, await actorNames(tx, actorsOf([stored]))),
    history: await historyOf(tx, stored.id, actorNames),
  };
}

export function presentView(parts: ViewParts, checked: CheckedFiles): RuleSetView {
  const { files, before, stored } = parts;
  const scenarios = new Map(checked.scenarios.map((one) => [one.file, one]));
  const count = (file: string): number => checked.problems.filter((one) => one.file === file).length;
  return {
    ...parts.row,
    can: actionsOf(lifeOf(stored)),
    items: files.map(({ file, sha256 }) => {
      const scenario = scenarios.get(file);
      const was = before.get(file);
      return {
        file,
        sha256,
        ...(scenario === undefined
          ? {}
          : { id: scenario.id, number: scenario.number, title: scenario.title }),
        change: stored.parent === null || was === sha256 ? 'same' : was === undefined ? 'added' : 'changed',
        problems: count(file),
      } as const;
    }),
    removed: [...before.keys()].filter((file) => !files.some((one) => one.file === file)),
    problem_list: checked.problems.map((one): ScenarioProblem => ({ ...one })),
    history: parts.history,
  };
}
