import type { DepositEvent } from '@atalaya/contract/activity.ts';
import type { Person } from '../people/person.ts';
import type { Persona } from '../people/persona.ts';
import type { Place } from '../people/places.ts';
import { FIAT } from '../people/registration.ts';
import type { Seed } from '../random/seed.ts';
import { type Network, newWallet, type Wallet } from '../wallets/wallet.ts';
import { bankAccount, type Counterparty } from './counterparties.ts';
import { Ledger } from './ledger.ts';

/** Where an act was done from, as the contract has it. */
export type Origin = NonNullable<DepositEvent['origin']>;

/** A customer's account at the exchange while the world runs: what they own, use and hold. */
export interface Account {
  readonly index: number;
  readonly reference: string;
  readonly person: Person;
  readonly persona: Persona;
  readonly seed: Seed;
  readonly joined_ms: number;
  readonly fiat: string;
  readonly ledger: Ledger;
  /** Their own bank account. */
  readonly bank: Counterparty;
  readonly device: string;
  readonly ip: string;
  /** Where they mostly are: degrees of latitude and longitude. */
  readonly home: readonly [latitude: number, longitude: number];
  /** Their own self-custody wallet on a network. */
  wallet(network: Network): Wallet;
  /** Number of the next event. */
  events: number;
  /** Money others sent, credited at the start of their next day. */
  readonly inbox: { asset: string; units: number }[];
  /** The last day (number of the simulation) on which a scheme moved this account. */
  acted_day: number;
}

const VENDORS = ['apple', 'samsung', 'samsung', 'motorola', 'motorola', 'xiaomi', 'desktop'];

/** A device fingerprint: vendor and sixteen hexadecimal digits. */
export const newDevice = (seed: Seed, vendor?: string): string => {
  const random = seed.sub('device').stream();
  const own = random.pick(VENDORS);
  return `${vendor ?? own}-${random.hex(16)}`;
};

/**
 * An internet address. Only 240.0.0.0/4 (reserved, RFC 1112) and 2001:db8::/32 (documentation, RFC 3849) are used: no
 * household that exists is ever accused by an invented crime.
 */
export function newIp(seed: Seed): string {
  const random = seed.sub('ip').stream();
  if (random.chance(0.25))
    return `2001:db8:${random.hex(4)}:${random.hex(4)}::${random.int(1, 9_999).toString(16)}`;
  return [random.int(240, 254), random.int(0, 255), random.int(0, 255), random.int(1, 254)].join('.');
}

/** Somewhere in their city. */
function homeOf(place: Place, seed: Seed): [number, number] {
  const random = seed.sub('home').stream();
  return [place.latitude + random.between(-0.08, 0.08), place.longitude + random.between(-0.08, 0.08)];
}

function walletsOf(seed: Seed): (network: Network) => Wallet {
  const known = new Map<Network, Wallet>();
  return (network) => {
    const mine = known.get(network) ?? newWallet(network, seed.sub('wallet').sub(network).stream());
    known.set(network, mine);
    return mine;
  };
}

/** Opens the account of a person; it starts empty. */
export function openAccount(
  index: number,
  reference: string,
  person: Person,
  persona: Persona,
  seed: Seed,
  joined_ms: number,
  /** Where their device and their line come from: their own, or shared with the household. */
  hearth: Seed = seed,
): Account {
  return {
    index,
    reference,
    person,
    persona,
    seed,
    joined_ms,
    fiat: FIAT[person.country] ?? 'MXN',
    ledger: new Ledger(reference),
    bank: {
      name: person.display,
      kind: person.kind,
      ...bankAccount(person.country, seed.sub('bank').stream()),
      country: person.country,
    },
    device: newDevice(hearth),
    ip: newIp(hearth),
    home: homeOf(person.place, seed),
    wallet: walletsOf(seed),
    events: 0,
    inbox: [],
    acted_day: -1,
  };
}
