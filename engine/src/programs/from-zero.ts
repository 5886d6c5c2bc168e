import { canonicalText } from '../kernel/canonical.ts';
import { CustomerBook } from '../modules/decisions/book.ts';
import type { DecidedData } from '../modules/decisions/events.ts';
import { LiveMonitor } from '../modules/decisions/monitor.ts';
import { readSeen } from '../modules/decisions/originals.ts';
import { createStore } from '../modules/decisions/store.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import { asSystem, type Database } from '../platform/database.ts';
import type { EntryBody } from '../platform/journal.ts';
import type { Vault } from '../platform/vault.ts';

/** State made again from zero, to be held against the state there is. Reads only. */
export interface RebuildPorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly now: () => number;
}

/** The windows that the journal gives, made as a start of the engine makes them that finds no snapshot. */
export async function rebuildWindows(ports: RebuildPorts, ruleSet: RuleSet): Promise<LiveMonitor> {
  const monitor = new LiveMonitor(ruleSet);
  const store = createStore({
    ...ports,
    monitor,
    book: new CustomerBook(),
    knownCustomers: async () => [],
    reopen: async () => 0,
  });
  await store.restore();
  return monitor;
}

/** Digests of the windows in memory (or on their disk) and of those made from zero; call when nothing is being decided. */
export async function windowDigests(
  ports: RebuildPorts,
  live: LiveMonitor,
): Promise<{ readonly live: string; readonly rebuilt: string }> {
  const rebuilt = await rebuildWindows(ports, live.ruleSet);
  return { live: live.store.digest(), rebuilt: rebuilt.store.digest() };
}

export interface Replay {
  readonly decisions: number;
  /** Decided by this rule-set, person not erased: made again. */
  readonly replayed: number;
  /** References of those whose facts or findings came out otherwise; the first hundred. */
  readonly differing: readonly string[];
}

const READ_MAX = 1000;
const DIFFERING_MAX = 100;

/** Every decision of the journal made again, in order, over windows that begin empty: the same facts and findings. */
export async function replayDecisions(ports: RebuildPorts, ruleSet: RuleSet): Promise<Replay> {
  const monitor = new LiveMonitor(ruleSet);
  const differing: string[] = [];
  let [decisions, replayed] = [0, 0];
  for (let after = 0; ; ) {
    const { seen, end } = await readAll(ports, after);
    for (const { body, observation } of seen) {
      if (body === null) {
        monitor.tell(observation, 0);
        continue;
      }
      const data = body.data as DecidedData;
      monitor.mark();
      const again = monitor.detect(observation);
      monitor.keep();
      decisions += 1;
      if (data.rule_set !== ruleSet.version || (await isErased(ports, body))) continue;
      replayed += 1;
      const made = {
        facts: JSON.parse(again.facts.recordTexts().open),
        findings: again.findings.map((one) => one.reason),
      };
      const stored = { facts: data.facts, findings: data.findings };
      if (canonicalText(made) !== canonicalText(stored) && differing.length < DIFFERING_MAX)
        differing.push(data.reference);
    }
    if (end === Number.MAX_SAFE_INTEGER) return { decisions, replayed, differing };
    after = end;
  }
}

const readAll = ({ db, vault }: RebuildPorts, after: number) =>
  asSystem(db, (tx) =>
    readSeen(tx, vault, {
      after,
      last: Number.MAX_SAFE_INTEGER,
      since: Number.NEGATIVE_INFINITY,
      limit: READ_MAX,
    }),
  );

async function isErased({ db, vault }: RebuildPorts, { sealed = [] }: EntryBody): Promise<boolean> {
  if (sealed.length === 0) return false;
  const persons = sealed.map((box) => box.person);
  const keys = await asSystem(db, (tx) => vault.existing(tx, persons));
  return persons.some((person) => !keys.has(person));
}
