import { cpuOf, cpuOfTree, machineTicks } from './cpu.ts';
import type { EventSource } from './event-source.ts';
import { type CaseResult, percentile, round } from './results.ts';
import type { ServerReady } from './server.ts';
import { Requests, Wire } from './wire.ts';

/** How load is laid on: `clients` that each wait for their answer, or arrivals at a fixed rate whatever the answers. */
export type Load = { readonly name: string; readonly perRequest: number } & (
  | { readonly clients: number }
  | { readonly perSecond: number }
);

/** Enough requests for the time, made beforehand so that making them is not measured. */
const CLOSED_PER_S = 15_000;

export async function runLoad(
  ready: ServerReady,
  source: Pick<EventSource, 'take'>,
  load: Load,
  seconds: number,
  /** Waited for before the first request: what registering the customers set off. */
  settled: () => Promise<void> = async () => undefined,
): Promise<{ result: CaseResult; acknowledged: number }> {
  const requests = await prepare(ready, source, load, seconds);
  await settled();
  const before = cpuNow(ready);
  const started = performance.now();
  const measured =
    'clients' in load
      ? await closedLoop(ready, requests, load.clients, load.perRequest, seconds)
      : await openLoop(ready, requests, load.perSecond, seconds);
  const elapsed = (performance.now() - started) / 1000;
  const after = cpuNow(ready);
  const { times, acknowledged } = measured;
  times.sort((a, b) => a - b);
  const result: CaseResult = {
    case: load.name,
    per_s: Math.round(acknowledged / elapsed),
    p50_ms: round(percentile(times, 0.5)),
    p99_ms: round(percentile(times, 0.99)),
    max_ms: round(times.at(-1) ?? 0),
    cpu_us: {
      node: Math.round((after.node - before.node) / acknowledged),
      postgres: Math.round((after.postgres - before.postgres) / acknowledged),
    },
    stolen_pct: stolenPercent(before.machine, after.machine),
    events: acknowledged,
  };
  return { result, acknowledged };
}

async function prepare(ready: ServerReady, source: Pick<EventSource, 'take'>, load: Load, seconds: number) {
  const { host } = new URL(ready.url);
  const perSecond =
    'perSecond' in load
      ? load.perSecond
      : load.perRequest === 1
        ? Math.min(CLOSED_PER_S, load.clients * 1000)
        : 30_000;
  const wanted = Math.ceil((perSecond * seconds) / load.perRequest) * load.perRequest;
  const requests = new Requests();
  for (let left = wanted; left > 0; left -= BLOCK) {
    const events = await source.take(Math.min(BLOCK, left));
    for (let i = 0; i < events.length; i += load.perRequest)
      if (load.perRequest === 1)
        requests.add('/v1/events', host, ready.key, 'application/json', events[i] ?? '');
      else
        requests.add(
          '/v1/events/batch',
          host,
          ready.key,
          'application/x-ndjson',
          events.slice(i, i + load.perRequest).join('\n'),
        );
  }
  return requests;
}

/** A multiple of every size of batch. */
const BLOCK = 10_000;

interface Measured {
  readonly times: number[];
  readonly acknowledged: number;
}

/** Each client sends its next request when the answer is there. */
function closedLoop(
  ready: ServerReady,
  requests: Requests,
  clients: number,
  perRequest: number,
  seconds: number,
): Promise<Measured> {
  const { hostname, port } = new URL(ready.url);
  return new Promise((resolve, reject) => {
    const end = performance.now() + seconds * 1000;
    const times: number[] = [];
    let [next, acknowledged, running] = [0, 0, clients];
    const client = (): void => {
      const wire = new Wire(hostname, Number(port), reject);
      const go = (): void => {
        const sent = performance.now();
        if (sent >= end) {
          wire.close();
          running -= 1;
          if (running === 0) resolve({ times, acknowledged });
          return;
        }
        wire.send(requests.at(next++), (status, body) => {
          times.push(performance.now() - sent);
          try {
            acknowledged += countDecided(status, body, perRequest);
            go();
          } catch (error) {
            reject(error);
          }
        });
      };
      go();
    };
    for (let i = 0; i < clients; i += 1) client();
  });
}

/** Sockets an exchange would hold open at most; arrivals beyond wait, and their wait counts. */
const SOCKETS_MAX = 512;

/** Requests leave at their time, whatever the answers; latency counts from the time they should have left. */
function openLoop(
  ready: ServerReady,
  requests: Requests,
  perSecond: number,
  seconds: number,
): Promise<Measured> {
  const { hostname, port } = new URL(ready.url);
  const total = Math.floor(perSecond * seconds);
  return new Promise((resolve, reject) => {
    const times: number[] = [];
    const idle: Wire[] = [];
    const waiting: number[] = [];
    let [sockets, sent, acknowledged] = [0, 0, 0];
    const started = performance.now();
    const due = (i: number): number => started + (i * 1000) / perSecond;
    const send = (wire: Wire, i: number): void =>
      wire.send(requests.at(i), (status, body) => {
        times.push(performance.now() - due(i));
        try {
          acknowledged += countDecided(status, body, 1);
        } catch (error) {
          reject(error);
          return;
        }
        const next = waiting.shift();
        if (next === undefined) idle.push(wire);
        else send(wire, next);
        if (acknowledged === total) {
          for (const each of idle) each.close();
          resolve({ times, acknowledged });
        }
      });
    const tick = (): void => {
      for (const now = performance.now(); sent < total && due(sent) <= now; sent += 1) {
        const wire = idle.pop();
        if (wire !== undefined) send(wire, sent);
        else if (sockets < SOCKETS_MAX) {
          sockets += 1;
          send(new Wire(hostname, Number(port), reject), sent);
        } else waiting.push(sent);
      }
      if (sent < total) setTimeout(tick, 1);
    };
    tick();
  });
}

const DECIDED = Buffer.from('"decision_id"');

function countDecided(status: number, body: Buffer, expected: number): number {
  if (status !== 200) throw new Error(`status ${status}: ${body.toString('utf8').slice(0, 500)}`);
  let count = 0;
  for (let at = body.indexOf(DECIDED); at >= 0; at = body.indexOf(DECIDED, at + DECIDED.length)) count += 1;
  if (count !== expected)
    throw new Error(`${count} of ${expected} decided: ${body.toString('utf8').slice(0, 800)}`);
  return count;
}

type Ticks = ReturnType<typeof machineTicks>;

/** Of the time of all cores, what the hypervisor gave to others: a figure taken beside much of it says little. */
const stolenPercent = (before: Ticks, after: Ticks): number =>
  round((100 * (after.stolen - before.stolen)) / Math.max(1, after.all - before.all));

const cpuNow = (ready: ServerReady) => ({
  machine: machineTicks(),
  node: cpuOf(ready.pid),
  postgres: ready.postgresPid === null ? 0 : cpuOfTree(ready.postgresPid),
});
