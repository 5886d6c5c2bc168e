import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BoundRuleSet } from './detection/bound.ts';
import { blankObservation, type Observation } from './observation.ts';
import { compileRuleSet } from './rule-set.ts';
import { readScenario } from './scenario.ts';
import { MEASURES_SCENARIO, WINDOW_NAMES } from './testing/measures-scenario.ts';
import { Oracle } from './testing/oracle.ts';
import { WindowStore } from './window-store.ts';

const ruleSet = compileRuleSet([readScenario(MEASURES_SCENARIO)]);
const slots = WINDOW_NAMES.map((name) => ({
  name,
  slot: ruleSet.rules[0]?.windows.find((window) => window.name === name)?.slot ?? -1,
}));
const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const START = Date.UTC(2026, 0, 5);

const newStore = () => new WindowStore(ruleSet.requiredSeries, { latenessMs: 2 * DAY });

interface Drawn {
  customer: number;
  device: number | null;
  minute: number;
  value: number | null;
  incoming: boolean;
  declined: boolean;
  place: number | null;
}

function observationOf(drawn: Drawn, n: number): Observation {
  const o = blankObservation({
    eventId: `evt-${n}`,
    entity: drawn.customer === 2 ? 'other' : 'one',
    type: drawn.incoming ? 'deposit' : 'withdrawal',
    at: START + drawn.minute * MINUTE,
    customer: `cus-${drawn.customer % 2}`,
  });
  o.horizon = START;
  o.valueUsd = drawn.value;
  o.status = drawn.declined ? 'declined' : 'settled';
  if (drawn.device !== null)
    o.device = {
      id: `dev-${drawn.device}`,
      remoteAccess: null,
      credentialChange: null,
      vendor: null,
      timezone: null,
      simCountry: null,
    };
  if (drawn.place !== null) {
    o.ip = {
      address: null,
      country: null,
      anonymizer: null,
      shared: null,
      latitudeE4: drawn.place * 1000,
      longitudeE4: -drawn.place * 700,
    };
  }
  return o;
}

function fill(store: WindowStore, observations: readonly Observation[]): void {
  store.begin();
  for (const o of observations) store.observe(o);
  store.commit();
}

/** Something of no window happens at a later time. */
function passTo(store: WindowStore, at: number): void {
  fill(store, [
    blankObservation({ eventId: `at-${at}`, entity: 'one', type: 'login', at, customer: 'nobody' }),
  ]);
}

const event: fc.Arbitrary<Drawn> = fc.record({
  customer: fc.integer({ min: 0, max: 2 }),
  device: fc.option(fc.integer({ min: 0, max: 3 })),
  minute: fc.integer({ min: 0, max: 300 }),
  value: fc.option(
    fc.oneof(fc.integer({ min: -500, max: 5000 }), fc.integer({ min: 2 ** 50, max: 2 ** 53 - 1 })),
  ),
  incoming: fc.boolean(),
  declined: fc.boolean(),
  place: fc.option(fc.integer({ min: 0, max: 500 })),
});

function compare(
  bound: BoundRuleSet,
  known: readonly Observation[],
  present: Observation,
  ref: ReturnType<WindowStore['observe']>,
) {
  const oracle = new Oracle(known, present);
  for (const { name, slot } of slots) {
    expect(`${name} ${bound.value(slot, ref, 0)}`).toBe(`${name} ${oracle.answer(name)}`);
  }
}

/** mulberry32: the same numbers everywhere for a seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

describe('windows against brute force', () => {
  test('every measure is exact for late, simultaneous and out-of-order events, with batches taken back', () => {
    const step = fc.record({ events: fc.array(event, { minLength: 1, maxLength: 6 }), keep: fc.boolean() });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const store = newStore();
        const bound = new BoundRuleSet(ruleSet, store);
        let known: Observation[] = [];
        let n = 0;
        for (const { events, keep } of steps) {
          const before = known;
          const digest = store.digest();
          store.begin();
          for (const drawn of events) {
            const o = observationOf(drawn, n++);
            known = [...known, o];
            compare(bound, known, o, store.observe(o));
          }
          if (keep) store.commit();
          else {
            store.rollback();
            known = before;
            expect(store.digest()).toBe(digest);
          }
        }
      }),
      { numRuns: 40 },
    );
  });

  test('a long history of one customer stays exact: blocks split, prefix sums repaired, bags moved back and forth', () => {
    const draw = random(7);
    const store = newStore();
    const bound = new BoundRuleSet(ruleSet, store);
    const known: Observation[] = [];
    for (let n = 0; n < 1800; n += 1) {
      const late = draw(10) === 0;
      const drawn: Drawn = {
        customer: 0,
        device: draw(4) === 0 ? draw(3000) : draw(20),
        minute: late ? draw(2000) : Math.floor(n * 0.6) + draw(3),
        value: draw(50) === 0 ? null : draw(100_000) - 1000,
        incoming: draw(3) > 0,
        declined: draw(20) === 0,
        place: draw(4) === 0 ? null : draw(300),
      };
      const o = observationOf(drawn, n);
      const undo = draw(15) === 0;
      store.begin();
      const observed = store.observe(o);
      if (n % 25 === 0 || (late && n % 7 === 0)) compare(bound, [...known, o], o, observed);
      if (undo) store.rollback();
      else {
        store.commit();
        known.push(o);
      }
      if (draw(30) === 0) {
        const [gone] = known.splice(draw(known.length), 1);
        store.begin();
        if (gone !== undefined) expect(store.retract(gone)).toBe(true);
        store.commit();
      }
    }
  });
});

describe('state', () => {
  test('is the same for the same events in any order of arrival', () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.integer(), (drawn, seed) => {
        const observations = drawn.map(observationOf);
        const draw = random(seed);
        const shuffled = observations.map((o) => ({ o, rank: draw(1e9) })).sort((a, b) => a.rank - b.rank);
        const one = newStore();
        const other = newStore();
        fill(one, observations);
        fill(
          other,
          shuffled.map(({ o }) => o),
        );
        expect(other.digest()).toBe(one.digest());
      }),
      { numRuns: 40 },
    );
  });

  test('differs when one event differs', () => {
    const drawn: Drawn = {
      customer: 0,
      device: 1,
      minute: 5,
      value: 100,
      incoming: true,
      declined: false,
      place: null,
    };
    const one = newStore();
    const other = newStore();
    fill(one, [observationOf(drawn, 1)]);
    fill(other, [observationOf({ ...drawn, value: 101 }, 1)]);
    expect(other.digest()).not.toBe(one.digest());
  });

  test('forgets a retracted event wholly, and takes the retraction back on rollback', () => {
    fc.assert(
      fc.property(fc.array(event, { minLength: 1, maxLength: 30 }), fc.nat(), (drawn, pick) => {
        const observations = drawn.map(observationOf);
        const gone = observations[pick % observations.length];
        if (gone === undefined) return;
        const whole = newStore();
        fill(whole, observations);
        const digest = whole.digest();
        whole.begin();
        whole.retract(gone);
        whole.rollback();
        expect(whole.digest()).toBe(digest);
        whole.begin();
        whole.retract(gone);
        whole.commit();
        const without = newStore();
        passTo(without, whole.horizon);
        fill(
          without,
          observations.filter((o) => o !== gone),
        );
        expect(whole.digest()).toBe(without.digest());
      }),
      { numRuns: 40 },
    );
  });

  test('out of reach is not known, sweeping frees it, and the digest does not notice', () => {
    const store = newStore();
    const bound = new BoundRuleSet(ruleSet, store);
    const drawn: Drawn = {
      customer: 0,
      device: 1,
      minute: 0,
      value: 100,
      incoming: true,
      declined: false,
      place: null,
    };
    fill(
      store,
      Array.from({ length: 500 }, (_, n) => observationOf({ ...drawn, minute: n }, n)),
    );
    passTo(store, START + 4 * DAY);
    const digest = store.digest();
    const { entries } = store.memory();
    expect(store.tidy(performance.now() - 1, 0, 0)).toBe(false);
    expect(store.tidy(Number.POSITIVE_INFINITY, 0, 0)).toBe(true);
    expect(store.digest()).toBe(digest);
    expect(store.memory().entries).toBeLessThan(entries);
    store.begin();
    const late = store.observe(observationOf({ ...drawn, minute: 700 }, 1000));
    const slot = slots.find(({ name }) => name === 'sum')?.slot ?? -1;
    expect(bound.value(slot, late, 0)).toBeNull();
    store.commit();
    passTo(store, START + 40 * DAY);
    store.tidy(Number.POSITIVE_INFINITY, 0, 0);
    expect(store.memory()).toMatchObject({ entries: 0, keys: { 'customer.id': 0 } });
    expect(store.lists.tokens.size).toBe(0);
  });

  test('a verb out of turn throws', () => {
    const store = newStore();
    const o = observationOf(
      { customer: 0, device: 1, minute: 0, value: 1, incoming: true, declined: false, place: null },
      1,
    );
    expect(() => store.observe(o)).toThrow('begin()');
    expect(() => store.commit()).toThrow('begin()');
    store.begin();
    expect(() => store.begin()).toThrow('inside a batch');
  });

  test('a savepoint takes back only what came after it', () => {
    const store = newStore();
    const drawn: Drawn = {
      customer: 0,
      device: 1,
      minute: 0,
      value: 1,
      incoming: true,
      declined: false,
      place: null,
    };
    store.begin();
    store.observe(observationOf(drawn, 1));
    const savepoint = store.savepoint();
    store.observe(observationOf(drawn, 2));
    store.rollbackTo(savepoint);
    store.commit();
    const expected = newStore();
    fill(expected, [observationOf(drawn, 1)]);
    expect(store.digest()).toBe(expected.digest());
  });
});
