import type { CustomerInput } from '@atalaya/contract/customers.ts';
import { type Account, openAccount } from '../accounts/account.ts';
import type { Role } from '../criminals/scheme.ts';
import { PEOPLE, PERSONAS } from '../honest/personas.ts';
import { HONEST, type Label } from '../label.ts';
import type { PriceTable } from '../money/prices.ts';
import { drawHome, drawPerson, type LocaleMix, type Person } from '../people/person.ts';
import type { Persona } from '../people/persona.ts';
import { registrationOf } from '../people/registration.ts';
import type { Seed } from '../random/seed.ts';
import { DAY, offsetOf } from '../time/calendar.ts';
import type { Cast, Part } from './casting.ts';

/** What the exchange tells of a customer when it registers them, and the truth about them. */
export interface Registration {
  readonly reference: string;
  readonly input: CustomerInput;
  readonly label: Label;
  /** The way of life, which the exchange does not know. */
  readonly persona: string;
}

export interface PopulationSettings {
  readonly seed: Seed;
  readonly prices: PriceTable;
  readonly locales: LocaleMix;
  /** First letters of every reference: two worlds never share one. */
  readonly tag: string;
  readonly starts_ms: number;
  readonly days: number;
  readonly cast: Cast;
}

/** Someone hired for a live play or who walks in during one: not known from the casting. */
export interface Walk {
  /** Ends the reference and tells this person from all others, e.g. `LMF3K2A8X-004`. */
  readonly name: string;
  readonly joined_ms: number;
  readonly part?: Part;
}

/** Share of customers who join during the history rather than before it. */
const JOINING_SHARE = 0.08;

/** How many share a telephone, and the share of such groups among all of that size. */
const HOUSEHOLDS: readonly (readonly [size: number, share: number])[] = [
  [3, 0.012],
  [2, 0.04],
];

/** Everyone who is or may become a customer, by index; drawn when asked for, always the same. */
export class Population {
  readonly #settings: PopulationSettings;
  readonly #walks = new Map<number, Walk>();

  constructor(settings: PopulationSettings) {
    this.#settings = settings;
  }

  /** Lets a customer beyond the founding ones walk in at a time of the caller's choice. */
  admit(index: number, walk: Walk): void {
    this.#walks.set(index, walk);
  }

  part(index: number): Part | undefined {
    return this.#walks.get(index)?.part ?? this.#settings.cast.parts.get(index);
  }

  open(index: number): Account {
    const { person, persona, joined_ms, seed } = this.#draw(index);
    const hearth = this.#hearth(index) ?? seed;
    return openAccount(index, this.#reference(index), person, persona, seed, joined_ms, hearth);
  }

  register(index: number): Registration {
    const { person, persona, joined_ms, seed } = this.#draw(index);
    const registered = registrationOf(person, persona, seed, joined_ms, this.#settings.prices);
    const input = this.part(index)?.role.pep === true ? { ...registered, pep: true } : registered;
    return { reference: this.#reference(index), input, label: this.label(index), persona: persona.name };
  }

  /** The truth about an account while it lives its ordinary life. */
  label(index: number): Label {
    const part = this.part(index);
    if (part === undefined) return HONEST;
    const { scenario } = part.gang.scheme;
    return { honest: part.role.honest === true, scenario, role: part.role.name };
  }

  /** Couples and a few families of three share a telephone and a line. */
  #hearth(index: number): Seed | undefined {
    if (this.part(index) !== undefined) return undefined;
    const { seed } = this.#settings;
    for (const [size, share] of HOUSEHOLDS) {
      const household = seed.sub(`household-${size}`, Math.floor(index / size));
      if (household.stream().chance(share)) return household;
    }
    return undefined;
  }

  #reference(index: number): string {
    return `${this.#settings.tag}-${this.#walks.get(index)?.name ?? String(index).padStart(5, '0')}`;
  }

  #draw(index: number): { person: Person; persona: Persona; joined_ms: number; seed: Seed } {
    const { locales, starts_ms } = this.#settings;
    const walk = this.#walks.get(index);
    const seed =
      walk === undefined
        ? this.#settings.seed.sub('customer', index)
        : this.#settings.seed.sub('walk-in').sub(walk.name);
    const part = this.part(index);
    const among = part === undefined ? PERSONAS : (part.role.among ?? PEOPLE);
    const persona = seed.sub('persona').stream().weighted(among);
    const home = part?.role.same_city ? drawHome(part.gang.seed.sub('home'), locales) : undefined;
    const person = drawPerson(seed, persona, locales, starts_ms, home);
    return { person, persona, seed, joined_ms: Math.round(this.#joined(index, seed, person, part)) };
  }

  #joined(index: number, seed: Seed, person: Person, part: Part | undefined): number {
    const walked = this.#walks.get(index);
    if (walked !== undefined) return walked.joined_ms;
    const { starts_ms, days } = this.#settings;
    const random = seed.sub('joined').stream();
    const before = part?.role.joined_days_before;
    if (part !== undefined && before !== undefined) {
      const midnight = starts_ms + part.gang.first_day * DAY - offsetOf(person.country);
      return midnight - random.between(before[0], before[1]) * DAY;
    }
    if (part === undefined && random.chance(JOINING_SHARE)) {
      return starts_ms + random.between(0, days * 0.9) * DAY;
    }
    return starts_ms - Math.max(12, Math.min(1_500, random.lognormal(300, 0.8))) * DAY;
  }
}

/** Days before the first act for a walk-in who plays a role: the same range, never in the future. */
export const daysBefore = (role: Role, random: number): number => {
  const [low, high] = role.joined_days_before ?? [30, 400];
  return Math.max(0, low + random * (high - low));
};
