/**
 * Measures facts + windows + rules on one thread, with the shipped scenarios:
 * `node engine/src/modules/monitoring/testing/speed.ts [events] [customers] [hot]`; `hot` sends every fifth event to one
 * customer.
 */
import { BoundRuleSet } from '../detection/bound.ts';
import { factsOf } from '../detection/facts.ts';
import { detect } from '../detection.ts';
import type { Observation } from '../observation.ts';
import { compileRuleSet } from '../rule-set.ts';
import { WindowStore } from '../window-store.ts';
import { readScenarioFiles } from './catalogue.ts';
import { randomWorld } from './random-world.ts';

const [events = '200000', customers = '20000', hot = ''] = process.argv.slice(2);
const DAY = 86_400_000;
const ruleSet = compileRuleSet(readScenarioFiles());
const store = new WindowStore(ruleSet.requiredSeries, { latenessMs: 30 * DAY });
const bound = new BoundRuleSet(ruleSet, store);
const world = randomWorld({ seed: 1, customers: Number(customers), stepMs: 13_000, lateOneIn: 50 });
const BATCH = 50;

const spent = { observe: 0, detect: 0, record: 0, commit: 0 };
let findings = 0;
let facts = 0;
const began = performance.now();
const cpuBegan = process.threadCpuUsage();
let making = 0;
const times: number[] = [];
for (let n = 0; n < Number(events); n += BATCH) {
  const t = performance.now();
  const batch: Observation[] = [];
  for (let i = 0; i < BATCH; i += 1) {
    const o = world.next().value;
    if (hot !== '' && i % 5 === 0) o.customer.id = 'cus-hot';
    batch.push(o);
  }
  making += performance.now() - t;
  store.begin();
  for (const o of batch) {
    const a = performance.now();
    const observed = store.observe(o);
    const b = performance.now();
    const gathered = factsOf(bound, observed);
    findings += detect(gathered, ruleSet).length;
    const c = performance.now();
    facts += gathered.recordTexts().open.length;
    const d = performance.now();
    spent.observe += b - a;
    spent.detect += c - b;
    spent.record += d - c;
    times.push(d - a);
  }
  store.commit();
}
const total = performance.now() - began - making;
const cpu = process.threadCpuUsage(cpuBegan);
const us = (ms: number): string => ((ms * 1000) / Number(events)).toFixed(2);
times.sort((a, b) => a - b);
const at = (share: number): string => ((times[Math.floor(times.length * share)] ?? 0) * 1000).toFixed(1);
const memory = store.memory();
console.log(
  JSON.stringify({
    rules: ruleSet.rules.length,
    aggregates: ruleSet.aggregates.length,
    series: ruleSet.requiredSeries.length,
    events: Number(events),
    us_per_event: us(total),
    cpu_us_per_event_with_making: ((cpu.user + cpu.system) / Number(events)).toFixed(2),
    us_making: us(making),
    us_observe: us(spent.observe),
    us_detect: us(spent.detect),
    us_record: us(spent.record),
    p50_us: at(0.5),
    p99_us: at(0.99),
    max_us: at(0.999999),
    findings,
    record_bytes_per_event: (facts / Number(events)).toFixed(1),
    entries: memory.entries,
    bytes_per_entry: (memory.bytes / memory.entries).toFixed(1),
    bytes_per_customer: (memory.bytes / (memory.keys['customer.id'] ?? 1)).toFixed(0),
    keys: memory.keys,
    heap_mb: (process.memoryUsage().heapUsed / 2 ** 20).toFixed(0),
    buffers_mb: (process.memoryUsage().arrayBuffers / 2 ** 20).toFixed(0),
  }),
);
