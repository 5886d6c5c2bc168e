import { randomBytes } from 'node:crypto';
import { parseInstant } from '@atalaya/engine/kernel/instant.ts';
import {
  type Numbered,
  OpenSegment,
  writeSegment,
} from '@atalaya/engine/modules/decisions/backtest/archive/segment.ts';
import {
  type ObservationSource,
  runBacktest,
  tryScenario,
} from '@atalaya/engine/modules/decisions/backtest/tasks.ts';
import { compileRuleSet, type RuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { OfflineExchange } from '@atalaya/engine/programs/offline-exchange.ts';
import { scenarioFiles } from '@atalaya/engine/programs/scenario-files.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { type CaseResult, round } from './results.ts';

/**
 * Case `backtest` of `bench -- decisions`: the live scenarios over a seeded exchange, from the sealed archive of
 * observations, on one thread. Events a second are told by the clock and by the CPU of the thread: what a core gives.
 */
interface Options {
  readonly events: number;
  readonly customers: number;
}

const SEGMENT = 8192;
const DAYS = 90;

export async function benchBacktest({ events, customers }: Options): Promise<CaseResult[]> {
  const key = randomBytes(32);
  const { segments, count } = archiveOf(worldOf(events, customers), key);
  const source = sourceOf(segments, key);
  const live = compileRuleSet(scenarioFiles());
  const changed = withOneChanged(live);
  const bytes = segments.reduce((sum, segment) => sum + segment.length, 0);
  const results = [
    await measured('backtest-archive-read', count, async () => {
      for await (const group of source.read(WHOLE)) for (const _ of group);
    }),
    await measured('backtest', count, () => backtest(source, live, null)),
    await measured('backtest-diff', count, () => backtest(source, changed, live)),
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

function* worldOf(events: number, customers: number): Generator<Numbered> {
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

function archiveOf(records: Iterable<Numbered>, key: Buffer): { segments: Buffer[]; count: number } {
  const segments: Buffer[] = [];
  let held: Numbered[] = [];
  let count = 0;
  const write = (): void => {
    const last = held.at(-1)?.entry ?? 0;
    const range = { after: last - held.length, last, count: held.length, from: 0, to: 0 };
    segments.push(writeSegment({ format: 1, maker: 'bench', ...range, leaf: '', known: 0 }, held, key));
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
});

async function measured(name: string, events: number, work: () => Promise<unknown>): Promise<CaseResult> {
  const began = performance.now();
  const cpu = process.threadCpuUsage();
  await work();
  const spent = process.threadCpuUsage(cpu);
  const seconds = (performance.now() - began) / 1000;
  const us = (spent.user + spent.system) / events;
  return {
    case: name,
    events,
    per_s: Math.round(events / seconds),
    per_s_core: Math.round(1_000_000 / us),
    cpu_us_per_event: round(us),
  };
}

const backtest = (source: ObservationSource, ruleSet: RuleSet, against: RuleSet | null) =>
  runBacktest(
    source,
    {
      side: { name: 'a', ruleSet },
      against: against === null ? null : { name: 'b', ruleSet: against },
      from: null,
      to: null,
      minutesPerAlert: 15,
      last: Number.MAX_SAFE_INTEGER,
      entities: new Set([OfflineExchange.entity]),
      labels: new Map(),
    },
    () => undefined,
  );

/** One scenario of the live set at another severity: all that is different. */
function withOneChanged({ rules }: RuleSet): RuleSet {
  const files = rules.map(({ source }) => ({ path: source.path, text: source.yaml }));
  const at = files.findIndex(({ text }) => text.includes('severity: high') && text.includes('windows:'));
  return compileRuleSet(
    files.map((file, i) =>
      i === at ? { ...file, text: file.text.replace('severity: high', 'severity: low') } : file,
    ),
  );
}

/** What a person waits for while typing: one scenario over the latest fifth, its windows filled before. */
async function tryOne(source: ObservationSource, live: RuleSet, count: number): Promise<void> {
  const rule = live.rules.find(({ windows }) => windows.length > 0);
  if (rule === undefined) throw new Error('no scenario has a window');
  await tryScenario(source, {
    tried: compileRuleSet([rule.source]),
    live: null,
    after: Math.floor(count * 0.8),
    last: count,
    from: Date.UTC(2026, 0, 1),
    entities: new Set([OfflineExchange.entity]),
  });
}
