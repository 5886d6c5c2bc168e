import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Event } from '@atalaya/contract/activity.ts';
import type { Decision, Reason } from '@atalaya/contract/decisions.ts';
import type { Problem } from '@atalaya/contract/schema.ts';

/** What goes wrong with the n-th request to a path: before it is handled, or with its answer. */
export type Fault = 'busy' | 'unheard' | 'cut' | 'hang-up';

/** A server that follows the contract for what a demo asks of it, and can fail like a real one. */
export interface FakeApi {
  readonly url: string;
  readonly customers: Map<string, unknown>;
  /** Every event by id, in the order first decided. */
  readonly events: Map<string, Event>;
  readonly prices: { asset: string; currency: string; price: string; at: string }[];
  readonly lists: { code: string; text: string; mapping: Record<string, string> }[];
  readonly sockets: number;
  readonly requests: Record<string, number>;
  close(): Promise<void>;
}

export interface FakeApiOptions {
  readonly fault?: (path: string, request: number) => Fault | undefined;
  readonly reasons?: (event: Event) => readonly string[];
  readonly mayImportLists?: boolean;
  readonly mayReadScenarios?: boolean;
  readonly key?: string;
  /** The server's clock; the machine's when absent. */
  readonly now?: () => number;
}

const texts = { es: '', pt: '', en: '' };

const problem = (status: number, code: string): Problem => ({
  type: `urn:atalaya:problem:${code}`,
  title: code,
  status,
  code,
  detail: code,
  texts,
});

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Enough to tell an event from something else: that the world's events have the contract's shape is its own test. */
const isEvent = (value: unknown): value is Event =>
  isRecord(value) &&
  ['id', 'type', 'customer', 'occurred_at'].every((name) => typeof value[name] === 'string');

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

const reasonOf = (scenario: string): Reason => ({
  scenario,
  severity: 'high',
  outcome: 'review',
  title: texts,
  text: texts,
  values: [],
});

class Api {
  readonly customers = new Map<string, unknown>();
  readonly events = new Map<string, Event>();
  readonly prices: FakeApi['prices'] = [];
  readonly lists: FakeApi['lists'] = [];
  readonly requests: Record<string, number> = {};
  readonly #options: FakeApiOptions;

  constructor(options: FakeApiOptions) {
    this.#options = options;
  }

  async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? '';
    const count = (this.requests[path] ?? 0) + 1;
    this.requests[path] = count;
    const body = await bodyOf(request);
    const fault = this.#options.fault?.(path, count);
    if (fault === 'unheard') return void request.socket.destroy();
    if (request.headers.authorization !== `Bearer ${this.#options.key ?? 'key'}`) {
      return send(response, 401, problem(401, 'auth.required'));
    }
    if (fault === 'busy') return send(response, 503, problem(503, 'unavailable'));
    const answer = this.#answer(path, body);
    if (fault === 'hang-up') return void request.socket.destroy();
    if (fault === 'cut' && Array.isArray(answer)) return cut(response, answer);
    if (Array.isArray(answer)) return sendLines(response, answer);
    const status = isRecord(answer) && typeof answer.status === 'number' ? answer.status : 200;
    send(response, status, answer);
  }

  #answer(path: string, body: string): unknown {
    const lines = (): unknown[] =>
      body
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as unknown);
    if (path === '/v1/customers/batch') return lines().map((line, at) => this.#customer(line, at + 1));
    if (path === '/v1/events/batch') {
      return lines().map((line, at) => {
        const decided = this.#event(line);
        return 'decision' in decided ? { row: at + 1, decision: decided } : { row: at + 1, problem: decided };
      });
    }
    if (path === '/v1/events') return this.#event(JSON.parse(body));
    if (path === '/v1/prices') return this.#price(JSON.parse(body));
    if (path === '/v1/scenarios' && this.#options.mayReadScenarios === false) {
      return problem(403, 'auth.denied');
    }
    if (path === '/v1/scenarios') return { rule_set: 'r', items: [{ id: 'vouchers', number: 50 }] };
    if (path.startsWith('/v1/watchlists/')) return this.#list(path, JSON.parse(body));
    return problem(404, 'not_found');
  }

  #customer(line: unknown, row: number): unknown {
    const { reference, ...input } = line as Record<string, unknown>;
    if (typeof reference !== 'string' || typeof input.kind !== 'string')
      return { row, problem: problem(422, 'request.invalid') };
    this.customers.set(reference, input);
    return { row, reference, id: `cus_${reference}` };
  }

  #event(event: unknown): Decision | Problem {
    if (!isEvent(event)) return problem(422, 'request.invalid');
    if (!this.customers.has(event.customer)) return problem(404, 'customers.unknown');
    if (Date.parse(event.occurred_at) > (this.#options.now ?? Date.now)() + 1_000)
      return problem(422, 'activity.occurred_in_future');
    const before = this.events.get(event.id);
    if (before !== undefined && JSON.stringify(before) !== JSON.stringify(event)) {
      return problem(409, 'activity.id_reused');
    }
    this.events.set(event.id, event);
    const reasons = this.#options.reasons?.(event) ?? [];
    return {
      event: event.id,
      decision_id: `dec_${event.id}`,
      decision: reasons.length > 0 ? 'review' : 'allow',
      reasons: reasons.map(reasonOf),
      facts: {},
      rule_set: 'r',
      journal: this.events.size,
      decided_at: new Date().toISOString(),
      ...(before === undefined ? {} : { repeated: true }),
    };
  }

  #price(body: unknown): unknown {
    const { prices } = body as { prices: FakeApi['prices'] };
    this.prices.push(...prices);
    return { recorded: prices.length };
  }

  #list(path: string, body: unknown): unknown {
    if (this.#options.mayImportLists === false) return problem(403, 'auth.denied');
    const { files, mapping } = body as { files: { base64: string }[]; mapping: Record<string, string> };
    const text = Buffer.from(files[0]?.base64 ?? '', 'base64').toString('utf8');
    this.lists.push({ code: path.split('/')[3] ?? '', text, mapping });
    return { listings: text.trim().split('\n').length - 1 };
  }
}

const send = (response: ServerResponse, status: number, value: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
};

const sendLines = (response: ServerResponse, lines: readonly unknown[]): void => {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  response.end(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
};

/** Answers half, then the connection is gone. */
function cut(response: ServerResponse, lines: readonly unknown[]): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' });
  const half = lines.slice(0, Math.ceil(lines.length / 2));
  response.write(half.map((line) => `${JSON.stringify(line)}\n`).join(''), () => response.socket?.destroy());
}

export async function startFakeApi(options: FakeApiOptions = {}): Promise<FakeApi> {
  const api = new Api(options);
  let sockets = 0;
  const server: Server = createServer((request, response) => {
    api.handle(request, response).catch(() => response.destroy());
  });
  server.on('connection', () => {
    sockets += 1;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { customers, events, prices, lists, requests } = api;
  return {
    url: `http://127.0.0.1:${port}`,
    customers,
    events,
    prices,
    lists,
    requests,
    get sockets() {
      return sockets;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
