import type { Account, Origin } from '../accounts/account.ts';
import { newIp } from '../accounts/account.ts';
import { stranger } from '../accounts/counterparties.ts';
import type { Desk } from '../accounts/desk.ts';
import { fullName } from '../people/names.ts';
import type { LivedDay } from '../people/persona.ts';
import { distanceKm, PLACES, type Place } from '../people/places.ts';
import type { Seed } from '../random/seed.ts';
import type { Stream } from '../random/stream.ts';
import { HOUR } from '../time/calendar.ts';
import {
  allowance,
  arbitrageur,
  neighbourTrader,
  newPhone,
  player,
  savingsCircle,
  soldSomething,
  splitsBills,
} from './money-quirks.ts';
import { broughtSavings, manyRelatives, rentInUsdt, wellOff } from './wealth-quirks.ts';

/**
 * What makes some honest people look like somebody else: the innocent explanations an analyst should find. Drawn for
 * people who play no part in a scheme.
 */
export interface Quirk {
  readonly name: string;
  /** Where the customer acts from on a day, when not from home. */
  origin?(account: Account, day: number): Origin | undefined;
  /** Something that happens on a day instead of the usual; false when it does not. */
  instead?(desk: Desk, day: LivedDay, number: number, friend: (random: Stream) => Account): boolean;
}

/** Far enough to be a journey, near enough for an ordinary flight overnight. */
const TRIP_KM = [300, 3_500] as const;
const TRIP_DAYS = 4;
const TRIP_EVERY_DAYS = 30;

const privateNetwork: Quirk = {
  name: 'private-network',
  origin: (account) => ({ anonymizer: 'vpn', ip: newIp(account.seed.sub('vpn')) }),
};

function tripOf(seed: Seed, home: Place, month: number): { from: number; to: Place } | undefined {
  const random = seed.sub('trip', month).stream();
  const reachable = PLACES.filter((place) => {
    const km = distanceKm(place, home);
    return km > TRIP_KM[0] && km < TRIP_KM[1];
  });
  if (reachable.length === 0) return undefined;
  return { from: random.int(1, TRIP_EVERY_DAYS - TRIP_DAYS - 1), to: random.pick(reachable) };
}

const traveller: Quirk = {
  name: 'traveller',
  origin(account, day) {
    const trip = tripOf(account.seed, account.person.place, Math.floor(day / TRIP_EVERY_DAYS));
    const into = (day % TRIP_EVERY_DAYS) - (trip?.from ?? 0);
    if (trip === undefined || into < 0 || into >= TRIP_DAYS) return undefined;
    const { latitude, longitude, country } = trip.to;
    return { latitude, longitude, country, ip: newIp(account.seed.sub('hotel', day - into)) };
  },
};

const spousePays: Quirk = {
  name: 'spouse-pays',
  instead(desk, day, number) {
    const { account } = desk;
    if ((number + account.index) % 11 !== 0) return false;
    const random = account.seed.sub('spouse').stream();
    const { country, name } = account.person;
    const spouse = stranger(country, random);
    const shared = {
      ...name,
      given: random.pick(['Alex', 'Cruz', 'Guadalupe', 'Noa']),
      maternal: name.paternal,
    };
    const at = day.at(9, 18);
    desk.payIn(at, desk.cash(day.random.between(40, 130), at), {
      counterparty: { ...spouse, name: fullName(shared, country) },
      note: 'gasto familiar',
    });
    desk.buy(at + HOUR, 'USDT', desk.fiat, desk.held(desk.fiat));
    return true;
  },
};

/** Works where many do: hundreds of colleagues share one line, each with their own telephone. */
const office: Quirk = {
  name: 'office',
  origin: (account) => ({ ip: newIp(account.seed.sub('office-of').sub(account.person.place.city)) }),
};

/** A granddaughter helps from afar, with a remote desktop, every other week. */
const helpedFromAfar: Quirk = {
  name: 'helped-from-afar',
  origin: (_, day) => (day % 14 < 2 ? { remote_access: true } : undefined),
};

const SHARES: readonly (readonly [Quirk, number])[] = [
  [privateNetwork, 0.03],
  [traveller, 0.05],
  [spousePays, 0.012],
  [newPhone, 0.05],
  [office, 0.03],
  [player, 0.02],
  [neighbourTrader, 0.015],
  [allowance, 0.02],
  [arbitrageur, 0.006],
  [soldSomething, 0.004],
  [helpedFromAfar, 0.003],
  [savingsCircle, 0.002],
  [splitsBills, 0.05],
  [wellOff, 0.008],
  [broughtSavings, 0.06],
  [manyRelatives, 0.008],
  [rentInUsdt, 0.015],
];

/** The quirk of an honest person; most have none. */
export function quirkOf(account: Account): Quirk | undefined {
  let left = account.seed.sub('quirk').stream().real();
  for (const [quirk, share] of SHARES) {
    left -= share;
    if (left < 0) return quirk;
  }
  return undefined;
}
