import type { Event } from '@atalaya/contract/activity.ts';
import type { CustomerInput } from '@atalaya/contract/customers.ts';
import type { ChainLine } from '../chain/move.ts';
import type { Occurrence } from '../simulation/simulation.ts';
import type { World } from '../world.ts';

type Of<T extends Event['type']> = Extract<Event, { type: T }>;
export type Movement = Of<'deposit'> | Of<'withdrawal'>;

/** What an investigator would have on the desk: the events of one pattern, and everything the exchange told. */
export interface Evidence {
  readonly pattern: string;
  readonly occurrences: readonly Occurrence[];
  readonly events: readonly Event[];
  readonly file: CaseFile;
  of<T extends Event['type']>(type: T): Of<T>[];
  inRole(role: string): Event[];
}

export interface CaseFile {
  /** US dollars by the published price in force at the event. */
  usd(asset: string, amount: string, at: string): number;
  registration(reference: string): CustomerInput;
  eventsOf(reference: string): readonly Event[];
  /** Addresses and names on the world's watchlist. */
  readonly listed: ReadonlySet<string>;
  readonly listedNames: readonly string[];
  /** What the world's list of tags says of an address. */
  readonly tagged: ReadonlyMap<string, string>;
  /** Blocks of the chains around. */
  readonly chain: readonly ChainLine[];
}

export const ms = (event: Event): number => Date.parse(event.occurred_at);
export const HOUR_MS = 3_600_000;
export const hoursBetween = (a: Event, b: Event): number => Math.abs(ms(b) - ms(a)) / HOUR_MS;
export const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** Deviation as a share of the mean. */
export function variation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length) / mean;
}

/** The most hours between the first and the last. */
export const spanHours = (events: readonly Event[]): number =>
  (Math.max(...events.map(ms)) - Math.min(...events.map(ms))) / HOUR_MS;

export const distinct = <T>(items: readonly T[]): number => new Set(items).size;
export const isMovement = (event: Event): event is Movement =>
  event.type === 'deposit' || event.type === 'withdrawal';
export const addressOf = (event: Movement): string => event.wallet?.address ?? '';
export const value = ({ file }: Evidence, event: Movement): number =>
  file.usd(event.asset, event.amount, event.occurred_at);

function valuer(world: World, until: string): CaseFile['usd'] {
  const series = new Map<string, { at: number; price: number }[]>();
  for (const { asset, currency, at, price } of world.prices(world.begins, until)) {
    if (currency !== 'USD') continue;
    const list = series.get(asset) ?? [];
    list.push({ at: Date.parse(at), price: Number(price) });
    series.set(asset, list);
  }
  return (asset, amount, at) => {
    if (asset === 'USD') return Number(amount);
    const price = series.get(asset)?.findLast((one) => one.at <= Date.parse(at))?.price;
    if (price === undefined) throw new Error(`no price of ${asset} at ${at}`);
    return Number(amount) * price;
  };
}

/** All patterns of a world's events, by scenario. */
export function investigate(world: World, until: string): Map<string, Evidence[]> {
  const registered = new Map([...world.customers()].map(({ reference, input }) => [reference, input]));
  const byCustomer = new Map<string, Event[]>();
  const byPattern = new Map<string, Occurrence[]>();
  for (const occurrence of world.events(world.begins, until)) {
    const { event, label } = occurrence;
    byCustomer.set(event.customer, [...(byCustomer.get(event.customer) ?? []), event]);
    if (label.pattern !== undefined) {
      byPattern.set(label.pattern, [...(byPattern.get(label.pattern) ?? []), occurrence]);
    }
  }
  const file: CaseFile = {
    usd: valuer(world, until),
    registration: (reference) => {
      const input = registered.get(reference);
      if (input === undefined) throw new Error(`${reference} is not registered`);
      return input;
    },
    eventsOf: (reference) => byCustomer.get(reference) ?? [],
    tagged: new Map(world.tags().map(({ wallet, tags }) => [wallet.address, tags[0]])),
    chain: [...world.chain(world.begins, until)],
    listedNames: world.watchlist().map((party) => party.name),
    listed: new Set(world.watchlist().flatMap((party) => party.wallet?.address ?? [])),
  };
  const found = new Map<string, Evidence[]>();
  for (const [pattern, occurrences] of byPattern) {
    const scenario = occurrences[0]?.label.scenario ?? '';
    const events = occurrences.map(({ event }) => event);
    const evidence: Evidence = {
      pattern,
      occurrences,
      events,
      file,
      of: <T extends Event['type']>(type: T) => events.filter((event): event is Of<T> => event.type === type),
      inRole: (role) => occurrences.filter(({ label }) => label.role === role).map(({ event }) => event),
    };
    found.set(scenario, [...(found.get(scenario) ?? []), evidence]);
  }
  return found;
}
