import { randomBytes } from 'node:crypto';
import type { Texts } from '@atalaya/contract/schema.ts';
import { parseInstant } from '@atalaya/engine/kernel/instant.ts';
import {
  headerOf,
  type Numbered,
  OpenSegment,
  versionsOf,
  writeSegment,
} from '@atalaya/engine/modules/decisions/backtest/archive/segment.ts';
import { decidedBy } from '@atalaya/engine/modules/decisions/backtest/recorded.ts';
import {
  type Evaluate,
  type ObservationSource,
  runBacktest,
  tryScenario,
} from '@atalaya/engine/modules/decisions/backtest/tasks.ts';
import { type ToldTexts, toldKey } from '@atalaya/engine/modules/decisions/backtest/told.ts';
import { LiveMonitor } from '@atalaya/engine/modules/decisions/monitor.ts';
import { compileRuleSet, type RuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { OfflineExchange } from '@atalaya/engine/programs/offline-exchange.ts';
import { scenarioFiles } from '@atalaya/engine/programs/scenario-files.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { type CaseResult, round } from './results.ts';

/**
 * Case `backtest` of `bench -- decisions`: a seeded exchange whose events were decided by the live scenarios, from the sealed
 * archive of observations and of what was found, on one thread. `backtest` evaluates all live scenarios, `backtest-diff` holds
 * a draft with one threshold changed against live as a person would (the record is taken where it holds),
 * `backtest-diff-all` evaluates both whole. Events a second are told by the clock and by the CPU of the thread: what a core
 * gives.
 */
interface Options {
  readonly events: number;
  readonly customers: number;
}

const SEGMENT = 8192;
const DAYS = 90;

export async function benchBacktest({ events, customers }: Options): Promise<CaseResult[]> {
  const key = randomBytes(32);
  const live = compileRuleSet(scenarioFiles());
  const texts = new Map<string, Texts>();
  const { segments, count } = archiveOf(decided(worldOf(events, customers), live, texts), key);
  const source = sourceOf(segments, key);
  const changed = withOneChanged(live);
  const bytes = segments.reduce((sum, segment) => sum + segment.length, 0);
  const backtest = (side: RuleSet, against: RuleSet | null, evaluate: Evaluate) =>
    run(source, { live, texts, side, against, evaluate });
  const results = [
    await measured('backtest-archive-read', count, async () => {
      for await (const group of source.read(WHOLE)) for (const _ of group);
      return {};
    }),
    await measured('backtest', count, () => backtest(live, null, 'all')),
    await measured('backtest-diff', count, () => backtest(changed, live, 'changed')),
    await measured('backtest-diff-all', count, () => backtest(changed, live, 'all')),
    await measured('backtest-try-one', count, () => tryOne(source, live, count)),
  ];
  return results.map((result) => ({
    ...result,
    scenarios: live.rules.length,
    bytes_per_event: Math.round(bytes / count),
  }));
}

const WHOLE = {
  after: 0,
  last: Number.MAX_SAFE_INTEGER,
  from: Number.NEGATIVE_INFINITY,
  to: Number.POSITIVE_INFINITY,
};

type Undecided = Omit<Numbered, 'decided'>;

function* worldOf(events: number, customers: number): Generator<Undecided> {
  let entry = 0;
  for (let round = 0; entry < events; round += 1) {
    const start = new Date(Date.UTC(2026, 5, 1) - DAYS * 86_400_000).toISOString();
    const world = createWorld({ seed: `backtest-${round}`, customers, days: DAYS, start });
    const exchange = new OfflineExchange();
    for (const { reference, input } of world.customers())
      exchange.register({ reference, ...input }, parseInstant(world.ends));
    for (const price of world.prices()) exchange.quote(price);
    for (const { event, arrives_ms } of world.arrivals()) {
      const observation = exchange.observe(event, Math.round(arrives_ms));
      if (observation === null) continue;
      entry += 1;
      yield { entry, observation };
      if (entry >= events) return;
    }
  }
}

/** What live decides of each, with the windows of those before. `texts`: of what changes later, as a journal has them. */
function* decided(
  events: Iterable<Undecided>,
  live: RuleSet,
  texts: Map<string, Texts>,
): Generator<Numbered> {
  const monitor = new LiveMonitor(live);
  for (const event of events) {
    monitor.mark();
    const { findings } = monitor.detect(event.observation);
    monitor.keep();
    for (const { reason } of findings)
      if (reason.scenario === CHANGED) texts.set(toldKey({ ...event, scenario: CHANGED }), reason.text);
    const scenarios = findings.map(({ reason }) => reason.scenario);
    yield { ...event, decided: { ruleSet: live.version, scenarios } };
  }
}

function archiveOf(records: Iterable<Numbered>, key: Buffer): { segments: Buffer[]; count: number } {
  const segments: Buffer[] = [];
  let held: Numbered[] = [];
  let count = 0;
  const write = (): void => {
    const last = held.at(-1)?.entry ?? 0;
    const range = { after: last - held.length, last, count: held.length, from: 0, to: 0 };
    const header = {
      format: 2,
      maker: 'bench',
      ...range,
      versions: versionsOf(held),
      leaf: '',
      known: 0,
    } as const;
    segments.push(writeSegment(header, held, key));
    count += held.length;
    held = [];
  };
  for (const record of records) if (held.push(record) >= SEGMENT) write();
  if (held.length > 0) write();
  return { segments, count };
}

const sourceOf = (segments: readonly Buffer[], key: Buffer): ObservationSource => ({
  async *read() {
    for (const segment of segments) yield new OpenSegment(segment, key).records();
  },
  async *glance() {
    for (const segment of segments) yield new OpenSegment(segment, key).glances();
  },
  versions: async () => new Set(segments.flatMap((segment) => headerOf(segment)?.versions ?? [])),
});

type Figures = Readonly<Record<string, number>>;

async function measured(name: string, events: number, work: () => Promise<Figures>): Promise<CaseResult> {
  const began = performance.now();
  const cpu = process.threadCpuUsage();
  const figures = await work();
  const spent = process.threadCpuUsage(cpu);
  const seconds = (performance.now() - began) / 1000;
  const us = (spent.user + spent.system) / events;
  return {
    case: name,
    events,
    per_s: Math.round(events / seconds),
    per_s_core: Math.round(1_000_000 / us),
    cpu_us_per_event: round(us),
    ...figures,
  };
}

interface Compared {
  /** What decided. */
  readonly live: RuleSet;
  readonly texts: ToldTexts;
  readonly side: RuleSet;
  readonly against: RuleSet | null;
  readonly evaluate: Evaluate;
}

/** Runs a backtest; gives how many scenarios were evaluated, and what it found. */
async function run(
  source: ObservationSource,
  { live, texts, side, against, evaluate }: Compared,
): Promise<Figures> {
  const known = new Map(live.rules.map((rule) => [rule.source.yaml, rule.source]));
  const files = live.rules.map(({ source: { path, yaml } }) => ({ path, text: yaml }));
  const { evaluation, ...result } = await runBacktest(
    source,
    { decidedBy: async (version) => decidedBy(version, files, known), texts: async () => texts },
    {
      side: { name: 'a', ruleSet: side },
      against: against === null ? null : { name: 'b', ruleSet: against },
      from: null,
      to: null,
      minutesPerAlert: 15,
      evaluate,
      last: Number.MAX_SAFE_INTEGER,
      entities: new Set([OfflineExchange.entity]),
      labels: new Map(),
    },
    () => undefined,
  );
  const { gained = 0, lost = 0 } = result.diff?.alerts ?? {};
  return {
    evaluated: evaluation?.evaluated ?? 0,
    recorded: evaluation?.recorded ?? 0,
    findings: result.side.findings,
    alerts: result.side.alerts,
    gained,
    lost,
  };
}

/** One threshold of the live set changed: all that is different. */
function withOneChanged({ rules }: RuleSet): RuleSet {
  return compileRuleSet(
    rules.map(({ id, source: { path, yaml } }) => ({
      path,
      text: id === CHANGED ? yaml.replace('window: { value: 60m', 'window: { value: 30m') : yaml,
    })),
  );
}

const CHANGED = 'rapid-in-out';

/** What a person waits for while typing: one scenario over the latest fifth, its windows filled before. */
async function tryOne(source: ObservationSource, live: RuleSet, count: number): Promise<Figures> {
  const rule = live.rules.find(({ windows }) => windows.length > 0);
  if (rule === undefined) throw new Error('no scenario has a window');
  const { findings, alerts } = await tryScenario(source, {
    tried: compileRuleSet([rule.source]),
    live: null,
    after: Math.floor(count * 0.8),
    last: count,
    from: Date.UTC(2026, 0, 1),
    entities: new Set([OfflineExchange.entity]),
  });
  return { evaluated: 1, findings, alerts };
}
