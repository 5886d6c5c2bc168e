import type { Seed } from '../random/seed.ts';
import { DAY, dateText, HOUR } from '../time/calendar.ts';
import { type DrawnName, drawCompany, drawName, fullName } from './names.ts';
import type { Persona } from './persona.ts';
import { type Place, placesOf } from './places.ts';

/** Somebody who may become a customer: a person, or a company with its own name. */
export interface Person {
  readonly kind: 'person' | 'organization';
  readonly country: string;
  readonly nationality: string;
  readonly place: Place;
  readonly sex: 'H' | 'M';
  readonly name: DrawnName;
  /** Full name or registered name, as a bank statement shows it. */
  readonly display: string;
  /** Birth date or date of incorporation, `YYYY-MM-DD`. */
  readonly since: string;
  readonly income_usd: number;
}

/** Share of customers by country of residence. */
export type LocaleMix = Readonly<Record<string, number>>;

export const DEFAULT_LOCALES: LocaleMix = { MX: 0.82, BR: 0.07, CO: 0.06, AR: 0.05 };

/** Where people who live in one country and hold the passport of another come from. */
const ABROAD = [
  'CO',
  'VE',
  'AR',
  'BR',
  'US',
  'ES',
  'GT',
  'HN',
  'SV',
  'CU',
  'PE',
  'CL',
  'CA',
  'FR',
  'KR',
  'CN',
  'DE',
];
const ABROAD_SHARE = 0.06;

function drawCountry(seed: Seed, locales: LocaleMix): string {
  const choices = Object.entries(locales).map(([country, weight]) => ({ country, weight }));
  return seed.sub('country').stream().weighted(choices).country;
}

function drawSince(seed: Seed, ages: readonly [number, number], today_ms: number): string {
  const random = seed.sub('birth').stream();
  const years = random.between(ages[0] + 0.01, ages[1]);
  return dateText(today_ms - years * 365.2425 * DAY - random.between(0, 24) * HOUR);
}

/** A city to live in, as likely as customers live there. */
export const drawHome = (seed: Seed, locales: LocaleMix): Place =>
  seed
    .sub('place')
    .stream()
    .weighted(placesOf(drawCountry(seed, locales)));

/**
 * Draws one person. Nothing here knows whether they are honest: criminals come from the same people as everyone, and
 * each trait has its own stream, so choosing another way of life changes neither name nor home nor nationality.
 */
export function drawPerson(
  seed: Seed,
  persona: Persona,
  locales: LocaleMix,
  today_ms: number,
  home?: Place,
): Person {
  const place = home ?? drawHome(seed, locales);
  const { country } = place;
  const passport = seed.sub('nationality').stream();
  const nationality = passport.chance(ABROAD_SHARE) ? passport.pick(ABROAD) : country;
  const sex = seed.sub('sex').stream().chance(0.5) ? 'M' : 'H';
  const name = drawName(country, sex, seed.sub('name').stream());
  const company = persona.kind === 'organization';
  return {
    kind: persona.kind,
    country,
    nationality: company ? country : nationality,
    place,
    sex,
    name,
    display: company ? drawCompany(country, seed.sub('company').stream()) : fullName(name, country),
    since: drawSince(seed, persona.ages, today_ms),
    income_usd: seed.sub('income').stream().lognormal(persona.income_usd.median, persona.income_usd.sigma),
  };
}
