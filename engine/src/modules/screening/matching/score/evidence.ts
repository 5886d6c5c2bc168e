/**
 * What besides the name speaks for or against, in nats of log-odds, so that pieces add up: birth date, country, identity
 * numbers, kind, gender, address. A birth date or a country supports a name and does not replace it.
 */
import type { BirthDate } from '../../../watchlists/listing.ts';
import type { MatchReason, NameQuery } from '../../match.ts';
import { identifierKey, LOOSE_TYPES, mexicanRoot, UNIQUE_TYPES } from '../identifier-key.ts';
import type { ListedFacts } from '../index/dossier.ts';
import { addressEvidence } from './address.ts';
import { birthDateOfNumber } from './number-dates.ts';

export interface Evidence {
  readonly feature: MatchReason['feature'];
  readonly query: string;
  readonly listing: string;
  /** Positive: for; negative: against. */
  readonly nats: number;
}

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;
const CIRCA_DAYS = 3 * YEAR_DAYS;

const dayNumber = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / DAY_MS;

interface Interval {
  readonly from: number;
  readonly to: number;
  readonly day: boolean;
}

/** `1970`, `1970-03` or `1970-03-12` as an interval of day numbers. Undefined when it is no date. */
function birthInterval(text: string): Interval | undefined {
  const match = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(text);
  if (match === null) return undefined;
  const [year, month, day] = [match[1] ?? '', match[2], match[3]];
  const from = dayNumber(`${year}-${month ?? '01'}-${day ?? '01'}`);
  const lastOfMonth = new Date(Date.UTC(Number(year), Number(month ?? 12), 0)).getUTCDate();
  const to = dayNumber(`${year}-${month ?? '12'}-${day ?? lastOfMonth}`);
  return Number.isNaN(from) || Number.isNaN(to) ? undefined : { from, to, day: day !== undefined };
}

/** Day and month exchanged, or two of year, month and day equal: slips of the pen, not another person. */
function isSlip(asked: string, listed: string): boolean {
  const [a, b] = [asked.split('-'), listed.split('-')];
  if (a.length !== 3 || b.length !== 3) return false;
  const equal = a.filter((part, at) => part === b[at]).length;
  return equal === 2 || (a[0] === b[0] && a[1] === b[2] && a[2] === b[1]);
}

const SAME_DAY = 3.5;
const SAME_MONTH = 1.8;
const SAME_YEAR = 1.1;
const IN_RANGE = 0.5;
const OTHER_DAY = -1;
const YEARS_APART: readonly [years: number, nats: number][] = [
  [1, -1],
  [5, -2],
  [Number.POSITIVE_INFINITY, -3],
];

function compareBirth(text: string, asked: Interval, listed: BirthDate): number {
  const slack = listed.circa ? CIRCA_DAYS : 0;
  const [from, to] = [dayNumber(listed.from) - slack, dayNumber(listed.to) + slack];
  const width = Math.max(to - from, asked.to - asked.from);
  if (asked.from <= to && from <= asked.to) {
    if (width < 1) return SAME_DAY;
    if (width < 32) return SAME_MONTH;
    return width < YEAR_DAYS + 1 ? SAME_YEAR : IN_RANGE;
  }
  if (asked.day && listed.from === listed.to && isSlip(text, listed.from)) return 0;
  const gap = Math.max(asked.from - to, from - asked.to) / YEAR_DAYS;
  const isSameYear =
    text.slice(0, 4) === listed.from.slice(0, 4) || text.slice(0, 4) === listed.to.slice(0, 4);
  if (isSameYear) return OTHER_DAY;
  return YEARS_APART.find(([years]) => gap <= years)?.[1] ?? 0;
}

const dayOf = (date: string): BirthDate => ({ from: date, to: date, circa: false, text: date });

/** The listed dates, else those that its CURP or RFC tells. */
function listedDates(listing: ListedFacts): readonly BirthDate[] {
  if (listing.birthDates.length > 0) return listing.birthDates;
  return listing.identifiers.flatMap(({ type, value }) => {
    const date = birthDateOfNumber(type, value);
    return date === undefined ? [] : [dayOf(date)];
  });
}

const askedDate = (query: NameQuery): string | undefined =>
  query.birthDate ??
  query.identifiers
    ?.map(({ type, value }) => birthDateOfNumber(type, value))
    .find((date) => date !== undefined);

/** The most favourable of the listed dates counts: issuers list several because they do not know. */
function birthEvidence(query: NameQuery, listing: ListedFacts): Evidence[] {
  const text = askedDate(query);
  const asked = birthInterval(text ?? '');
  const dates = listedDates(listing);
  if (asked === undefined || text === undefined || dates.length === 0) return [];
  let best: { nats: number; text: string } | undefined;
  for (const listed of dates) {
    const nats = compareBirth(text, asked, listed);
    if (best === undefined || nats > best.nats) best = { nats, text: listed.text };
  }
  return [{ feature: 'birth_date', query: text, listing: best?.text ?? '', nats: best?.nats ?? 0 }];
}

const SAME_COUNTRY = 0.5;
const OTHER_COUNTRY = -0.5;

function countryEvidence(query: NameQuery, listing: ListedFacts): Evidence[] {
  if (query.country === undefined) return [];
  const codes = new Set<string>();
  for (const { code } of listing.countries) if (code !== undefined) codes.add(code);
  for (const { countryCode } of listing.addresses) if (countryCode !== undefined) codes.add(countryCode);
  if (codes.size === 0) return [];
  const isSame = codes.has(query.country);
  const listed = isSame ? query.country : [...codes].sort().join(' ');
  return [
    {
      feature: 'country',
      query: query.country,
      listing: listed,
      nats: isSame ? SAME_COUNTRY : OTHER_COUNTRY,
    },
  ];
}

/** A number that one person has is nearly proof, whatever the name. */
export const SAME_NUMBER = 7;
const SAME_LOOSE_NUMBER = 2.5;
const SAME_ROOT = 4;
const OTHER_NUMBER = -1.5;

const isOpposed = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && right !== undefined && left !== right;

type Identifier = NonNullable<NameQuery['identifiers']>[number];

function compareNumber(asked: Identifier, key: string, listed: ListedFacts['identifiers'][number]): number {
  const listedKey = identifierKey(listed.value);
  if (listedKey === undefined || isOpposed(asked.country, listed.country)) return 0;
  const root = mexicanRoot(asked.type, key);
  if (listedKey === key)
    return LOOSE_TYPES.has(listed.type) || listedKey.length < 6 ? SAME_LOOSE_NUMBER : SAME_NUMBER;
  if (root !== undefined && root === mexicanRoot(listed.type, listedKey)) return SAME_ROOT;
  return asked.type === listed.type && UNIQUE_TYPES.has(asked.type) ? OTHER_NUMBER : 0;
}

function identifierEvidence(query: NameQuery, listing: ListedFacts): Evidence[] {
  return (query.identifiers ?? []).flatMap((asked): Evidence[] => {
    const key = identifierKey(asked.value);
    let best: Evidence | undefined;
    for (const listed of key === undefined ? [] : listing.identifiers) {
      const nats = compareNumber(asked, key ?? '', listed);
      if (nats === 0 || nats <= (best?.nats ?? Number.NEGATIVE_INFINITY)) continue;
      best = {
        feature: 'identifier',
        query: `${asked.type} ${asked.value}`,
        listing: `${listed.type} ${listed.value}`,
        nats,
      };
    }
    return best === undefined ? [] : [best];
  });
}

const OTHER_KIND = -2.5;
const THING = -3.5;

function kindEvidence(query: NameQuery, listing: ListedFacts): Evidence[] {
  if (query.kind === undefined || query.kind === listing.kind || listing.kind === 'other') return [];
  const isThing = listing.kind === 'vessel' || listing.kind === 'aircraft';
  // A company is often asked for by the same word as its ship.
  const nats = isThing && query.kind === 'person' ? THING : OTHER_KIND;
  return [{ feature: 'kind', query: query.kind, listing: listing.kind, nats }];
}

const OTHER_GENDER = -1;

function genderEvidence(query: NameQuery, listing: ListedFacts): Evidence[] {
  const { gender } = listing;
  if (query.gender === undefined || gender === undefined || query.gender === gender) return [];
  return [{ feature: 'gender', query: query.gender, listing: gender, nats: OTHER_GENDER }];
}

export const evidenceOf = (query: NameQuery, listing: ListedFacts): Evidence[] => [
  ...kindEvidence(query, listing),
  ...birthEvidence(query, listing),
  ...countryEvidence(query, listing),
  ...genderEvidence(query, listing),
  ...addressEvidence(query.address, listing.addresses),
  ...identifierEvidence(query, listing),
];
