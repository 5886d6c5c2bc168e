import { Desk } from '../accounts/desk.ts';
import type { Scheme } from '../criminals/scheme.ts';
import type { Seed } from '../random/seed.ts';
import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import type { CastGang, Part } from './casting.ts';
import { daysBefore, type Population, type Registration } from './population.ts';
import { credit, type Occurrence, type Simulation } from './simulation.ts';
import { gangOn } from './troupe.ts';

/** What the exchange tells next: a customer it had not told of yet, or an event. `at_ms` is when it tells it. */
export type LiveItem =
  | ({ readonly kind: 'customer'; readonly at_ms: number } & Registration)
  | ({ readonly kind: 'event'; readonly tells_ms: number } & Occurrence);

export interface LiveSettings {
  readonly simulation: Simulation;
  readonly population: Population;
  readonly seed: Seed;
  readonly schemes: readonly Scheme[];
  readonly customers: number;
  readonly starts_ms: number;
  readonly now_ms: number;
  /** Events per second. */
  readonly rate: number;
}

/** A day of a customer's life is told in this part of its time. */
const SESSION_SCALE = 1 / 40;
const SESSIONS_PER_GANG = 60;
/** The same customers come round again after this long; until then newcomers fill the pace asked for. */
const ROUND_MS = 6 * HOUR;
const LIVE_GANGS_FROM = 1_000;

/**
 * A world that goes on in real time, at the pace asked for. Everyone's calendar simply continues, but each next day of
 * a life is told in minutes, and a scheme of weeks in a quarter of an hour. Faster than the known customers can live,
 * customers whom the exchange had not told of yet appear, so nobody's life becomes implausibly busy.
 */
export class Live {
  readonly #settings: LiveSettings;
  readonly #waiting: Occurrence[] = [];
  readonly #registrations: Registration[] = [];
  readonly #next_day = new Map<number, number>();
  readonly #first_day: number;
  /** Marks what belongs to this play: another play of the same world has other newcomers and other ids. */
  readonly #series: string;
  readonly #schemes: readonly Scheme[];
  #deck: number[] = [];
  #rounds = 0;
  #round_started = Number.NEGATIVE_INFINITY;
  #walked_in: number;
  #sessions = 0;
  #gangs = 0;

  constructor(settings: LiveSettings) {
    this.#settings = settings;
    this.#walked_in = settings.customers;
    this.#series = `L${settings.now_ms.toString(36).toUpperCase()}`;
    this.#first_day = Math.max(0, Math.floor((settings.now_ms - settings.starts_ms - 3 * HOUR) / DAY) + 1);
    this.#schemes = settings.seed
      .sub('schemes')
      .stream()
      .shuffled(settings.schemes.filter((scheme) => scheme.live !== false));
  }

  /** Endless; each item at its own `at_ms` (customers) or `tells_ms` (events), which never goes back. */
  *items(): Generator<LiveItem> {
    const { now_ms, rate, simulation } = this.#settings;
    simulation.prelude();
    for (let day = 0; day < this.#first_day; day += 1) simulation.run(day);
    this.#await(simulation.taken().filter((occurrence) => occurrence.at_ms >= now_ms));
    for (let tick = 0; ; tick += 1) {
      const at_ms = now_ms + Math.round((tick * 1_000) / rate);
      for (let tries = 0; (this.#waiting[0]?.at_ms ?? Infinity) > at_ms && tries < 50; tries += 1) {
        this.#begin(at_ms);
      }
      for (const registration of this.#registrations.splice(0)) {
        yield { kind: 'customer', at_ms, ...registration };
      }
      const due = this.#waiting[0];
      if (due === undefined || due.at_ms > at_ms) continue;
      this.#waiting.shift();
      yield { kind: 'event', tells_ms: at_ms, ...due };
    }
  }

  #begin(at_ms: number): void {
    this.#sessions += 1;
    const gang = this.#sessions % SESSIONS_PER_GANG === SESSIONS_PER_GANG / 2;
    if (gang && this.#schemes.length > 0) this.#conspire(at_ms);
    else this.#live(this.#somebody(at_ms), at_ms);
  }

  #somebody(at_ms: number): number {
    if (this.#deck.length === 0 && at_ms - this.#round_started >= ROUND_MS) {
      this.#round_started = at_ms;
      this.#rounds += 1;
      const known = Array.from({ length: this.#walked_in }, (_, index) => index);
      const free = known.filter((index) => this.#settings.population.part(index) === undefined);
      this.#deck = this.#settings.seed.sub('round', this.#rounds).stream().shuffled(free);
    }
    return this.#deck.pop() ?? this.#walkIn(at_ms);
  }

  #walkIn(at_ms: number): number {
    const random = this.#settings.seed.sub('walk', this.#walked_in).stream();
    const days = random.chance(0.1) ? 0.01 : Math.max(1, random.lognormal(120, 0.9));
    return this.#admit(Math.round(at_ms - days * DAY));
  }

  #admit(joined_ms: number, part?: Part): number {
    const { customers, population } = this.#settings;
    const index = this.#walked_in;
    this.#walked_in += 1;
    const name = `${this.#series}-${String(index - customers).padStart(3, '0')}`;
    population.admit(index, { name, joined_ms, ...(part === undefined ? {} : { part }) });
    this.#registrations.push(population.register(index));
    return index;
  }

  /** Tells the next day of a customer's life on which something happens. */
  #live(index: number, at_ms: number): void {
    const { simulation, population } = this.#settings;
    const account = simulation.account(index);
    credit(account);
    let origin: number | undefined;
    const clock = {
      priced: () => at_ms,
      happens: (ms: number) => {
        origin ??= ms;
        return at_ms + Math.max(0, ms - origin) * SESSION_SCALE;
      },
    };
    for (let tries = 0; tries < 60; tries += 1) {
      const day = this.#next_day.get(index) ?? this.#first_day;
      this.#next_day.set(index, day + 1);
      const random = account.seed.sub('day', day).stream();
      const label = population.label(index);
      const desk = new Desk(simulation.exchange, account, { random, label, clock, series: this.#series });
      account.persona.live(desk, simulation.days.lived(day, account.person.country, random));
      const made = simulation.taken();
      this.#await(made);
      if (made.length > 0) return;
    }
  }

  /** Hires people nobody knew and lets them commit the next scheme, from first day to last. */
  #conspire(at_ms: number): void {
    const scheme = this.#schemes[this.#gangs % this.#schemes.length] as Scheme;
    const gang = this.#hire(scheme, at_ms);
    this.#gangs += 1;
    const { simulation } = this.#settings;
    const first = [...gang.members.values()][0]?.[0] ?? 0;
    const first_ms = simulation.days.midnight(gang.first_day, simulation.account(first).person.country);
    const scale = ((4 + Math.min(16, scheme.span_days)) * MINUTE) / (scheme.span_days * DAY);
    const happens = (ms: number): number => at_ms + Math.max(0, ms - first_ms - 6 * HOUR) * scale;
    const stage = {
      exchange: simulation.exchange,
      listed: simulation.listed,
      account: (index: number) => simulation.account(index),
      bystander: simulation.bystander.bind(simulation),
      clock: { happens, priced: happens },
      series: this.#series,
    };
    for (let k = 0; k < scheme.span_days; k += 1) {
      for (const index of [...gang.members.values()].flat()) credit(simulation.account(index));
      scheme.commit(gangOn(stage, gang, 0, k, first_ms), k);
    }
    this.#await(simulation.taken());
  }

  #hire(scheme: Scheme, at_ms: number): CastGang {
    const seed = this.#settings.seed.sub('gang', this.#gangs);
    const members = new Map<string, number[]>();
    const number = LIVE_GANGS_FROM + this.#gangs;
    const gang: CastGang = { scheme, number, seed, members, first_day: this.#first_day };
    const random = seed.sub('hire').stream();
    for (const role of scheme.cast) {
      const hired = Array.from({ length: role.count }, (_, n) => {
        const joined_ms = Math.round(at_ms - daysBefore(role, random.real()) * DAY - 10 * MINUTE);
        return this.#admit(joined_ms, { gang, role, n });
      });
      members.set(role.name, hired);
    }
    return gang;
  }

  /** Keeps what will be told in order of time. */
  #await(occurrences: readonly Occurrence[]): void {
    for (const occurrence of occurrences) {
      let low = 0;
      let high = this.#waiting.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((this.#waiting[middle]?.at_ms ?? 0) <= occurrence.at_ms) low = middle + 1;
        else high = middle;
      }
      this.#waiting.splice(low, 0, occurrence);
    }
  }
}
