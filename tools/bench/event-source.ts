import { createWorld } from '@atalaya/world/world.ts';
import type { ServerReady } from './server.ts';

export type World = ReturnType<typeof createWorld>;

/** Events of a seeded world without end: each case takes where the last one stopped, no event twice. */
export class EventSource {
  readonly #customers: number;
  readonly #days: number;
  #round = 0;
  #events: Iterator<{ event: object }> | null = null;
  /** Called with each new world before its first event. */
  readonly #prepare: (world: World) => Promise<void>;

  constructor(customers: number, prepare: (world: World) => Promise<void>, days = 30) {
    this.#customers = customers;
    this.#days = days;
    this.#prepare = prepare;
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
    const [customers, days] = [this.#customers, this.#days];
    const start = new Date(Date.now() - (days + 1) * 86_400_000).toISOString();
    const world = createWorld({ seed: `bench-${this.#round}`, customers, start, days });
    this.#round += 1;
    await this.#prepare(world);
    this.#events = world.events()[Symbol.iterator]() as Iterator<{ event: object }>;
  }
}

/** Registers a world's customers and prices through the API. */
export async function register(ready: ServerReady, world: World): Promise<void> {
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

export async function post(ready: ServerReady, path: string, type: string, body: string): Promise<string> {
  const reply = await fetch(`${ready.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${ready.key}`, 'content-type': type },
    body,
  });
  const text = await reply.text();
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text.slice(0, 500)}`);
  return text;
}
