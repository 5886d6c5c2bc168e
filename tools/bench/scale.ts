import { once } from 'node:events';
import { request } from 'node:http';
import { runLoad } from './load.ts';
import { type CaseResult, round } from './results.ts';
import { type Stream, streamOf } from './scale-events.ts';
import { ScaleHouse } from './scale-house.ts';
import type { ScaleReady } from './scale-server.ts';
import { snapshotOfMany } from './scale-windows.ts';

/** Cases of `bench -- decisions` that need much in the database or in memory first. */
interface ScaleOptions {
  readonly seconds: number;
  readonly only: readonly string[];
  /** Known customers of `million-customers`. */
  readonly known: number;
  /** What the windows of `restart` hold. */
  readonly customers: number;
  readonly events: number;
}

const CASES = { 'hot-account': hotAccount, 'million-customers': millionCustomers, restart };

export const SCALE_CASES: readonly string[] = Object.keys(CASES);

export async function benchScale(options: ScaleOptions): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const [name, run] of Object.entries(CASES))
    if (options.only.length === 0 || options.only.includes(name)) results.push(...(await run(options)));
  return results;
}

const CLIENTS = 64;
const WARM_S = 4;
const SMALL = 2000;
const HOT_EVENTS = 110_000;

const load = (name: string) => ({ name, clients: CLIENTS, perRequest: 1 });

async function measured(ready: ScaleReady, stream: Stream, name: string, seconds: number) {
  return (await runLoad(ready, stream, load(name), seconds)).result;
}

const uniform = (customers: number) => (n: number) => (Math.imul(n, 0x9e3779b1) >>> 0) % customers;

function against(small: CaseResult, large: CaseResult): CaseResult {
  const cpu = ({ cpu_us }: CaseResult): number => {
    const { node = 0, postgres = 0 } = cpu_us as Record<string, number>;
    return node + postgres;
  };
  return {
    ...large,
    p50_ratio: round(Number(large.p50_ms) / Number(small.p50_ms)),
    cpu_ratio: round(cpu(large) / cpu(small)),
  };
}

/** How often small and large are measured in turns: a machine that others disturb disturbs both. */
const TURNS = 3;

/** One account with 110,000 earlier events, against events spread over two thousand accounts of the same house, in turns. */
async function hotAccount({ seconds }: ScaleOptions): Promise<CaseResult[]> {
  const house = new ScaleHouse();
  try {
    const ready = await house.start();
    await house.seedCustomers(SMALL);
    const spread = streamOf('spread', uniform(SMALL - 1), 60);
    await measured(ready, spread, 'warm-up', WARM_S);
    const hot = streamOf('hot', () => SMALL - 1, 60);
    await sendAll(ready, hot, HOT_EVENTS);
    const turns: { small: CaseResult; large: CaseResult }[] = [];
    for (let turn = 0; turn < TURNS; turn += 1) {
      const small = await measured(ready, spread, 'hot-account-none', seconds);
      turns.push({ small, large: against(small, await measured(ready, hot, 'hot-account', seconds)) });
    }
    turns.sort((left, right) => Number(left.large.p50_ratio) - Number(right.large.p50_ratio));
    const middle = turns[TURNS >> 1];
    if (middle === undefined) throw new Error('nothing was measured');
    const { flagged } = await flaggedOf(house, 'hot-%');
    const p50_ratios = turns.map(({ large }) => large.p50_ratio).join(' ');
    const figures = { p50_ratios, earlier_events: HOT_EVENTS, flagged_share: flagged };
    return [middle.small, { ...middle.large, ...figures }];
  } finally {
    await house.remove();
  }
}

async function flaggedOf(house: ScaleHouse, like: string): Promise<{ flagged: number }> {
  const [found] = await house.sql<{ share: number }>(
    `select avg((scenarios <> '[]')::int)::float8 as share from decisions.decision where reference like $1`,
    [like],
  );
  return { flagged: round(found?.share ?? 0, 4) };
}

/** A million known customers who all act, against two thousand. */
async function millionCustomers({ seconds, known }: ScaleOptions): Promise<CaseResult[]> {
  const few = await withKnown(SMALL, 'few-customers', seconds);
  const many = await withKnown(known, 'million-customers', seconds);
  return [few, against(few, many)];
}

async function withKnown(customers: number, name: string, seconds: number): Promise<CaseResult> {
  const house = new ScaleHouse();
  try {
    await house.start();
    await house.seedCustomers(customers);
    await house.stop();
    const ready = await house.start();
    const began = performance.now();
    const known = await house.report();
    const acquainted_s = round((performance.now() - began) / 1000);
    const stream = streamOf(name, uniform(customers), 1);
    await measured(ready, stream, 'warm-up', WARM_S);
    const result = await measured(ready, stream, name, seconds);
    const { rss, windows } = await house.report();
    return {
      ...result,
      known: known.known,
      known_bytes_per_customer: Math.round(known.known_bytes / Math.max(1, known.known)),
      acquainted_s,
      started_s: round(ready.opened_ms / 1000),
      window_bytes_per_customer: windows.bytes_per_customer,
      rss_mb: Math.round(rss / 2 ** 20),
    };
  } finally {
    await house.remove();
  }
}

/** Seconds from nothing in memory to ready to decide: from the journal alone, and from a snapshot and what came since. */
async function restart({ customers, events }: ScaleOptions): Promise<CaseResult[]> {
  const house = new ScaleHouse();
  try {
    let ready = await house.start();
    await house.seedCustomers(SMALL);
    const tail = Math.min(20_000, Math.ceil(events / 10));
    const stream = streamOf('tail', uniform(SMALL), 1);
    await sendAll(ready, stream, tail);
    await house.stop('killed');
    ready = await house.start();
    const zero: CaseResult = {
      case: 'restart-from-journal',
      events: tail,
      seconds: round(ready.opened_ms / 1000),
    };
    const first = await snapshotOfMany(house, customers, events);
    ready = await house.start();
    await sendAll(ready, stream, tail);
    await house.stop('killed');
    ready = await house.start();
    const { windows, rss } = await house.report();
    const snapshot = await house.ask<{ ms?: number; pause_ms_max?: number; rows?: number }>('snapshot');
    return [
      zero,
      {
        case: 'restart',
        customers,
        events,
        tail,
        seconds: round(ready.opened_ms / 1000),
        rows_on_disk: windows.rows_on_disk,
        disk_mb: Math.round(windows.bytes_on_disk / 2 ** 20),
        memory_mb: Math.round(windows.bytes / 2 ** 20),
        rss_mb: Math.round(rss / 2 ** 20),
        events_of_windows: windows.events,
        made_s: first.seconds,
        next_snapshot_s: round((snapshot.ms ?? 0) / 1000),
        next_snapshot_rows: snapshot.rows ?? 0,
        next_snapshot_pause_ms_max: round(snapshot.pause_ms_max ?? 0),
      },
    ];
  } finally {
    await house.remove();
  }
}

const BATCH = 500;
const SENDERS = 4;

/** Through the batch door, as fast as it goes. */
async function sendAll(ready: ScaleReady, stream: Stream, count: number): Promise<void> {
  let left = count;
  const sender = async (): Promise<void> => {
    while (left > 0) {
      const many = Math.min(BATCH, left);
      left -= many;
      const body = (await stream.take(many)).join('\n');
      const text = await post(ready, body);
      const decided = text.split('"decision_id"').length - 1;
      if (decided !== many) throw new Error(`${decided} of ${many} decided: ${text.slice(0, 500)}`);
    }
  };
  await Promise.all(Array.from({ length: SENDERS }, sender));
}

async function post({ url, key }: ScaleReady, body: string): Promise<string> {
  const sent = request(`${url}/v1/events/batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
  });
  sent.end(body);
  const [response] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
  response.setEncoding('utf8');
  let text = '';
  for await (const chunk of response) text += String(chunk);
  return text;
}
