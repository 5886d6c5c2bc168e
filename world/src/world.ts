import type { Price } from '@atalaya/contract/activity.ts';
import { chainOf } from './chain/history.ts';
import type { ChainLine } from './chain/move.ts';
import type { Scheme } from './criminals/scheme.ts';
import { SCHEMES } from './criminals/schemes.ts';
import { PriceTable } from './money/prices.ts';
import { DEFAULT_LOCALES, type LocaleMix } from './people/person.ts';
import { Seed } from './random/seed.ts';
import { type Arrival, type ArrivalFaults, arrivalsOf, USUAL_FAULTS } from './simulation/arrival.ts';
import { type Cast, castAll } from './simulation/casting.ts';
import { historyOf } from './simulation/history.ts';
import { Live, type LiveItem } from './simulation/live.ts';
import { Population, type Registration } from './simulation/population.ts';
import { type Occurrence, Simulation } from './simulation/simulation.ts';
import { drawTagged, type TaggedWallet, tagBook, tagsText } from './tags.ts';
import { DAY, dateText, instantText } from './time/calendar.ts';
import type { Wallet } from './wallets/wallet.ts';
import { drawListed, type ListedParty, watchlistText } from './watchlist.ts';

export interface WorldOptions {
  readonly seed: string | number;
  /** How many customers, criminals included. */
  readonly customers: number;
  /** RFC 3339 instant; the world's first day is the UTC day that holds it. */
  readonly start: string;
  /** Length of the history. Schemes that take longer (at most 24 days) end after it. */
  readonly days: number;
  /** All schemes, none, or the numbers of those wanted; all when absent. */
  readonly criminals?: boolean | readonly string[];
  /** Share of customers by country of residence: MX, BR, AR, CO. */
  readonly locales?: LocaleMix;
}

/** A seeded exchange: the same options give the same bytes, however often and in whatever order they are asked for. */
export interface World {
  /** Begins every reference and event id of this world, and of no other. */
  readonly tag: string;
  /** Earliest possible event: some accounts acted once, long before the first day, and then fell silent. */
  readonly begins: string;
  readonly starts: string;
  readonly ends: string;
  customers(): Iterable<Registration>;
  /** Events with `from <= occurred_at < to`, in order of time; by default the whole history. Never ends by itself. */
  events(from?: string, to?: string): Iterable<Occurrence>;
  /** The same events as they reach the engine: a small share late, overtaken or delivered twice. */
  arrivals(from?: string, to?: string, faults?: ArrivalFaults): Iterable<Arrival>;
  /** Reference prices with `from <= at < to`, in order of time: daily before the first day, then hourly for crypto. */
  prices(from?: string, to?: string): Iterable<Price>;
  watchlist(): readonly ListedParty[];
  /** The world's fictitious sanctions list; columns in world/src/watchlist.ts. */
  watchlistCsv(): string;
  /** Addresses of services and criminals, as the world's fictitious list of tags has them. */
  tags(): readonly TaggedWallet[];
  tagsCsv(): string;
  /**
   * Blocks of the chains around customers' deposits and withdrawals with `from <= time < to`, in order of time, as `readBlocks` takes
   * them; by default from the first day to the end of the history.
   */
  chain(from?: string, to?: string): Iterable<ChainLine>;
  /** Goes on from `now` in real time; what happened before is `events(begins, now)`. */
  live(now: string, rate?: number): Iterable<LiveItem>;
}

/** No account falls silent longer than this before the first day. */
const PRELUDE_DAYS = 340;
const CODE = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

function tagOf(options: WorldOptions): string {
  const { seed, customers, start, days, criminals = true, locales = DEFAULT_LOCALES } = options;
  const random = Seed.of(JSON.stringify([seed, customers, start, days, criminals, locales])).stream();
  return `W${Array.from({ length: 5 }, () => CODE.charAt(random.int(0, 31))).join('')}`;
}

function chosenSchemes(criminals: boolean | readonly string[]): readonly Scheme[] {
  if (typeof criminals === 'boolean') return criminals ? SCHEMES : [];
  const unknown = criminals.filter((number) => !SCHEMES.some((scheme) => scheme.scenario === number));
  if (unknown.length > 0) throw new RangeError(`no criminals commit scenario ${unknown.join(', ')}`);
  return SCHEMES.filter((scheme) => criminals.includes(scheme.scenario));
}

function checked(options: WorldOptions): number {
  const { customers, days, start } = options;
  if (!Number.isInteger(customers) || customers < 1)
    throw new RangeError('customers must be a whole number above 0');
  if (!Number.isInteger(days) || days < 1) throw new RangeError('days must be a whole number above 0');
  return Math.floor(millisOf(start) / DAY) * DAY;
}

function millisOf(instant: string): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`"${instant}" is not an instant`);
  return ms;
}

/** A party of the list for each customer cast as a listed person, and an innocent namesake born in another year. */
function listedCustomers(cast: Cast, population: Population, customers: number): ListedParty[] {
  const parties: ListedParty[] = [];
  const add = (index: number, years_apart: number): void => {
    const { person } = population.open(index);
    const year = Number(person.since.slice(0, 4)) - years_apart;
    parties.push({
      reference: `FICT-${String(9_000 + parties.length).padStart(4, '0')}`,
      kind: 'person',
      name: person.display,
      birth_date: `${year}${person.since.slice(4).replace('-02-29', '-02-28')}`,
      country: person.country,
    });
  };
  for (const [index, part] of cast.parts) if (part.role.name === 'listed-person') add(index, 0);
  for (let index = 0; index < customers && cast.gangs.length > 0; index += 1) {
    if (cast.parts.has(index) || population.open(index).person.kind !== 'person') continue;
    add(index, 21);
    break;
  }
  return parties;
}

/** Creates a world. RangeError: options out of range, an unknown scenario, or more parts to play than customers. */
export function createWorld(options: WorldOptions): World {
  const starts_ms = checked(options);
  const { customers, days, locales = DEFAULT_LOCALES } = options;
  const seed = Seed.of(options.seed);
  const schemes = chosenSchemes(options.criminals ?? true);
  const prices = new PriceTable(seed.sub('prices'));
  const cast = castAll(seed.sub('cast'), schemes, customers, days);
  const outsiders = drawListed(seed.sub('watchlist'));
  const listed = outsiders.flatMap((party): Wallet[] => (party.wallet === undefined ? [] : [party.wallet]));
  const tagged = drawTagged(seed.sub('tags'));
  const tag = tagOf(options);
  const peopled = (): Population =>
    new Population({ seed: seed.sub('people'), prices, locales, tag, starts_ms, days, cast });
  const simulated = (population: Population, chains = false): Simulation =>
    new Simulation({
      population,
      prices,
      cast,
      listed,
      tagged: tagBook(tagged),
      customers,
      starts_ms,
      days,
      chains,
    });
  const begins = instantText(starts_ms - PRELUDE_DAYS * DAY);
  const starts = instantText(starts_ms);
  const ends = instantText(starts_ms + days * DAY);
  const watchlist = (): ListedParty[] => [...outsiders, ...listedCustomers(cast, peopled(), customers)];

  function* events(from = begins, to = ends): Generator<Occurrence> {
    const from_ms = millisOf(from);
    const to_ms = millisOf(to);
    for (const occurrence of historyOf(simulated(peopled()), starts_ms)) {
      if (occurrence.at_ms >= to_ms) return;
      if (occurrence.at_ms >= from_ms) yield occurrence;
    }
  }

  return {
    tag,
    begins,
    starts,
    ends,
    events,
    *customers() {
      const population = peopled();
      for (let index = 0; index < customers; index += 1) yield population.register(index);
    },
    arrivals: (from, to, faults = USUAL_FAULTS) => arrivalsOf(events(from, to), seed.sub('arrival'), faults),
    prices: (from = begins, to = ends) => prices.published(millisOf(from), millisOf(to), starts_ms),
    chain: (from = begins, to = ends) =>
      chainOf(simulated(peopled(), true), starts_ms, millisOf(from), millisOf(to)),
    watchlist,
    tags: () => tagged,
    tagsCsv: () => tagsText(tagged),
    watchlistCsv: () => watchlistText(watchlist(), dateText(starts_ms)),
    live(now, rate = 1) {
      const population = peopled();
      const simulation = simulated(population);
      const now_ms = millisOf(now);
      const settings = { simulation, population, schemes, customers, starts_ms, now_ms, rate };
      return new Live({ ...settings, seed: seed.sub('live') }).items();
    },
  };
}
