import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Event } from '@atalaya/contract/activity.ts';
import { Seed } from '@atalaya/world/random/seed.ts';
import { Victim, waitFor } from './blows.ts';
import { checkDecisions, checkJournal } from './checks.ts';
import { Ledger, sendMany, sendOne } from './clients.ts';
import type { Prepared } from './home.ts';
import { type Plan, planOf, type Step } from './plan.ts';
import { lastWords } from './process.ts';

export interface SeedResult {
  readonly seed: number;
  readonly faults: readonly string[];
  readonly steps: readonly Step[];
  readonly events: number;
  readonly acknowledged: number;
  readonly unavailable: number;
  readonly broken: number;
  readonly internal: number;
  readonly ms: number;
}

/** Share of events that a later one reverses or corrects. */
const TAKEN_BACK = 0.08;

/** The same events, some of them reversed or corrected some events later, when the one taken back has been answered. */
function withTakenBack(events: readonly Event[], seed: number): Event[] {
  const random = Seed.of('crash').sub('taken-back', seed).stream();
  const made: Event[] = [];
  for (const event of new Map(events.map((one) => [one.id, one])).values())
    if (random.chance(TAKEN_BACK)) {
      const back = random.chance(0.5) ? { reverses: event.id } : { corrects: event.id };
      made.push({ ...event, id: `${event.id}-back`, ...back });
    }
  return [...events, ...made];
}

const SEED_MS_MAX = 180_000;

/** One seed on a data folder of its own: load and blows, then everything that must hold. */
export async function runSeed(prepared: Prepared, seed: number): Promise<SeedResult> {
  const started = performance.now();
  const plan = planOf(seed, prepared.events.length);
  const home = prepared.copy(`seed-${seed}`);
  const ledger = new Ledger();
  const events = withTakenBack(prepared.events.slice(plan.first, plan.first + plan.count), seed);
  const faults: string[] = [];
  let victim: Victim | undefined;
  try {
    victim = await Victim.start(home, prepared.key);
    const work = underBlows(victim, ledger, plan, events, seed);
    await Promise.race([withinTime(work), victim.collapsed]);
    faults.push(...(await Promise.race([afterwards(victim, ledger, events), victim.collapsed])));
  } catch (error) {
    faults.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  faults.unshift(...ledger.faults);
  await victim?.stop().catch((error: Error) => faults.push(error.message));
  faults.push(...(victim?.faults ?? []));
  if (faults.length > 0) faults.push(`the server's last words:\n${lastWords(home)}`);
  rmSync(home, { recursive: true, force: true });
  return {
    seed,
    faults,
    steps: plan.steps,
    events: new Set(events.map((event) => event.id)).size,
    acknowledged: ledger.answers.size,
    unavailable: ledger.unavailable,
    broken: ledger.broken,
    internal: ledger.internal,
    ms: Math.round(performance.now() - started),
  };
}

/** Clients at work while the blows fall; ends when every event is answered and every blow has fallen. */
async function underBlows(
  victim: Victim,
  ledger: Ledger,
  plan: Plan,
  events: readonly Event[],
  seed: number,
): Promise<void> {
  const random = Seed.of('crash').sub('clients', seed).stream();
  const queue = [...events];
  for (const event of events)
    if (random.chance(plan.twice)) queue.splice(random.int(0, queue.length), 0, event);
  const single = async (): Promise<void> => {
    for (let event = queue.shift(); event !== undefined; event = queue.shift())
      await sendOne(victim.target, ledger, event);
  };
  const batch = async (): Promise<void> => {
    while (queue.length > 0) await sendMany(victim.target, ledger, queue.splice(0, plan.batchSize));
  };
  const clients = [
    ...Array.from({ length: plan.singles }, single),
    ...Array.from({ length: plan.batches }, batch),
  ];
  await Promise.all([...clients, strikeAll(victim, ledger, plan)]);
}

async function strikeAll(victim: Victim, ledger: Ledger, plan: Plan): Promise<void> {
  for (const { deed, after, delay_ms } of plan.steps) {
    await waitFor(() => ledger.answers.size >= after, SEED_MS_MAX);
    await sleep(delay_ms);
    await victim.strike(deed);
  }
}

/** Everything repeated, then held against memory, tables and journal. */
async function afterwards(victim: Victim, ledger: Ledger, events: readonly Event[]): Promise<string[]> {
  for (let i = 0; i < events.length; i += 200)
    await sendMany(victim.target, ledger, events.slice(i, i + 200));
  await victim.server.settle();
  const { live, rebuilt, differing } = await victim.server.digests();
  return [
    ...(live === rebuilt
      ? []
      : [`the windows in memory (${live}) are not those of the journal (${rebuilt})`]),
    ...differing.map((reference) => `event ${reference} is decided otherwise from the beginning`),
    ...(await checkDecisions(victim.home, ledger, new Set(events.map((event) => event.id)))),
    ...(await checkJournal(victim.home)),
  ];
}

async function withinTime(work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const limit = sleep(SEED_MS_MAX, undefined, { signal: over.signal }).then(
    () => {
      throw new Error(`not every event was answered within ${SEED_MS_MAX / 1000} s`);
    },
    () => undefined,
  );
  try {
    await Promise.race([work, limit]);
  } finally {
    over.abort();
  }
}
