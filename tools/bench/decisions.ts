import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createWorld } from '@atalaya/world/world.ts';
import { cpuOf, cpuOfTree } from './cpu.ts';
import { type CaseResult, percentile, round } from './results.ts';
import type { ServerReady } from './server.ts';
import { requestBytes, Wire } from './wire.ts';

/**
 * `npm run -s bench -- decisions --json`: the whole path of a decision, authentication, facts, all live scenarios, journal
 * and durable commit before the reply, over HTTP on the loopback, with the generator on the same cores. Closed loop: each
 * client sends its next request when the answer is there.
 */
interface Options {
  readonly seconds: number;
  readonly customers: number;
}

interface Load {
  readonly name: string;
  readonly clients: number;
  readonly perRequest: number;
}

const CASES: readonly Load[] = [
  { name: 'single-1', clients: 1, perRequest: 1 },
  { name: 'single-16', clients: 16, perRequest: 1 },
  { name: 'single-64', clients: 64, perRequest: 1 },
  { name: 'batch-100', clients: 8, perRequest: 100 },
];

/** Events of a seeded world without end: each case takes where the last one stopped, no event twice. */
class EventSource {
  readonly #customers: number;
  #round = 0;
  #events: Iterator<{ event: object }> | null = null;
  /** Called with each new world before its first event. */
  readonly prepare: (world: ReturnType<typeof createWorld>) => Promise<void>;

  constructor(customers: number, prepare: EventSource['prepare']) {
    this.#customers = customers;
    this.prepare = prepare;
  }

  async take(count: number): Promise<string[]> {
    const taken: string[] = [];
    while (taken.length < count) {
      if (this.#events === null) await this.#next();
      const item = this.#events?.next();
      if (item === undefined || item.done === true) this.#events = null;
      else taken.push(JSON.stringify(item.value.event));
    }
    return taken;
  }

  async #next(): Promise<void> {
    const start = new Date(Date.now() - 31 * 86_400_000).toISOString();
    const world = createWorld({ seed: `bench-${this.#round}`, customers: this.#customers, start, days: 30 });
    this.#round += 1;
    await this.prepare(world);
    this.#events = world.events()[Symbol.iterator]() as Iterator<{ event: object }>;
  }
}

export async function benchDecisions(options: Options): Promise<CaseResult[]> {
  const server = fork(join(import.meta.dirname, 'server.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    execArgv: ['--max-semi-space-size=64'],
  });
  const [ready] = (await once(server, 'message')) as [ServerReady];
  const { hostname, port, host } = new URL(ready.url);
  const source = new EventSource(options.customers, (world) => register(ready, world));
  const results: CaseResult[] = [];
  let acknowledged = 0;
  try {
    acknowledged += (
      await runCase(ready, source, { name: 'warm-up', clients: 64, perRequest: 1 }, 2, {
        hostname,
        port,
        host,
      })
    ).acknowledged;
    for (const load of CASES) {
      const { result, acknowledged: more } = await runCase(ready, source, load, options.seconds, {
        hostname,
        port,
        host,
      });
      acknowledged += more;
      results.push(result);
    }
    const stored = await askCount(server);
    if (stored.decisions !== acknowledged || stored.entries !== acknowledged)
      throw new Error(
        `acknowledged ${acknowledged}, in the database ${stored.decisions} decisions and ${stored.entries} entries`,
      );
    results.push({ case: 'read-back', acknowledged, stored: stored.decisions, entries: stored.entries });
  } finally {
    server.send({ ask: 'end' });
    await once(server, 'exit');
  }
  return results;
}

async function register(ready: ServerReady, world: ReturnType<typeof createWorld>): Promise<void> {
  const lines = [...world.customers()].map(({ reference, input }) => JSON.stringify({ reference, ...input }));
  const answer = await post(ready, '/v1/customers/batch', 'application/x-ndjson', lines.join('\n'));
  const refused = answer.split('\n').filter((line) => line.includes('"problem"'));
  if (refused.length > 0) throw new Error(`customers refused: ${refused[0]}`);
  const prices = [...world.prices()];
  for (let i = 0; i < prices.length; i += 5000)
    await post(
      ready,
      '/v1/prices',
      'application/json',
      JSON.stringify({ prices: prices.slice(i, i + 5000) }),
    );
}

async function post(ready: ServerReady, path: string, type: string, body: string): Promise<string> {
  const reply = await fetch(`${ready.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ready.key}`, 'content-type': type },
    body,
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text.slice(0, 500)}`);
  return text;
}

async function askCount(server: ChildProcess): Promise<{ decisions: number; entries: number }> {
  server.send({ ask: 'count' });
  const [counted] = (await once(server, 'message')) as [{ decisions: number; entries: number }];
  return counted;
}

interface Address {
  readonly hostname: string;
  readonly port: string;
  readonly host: string;
}

/** Enough requests for the time, made beforehand so that making them is not measured. */
const REQUESTS_PER_S = 12_000;

async function runCase(
  ready: ServerReady,
  source: EventSource,
  load: Load,
  seconds: number,
  address: Address,
) {
  const wanted = (load.perRequest === 1 ? Math.min(REQUESTS_PER_S, load.clients * 1000) : 30_000) * seconds;
  const events = await source.take(Math.ceil(wanted / load.perRequest) * load.perRequest);
  const requests: Buffer[] = [];
  for (let i = 0; i < events.length; i += load.perRequest)
    requests.push(
      load.perRequest === 1
        ? requestBytes('/v1/events', address.host, ready.key, 'application/json', events[i] ?? '')
        : requestBytes(
            '/v1/events/batch',
            address.host,
            ready.key,
            'application/x-ndjson',
            events.slice(i, i + load.perRequest).join('\n'),
          ),
    );
  const before = cpuNow(ready);
  const started = performance.now();
  const end = started + seconds * 1000;
  const times: number[] = [];
  let next = 0;
  let acknowledged = 0;
  const client = async (): Promise<void> => {
    const wire = new Wire(address.hostname, Number(address.port));
    while (performance.now() < end) {
      const request = requests[next];
      next += 1;
      if (request === undefined) throw new Error('the generator ran out of prepared requests');
      const sent = performance.now();
      const reply = await wire.send(request);
      times.push(performance.now() - sent);
      acknowledged += countDecided(reply.status, reply.body, load.perRequest);
    }
    wire.close();
  };
  await Promise.all(Array.from({ length: load.clients }, client));
  const elapsed = (performance.now() - started) / 1000;
  const after = cpuNow(ready);
  times.sort((a, b) => a - b);
  const result: CaseResult = {
    case: load.name,
    per_s: Math.round(acknowledged / elapsed),
    p50_ms: round(percentile(times, 0.5)),
    p99_ms: round(percentile(times, 0.99)),
    cpu_us: {
      node: Math.round((after.node - before.node) / acknowledged),
      postgres: Math.round((after.postgres - before.postgres) / acknowledged),
    },
    events: acknowledged,
  };
  return { result, acknowledged };
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

const cpuNow = (ready: ServerReady) => ({
  node: cpuOf(ready.pid),
  postgres: ready.postgresPid === null ? 0 : cpuOfTree(ready.postgresPid),
});
