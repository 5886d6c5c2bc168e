import { setTimeout as sleep } from 'node:timers/promises';
import {
  noteShadow,
  Shadow,
  type ShadowFinding,
  shadowProgress,
} from '../modules/decisions/backtest/shadow.ts';
import { readSeen } from '../modules/decisions/originals.ts';
import { latestHour } from '../modules/decisions/store.ts';
import { compileRuleSet } from '../modules/monitoring/rule-set.ts';
import type { ScenarioFile } from '../modules/monitoring/rules/source.ts';
import { asSystem, one } from '../platform/database.ts';
import { openThread, type ThreadHome } from './thread.ts';

/** Follows the journal with a rule-set in shadow beside the live one until it is told to end. */
export interface ShadowThreadData extends ThreadHome {
  readonly id: string;
  readonly shadow: readonly ScenarioFile[];
  readonly live: readonly ScenarioFile[];
}

const READ_MAX = 500;
const POLL_MS = 500;

const { data, parent, db, vault, archive } = openThread<ShadowThreadData>('background');
let ended = false;
parent.on('message', () => {
  ended = true;
});

const progress = await asSystem(db, (tx) => shadowProgress(tx, data.id));
const shadow = new Shadow(compileRuleSet(data.shadow), compileRuleSet(data.live), progress.began_after);
let last = progress.last_entry;
await warmUp();
while (!ended) if (!(await follow())) await sleep(POLL_MS);
await db.close();
parent.close();

/** Everything up to where it was: windows and open alerts come to be what they were. */
async function warmUp(): Promise<void> {
  const from = (await latestHour(db, last)) - shadow.horizonMs;
  const stretch = { after: 0, last, from, to: Number.POSITIVE_INFINITY };
  for await (const group of archive.read(stretch))
    for (const record of group) if (record.observation.at >= from) shadow.take(record);
}

/** Judges what came since; false when nothing did. */
async function follow(): Promise<boolean> {
  const newest = await asSystem(db, (tx) =>
    one<{ number: number | null }>(tx, 'select max(number) as number from journal.entry'),
  );
  const end = newest?.number ?? 0;
  if (end <= last) return false;
  const stretch = { after: last, last: end, since: Number.NEGATIVE_INFINITY, limit: READ_MAX };
  const read = await asSystem(db, (tx) => readSeen(tx, vault, stretch));
  const found: ShadowFinding[] = [];
  let events = 0;
  for (const record of read.seen) {
    const taken = shadow.take(record);
    if (taken.judged) events += 1;
    found.push(...taken.found);
  }
  last = read.end;
  await asSystem(db, (tx) => noteShadow(tx, data.id, { last, events, found }));
  return read.seen.length > 0;
}
