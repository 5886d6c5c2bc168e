import type { Role, Scheme } from '../criminals/scheme.ts';
import type { Seed } from '../random/seed.ts';

/** The part an account plays; one account plays at most one. */
export interface Part {
  readonly gang: CastGang;
  readonly role: Role;
  /** Place within the role, from 0. */
  readonly n: number;
}

/** A scheme with its people. */
export interface CastGang {
  readonly scheme: Scheme;
  readonly number: number;
  readonly seed: Seed;
  /** Account indexes by role. */
  readonly members: ReadonlyMap<string, readonly number[]>;
  /** Day of the first act of the first commission. */
  readonly first_day: number;
}

export interface Cast {
  readonly gangs: readonly CastGang[];
  readonly parts: ReadonlyMap<number, Part>;
}

/** One gang of each scheme, and one more for every so many customers. */
const CUSTOMERS_PER_GANG = 2_000;
const MONTH_DAYS = 30;

const rolesOf = (scheme: Scheme): number => scheme.cast.reduce((sum, role) => sum + role.count, 0);

/** Chooses who commits what. Throws RangeError when there are fewer customers than parts to play. */
export function castAll(seed: Seed, schemes: readonly Scheme[], customers: number, days: number): Cast {
  const needed = schemes.reduce((sum, scheme) => sum + rolesOf(scheme), 0);
  if (needed > customers) {
    throw new RangeError(`${customers} customers cannot play the ${needed} parts of the chosen schemes`);
  }
  const gangs: CastGang[] = [];
  const parts = new Map<number, Part>();
  const copies = Math.max(1, Math.floor(customers / CUSTOMERS_PER_GANG));
  for (const scheme of schemes) {
    for (let number = 0; number < copies; number += 1) {
      gangs.push(
        castGang(seed.sub(`scheme-${scheme.scenario}`, number), scheme, number, customers, days, parts),
      );
    }
  }
  return { gangs, parts };
}

function castGang(
  seed: Seed,
  scheme: Scheme,
  number: number,
  customers: number,
  days: number,
  parts: Map<number, Part>,
): CastGang {
  const members = new Map<string, number[]>();
  const gang: CastGang = { scheme, number, seed, members, first_day: firstDay(seed, scheme, days) };
  const random = seed.sub('cast').stream();
  for (const role of scheme.cast) {
    const chosen: number[] = [];
    for (let n = 0; n < role.count; n += 1) {
      let index = random.int(0, customers - 1);
      while (parts.has(index)) index = (index + 1) % customers;
      parts.set(index, { gang, role, n });
      chosen.push(index);
    }
    members.set(role.name, chosen);
  }
  return gang;
}

/**
 * Late enough for some ordinary life before, early enough to finish within the history where that is possible: a day
 * to spare, because an evening in Mexico is the next day in UTC.
 */
function firstDay(seed: Seed, scheme: Scheme, days: number): number {
  const horizon = scheme.again ? Math.min(days, MONTH_DAYS) : days;
  const latest = horizon - scheme.span_days - (horizon > scheme.span_days ? 1 : 0);
  const earliest = Math.max(0, Math.min(3, latest));
  return seed.sub('first').stream().int(earliest, Math.max(earliest, latest));
}

/** Which commission (0 is the first) a gang is at on a day, and on which of its days; undefined when at none. */
export function commissionOn(gang: CastGang, day: number): { number: number; k: number } | undefined {
  const { scheme, first_day, seed } = gang;
  const since = day - first_day;
  if (since < 0) return undefined;
  if (since < scheme.span_days) return { number: 0, k: since };
  if (!scheme.again) return undefined;
  const number = Math.floor(day / MONTH_DAYS);
  if (number === 0) return undefined;
  const slack = Math.max(0, MONTH_DAYS - scheme.span_days);
  const start = number * MONTH_DAYS + seed.sub('start', number).stream().int(0, slack);
  const k = day - start;
  return k >= 0 && k < scheme.span_days && start >= first_day + scheme.span_days ? { number, k } : undefined;
}
