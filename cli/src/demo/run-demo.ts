import { ApiProblem, type Client, createClient } from '@atalaya/contract/client.gen.ts';
import type { ChainLine } from '@atalaya/world/chain/move.ts';
import type { Registration } from '@atalaya/world/simulation/population.ts';
import type { Occurrence } from '@atalaya/world/simulation/simulation.ts';
import { createWorld, type World } from '@atalaya/world/world.ts';
import type { Language } from '../language.ts';
import { Courier } from './courier.ts';
import { tellLive } from './live-telling.ts';
import { isTransient, type Patience } from './persist.ts';
import { type DemoSummary, Tally } from './tally.ts';
import { type Words, wordsIn } from './words.ts';

export interface DemoSettings {
  readonly seed: string | number;
  readonly customers: number;
  readonly historyDays: number;
  /** RFC 3339 instant at which the world begins; `historyDays` ago when absent. */
  readonly start?: string;
  /** The world's customers and history were told before: tell what happened since its end, and go on. */
  readonly resume?: boolean;
  /** Live events per second after the history; 0 for the history alone. */
  readonly rate: number;
  /** Live events after which to stop; goes on until `signal` when absent. */
  readonly stopAfter?: number;
  readonly log: (line: string) => void;
  readonly signal?: AbortSignal;
  readonly patience?: Patience;
  /** Import the world's fictitious watchlist first; true when absent. Where the key may not, the demo says so. */
  readonly watchlist?: boolean;
  /** Milliseconds since 1970 at which the history ends; the machine's clock when absent. */
  readonly now?: () => number;
  /** Called once the history is told, before it goes on live. */
  readonly historyTold?: () => void;
  /** Of what is logged; English when absent. */
  readonly language?: Language;
}

export interface DemoOptions extends DemoSettings {
  /** Of the server, without a trailing slash. */
  readonly url: string;
  readonly apiKey: string;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const CUSTOMERS_PER_BATCH = 500;
const PRICES_PER_REQUEST = 5_000;
const EVENTS_PER_BATCH = 500;
/** Blocks are told this far ahead of the events around them: each telling makes the server look at the past again. */
const CHAIN_AHEAD_MS = 10 * DAY_MS;
const PROGRESS_EVERY_MS = 2_000;

const instant = (ms: number): string => new Date(ms).toISOString();

function* groupsOf<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let group: T[] = [];
  for (const item of items) {
    group.push(item);
    if (group.length < size) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/**
 * Plays an exchange against the public API, as a real one would: imports its list, registers its customers, sends
 * prices and a history up to now, then goes on live. Nothing is lost or doubled when the connection breaks. Answers how
 * the server's decisions compare with the truth. Throws ApiProblem when the key or a whole batch is refused, ApiProblem
 * or LostAnswer when patience ends.
 */
export function runDemo({ url, apiKey, ...settings }: DemoOptions): Promise<DemoSummary> {
  const headers = { authorization: `Bearer ${apiKey}` };
  return playExchange(createClient({ baseUrl: url, headers: () => headers }), settings);
}

/** The world a demo plays when it begins at `now` (milliseconds since 1970). */
export const demoWorld = ({ seed, customers, historyDays: days, start }: DemoChoice, now: number): World =>
  createWorld({ seed, customers, days, start: start ?? instant(now - days * DAY_MS) });

type DemoChoice = Pick<DemoSettings, 'seed' | 'customers' | 'historyDays' | 'start'>;

/** The same over a client that is there already. */
export async function playExchange(client: Client, settings: DemoSettings): Promise<DemoSummary> {
  const { signal } = settings;
  const now = (settings.now ?? Date.now)();
  const world = demoWorld(settings, now);
  const demo = new Demo(client, settings, world);
  try {
    await demo.learnScenarios();
    if (settings.resume !== true) await demo.open();
    await demo.tellHistory(now);
    if (signal?.aborted !== true) settings.historyTold?.();
    if (settings.rate > 0 && settings.stopAfter !== 0 && signal?.aborted !== true) await demo.goOn(now);
  } catch (error) {
    if (signal?.aborted !== true || !isTransient(error)) throw error;
  }
  return demo.summary();
}

class Demo {
  readonly #tally = new Tally();
  readonly #settings: DemoSettings;
  readonly #words: Words;
  readonly #world: World;
  readonly #courier: Courier;
  /** Where the history to be told begins. */
  readonly #told_from: string;
  #priced_until: number;
  /** Blocks not yet told, and until when they were; null where the server does not take them. */
  #chain: Iterator<ChainLine> | null = null;
  #chain_until = Number.NEGATIVE_INFINITY;

  constructor(client: Client, settings: DemoSettings, world: World) {
    const { log, patience, language = 'en' } = settings;
    this.#settings = settings;
    this.#words = wordsIn(language);
    this.#world = world;
    const onRetry = (error: Error, wait_ms: number): void => log(this.#words.again(error.message, wait_ms));
    this.#courier = new Courier({ client, patience, onRetry, signal: settings.signal });
    this.#told_from = settings.resume === true ? world.ends : world.begins;
    this.#priced_until = Date.parse(this.#told_from);
  }

  /** What is told once, before anything happens. */
  async open(): Promise<void> {
    if (this.#settings.watchlist !== false) await this.#importList();
    for (const people of groupsOf(this.#world.customers(), CUSTOMERS_PER_BATCH)) await this.#register(people);
    this.#settings.log(this.#words.told(this.#settings.customers, this.#world.tag));
  }

  async tellHistory(now: number): Promise<void> {
    await this.#priceUntil(now);
    if (this.#settings.watchlist !== false && this.#settings.resume !== true)
      this.#chain = this.#world.chain(this.#world.begins, instant(now))[Symbol.iterator]();
    await this.#tell(this.#world.events(this.#told_from, instant(now)));
  }

  /** The chains around what is about to be told. A key that may not simply has none. */
  async #chainUntil(at_ms: number): Promise<void> {
    if (this.#chain === null || at_ms <= this.#chain_until) return;
    this.#chain_until = at_ms + CHAIN_AHEAD_MS;
    const lines: ChainLine[] = [];
    for (let next = this.#chain.next(); next.done !== true; next = this.#chain.next()) {
      lines.push(next.value);
      if (Date.parse(next.value.time) > this.#chain_until) break;
    }
    if (lines.length === 0) return;
    try {
      await this.#courier.readBlocks(lines);
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.status === 401 || error.status >= 500) throw error;
      this.#chain = null;
    }
  }

  async #importList(): Promise<void> {
    try {
      const listings = await this.#courier.importList(
        this.#world.watchlistCsv(),
        this.#world.starts.slice(0, 10),
      );
      await this.#courier.importTags(this.#world.tagsCsv(), this.#world.starts.slice(0, 10));
      this.#settings.log(this.#words.listed(listings));
    } catch (error) {
      const refused = error instanceof ApiProblem && error.status >= 400 && error.status < 500;
      if (!refused || error.status === 401) throw error;
      this.#settings.log(this.#words.notListed(error.code));
    }
  }

  /** Asks which scenarios the server runs, so that its reasons can be told apart by number. */
  async learnScenarios(): Promise<void> {
    this.#tally.numbers = await this.#courier.scenarioNumbers();
  }

  /** Sends every price set before `until_ms` that was not sent yet. */
  async #priceUntil(until_ms: number): Promise<void> {
    const prices = this.#world.prices(instant(this.#priced_until), instant(until_ms));
    for (const group of groupsOf(prices, PRICES_PER_REQUEST)) await this.#courier.recordPrices(group);
    this.#priced_until = until_ms;
  }

  /** Tells events in batches, one after the other, so that the server sees them in the order they happened. */
  async #tell(occurrences: Iterable<Occurrence>): Promise<void> {
    const started = performance.now();
    let reported = started;
    let told = 0;
    for (const batch of groupsOf(occurrences, EVENTS_PER_BATCH)) {
      if (this.#settings.signal?.aborted === true) return;
      await this.#chainUntil(batch.at(-1)?.at_ms ?? 0);
      await this.#decide(batch);
      told += batch.length;
      if (performance.now() - reported < PROGRESS_EVERY_MS) continue;
      reported = performance.now();
      this.#settings.log(this.#words.history(told, batch.at(-1)?.event.occurred_at ?? ''));
    }
    const seconds = Math.max(0.001, (performance.now() - started) / 1_000);
    this.#settings.log(this.#words.historyDone(told, seconds));
  }

  /** Says and answers what came of it. */
  summary(): DemoSummary {
    const summary = this.#tally.summary();
    for (const line of this.#words.summary(summary)) this.#settings.log(line);
    return summary;
  }

  /** Goes on live; what happened while the history was told is told first. */
  async goOn(history_until_ms: number): Promise<void> {
    const { log, rate, signal, stopAfter } = this.#settings;
    const now = (this.#settings.now ?? Date.now)();
    await this.#priceUntil(now);
    await this.#tell(this.#world.events(instant(history_until_ms), instant(now)));
    await tellLive(this.#world.live(instant(now), rate), {
      courier: this.#courier,
      tally: this.#tally,
      words: this.#words,
      log,
      signal,
      stopAfter,
      price: (at_ms) => this.#priceHour(at_ms),
      register: (people) => this.#register(people),
    });
  }

  /** Prices change on the hour. */
  async #priceHour(at_ms: number): Promise<void> {
    const hour = Math.floor(at_ms / HOUR_MS) * HOUR_MS;
    if (hour >= this.#priced_until) await this.#priceUntil(hour + 1);
  }

  async #decide(batch: readonly Occurrence[]): Promise<void> {
    const answers = await this.#courier.decideAll(batch.map(({ event }) => event));
    for (const [at, { event, label }] of batch.entries()) {
      const answer = answers[at];
      if (answer !== undefined) this.#tally.record(event.customer, label, answer);
    }
  }

  async #register(people: readonly Registration[]): Promise<void> {
    const problems = await this.#courier.register(people);
    const [first] = problems;
    if (first === undefined) return;
    this.#settings.log(this.#words.refusedCustomers(problems.length, first.code, first.detail));
  }
}
