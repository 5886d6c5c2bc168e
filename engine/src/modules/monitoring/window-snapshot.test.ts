import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { BaseFile } from './base-file.ts';
import { bindRuleSet, detect, gatherFacts } from './detection.ts';
import type { Observation } from './observation.ts';
import { compileRuleSet } from './rule-set.ts';
import { readScenarioFiles } from './testing/catalogue.ts';
import { seeded } from './testing/conditions.ts';
import { randomWorld } from './testing/random-world.ts';
import { snapshotInto } from './testing/snapshot.ts';
import { WindowStore } from './window-store.ts';

/** Windows that leave memory for a snapshot and come back are the windows there were. */
const folder = mkdtempSync(join(tmpdir(), 'atalaya-windows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const DAY = 86_400_000;
const ruleSet = compileRuleSet(readScenarioFiles());
const newStore = () => new WindowStore(ruleSet.requiredSeries, { latenessMs: 7 * DAY });

function take(store: WindowStore, observation: Observation): string {
  const facts = gatherFacts(bindRuleSet(ruleSet, store), store.observe(observation));
  const findings = detect(facts, ruleSet);
  return `${JSON.stringify(facts.record())} ${findings.map(({ scenario }) => scenario).join()}`;
}

function decide(store: WindowStore, observation: Observation): string {
  store.begin();
  const said = take(store, observation);
  store.commit();
  return said;
}

function worldOf(seed: number, events: number): Observation[] {
  const world = randomWorld({ seed, customers: 12, stepMs: 3_000_000, lateOneIn: 6 });
  return Array.from({ length: events }, () => world.next().value);
}

const seeds = fc.integer({ min: 1, max: 1_000_000 });

describe('a store that puts its rows on disk and takes them back', () => {
  test('answers as one that keeps all in memory, whatever is evicted, taken back or retracted', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const draw = seeded(seed);
        const [plain, paged] = [newStore(), newStore()];
        const seen: Observation[] = [];
        for (const observation of worldOf(seed, 160)) {
          expect(decide(paged, observation)).toBe(decide(plain, observation));
          seen.push(observation);
          if (draw(12) === 0) snapshotInto(paged, folder);
          if (draw(6) === 0) paged.evictAll();
          if (draw(9) === 0) undone(paged, observation, seed + draw(999));
          if (draw(8) === 0) {
            const gone = seen[draw(seen.length)];
            if (gone === undefined) continue;
            for (const store of [plain, paged]) {
              store.begin();
              store.retract(gone);
              store.commit();
            }
          }
          if (draw(20) === 0) paged.tidy(Number.POSITIVE_INFINITY, 0, 0);
        }
        expect(paged.digest()).toBe(plain.digest());
        paged.close();
      }),
      { numRuns: 12 },
    );
  });

  /** A batch that comes to nothing, with a snapshot in its middle. */
  function undone(store: WindowStore, like: Observation, seed: number): void {
    store.begin();
    store.observe({ ...like, eventId: `never-${seed}`, at: like.at - 60_000 });
    if (seed % 2 === 0) snapshotInto(store, folder);
    store.rollback();
  }

  test('leaves memory when nobody looks at it, and only what is in the snapshot', () => {
    const store = newStore();
    const events = worldOf(7, 300);
    for (const observation of events.slice(0, 200)) decide(store, observation);
    const digest = store.digest();
    expect(store.memory().rows_on_disk).toBe(0);
    store.evictAll();
    expect(store.memory().keys['customer.id']).toBe(12);
    snapshotInto(store, folder);
    store.tidy(Number.POSITIVE_INFINITY, 100, 1000);
    expect(store.memory().keys['customer.id']).toBe(12);
    store.tidy(Number.POSITIVE_INFINITY, 2000, 1000);
    expect(store.memory()).toMatchObject({ entries: 0, keys: { 'customer.id': 0 } });
    expect(store.memory().rows_on_disk).toBeGreaterThan(12);
    expect(store.digest()).toBe(digest);
  });
});

describe('a store opened from a snapshot', () => {
  test('and told the rest is the store made from zero', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 200 }), (seed, cut) => {
        const events = worldOf(seed, 200);
        const whole = newStore();
        const first = newStore();
        for (const observation of events) decide(whole, observation);
        for (const observation of events.slice(0, cut >>> 1)) decide(first, observation);
        if (cut % 3 === 0) snapshotInto(first, folder);
        for (const observation of events.slice(cut >>> 1, cut)) decide(first, observation);
        const { path, ids } = snapshotInto(first, folder);
        const opened = newStore();
        opened.open(BaseFile.open(path), ids);
        const again = newStore();
        for (const observation of events.slice(0, cut)) decide(again, observation);
        for (const observation of events.slice(cut))
          expect(decide(opened, observation)).toBe(decide(again, observation));
        expect(opened.digest()).toBe(whole.digest());
      }),
      { numRuns: 12 },
    );
  });

  test('taken in slices while decisions go on holds what was durable when it began', () => {
    const events = worldOf(3, 400);
    const [store, before] = [newStore(), newStore()];
    for (const observation of events.slice(0, 300)) {
      decide(store, observation);
      decide(before, observation);
    }
    store.begin();
    for (const observation of events.slice(300, 320)) take(store, observation);
    const taking = store.snapshot();
    store.keep(store.savepoint());
    expect(taking.refs).toBe(300);
    store.rollback();
  });

  test('is refused when a byte of it changed, when it was cut short, or made for other series', () => {
    const store = newStore();
    for (const observation of worldOf(5, 100)) decide(store, observation);
    const { path, ids } = snapshotInto(store, folder);
    const whole = readFileSync(path);
    const refused = expect.objectContaining({ code: 'windows.snapshot_mismatch' });
    const draw = seeded(1);
    for (let n = 0; n < 60; n += 1) {
      const bytes = Buffer.from(whole);
      const at = draw(bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << draw(8));
      const spoilt = join(folder, 'spoilt.windows');
      writeFileSync(spoilt, bytes);
      if (at >= 8) expect(() => BaseFile.open(spoilt), `byte ${at}`).toThrow(refused);
      writeFileSync(spoilt, whole.subarray(0, at));
      expect(() => BaseFile.open(spoilt)).toThrow();
    }
    const other = new WindowStore(ruleSet.requiredSeries.slice(1), { latenessMs: 7 * DAY });
    expect(() => other.open(BaseFile.open(path), ids)).toThrow(refused);
  });
});
