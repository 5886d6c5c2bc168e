import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Observation } from '../../monitoring/observation.ts';
import { compileRuleSet } from '../../monitoring/rule-set.ts';
import { readScenarioFiles } from '../../monitoring/testing/catalogue.ts';
import { randomWorld } from '../../monitoring/testing/random-world.ts';
import { explained, LiveMonitor } from '../monitor.ts';
import { OpenSegment, writeSegment } from './archive/segment.ts';
import { BacktestRun } from './backtest-run.ts';
import { Comparison } from './comparison.ts';
import { type ObservationSource, type RecordPorts, runBacktest } from './tasks.ts';

/** The findings of the live decisions are those of a backtest over the same journal, byte for byte. */
const files = readScenarioFiles();
const ruleSet = compileRuleSet(files);

interface Told {
  readonly observation: Observation;
  readonly findings: string;
}

interface Days {
  readonly seed: number;
  readonly events: number;
  /** Group sizes; a negative one is undone and decided again, a zero is a restart. */
  readonly groups: readonly number[];
  readonly lateOneIn: number;
}

/** What live decided: in groups, some of which fail and are made again, with restarts that fill the windows anew. */
async function decidedLive({ seed, events, groups, lateOneIn }: Days): Promise<Told[]> {
  const world = randomWorld({ seed, customers: 25, stepMs: 900_000, lateOneIn });
  const journal: Told[] = [];
  let monitor = new LiveMonitor(ruleSet);
  async function* committed(): AsyncGenerator<Observation> {
    for (const { observation } of journal) yield observation;
  }
  for (let turn = 0; journal.length < events; turn += 1) {
    const size = groups[turn % groups.length] ?? 1;
    if (size === 0) {
      monitor = new LiveMonitor(ruleSet);
      await monitor.rebuild(committed());
      continue;
    }
    const group = Array.from({ length: Math.abs(size) }, () => world.next().value);
    const mark = monitor.mark();
    const judge = (): Told[] =>
      group.map((observation) => ({
        observation,
        findings: JSON.stringify(monitor.detect(observation).findings.map(({ reason }) => reason)),
      }));
    let made = judge();
    if (size < 0) {
      monitor.undoTo(mark);
      made = judge();
    }
    monitor.keep();
    journal.push(...made);
  }
  return journal;
}

const key = randomBytes(32);

/** The journal as the archive gives it back: in sealed files of a few events. */
function archived(journal: readonly Told[], size: number): Observation[] {
  const read: Observation[] = [];
  for (let i = 0; i < journal.length; i += size) {
    const records = journal
      .slice(i, i + size)
      .map(({ observation }, n) => ({ entry: i + n + 1, observation, decided: null }));
    const range = { after: i, last: i + records.length, count: records.length, from: 0, to: 0 };
    const header = { format: 2, maker: 'test', ...range, versions: [], leaf: '', known: 0 } as const;
    for (const { observation } of new OpenSegment(writeSegment(header, records, key), key).records())
      read.push(observation);
  }
  return read;
}

const days = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  events: fc.integer({ min: 60, max: 260 }),
  groups: fc
    .array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 8 })
    .filter((sizes) => sizes.some(Boolean)),
  lateOneIn: fc.integer({ min: 2, max: 20 }),
});

test('live = backtest, with late events, failed groups and restarts', async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(days, fc.integer({ min: 7, max: 90 }), async (given, size) => {
      const journal = await decidedLive(given);
      const comparison = new Comparison([ruleSet]);
      const again = archived(journal, size).map((observation) => {
        const { both } = comparison.judge(observation);
        found += both.length;
        return JSON.stringify(
          both.map(({ finding, bound }) => explained(bound, comparison.observed, finding)),
        );
      });
      expect(again).toEqual(journal.map(({ findings }) => findings));
    }),
    { numRuns: 12 },
  );
  expect(found).toBeGreaterThan(50);
});

/** Every third scenario in one set, and some of them changed in it. */
const other = compileRuleSet(
  files
    .filter((_, i) => i % 3 !== 0)
    .map((file, i) =>
      i % 4 === 0 ? { ...file, text: file.text.replace('severity: high', 'severity: low') } : file,
    ),
);

const sourceOf = (observations: readonly Observation[]): ObservationSource => {
  async function* read() {
    yield observations.map((observation, i) => ({ entry: i + 1, observation, decided: null }));
  }
  return { read, glance: read, versions: async () => new Set() };
};

const NO_RECORD: RecordPorts = { decidedBy: async () => null, texts: async () => new Map() };

test('two rule-sets beside each other find what each finds alone', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 1_000_000 }), async (seed) => {
      const world = randomWorld({ seed, customers: 20, stepMs: 600_000, lateOneIn: 8 });
      const observations = Array.from({ length: 220 }, () => world.next().value);
      const task = {
        from: null,
        to: null,
        minutesPerAlert: 15,
        evaluate: 'all' as const,
        last: 1000,
        entities: new Set(['one', 'two']),
        labels: new Map(),
      };
      const run = (side: typeof ruleSet, against: typeof ruleSet | null) =>
        runBacktest(
          sourceOf(observations),
          NO_RECORD,
          {
            ...task,
            side: { name: 'a', ruleSet: side },
            against: against === null ? null : { name: 'b', ruleSet: against },
          },
          () => undefined,
        );
      const both = await run(other, ruleSet);
      expect(both.side).toEqual((await run(other, null)).side);
      expect({ ...both.against, rule_set: 'a' }).toEqual((await run(ruleSet, null)).side);
      const { gained, lost, kept } = both.diff?.alerts ?? { gained: -1, lost: -1, kept: -1 };
      expect([kept + gained, kept + lost]).toEqual([both.side.alerts, both.against?.alerts]);
      const moved = both.diff?.findings ?? { gained: -1, lost: -1, kept: -1 };
      expect([moved.kept + moved.gained, moved.kept + moved.lost]).toEqual([
        both.side.findings,
        both.against?.findings,
      ]);
      const same = (await run(ruleSet, ruleSet)).diff;
      expect(same).toMatchObject({
        alerts: { gained: 0, lost: 0 },
        findings: { gained: 0, lost: 0 },
        scenarios: [],
      });
    }),
    { numRuns: 5 },
  );
});

test('a stretch finds what the whole finds in it, its windows filled from before', () => {
  const world = randomWorld({ seed: 77, customers: 15, stepMs: 1_800_000, lateOneIn: 6 });
  const observations = Array.from({ length: 400 }, () => world.next().value);
  const from = observations[200]?.at ?? 0;
  const plan = { side: { name: 'a', ruleSet }, against: null, minutesPerAlert: 15, deciders: null };
  const whole = new BacktestRun({ ...plan, from: null, to: null });
  const part = new BacktestRun({ ...plan, from, to: null });
  for (const [entry, observation] of observations.entries()) {
    const record = { entry, observation, decided: null };
    const all = whole.take(record)?.both.map(({ finding }) => finding.values);
    const late = part.take(record)?.both.map(({ finding }) => finding.values);
    if (observation.at >= from) expect(late).toEqual(all);
    else expect(late).toBeUndefined();
  }
  expect(part.result(new Map()).warm_up_events).toBeGreaterThan(100);
});
