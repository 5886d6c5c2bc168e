import { replayJournal } from '../modules/decisions/replay-journal.ts';
import { compileRuleSet, type RuleSet } from '../modules/monitoring/rule-set.ts';
import { filesOfVersion } from '../modules/monitoring/rule-sets/queries.ts';
import { asSystem, one } from '../platform/database.ts';
import type { ReplayThreadData, ReplayThreadTold } from './journal-replay.ts';
import { scenarioFiles } from './scenario-files.ts';
import { openThread } from './thread.ts';

/** The journal made again, below everything that answers a caller. Stopped by ending the thread. */
const TELL_MS = 500;

const { data, parent, db, vault } = openThread<ReplayThreadData>();

/** Rule-sets as stored; failing that those shipped, when they are the ones. */
async function ruleSetOf(version: string): Promise<RuleSet | null> {
  const stored = await asSystem(db, (tx) => filesOfVersion(tx, version));
  const ruleSet = compileRuleSet(stored ?? scenarioFiles());
  return ruleSet.version === version ? ruleSet : null;
}

const last = await asSystem(db, (tx) =>
  one<{ entries: number }>(tx, 'select coalesce(max(number), 0) as entries from journal.entry'),
);
const entries = last?.entries ?? 0;
const tell = (told: ReplayThreadTold): void => parent.postMessage(told);
let told = performance.now();
let latest: ReplayThreadTold['replay'] | undefined;
for await (const replay of replayJournal({ db, vault, ruleSetOf }, data)) {
  latest = replay;
  if (performance.now() - told < TELL_MS) continue;
  told = performance.now();
  tell({ replay, entries, done: false });
}
if (latest !== undefined) tell({ replay: latest, entries, done: true });
await db.close();
parent.close();
