import { randomBytes } from 'node:crypto';
import type { BacktestResult } from '@atalaya/contract/backtests.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { blankObservation, type Observation } from '../../monitoring/observation.ts';
import { compileRuleSet, type RuleSet } from '../../monitoring/rule-set.ts';
import { readScenarioFiles } from '../../monitoring/testing/catalogue.ts';
import { seeded } from '../../monitoring/testing/conditions.ts';
import { randomWorld } from '../../monitoring/testing/random-world.ts';
import { LiveMonitor } from '../monitor.ts';
import { rejectionOf } from '../originals.ts';
import { type Numbered, OpenSegment, versionsOf, writeSegment } from './archive/segment.ts';
import { Comparison } from './comparison.ts';
import { decidedBy } from './recorded.ts';
import { type Evaluate, type ObservationSource, runBacktest } from './tasks.ts';
import { toldKey } from './told.ts';

// Many worlds, each decided live and judged twice.
vi.setConfig({ testTimeout: 240_000 });

/** What decisions recorded of scenarios that did not change is what evaluating them again finds. */
const IDS = [
  'dormant-wake-up',
  'first-deposit-spike',
  'voucher-funding',
  'loss-indifferent-conversion',
  'six-month-accumulation',
  'fee-report',
  'third-party-funding',
  'rapid-in-out',
  'takeover-cash-out',
  'new-account-empties',
] as const;
const files = readScenarioFiles().filter(({ text }) => IDS.some((id) => text.startsWith(`id: ${id}\n`)));

/** One figure of a scenario otherwise, so that it fires at other events. */
const FIGURES: Readonly<Record<string, readonly [string, string]>> = {
  'dormant-wake-up': ['min_value: { value: 5000,', 'min_value: { value: 2000,'],
  'first-deposit-spike': ['multiple: { value: 5,', 'multiple: { value: 2,'],
  'voucher-funding': ['window: { value: 7d,', 'window: { value: 1d,'],
  'loss-indifferent-conversion': ['min_value: { value: 10000,', 'min_value: { value: 2000,'],
};
const VARIED = Object.keys(FIGURES);

/** `other` fires at other events; `milder` at the same, and only what comes of it is otherwise. */
type Variant = 'shipped' | 'other' | 'milder' | 'absent';
type Variants = Readonly<Record<string, Variant>>;

const made = new Map<string, RuleSet>();

function ruleSetOf(variants: Variants): RuleSet {
  const key = JSON.stringify(variants);
  const ruleSet = made.get(key) ?? compileRuleSet(files.flatMap((file) => variantOf(file, variants)));
  made.set(key, ruleSet);
  return ruleSet;
}

function variantOf({ path, text }: (typeof files)[number], variants: Variants) {
  const id = VARIED.find((one) => text.startsWith(`id: ${one}\n`)) ?? '';
  const [from, to] = FIGURES[id] ?? ['', ''];
  switch (variants[id]) {
    case 'absent':
      return [];
    case 'other':
      expect(text).toContain(from);
      return [{ path, text: text.replace(from, to) }];
    case 'milder':
      return [
        {
          path,
          text: text
            .replace(/\nseverity: .*/, '\nseverity: low')
            .replace(/\noutcome: review/, '\noutcome: allow')
            .replace(/(suppress: .*for: )\w+/, '$12h'),
        },
      ];
    default:
      return [{ path, text }];
  }
}

const variant = fc.constantFrom<Variant>('shipped', 'shipped', 'other', 'milder', 'absent');
const variants = fc.record(Object.fromEntries(VARIED.map((id) => [id, variant])));

interface Journal {
  readonly records: readonly Numbered[];
  readonly texts: ReadonlyMap<string, Texts>;
}

interface Told {
  readonly seed: number;
  readonly events: number;
  readonly turns: readonly RuleSet[];
}

/** What is told after an event: it is reversed, corrected, or its hold is rejected. */
function afterwards(draw: ReturnType<typeof seeded>, seen: Observation[], next: Observation): Observation {
  const kind = draw(9);
  if (kind > 2 || seen.length < 5) return next;
  const [original] = seen.splice(draw(seen.length), 1);
  if (original === undefined) return next;
  if (kind === 0) return { ...rejectionOf(original, `hld_${original.eventId}`), horizon: next.horizon };
  const { entity, customer } = original;
  const taking = { ...next, entity, customer, takesBack: original };
  return kind === 1
    ? { ...taking, reverses: original.eventId }
    : { ...taking, type: original.type, corrects: original.eventId };
}

/** What live decides with one rule-set after another: restarts, groups that fail and are made again, events told again. */
async function decidedLive({ seed, events, turns }: Told): Promise<Journal> {
  const world = randomWorld({ seed, customers: 8, stepMs: 5_400_000, lateOneIn: 5 });
  const draw = seeded(seed);
  const records: Numbered[] = [];
  const texts = new Map<string, Texts>();
  const seen: Observation[] = [];
  async function* committed(): AsyncGenerator<Observation> {
    for (const { observation } of records) yield observation;
  }
  let monitor: LiveMonitor | null = null;
  while (records.length < events) {
    const ruleSet = turns[Math.floor((records.length * turns.length) / events)] ?? turns[0];
    if (ruleSet === undefined) throw new Error('nothing decides');
    if (monitor === null || monitor.ruleSet !== ruleSet || draw(40) === 0) {
      monitor = new LiveMonitor(ruleSet);
      await monitor.rebuild(committed());
    }
    const entry = records.length * 3 + 1;
    const observation = afterwards(draw, seen, world.next().value);
    if (observation.eventId.startsWith('hld_')) {
      monitor.tell(observation, entry);
      records.push({ entry, observation, decided: null });
      continue;
    }
    const mark = monitor.mark();
    if (draw(6) === 0) {
      monitor.detect(observation);
      monitor.undoTo(mark);
    }
    const { findings } = monitor.detect(observation);
    monitor.keep();
    const scenarios = findings.map(({ reason }) => reason.scenario);
    for (const { reason } of findings) texts.set(toldKey({ entry, scenario: reason.scenario }), reason.text);
    records.push({ entry, observation, decided: { ruleSet: ruleSet.version, scenarios } });
    if (observation.takesBack === null) seen.push(observation);
  }
  return { records, texts };
}

const key = randomBytes(32);

/** The journal as the archive gives it back: in sealed files of a few events. */
function archiveOf({ records }: Journal, size: number): ObservationSource {
  const segments: OpenSegment[] = [];
  for (let i = 0; i < records.length; i += size) {
    const held = records.slice(i, i + size);
    const times = held.map(({ observation }) => observation.at);
    const range = { after: held[0]?.entry ?? 0, last: held.at(-1)?.entry ?? 0, count: held.length };
    const reach = { from: Math.min(...times), to: Math.max(...times), versions: versionsOf(held) };
    const header = { format: 2, maker: 'test', ...range, ...reach, leaf: '', known: 0 } as const;
    segments.push(new OpenSegment(writeSegment(header, held, key), key));
  }
  return {
    async *read() {
      for (const segment of segments) yield segment.records();
    },
    async *glance() {
      for (const segment of segments) yield segment.glances();
    },
    versions: async ({ from, to }) =>
      new Set(
        segments.flatMap(({ header }) => (header.to >= from && header.from < to ? header.versions : [])),
      ),
  };
}

interface Asked {
  readonly evaluate: Evaluate;
  readonly side: RuleSet;
  readonly against: RuleSet | null;
  readonly from: number | null;
  readonly to: number | null;
  readonly forgotten?: RuleSet;
}

/** A backtest over a journal, with the rule-sets of the product's database. */
function backtest(journal: Journal, source: ObservationSource, asked: Asked): Promise<BacktestResult> {
  const { side, against, forgotten, ...rest } = asked;
  const decidedByVersion = async (version: string) => {
    const ruleSet = [...made.values()].find((one) => one.version === version);
    if (ruleSet === undefined || ruleSet === forgotten) return null;
    const known = new Map(side.rules.map(({ source: { yaml }, source: scenario }) => [yaml, scenario]));
    const stored = ruleSet.rules.map(({ source: { path, yaml } }) => ({ path, text: yaml }));
    return decidedBy(version, stored, known);
  };
  return runBacktest(
    source,
    { decidedBy: decidedByVersion, texts: async () => journal.texts },
    {
      ...rest,
      side: { name: 'a', ruleSet: side },
      against: against === null ? null : { name: 'b', ruleSet: against },
      minutesPerAlert: 15,
      last: 1_000_000,
      entities: new Set(['one', 'two']),
      labels: new Map([['cus-1', true]]),
    },
    () => undefined,
  );
}

/** Without what tells how it came to be. */
const figuresOf = ({
  seconds: _,
  events_per_second: __,
  warm_up_events: ___,
  evaluation: ____,
  ...rest
}: BacktestResult) => rest;

/** How a variant fires; two of the same fire at the same events. */
const firing = (of: Variant): string | null =>
  of === 'absent' ? null : of === 'other' ? 'other' : 'shipped';

/** The scenarios that must be evaluated: on some side they are not what they were in every rule-set that decided. */
const toEvaluate = (sides: readonly Variants[], deciders: readonly Variants[]): string[] =>
  VARIED.filter((id) =>
    sides.some((side) => {
      const now = firing(side[id] ?? 'shipped');
      return now !== null && deciders.some((decider) => firing(decider[id] ?? 'shipped') !== now);
    }),
  );

const worlds = fc.record({
  seed: fc.integer({ min: 1, max: 1_000_000 }),
  events: fc.integer({ min: 150, max: 320 }),
  size: fc.integer({ min: 7, max: 90 }),
  earlier: variants,
  live: variants,
  draft: variants,
  from: fc.option(fc.integer({ min: 10, max: 60 })),
  to: fc.option(fc.integer({ min: 65, max: 95 })),
  alone: fc.boolean(),
});

const SHIPPED = Object.fromEntries(VARIED.map((id): [string, Variant] => [id, 'shipped']));

/** A world in which alerts come and go, whatever the others bring. */
const MOVING = {
  ...{ seed: 11, events: 300, size: 30, from: null, to: null, alone: false },
  earlier: SHIPPED,
  live: SHIPPED,
  draft: { ...SHIPPED, 'voucher-funding': 'absent', 'first-deposit-spike': 'other' } as Variants,
};

test('a comparison that takes what was recorded finds what one that evaluates all finds', async () => {
  const seen = { taken: 0, evaluated: 0, moved: 0, examples: 0, alerts: 0 };
  await fc.assert(
    fc.asyncProperty(worlds, async ({ seed, events, size, earlier, live, draft, from, to, alone }) => {
      const [before, now, side] = [ruleSetOf(earlier), ruleSetOf(live), ruleSetOf(draft)];
      const journal = await decidedLive({ seed, events, turns: [before, now, before, now] });
      const source = archiveOf(journal, size);
      const timeAt = (percent: number | null) =>
        percent === null
          ? null
          : (journal.records[Math.floor((events * percent) / 100)]?.observation.at ?? null);
      const stretch = { from: timeAt(from), to: timeAt(to) };
      const asked = { ...stretch, side, against: alone ? null : now };
      const taken = await backtest(journal, source, { ...asked, evaluate: 'changed' });
      const all = await backtest(journal, source, { ...asked, evaluate: 'all' });
      expect(figuresOf(taken)).toEqual(figuresOf(all));

      const scenarios = new Set([...side.rules, ...(alone ? [] : now.rules)].map(({ id }) => id)).size;
      expect(all.evaluation).toEqual({ mode: 'all', evaluated: scenarios, recorded: 0 });
      if (from === null && to === null) {
        const expected = toEvaluate(alone ? [draft] : [draft, live], [earlier, live]).length;
        expect(taken.evaluation).toEqual({
          mode: 'changed',
          evaluated: expected,
          recorded: scenarios - expected,
          versions: new Set([before.version, now.version]).size,
        });
      }
      seen.taken += taken.evaluation?.recorded ?? 0;
      seen.evaluated += taken.evaluation?.evaluated ?? 0;
      seen.alerts += taken.side.alerts;
      seen.moved += (taken.diff?.alerts.gained ?? 0) + (taken.diff?.alerts.lost ?? 0);
      seen.examples += taken.diff?.examples.length ?? 0;
    }),
    { numRuns: 15, examples: [[MOVING]] },
  );
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(0);
});

test('what was recorded is taken, and nothing is evaluated for it', async () => {
  const live = ruleSetOf(SHIPPED);
  const draft = ruleSetOf({ ...SHIPPED, 'voucher-funding': 'absent', 'dormant-wake-up': 'milder' });
  const journal = await decidedLive({ seed: 11, events: 250, turns: [live] });
  const told = (id: string) =>
    journal.records.filter(({ decided }) => decided?.scenarios.includes(id)).length;
  expect(told('voucher-funding')).toBeGreaterThan(0);
  // A record nobody could have made: were anything evaluated, the backtest would not say so.
  const records = journal.records.map((record) =>
    record.decided === null
      ? record
      : { ...record, decided: { ...record.decided, scenarios: ['voucher-funding', 'dormant-wake-up'] } },
  );
  const texts = new Map(
    records.flatMap(({ entry }) => {
      const text = { es: `#${entry}`, pt: `#${entry}`, en: `#${entry}` };
      return IDS.map((scenario) => [toldKey({ entry, scenario }), text] as const);
    }),
  );
  const invented = { records, texts };
  const asked = { side: draft, against: live, from: null, to: null };
  const result = await backtest(invented, archiveOf(invented, 40), { ...asked, evaluate: 'changed' });
  const decisions = records.filter(({ decided }) => decided !== null);
  expect(result.evaluation).toEqual({ mode: 'changed', evaluated: 0, recorded: IDS.length, versions: 1 });
  expect(result.diff?.findings).toEqual({ gained: 0, lost: decisions.length, kept: decisions.length });
  const lost = result.diff?.examples.filter(({ change }) => change === 'lost') ?? [];
  expect(lost).toHaveLength(10);
  const entryOf = new Map(records.map(({ entry, observation }) => [observation.eventId, entry]));
  for (const example of lost) expect(example.text.en).toBe(`#${entryOf.get(example.event_id)}`);
  const all = await backtest(invented, archiveOf(invented, 40), { ...asked, evaluate: 'all' });
  expect(all.diff?.findings.lost).toBe(told('voucher-funding'));
});

test('where a rule-set that decided is not known any more, all is evaluated', async () => {
  const live = ruleSetOf(SHIPPED);
  const earlier = ruleSetOf({ ...SHIPPED, 'voucher-funding': 'other' });
  const journal = await decidedLive({ seed: 5, events: 200, turns: [earlier, live] });
  const asked = { evaluate: 'changed', side: live, against: null, from: null, to: null } as const;
  const known = await backtest(journal, archiveOf(journal, 30), asked);
  expect(known.evaluation).toEqual({ mode: 'changed', evaluated: 1, recorded: IDS.length - 1, versions: 2 });
  const unknown = await backtest(journal, archiveOf(journal, 30), { ...asked, forgotten: earlier });
  expect(unknown.evaluation).toEqual({
    mode: 'changed',
    evaluated: IDS.length,
    recorded: 0,
    versions: 2,
    unknown_versions: 1,
  });
  expect(figuresOf(unknown)).toEqual(figuresOf(known));
});

test('a version is known by what it makes: other files, or files that cannot be read any more, are not it', () => {
  const { version, rules } = ruleSetOf(SHIPPED);
  const stored = rules.map(({ source: { path, yaml } }) => ({ path, text: yaml }));
  expect(decidedBy(version, stored, new Map())?.size).toBe(IDS.length);
  expect(decidedBy(version, stored.slice(1), new Map())).toBeNull();
  const [first, ...others] = stored;
  const broken = { path: first?.path ?? '', text: `${first?.text}nonsense: 1\n` };
  expect(decidedBy(version, [broken, ...others], new Map())).toBeNull();
});

test('time goes on with events that nothing evaluated wants to know of', () => {
  const whole = new Comparison([ruleSetOf(SHIPPED)]);
  const part = new Comparison([ruleSetOf(SHIPPED)], ({ id }) => id !== 'voucher-funding');
  const day = 86_400_000;
  const event = (type: Observation['type'], at: number): Observation => ({
    ...blankObservation({ eventId: `e${at}${type}`, entity: 'one', type, at, customer: 'c' }),
    rail: type === 'deposit' ? 'voucher' : 'none',
    valueUsd: 90_000,
  });
  const events = [
    event('deposit', 100 * day),
    event('deposit', 101 * day),
    event('login', 140 * day),
    // So late that what its window held is forgotten.
    event('deposit', 102 * day),
    event('deposit', 140 * day),
  ];
  const found = (comparison: Comparison) =>
    events.map((one) =>
      comparison
        .judge(one)
        .both.map(({ finding }) => finding.scenario)
        .includes('voucher-funding'),
    );
  expect(found(part)).toEqual(found(whole));
  expect(found(part)).toContain(true);
  expect(part.evaluated).toHaveLength(1);
});
