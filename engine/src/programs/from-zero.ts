import { CustomerBook } from '../modules/decisions/book.ts';
import { LiveMonitor } from '../modules/decisions/monitor.ts';
import { replayJournal } from '../modules/decisions/replay-journal.ts';
import { createStore } from '../modules/decisions/store.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import type { Database } from '../platform/database.ts';
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
  /** References of those that came out otherwise; the first hundred. */
  readonly differing: readonly string[];
}

/** Every decision of the journal made again, in order, over windows that begin empty: the same entries to the byte. */
export async function replayDecisions(ports: RebuildPorts, ruleSet: RuleSet): Promise<Replay> {
  const ruleSetOf = (version: string): RuleSet | null => (version === ruleSet.version ? ruleSet : null);
  let replay: Replay = { decisions: 0, replayed: 0, differing: [] };
  for await (const { decisions, identical, different, differing } of replayJournal(
    { ...ports, ruleSetOf },
    {},
  ))
    replay = {
      decisions,
      replayed: identical + different,
      differing: differing.map(({ reference }) => reference),
    };
  return replay;
}
