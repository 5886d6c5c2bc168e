import { sha256Hex } from '../../../kernel/hash.ts';
import { asSystem, type Database, DEPLOYMENT, type Tx } from '../../../platform/database.ts';
import type { Journal } from '../../../platform/journal.ts';
import type { RuleSet } from '../rule-set.ts';
import type { ScenarioFile } from '../rules/source.ts';
import { type CheckedFiles, contentOf } from './check-files.ts';
import { recordDraft } from './drafts.ts';
import { versionChanged, wentLive } from './events.ts';
import {
  allRuleSets,
  ruleSetIn,
  type StoredFile,
  type StoredRuleSet,
  scenarioFilesOf,
  storedFiles,
} from './queries.ts';

/** The scenarios that came with the product, and what becomes of them: the first live set, later a draft to adopt. */
export interface ShippedPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly compile: (files: readonly ScenarioFile[]) => RuleSet;
  readonly check: (files: readonly ScenarioFile[]) => Promise<CheckedFiles>;
}

const ACTOR = 'system:start';

const storedOf = (files: readonly ScenarioFile[]): StoredFile[] =>
  files.map(({ path, text }) => ({ file: path, text, sha256: sha256Hex(text) }));

const namesOf = (files: readonly StoredFile[]): Record<string, string> =>
  Object.fromEntries(files.map(({ file, sha256 }) => [file, sha256]));

/**
 * The rule-set that decides: the stored live one, or on the first start the shipped one, which becomes it. Failure:
 * scenarios.invalid when its texts cannot be read by this engine.
 */
export async function liveRuleSet(
  ports: ShippedPorts,
  shipped: readonly ScenarioFile[],
): Promise<{ readonly id: string; readonly ruleSet: RuleSet }> {
  const live = await asSystem(ports.db, async (tx) => {
    const stored = await ruleSetIn(tx, 'live');
    return stored === undefined ? undefined : { stored, files: await storedFiles(tx, stored.id) };
  });
  if (live === undefined) return firstLive(ports, shipped);
  const ruleSet = ports.compile(scenarioFilesOf(live.files));
  if (ruleSet.version !== live.stored.version)
    await asSystem(ports.db, (tx) =>
      ports.journal.record(tx, versionChanged, {
        entity: DEPLOYMENT,
        actor: ACTOR,
        subject: live.stored.id,
        data: { version: ruleSet.version, before: live.stored.version },
      }),
    );
  return { id: live.stored.id, ruleSet };
}

async function firstLive(ports: ShippedPorts, shipped: readonly ScenarioFile[]) {
  const ruleSet = ports.compile(shipped);
  const files = storedOf(shipped);
  const id = await asSystem(ports.db, async (tx) => {
    const made = await recordDraft(tx, ports.journal, {
      actor: ACTOR,
      origin: 'shipped',
      note: 'The scenarios that came with the product',
      parent: null,
      shipped: namesOf(files),
      files,
      contents: {
        content: contentOf(files),
        version: ruleSet.version,
        scenarios: files.length,
        problems: 0,
      },
    });
    await ports.journal.record(tx, wentLive, {
      entity: DEPLOYMENT,
      actor: ACTOR,
      subject: made,
      data: {
        state: 'live',
        version: ruleSet.version,
        replaced: [],
        backtest: null,
        reason: 'The first start',
      },
    });
    return made;
  });
  return { id, ruleSet };
}

/**
 * Shipped scenarios that are not those of any version before become a draft: what the shipped set changed since the last
 * one, put on top of live. A file that both changed stays as live has it, and the note names it.
 */
export async function offerShipped(
  ports: ShippedPorts,
  shipped: readonly ScenarioFile[],
): Promise<string | null> {
  const files = storedOf(shipped);
  const known = await asSystem(ports.db, allRuleSets);
  const wanted = contentOf(files);
  const before = known.find((one) => one.shipped !== null);
  if (before?.shipped === null || before === undefined || contentOf(filesOf(before.shipped)) === wanted)
    return null;
  const { shipped: base } = before;
  const merged = await asSystem(ports.db, (tx) => mergedFiles(tx, base, files));
  const checked = await ports.check(merged.files.map(({ file, text }) => ({ path: file, text })));
  return asSystem(ports.db, (tx) =>
    recordDraft(tx, ports.journal, {
      actor: ACTOR,
      origin: 'shipped',
      note: noteOf(merged.both),
      parent: merged.live.id,
      shipped: namesOf(files),
      files: merged.files,
      contents: {
        content: contentOf(merged.files),
        version: checked.version,
        scenarios: merged.files.length,
        problems: checked.problems.length,
      },
    }),
  );
}

const filesOf = (named: Readonly<Record<string, string>>) =>
  Object.entries(named).map(([file, sha256]) => ({ file, sha256 }));

const noteOf = (both: readonly string[]): string =>
  both.length === 0
    ? 'Newer scenarios that came with the product'
    : `Newer scenarios that came with the product; kept as they are live, though both changed: ${both.join(', ')}`;

interface Merged {
  readonly live: StoredRuleSet;
  readonly files: StoredFile[];
  /** Files that the house and the product both changed. */
  readonly both: string[];
}

async function mergedFiles(
  tx: Tx,
  base: Readonly<Record<string, string>>,
  theirs: readonly StoredFile[],
): Promise<Merged> {
  const live = await ruleSetIn(tx, 'live');
  if (live === undefined) throw new Error('no rule-set is live');
  const ours = new Map((await storedFiles(tx, live.id)).map((one) => [one.file, one]));
  const come = new Map(theirs.map((one) => [one.file, one]));
  const both: string[] = [];
  const files = [...new Set([...ours.keys(), ...come.keys()])].sort().flatMap((file) => {
    const [mine, their, was] = [ours.get(file), come.get(file), base[file]];
    if (mine?.sha256 === was) return their === undefined ? [] : [their];
    if (their?.sha256 !== was && their?.sha256 !== mine?.sha256) both.push(file);
    return mine === undefined ? [] : [mine];
  });
  return { live, files, both };
}
