import { canonicalText } from '../kernel/canonical.ts';
import { CustomerBook } from '../modules/decisions/book.ts';
import type { DecidedData } from '../modules/decisions/events.ts';
import { LiveMonitor } from '../modules/decisions/monitor.ts';
import { createStore, storedObservation } from '../modules/decisions/store.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import { asSystem, type Database, rows } from '../platform/database.ts';
import type { EntryBody } from '../platform/journal.ts';
import type { Vault } from '../platform/vault.ts';

/** State made again from zero, to be held against the state there is. Reads only. */
export interface RebuildPorts {
  readonly db: Database;
  readonly vault: Vault;
  readonly now: () => number;
}

/** The windows that the journal gives, made as a start of the engine makes them. */
export async function rebuildWindows(ports: RebuildPorts, ruleSet: RuleSet): Promise<LiveMonitor> {
  const monitor = new LiveMonitor(ruleSet);
  const store = createStore({
    ...ports,
    book: new CustomerBook(),
    knownCustomers: async () => [],
    horizonMs: monitor.horizonMs,
    rebuild: (observations) => monitor.rebuild(observations),
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
    const { bodies, last, keys } = await readDecisions(ports, after);
    if (last === undefined) return { decisions, replayed, differing };
    after = last;
    for (const body of bodies) {
      const data = body.data as DecidedData;
      const erased = (body.sealed ?? []).some((box) => !keys.has(box.person));
      monitor.mark();
      const again = monitor.detect(storedObservation(body, keys));
      monitor.keep();
      decisions += 1;
      if (erased || data.rule_set !== ruleSet.version) continue;
      replayed += 1;
      const made = {
        facts: JSON.parse(again.facts.recordTexts().open) as object,
        findings: again.findings.map((one) => one.reason),
      };
      const stored = { facts: data.facts, findings: data.findings };
      if (canonicalText(made) !== canonicalText(stored) && differing.length < DIFFERING_MAX)
        differing.push(data.reference);
    }
  }
}

function readDecisions({ db, vault }: RebuildPorts, after: number) {
  return asSystem(db, async (tx) => {
    const read = await rows<{ number: number; bytes: Buffer }>(
      tx,
      `select number, bytes from journal.entry where type in ('decisions.decided', 'decisions.flagged') and number > $1
       order by number limit ${READ_MAX}`,
      [after],
    );
    const bodies = read.map((row) => JSON.parse(row.bytes.toString('utf8')) as EntryBody);
    const persons = [...new Set(bodies.flatMap((body) => (body.sealed ?? []).map((box) => box.person)))];
    return { bodies, last: read.at(-1)?.number, keys: await vault.existing(tx, persons) };
  });
}
