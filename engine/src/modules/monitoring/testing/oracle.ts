import { distanceKm, speedKmh } from '../facts/places.ts';
import type { Observation } from '../observation.ts';

/**
 * Windows the slow way: a list of everything that happened, filtered anew for each question, with BigInt arithmetic.
 * Shares nothing with the window store but the facts of an observation.
 */
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const FEW = 7;

type Key = (o: Observation) => string | null;
const customer: Key = (o) => o.customer.id;
const device: Key = (o) => o.device?.id ?? null;
const both: Key = (o) => (o.device?.id == null ? null : `${o.customer.id}/${o.device.id}`);

interface Ask {
  key?: Key;
  within: number;
  ago?: number;
  before?: boolean;
  latest?: number;
  only?: (o: Observation) => boolean;
  anyStatus?: boolean;
}

/** `known`: everything seen and not taken back, in order of arrival, the present event last. */
export class Oracle {
  readonly #known: readonly Observation[];
  readonly #present: Observation;

  constructor(known: readonly Observation[], present: Observation) {
    this.#known = known;
    this.#present = present;
  }

  #inside({ key = customer, within, ago = 0, before, latest, only, anyStatus }: Ask): Observation[] | null {
    const mine = key(this.#present);
    if (mine === null) return null;
    const to = this.#present.at - ago;
    const inside = this.#known
      .filter((o) => key(o) === mine && o.entity === this.#present.entity)
      .filter((o) => o.at > to - within && o.at <= to && (o.type === 'deposit' || o.type === 'withdrawal'))
      .filter((o) => (anyStatus || o.status === 'settled') && (only === undefined || only(o)))
      .filter((o) => !(before && o.eventId === this.#present.eventId));
    const sorted = inside.map((o, i) => ({ o, i })).sort((a, b) => a.o.at - b.o.at || a.i - b.i);
    const ordered = sorted.map(({ o }) => o);
    return latest === undefined ? ordered : ordered.slice(-latest);
  }

  /** The answer to a window of testing/measures-scenario.ts. */
  answer(name: string): number | null {
    const here = (ask: Ask) => this.#inside(ask);
    const within = (ms: number, before = false) => here({ within: ms, before });
    switch (name) {
      case 'count':
        return within(HOUR)?.length ?? null;
      case 'count_before':
        return within(HOUR, true)?.length ?? null;
      case 'count_ago':
        return here({ within: HOUR, ago: 10 * MINUTE })?.length ?? null;
      case 'sum':
        return sum(within(DAY));
      case 'sum_in':
        return sum(here({ within: DAY, only: (o) => o.direction === 'in' }));
      case 'sum_before':
        return sum(within(HOUR, true));
      case 'mean': {
        const values = valuesOf(within(DAY));
        return values.length === 0 ? null : Number(floor(total(values), BigInt(values.length)));
      }
      case 'min':
        return extreme(within(DAY), (a, b) => a < b);
      case 'max_before':
        return extreme(within(DAY, true), (a, b) => a > b);
      case 'deviation': {
        const values = valuesOf(within(DAY));
        return values.length === 0 ? null : Number(root(spread(values)) / BigInt(values.length));
      }
      case 'variation':
        return variation(valuesOf(within(HOUR)));
      case 'median':
        return percentile(within(DAY), 50);
      case 'high_before':
        return percentile(within(DAY, true), 90);
      case 'distinct':
        return distinct(within(DAY), device);
      case 'distinct_before':
        return distinct(within(DAY, true), device);
      case 'customers':
        return distinct(here({ key: device, within: HOUR }), customer);
      case 'both':
        return here({ key: both, within: DAY })?.length ?? null;
      case 'first':
        return within(HOUR)?.at(0)?.valueUsd ?? null;
      case 'last_before':
        return within(HOUR, true)?.at(-1)?.valueUsd ?? null;
      case 'since_first':
        return this.#since(within(DAY)?.at(0));
      case 'since_last':
        return this.#since(within(DAY, true)?.at(-1));
      case 'intervals':
        return intervals(here({ within: DAY, latest: FEW }));
      case 'rising':
        return rising(within(DAY));
      case 'speed':
        return speed(here({ within: HOUR, latest: FEW }));
      case 'mean_time':
        return meanTime(within(DAY));
      case 'latest_sum':
        return sum(here({ within: DAY, latest: FEW }));
      case 'alike':
        return this.#alike((inside) => distinct(inside, device));
      case 'alike_sum':
        return this.#alike(sum);
      case 'unsettled':
        return here({ within: DAY, anyStatus: true })?.length ?? null;
      default:
        throw new Error(`no oracle for ${name}`);
    }
  }

  #since(o: Observation | undefined): number | null {
    return o === undefined ? null : this.#present.at - o.at;
  }

  #alike(then: (inside: Observation[] | null) => number | null): number | null {
    const value = this.#present.valueUsd;
    if (value === null) return null;
    const slack = Number((BigInt(Math.abs(value)) * 1000n) / 10_000n);
    const close = (o: Observation) => o.valueUsd !== null && Math.abs(o.valueUsd - value) <= slack;
    return then(this.#inside({ within: DAY, only: close }));
  }
}

type Inside = readonly Observation[] | null;

const valuesOf = (inside: Inside): bigint[] =>
  (inside ?? []).flatMap((o) => (o.valueUsd === null ? [] : [BigInt(o.valueUsd)]));
const total = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);
const safe = (value: bigint): number | null => (Number.isSafeInteger(Number(value)) ? Number(value) : null);
const sum = (inside: Inside): number | null => safe(total(valuesOf(inside)));
const floor = (a: bigint, b: bigint): bigint => (a >= 0n ? a / b : -((-a + b - 1n) / b));

function root(n: bigint): bigint {
  let low = 0n;
  let high = 1n;
  while (high * high <= n) high *= 2n;
  while (low + 1n < high) {
    const middle = (low + high) / 2n;
    if (middle * middle <= n) low = middle;
    else high = middle;
  }
  return low;
}

/** n² times the variance. */
const spread = (values: readonly bigint[]): bigint =>
  BigInt(values.length) * total(values.map((v) => v * v)) - total(values) ** 2n;

function variation(values: readonly bigint[]): number | null {
  if (values.length === 0 || total(values) <= 0n) return null;
  return Number(root(spread(values) * 10n ** 8n) / total(values));
}

function extreme(inside: Inside, better: (a: bigint, b: bigint) => boolean): number | null {
  const values = valuesOf(inside);
  if (values.length === 0) return null;
  return Number(values.reduce((best, value) => (better(value, best) ? value : best)));
}

function percentile(inside: Inside, percent: number): number | null {
  const values = valuesOf(inside).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const place = Math.max(1, Math.ceil((percent * values.length) / 100));
  const found = values[place - 1];
  return found === undefined ? null : Number(found);
}

const distinct = (inside: Inside, what: Key): number | null =>
  inside === null ? null : new Set(inside.map(what).filter((value) => value !== null)).size;

function intervals(inside: Inside): number | null {
  const times = (inside ?? []).map((o) => BigInt(o.at));
  if (times.length < 3) return null;
  return variation(times.slice(1).map((at, i) => at - (times[i] ?? 0n)));
}

function rising(inside: Inside): number {
  let length = 0;
  let later: number | null = null;
  for (const { valueUsd } of (inside ?? []).toReversed()) {
    if (valueUsd === null || (later !== null && BigInt(later) * 2n < BigInt(valueUsd) * 3n)) break;
    later = valueUsd;
    length += 1;
  }
  return length;
}

function speed(inside: Inside): number | null {
  const places = (inside ?? []).flatMap(({ ip, at }) =>
    ip?.latitudeE4 == null || ip.longitudeE4 == null ? [] : [{ lat: ip.latitudeE4, lon: ip.longitudeE4, at }],
  );
  const speeds = places.slice(1).map((place, i) => {
    const from = places[i] ?? place;
    return speedKmh(distanceKm(from.lat, from.lon, place.lat, place.lon), place.at - from.at);
  });
  return speeds.length === 0 ? null : Math.max(...speeds);
}

function meanTime(inside: Inside): number | null {
  const weight = total(valuesOf(inside));
  if (weight <= 0n) return null;
  const moments = (inside ?? []).reduce((sum, o) => sum + BigInt(o.valueUsd ?? 0) * BigInt(o.at), 0n);
  return safe(moments / weight);
}
