import { canonicalBytes } from '../../../kernel/canonical.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import type { ScreenableCustomer } from '../../customers/screenable.ts';
import type { Listing } from '../../watchlists/listing.ts';
import type { Match, MatchReason, NameQuery } from '../match.ts';

/** What was compared, in integers and texts only, so that it can stand in the journal. */
export interface Comparison {
  readonly score: number;
  readonly features: readonly Feature[];
  readonly subjectDigest: string;
  readonly listingDigest: string;
}

export interface Feature {
  readonly feature: string;
  /** It spoke for (true) or against (false). */
  readonly for: boolean;
}

/** Effects are kept in ten-thousandths. */
export interface KeptReason {
  readonly feature: string;
  readonly query: string;
  readonly listing: string;
  readonly effect: number;
  readonly q?: readonly [number, number];
  readonly l?: readonly [number, number];
}

export const tenThousandths = (value: number): number => Math.round(value * 10_000);

type Spans = { readonly q?: readonly [number, number]; readonly l?: readonly [number, number] };

export const keptReason = (reason: MatchReason & Spans): KeptReason => ({
  feature: reason.feature,
  query: reason.query,
  listing: reason.listing,
  effect: tenThousandths(reason.effect),
  ...(reason.q === undefined ? {} : { q: reason.q }),
  ...(reason.l === undefined ? {} : { l: reason.l }),
});

/** What a customer is compared by. */
export function queryOf(customer: ScreenableCustomer): NameQuery {
  const { profile, details } = customer;
  const country = profile.nationality ?? profile.country;
  const numbers = details.identity_numbers ?? [];
  return {
    name: customer.name,
    kind: profile.kind,
    ...(details.birth_date === undefined ? {} : { birthDate: details.birth_date }),
    ...(country === undefined ? {} : { country }),
    ...(numbers.length === 0
      ? {}
      : {
          identifiers: numbers.map(({ type, value, country: of }) => ({
            type,
            value,
            ...(of === undefined ? {} : { country: of }),
          })),
        }),
  };
}

/** Of a listing, what can make or unmake a match; remarks, programs and addresses do not. */
export const listingDigest = (listing: Listing): string => {
  const { kind, names, birthDates, countries, identifiers, wallets, active, gender } = listing;
  const compared = {
    kind,
    names,
    birthDates,
    countries,
    identifiers,
    wallets,
    active,
    gender: gender ?? null,
  };
  return sha256Hex(canonicalBytes(compared));
};

export const subjectDigest = (query: object): string => sha256Hex(canonicalBytes(query));

/** Names of a feature's direction, each once, in a fixed order. */
export const featuresOf = (match: Match): Feature[] => {
  const found = new Map<string, Feature>();
  for (const { feature, effect } of match.reasons) {
    if (effect === 0) continue;
    const isFor = effect > 0;
    found.set(`${feature} ${isFor}`, { feature, for: isFor });
  }
  return [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, feature]) => feature);
};

export const compared = (match: Match, query: object, listing: Listing): Comparison => ({
  score: tenThousandths(match.score),
  features: featuresOf(match),
  subjectDigest: subjectDigest(query),
  listingDigest: listingDigest(listing),
});

/** The score rose by more than this: the two are more alike than whoever cleared them saw. */
const RISE = 100;

/**
 * Whether what a person judged is no longer what there is. Sides that are the same cannot matter. Sides that changed matter
 * when the score rose, when something new speaks for, or when something that spoke against is gone.
 */
export function matters(before: Comparison, after: Comparison): boolean {
  if (before.subjectDigest === after.subjectDigest && before.listingDigest === after.listingDigest)
    return false;
  if (after.score > before.score + RISE) return true;
  const had = new Set(before.features.map((one) => `${one.feature} ${one.for}`));
  const has = new Set(after.features.map((one) => `${one.feature} ${one.for}`));
  return (
    after.features.some((one) => one.for && !had.has(`${one.feature} true`)) ||
    before.features.some((one) => !one.for && !has.has(`${one.feature} false`))
  );
}
