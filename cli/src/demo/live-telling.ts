import { setTimeout as sleep } from 'node:timers/promises';
import type { LiveItem } from '@atalaya/world/simulation/live.ts';
import type { Registration } from '@atalaya/world/simulation/population.ts';
import type { Courier } from './courier.ts';
import type { Tally } from './tally.ts';
import type { Words } from './words.ts';

export interface LiveTelling {
  readonly courier: Courier;
  readonly tally: Tally;
  readonly words: Words;
  readonly log: (line: string) => void;
  /** Events after which to stop. */
  readonly stopAfter?: number;
  readonly signal?: AbortSignal;
  /** Called before each event with its time, so that prices are never missing. */
  readonly price: (at_ms: number) => Promise<void>;
  readonly register: (people: readonly Registration[]) => Promise<void>;
}

const IN_FLIGHT_MAX = 64;
const PROGRESS_EVERY_MS = 10_000;

/**
 * Tells live items when their time has come, one request per event. Events of one customer follow each other; those
 * of different customers may be under way together. When the server is slower than the pace, the telling waits for it.
 */
export async function tellLive(items: Iterable<LiveItem>, telling: LiveTelling): Promise<void> {
  const flights = new Flights(telling);
  let newcomers: Registration[] = [];
  let reported = performance.now();
  for (const item of items) {
    const due_ms = item.kind === 'customer' ? item.at_ms : item.tells_ms;
    if (!(await waitUntil(due_ms, telling.signal)) || flights.failed) break;
    if (item.kind === 'customer') {
      newcomers.push(item);
      continue;
    }
    if (newcomers.length > 0) await telling.register(newcomers);
    newcomers = [];
    await telling.price(item.at_ms);
    await flights.depart(item);
    if (performance.now() - reported > PROGRESS_EVERY_MS) {
      reported = performance.now();
      telling.log(flights.progress());
    }
    if (flights.departed >= (telling.stopAfter ?? Number.POSITIVE_INFINITY)) break;
  }
  await flights.land();
  telling.log(flights.progress());
}

/** False when the signal asked to stop. */
async function waitUntil(ms: number, signal: AbortSignal | undefined): Promise<boolean> {
  const wait = ms - Date.now();
  if (wait > 0) await sleep(wait, undefined, { signal }).catch(() => undefined);
  return signal?.aborted !== true;
}

/** The events that were told and not yet answered. */
class Flights {
  departed = 0;
  readonly #telling: LiveTelling;
  readonly #under_way = new Set<Promise<void>>();
  readonly #last_of = new Map<string, Promise<void>>();
  readonly #started = performance.now();
  #failure: { error: unknown } | undefined;

  constructor(telling: LiveTelling) {
    this.#telling = telling;
  }

  get failed(): boolean {
    return this.#failure !== undefined;
  }

  async depart(item: Extract<LiveItem, { kind: 'event' }>): Promise<void> {
    while (this.#under_way.size >= IN_FLIGHT_MAX) await Promise.race(this.#under_way);
    this.departed += 1;
    const { customer } = item.event;
    const flight = this.#fly(item, this.#last_of.get(customer));
    this.#under_way.add(flight);
    this.#last_of.set(customer, flight);
    flight.then(() => {
      this.#under_way.delete(flight);
      if (this.#last_of.get(customer) === flight) this.#last_of.delete(customer);
    });
  }

  /** Waits for every answer. Throws the first error that was no answer, unless the demo was asked to stop. */
  async land(): Promise<void> {
    await Promise.all(this.#under_way);
    if (this.#failure !== undefined && this.#telling.signal?.aborted !== true) throw this.#failure.error;
  }

  progress(): string {
    const { tally, words } = this.#telling;
    const pace = this.departed / ((performance.now() - this.#started) / 1_000);
    return words.live(this.departed, pace, tally.outcomes);
  }

  /** Never rejects: a failure is kept for land(). */
  async #fly(item: Extract<LiveItem, { kind: 'event' }>, before: Promise<void> | undefined): Promise<void> {
    try {
      await before;
      const answer = await this.#telling.courier.decide(item.event);
      this.#telling.tally.record(item.event.customer, item.label, answer);
    } catch (error) {
      this.#failure ??= { error };
    }
  }
}
