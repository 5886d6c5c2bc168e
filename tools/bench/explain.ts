import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { ReplayProgress, ReplayView } from '@atalaya/contract/explain.ts';
import { EventSource, register } from './event-source.ts';
import { type CaseResult, percentile, round } from './results.ts';
import type { ServerReady } from './server.ts';

/**
 * `npm run -s bench -- explain --json`: one decision made again, why not, and the events inside windows, over HTTP beside an
 * exchange's journal; the same for an account with many events; and the whole journal in one pass.
 */
interface Options {
  readonly events: number;
  readonly customers: number;
  /** Events of the hot account. */
  readonly hot: number;
}

const BATCH = 2000;
const ASKED = 40;
const HOT = 'hot-account';

export async function benchExplain({ events, customers, hot }: Options): Promise<CaseResult[]> {
  const server = fork(join(import.meta.dirname, 'server.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [ready] = (await once(server, 'message')) as [ServerReady];
  try {
    const source = new EventSource(customers, (world) => register(ready, world));
    const decided: string[] = [];
    for (let sent = 0; sent < events; sent += BATCH)
      decided.push(...(await decide(ready, await source.take(Math.min(BATCH, events - sent)))));
    await call(
      ready,
      '/v1/customers/batch',
      JSON.stringify({
        reference: HOT,
        kind: 'person',
        country: 'MX',
        name: { given: 'Hot', paternal: 'Account' },
      }),
    );
    const own = Array.from({ length: hot }, (_, i) => hotEvent(i, hot));
    const hotIds: string[] = [];
    for (let sent = 0; sent < hot; sent += BATCH)
      hotIds.push(...(await decide(ready, own.slice(sent, sent + BATCH))));
    const chosen = Array.from(
      { length: ASKED },
      (_, i) => decided[Math.floor(((i + 1) * decided.length) / (ASKED + 1))] ?? '',
    );
    return [
      await asked(ready, 'replay', chosen),
      await asked(ready, 'why-not', chosen),
      await asked(ready, 'windows', chosen),
      { ...(await asked(ready, 'replay', hotIds.slice(-3))), case: 'replay-hot', account: hot },
      await whole(ready),
    ];
  } finally {
    server.send({ ask: 'end' });
    await once(server, 'exit');
  }
}

const hotEvent = (i: number, of: number): string =>
  JSON.stringify({
    id: `hot-${i}`,
    type: 'deposit',
    occurred_at: new Date(Date.now() - (of - i) * 60_000).toISOString(),
    customer: HOT,
    asset: 'MXN',
    amount: String(100 + (i % 900)),
    value: { currency: 'MXN', amount: String(100 + (i % 900)) },
    rail: 'bank',
  });

async function call(ready: ServerReady, path: string, body?: string): Promise<string> {
  const reply = await fetch(`${ready.url}${path}`, {
    headers: { authorization: `Bearer ${ready.key}`, 'content-type': 'application/x-ndjson' },
    ...(body === undefined ? {} : { method: 'POST', body }),
  });
  const text = await reply.text();
  if (!reply.ok || text.includes('"problem"')) throw new Error(`${path}: ${text.slice(0, 300)}`);
  return text;
}

async function decide(ready: ServerReady, lines: readonly string[]): Promise<string[]> {
  const answer = await call(ready, '/v1/events/batch', lines.join('\n'));
  return answer
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { decision: { decision_id: string } }).decision.decision_id);
}

async function asked(ready: ServerReady, what: string, ids: readonly string[]): Promise<CaseResult> {
  const times: number[] = [];
  let entries = 0;
  for (const id of ids) {
    const began = performance.now();
    const view = JSON.parse(await call(ready, `/v1/events/${id}/${what}`)) as Partial<ReplayView>;
    times.push(performance.now() - began);
    entries += view.entries_read ?? 0;
    if (view.verdict !== undefined && view.verdict !== 'identical') throw new Error(`${id}: ${view.verdict}`);
  }
  times.sort((a, b) => a - b);
  return {
    case: what,
    asked: ids.length,
    p50_ms: round(percentile(times, 0.5)),
    max_ms: round(times.at(-1) ?? 0),
    ...(entries === 0 ? {} : { entries_read: Math.round(entries / ids.length) }),
  };
}

async function whole(ready: ServerReady): Promise<CaseResult> {
  const began = performance.now();
  const last = (await call(ready, '/v1/replay')).trim().split('\n').at(-1) ?? '{}';
  const seconds = (performance.now() - began) / 1000;
  const told = JSON.parse(last) as ReplayProgress;
  return {
    case: 'whole-journal',
    decisions: told.decisions,
    identical: told.identical,
    different: told.different,
    seconds: round(seconds),
    per_second: Math.round(told.decisions / seconds),
  };
}
