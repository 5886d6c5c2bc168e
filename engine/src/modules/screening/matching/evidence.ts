/**
 * What besides the name speaks for or against: birth date, country, identity numbers, kind. Evidence for takes a share
 * of what is missing to 1, evidence against a share of what is there: no single piece saturates the score.
 */
import type { BirthDate, Listing } from '../../watchlists/listing.ts';
import type { MatchReason, NameQuery } from '../match.ts';
import { identifierKey, LOOSE_TYPES, mexicanRoot, UNIQUE_TYPES } from './identifier-key.ts';

export interface Evidence {
  feature: MatchReason['feature'];
  query: string;
  listing: string;
  /** 0 to 1: share of the missing that is gained; -1 to 0: share of the score that is lost. */
  strength: number;
}

const DAY_MS = 86_400_000;
const YEAR_DAYS = 365.25;
const CIRCA_DAYS = 3 * YEAR_DAYS;

const dayNumber = (iso: string): number => Date.parse(`${iso}T00:00:00Z`) / DAY_MS;

/** `1970`, `1970-03` or `1970-03-12` as an interval of day numbers. Undefined when it is no date. */
export function birthInterval(text: string): { from: number; to: number; day: boolean } | undefined {
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

const SAME_DAY = 0.6;
const SAME_MONTH = 0.35;
const SAME_YEAR = 0.25;
const IN_RANGE = 0.1;
const SLIP = 0;
const OTHER_DAY = -0.08;
const YEARS_APART: readonly [years: number, strength: number][] = [
  [1, -0.08],
  [5, -0.15],
  [Number.POSITIVE_INFINITY, -0.22],
];

function compareBirth(
  text: string,
  asked: { from: number; to: number; day: boolean },
  listed: BirthDate,
): number {
  const slack = listed.circa ? CIRCA_DAYS : 0;
  const [from, to] = [dayNumber(listed.from) - slack, dayNumber(listed.to) + slack];
  const width = Math.max(to - from, asked.to - asked.from);
  if (asked.from <= to && from <= asked.to) {
    if (width < 1) return SAME_DAY;
    if (width < 32) return SAME_MONTH;
    return width < YEAR_DAYS + 1 ? SAME_YEAR : IN_RANGE;
  }
  if (asked.day && listed.from === listed.to && isSlip(text, listed.from)) return SLIP;
  const gap = Math.max(asked.from - to, from - asked.to) / YEAR_DAYS;
  const sameYear = text.slice(0, 4) === listed.from.slice(0, 4) || text.slice(0, 4) === listed.to.slice(0, 4);
  if (sameYear) return OTHER_DAY;
  return YEARS_APART.find(([years]) => gap <= years)?.[1] ?? 0;
}

/** The most favourable of the listed dates counts: issuers list several because they do not know. */
function birthEvidence(query: NameQuery, listing: Listing): Evidence[] {
  const asked = birthInterval(query.birthDate ?? '');
  if (asked === undefined || query.birthDate === undefined || listing.birthDates.length === 0) return [];
  let best: { strength: number; text: string } | undefined;
  for (const listed of listing.birthDates) {
    const strength = compareBirth(query.birthDate, asked, listed);
    if (best === undefined || strength > best.strength) best = { strength, text: listed.text };
  }
  return [
    {
      feature: 'birth_date',
      query: query.birthDate,
      listing: best?.text ?? '',
      strength: best?.strength ?? 0,
    },
  ];
}

const SAME_COUNTRY = 0.1;
const OTHER_COUNTRY = -0.04;

function countryEvidence(query: NameQuery, listing: Listing): Evidence[] {
  if (query.country === undefined) return [];
  const codes = new Set<string>();
  for (const { code } of listing.countries) if (code !== undefined) codes.add(code);
  for (const { countryCode } of listing.addresses) if (countryCode !== undefined) codes.add(countryCode);
  if (codes.size === 0) return [];
  const strength = codes.has(query.country) ? SAME_COUNTRY : OTHER_COUNTRY;
  const listed = codes.has(query.country) ? query.country : [...codes].sort().join(' ');
  return [{ feature: 'country', query: query.country, listing: listed, strength }];
}

const SAME_NUMBER = 0.9;
const SAME_LOOSE_NUMBER = 0.4;
const SAME_ROOT = 0.6;
const OTHER_NUMBER = -0.2;

const isOpposed = (left: string | undefined, right: string | undefined): boolean =>
  left !== undefined && right !== undefined && left !== right;

function identifierEvidence(query: NameQuery, listing: Listing): Evidence[] {
  const found: Evidence[] = [];
  for (const asked of query.identifiers ?? []) {
    const key = identifierKey(asked.value);
    if (key === undefined) continue;
    const root = mexicanRoot(asked.type, key);
    let best: Evidence | undefined;
    for (const listed of listing.identifiers) {
      const listedKey = identifierKey(listed.value);
      if (listedKey === undefined || isOpposed(asked.country, listed.country)) continue;
      const loose = LOOSE_TYPES.has(listed.type) || listedKey.length < 6;
      let strength = 0;
      if (listedKey === key) strength = loose ? SAME_LOOSE_NUMBER : SAME_NUMBER;
      else if (root !== undefined && root === mexicanRoot(listed.type, listedKey)) strength = SAME_ROOT;
      else if (asked.type === listed.type && UNIQUE_TYPES.has(asked.type)) strength = OTHER_NUMBER;
      if (strength !== 0 && strength > (best?.strength ?? -1)) {
        best = {
          feature: 'identifier',
          query: `${asked.type} ${asked.value}`,
          listing: `${listed.type} ${listed.value}`,
          strength,
        };
      }
    }
    if (best !== undefined) found.push(best);
  }
  return found;
}

const OTHER_KIND = -0.25;
const THING = -0.4;

function kindEvidence(query: NameQuery, listing: Listing): Evidence[] {
  if (query.kind === undefined || query.kind === listing.kind || listing.kind === 'other') return [];
  const thing = listing.kind === 'vessel' || listing.kind === 'aircraft';
  return [
    { feature: 'kind', query: query.kind, listing: listing.kind, strength: thing ? THING : OTHER_KIND },
  ];
}

export const evidenceOf = (query: NameQuery, listing: Listing): Evidence[] => [
  ...kindEvidence(query, listing),
  ...birthEvidence(query, listing),
  ...countryEvidence(query, listing),
  ...identifierEvidence(query, listing),
];

/** A birth date or a country supports a name and does not replace it: below the first figure it gives nothing. */
const SUPPORT_FROM = 0.5;
const SUPPORT_FULL = 0.7;

const supports = (feature: Evidence['feature'], name: number): number =>
  feature === 'identifier'
    ? 1
    : Math.min(1, Math.max(0, (name - SUPPORT_FROM) / (SUPPORT_FULL - SUPPORT_FROM)));

/** Applies the evidence in its order to the score of the name; each effect is what it added or took away. */
export function applyEvidence(
  name: number,
  evidence: readonly Evidence[],
): { score: number; reasons: MatchReason[] } {
  let total = name;
  const reasons = evidence.map(({ feature, query, listing, strength }) => {
    const effect = strength >= 0 ? (1 - total) * strength * supports(feature, name) : total * strength;
    total += effect;
    return { feature, query, listing, effect };
  });
  return { score: total, reasons };
}
