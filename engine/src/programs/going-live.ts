import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { GoingLive } from '@atalaya/contract/rule-sets.ts';
import { Failure } from '../kernel/failure.ts';
import { withDeployment } from '../modules/access/permissions.ts';
import { comparisonOf, type FoundComparison } from '../modules/decisions/backtest/backtests.ts';
import { LiveMonitor } from '../modules/decisions/monitor.ts';
import { readSeen } from '../modules/decisions/originals.ts';
import { latestHour } from '../modules/decisions/store.ts';
import type { Observation } from '../modules/monitoring/observation.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import { ensureMayGoLive, recordLive } from '../modules/monitoring/rule-sets/approval.ts';
import type { CallOfStaff } from '../modules/monitoring/rule-sets/drafts.ts';
import { ruleSetIn, scenarioFilesOf, storedFiles } from '../modules/monitoring/rule-sets/queries.ts';
import { asSystem, one, write } from '../platform/database.ts';
import { compileGently } from './compile-gently.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';
import type { ObservationHandful, ObservationThreadData } from './observation-thread.ts';
import { startThread } from './thread.ts';

/**
 * Changing the rule-set that decides. Its windows are filled beside the live ones, in handfuls between decisions, from
 * what the journal holds; then, between two commits, the rest is read, the change is recorded, and both change places.
 */
export interface GoLivePorts {
  readonly foundation: Foundation;
  readonly deciding: Deciding;
  /** Another rule-set decides from now on. */
  readonly changed: () => void;
}

export interface LiveSwitch {
  start(call: CallOfStaff, id: string, given: GoLiveGiven): Promise<void>;
  state(id: string): GoingLive | undefined;
  /** Resolves when nothing is on its way to live. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

export interface GoLiveGiven {
  readonly reason: string;
  readonly withoutBacktest: boolean;
}

interface Way {
  readonly id: string;
  state: GoingLive;
}

/** What a backtest has to judge before its rule-set goes live, where there is as much: a month has its paydays and its quiet days. */
const BACKTESTED_DAYS = 30;
/** Reading on until so little is left that reading it takes no longer than a commit. */
const REST_MAX = 20;
const PASSES_MAX = 50;
/** After each handful the decisions have the thread for this many times as long. */
const REST_SHARE = 2;
const READ_MAX = 500;

export function createLiveSwitch(ports: GoLivePorts): LiveSwitch {
  const { db } = ports.foundation;
  let way: Way | null = null;
  let walking: Promise<void> = Promise.resolve();
  let stopped = false;

  const walk = async (made: Way, call: CallOfStaff, given: GoLiveGiven, backtest: string | null) => {
    const tell = (state: Partial<GoingLive>): void => {
      if (stopped) throw new Error('the server ends');
      made.state = { ...made.state, ...state };
    };
    const files = await asSystem(db, (tx) => storedFiles(tx, made.id));
    const ruleSet = await compileGently(scenarioFilesOf(files), ports.deciding.monitor.ruleSet);
    const filled = await fillWindows(ports, ruleSet, tell);
    const pause_ms = await exchange(ports, filled, call, { id: made.id, reason: given.reason, backtest });
    made.state = { ...made.state, phase: 'done', pause_ms };
    ports.changed();
  };

  return {
    state: (id) => (way?.id === id ? way.state : undefined),
    settled: () => walking,
    stop: async () => {
      stopped = true;
      await walking;
    },
    async start(call, id, given) {
      if (way !== null && (way.state.phase === 'filling' || way.state.phase === 'catching_up'))
        throw new Failure('conflict', 'rule_sets.going_live', `${way.id} is on its way to live`);
      const { stored, backtest } = await write(db, withDeployment(call.scope), async (tx) => {
        const wanted = await ensureMayGoLive(db, tx, call, id);
        const live = await ruleSetIn(tx, 'live');
        const compared =
          live === undefined
            ? null
            : await comparisonOf(tx, { ruleSet: wanted.id, against: live.id, days: BACKTESTED_DAYS });
        return { stored: wanted, backtest: compared };
      });
      if (!given.withoutBacktest && stored.live_since === null) ensureBacktested(backtest);
      const made: Way = { id: stored.id, state: { phase: 'filling', events_done: 0, events_total: 0 } };
      way = made;
      walking = walk(made, call, given, backtest?.id ?? null).catch((error: unknown) => {
        const failure = (error as Error).message;
        made.state = { ...made.state, phase: 'failed', failure };
        if (!stopped) ports.foundation.log.warn({ err: error }, 'a rule-set did not go live');
      });
    },
  };
}

/** Failures: rule_sets.not_backtested, rule_sets.backtest_too_short. */
function ensureBacktested(backtest: FoundComparison | null): void {
  if (backtest === null)
    throw new Failure('policy', 'rule_sets.not_backtested', 'no finished backtest compares it with live');
  if (!backtest.isLongEnough)
    throw new Failure(
      'policy',
      'rule_sets.backtest_too_short',
      `${backtest.id} judged less than ${BACKTESTED_DAYS} days`,
    );
}

interface Filled {
  readonly monitor: LiveMonitor;
  /** Entries up to this one are in its windows. */
  readonly upTo: number;
}

async function lastDecision({ db }: Foundation): Promise<{ last: number; count: number }> {
  const found = await asSystem(db, (tx) =>
    one<{ last: number | null; count: number }>(
      tx,
      'select max(entry) as last, count(*) as count from decisions.decision',
    ),
  );
  return { last: found?.last ?? 0, count: found?.count ?? 0 };
}

async function fillWindows(
  { foundation }: GoLivePorts,
  ruleSet: RuleSet,
  tell: (state: Partial<GoingLive>) => void,
): Promise<Filled> {
  const monitor = new LiveMonitor(ruleSet);
  const { last, count } = await lastDecision(foundation);
  const from = (await latestHour(foundation.db, last)) - monitor.horizonMs;
  tell({ events_total: count });
  let done = 0;
  for await (const handful of observations(foundation, last, from)) {
    const began = performance.now();
    for (const observation of handful) take(monitor, observation);
    done += handful.length;
    tell({ events_done: done });
    await sleep((performance.now() - began) * REST_SHARE);
  }
  tell({ phase: 'catching_up' });
  let upTo = last;
  for (let pass = 0; pass < PASSES_MAX; pass += 1) {
    const before = upTo;
    upTo = await readOn(foundation, monitor, upTo);
    if (upTo - before <= REST_MAX) break;
  }
  return { monitor, upTo };
}

function take({ store }: LiveMonitor, observation: Observation): void {
  store.begin();
  store.observe(observation);
  store.commit();
}

/** Takes what the journal has beyond an entry; gives the last entry taken. */
async function readOn({ db, vault }: Foundation, monitor: LiveMonitor, after: number): Promise<number> {
  const last = await asSystem(db, (tx) =>
    one<{ number: number | null }>(tx, 'select max(number) as number from journal.entry'),
  );
  let end = after;
  while (end < (last?.number ?? 0)) {
    const stretch = { after: end, last: last?.number ?? 0, since: Number.NEGATIVE_INFINITY, limit: READ_MAX };
    const read = await asSystem(db, (tx) => readSeen(tx, vault, stretch));
    for (const { observation } of read.seen) take(monitor, observation);
    end = read.end;
  }
  return end;
}

/** Between two commits: the last of the journal into the new windows, the entry, and the exchange. Gives how long it took, ms. */
async function exchange(
  { foundation, deciding }: GoLivePorts,
  { monitor, upTo }: Filled,
  call: CallOfStaff,
  given: { readonly id: string; readonly reason: string; readonly backtest: string | null },
): Promise<number> {
  return deciding.core.atRest(async () => {
    const began = performance.now();
    const entry = await readOn(foundation, monitor, upTo);
    const { id, reason, backtest } = given;
    await recordLive(foundation, call, id, { reason, backtest, version: monitor.version });
    deciding.monitor.adopt(monitor.ruleSet, monitor.store, entry);
    const pause_ms = Math.round((performance.now() - began) * 100) / 100;
    foundation.metrics.windowPause.observe(pause_ms / 1000);
    foundation.log.info({ rule_set: id, version: monitor.version, pause_ms }, 'another rule-set decides');
    return pause_ms;
  });
}

async function* observations(
  { connection, home }: Foundation,
  last: number,
  from: number,
): AsyncGenerator<readonly Observation[]> {
  const data: ObservationThreadData = { connection, home, last, from };
  const thread = startThread('observation-thread.ts', data);
  try {
    for (;;) {
      thread.postMessage('next');
      const [handful] = (await once(thread, 'message')) as [ObservationHandful];
      if (handful === 'end') return;
      yield handful;
    }
  } finally {
    await thread.terminate();
  }
}
