import type { RuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { createWorld } from '@atalaya/world/world.ts';
import { ExchangeInProcess } from './exchange.ts';

export interface WorldRunOptions {
  readonly seed: string;
  readonly customers: number;
  /** Days of history; the last 30 are those in which honest people are counted. */
  readonly days: number;
  readonly criminals?: boolean | readonly string[];
}

/** One finding that an analyst would see, with the truth about the customer. */
export interface WorldAlert {
  readonly scenario: number;
  readonly customer: string;
  readonly persona: string;
  readonly at_ms: number;
  readonly honest: boolean;
  readonly text: string;
}

export interface WorldRun {
  readonly events: number;
  /** Honest customers who play no part in a crime and did something in the last 30 days. */
  readonly honest: number;
  /** Of these, the ones with an alert in the last 30 days. */
  readonly alerted: number;
  /** Of these, the ones for whom a report fell due, without suspicion. */
  readonly reported: number;
  /** Commissions of a crime by scenario: how many there were, how many the scenario of that number found. */
  readonly caught: ReadonlyMap<number, { readonly committed: number; readonly found: number }>;
  /** Alerts about honest people in the last 30 days. */
  readonly falseAlerts: readonly WorldAlert[];
  readonly usPerEvent: number;
}

const DAY = 86_400_000;
const START = Date.UTC(2026, 8, 1);
const COUNTED = 30 * DAY;

/** Lives a world through the detection path and compares what fired with the truth. */
export function runWorld(ruleSet: RuleSet, options: WorldRunOptions): WorldRun {
  const start = new Date(START).toISOString();
  const { criminals = true } = options;
  const world = createWorld({ ...options, criminals, start });
  const exchange = new ExchangeInProcess(ruleSet, [
    ...world.watchlist(),
    ...world
      .tags()
      .map(({ reference, wallet, tags }) => ({ reference, kind: 'organization' as const, wallet, tags })),
  ]);
  for (const price of world.prices()) exchange.price(price);
  const ends = Date.parse(world.ends);
  const personas = new Map<string, string>();
  for (const { reference, input, persona } of world.customers()) {
    personas.set(reference, persona);
    exchange.register(reference, input, ends);
  }
  const reports = new Set(ruleSet.rules.filter((rule) => rule.report !== null).map((rule) => rule.number));
  const committed = new Map<string, number>();
  const found = new Set<string>();
  const patternsOf = new Map<string, Set<string>>();
  const honest = new Set<string>();
  const alerted = new Set<string>();
  const reported = new Set<string>();
  const falseAlerts: WorldAlert[] = [];
  let events = 0;
  const blocks = world.chain()[Symbol.iterator]();
  let next = blocks.next();
  const began = process.cpuUsage();
  let reading_ms = 0;
  for (const { event, label, at_ms } of world.events()) {
    if (next.done !== true && Date.parse(next.value.time) <= at_ms) {
      const since = performance.now();
      for (; next.done !== true && Date.parse(next.value.time) <= at_ms; next = blocks.next())
        exchange.readBlock(next.value);
      reading_ms += performance.now() - since;
    }
    const counted = at_ms >= ends - COUNTED && label.honest && label.scenario === undefined;
    events += 1;
    if (counted) honest.add(event.customer);
    if (label.pattern !== undefined) {
      committed.set(label.pattern, Number(label.scenario));
      patternsOf.set(event.customer, (patternsOf.get(event.customer) ?? new Set()).add(label.pattern));
    }
    for (const finding of exchange.observe(event, at_ms)) {
      for (const pattern of patternsOf.get(event.customer) ?? []) found.add(`${pattern} ${finding.number}`);
      if (!counted) continue;
      if (reports.has(finding.number)) reported.add(event.customer);
      else {
        alerted.add(event.customer);
        falseAlerts.push({
          scenario: finding.number,
          customer: event.customer,
          persona: personas.get(event.customer) ?? '',
          at_ms,
          honest: label.honest,
          text: finding.text.en,
        });
      }
    }
  }
  const spent = process.cpuUsage(began);
  exchange.close();
  const caught = new Map<number, { committed: number; found: number }>();
  for (const [pattern, scenario] of committed) {
    const so = caught.get(scenario) ?? { committed: 0, found: 0 };
    const hit = found.has(`${pattern} ${scenario}`) ? 1 : 0;
    caught.set(scenario, { committed: so.committed + 1, found: so.found + hit });
  }
  return {
    events,
    honest: honest.size,
    alerted: alerted.size,
    reported: reported.size,
    caught: new Map([...caught].sort(([a], [b]) => a - b)),
    falseAlerts,
    // Making and reading blocks is not deciding.
    usPerEvent: (spent.user + spent.system - 1_000 * reading_ms) / events,
  };
}
