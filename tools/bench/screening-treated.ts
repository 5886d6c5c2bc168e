import { isFailure } from '@atalaya/engine/kernel/failure.ts';
import type { NameQuery } from '@atalaya/engine/modules/screening/match.ts';
import { DEFAULT_THRESHOLD } from '@atalaya/engine/modules/screening/match.ts';
import { screenName } from '@atalaya/engine/modules/screening/matching/screen-name.ts';
import { buildIndex, type ListSource } from '@atalaya/engine/modules/screening/matching/screening-index.ts';
import type { Listing } from '@atalaya/engine/modules/watchlists/listing.ts';
import { isForFit } from '../screening-fit/examples.ts';
import { cleanCustomers, realLists } from '../screening-fit/shared-data.ts';
import { TREATMENTS } from '../screening-fit/treatments.ts';
import { type CaseResult, round } from './results.ts';
import { seeded } from './screening-names.ts';

/**
 * Whole screens against real lists: every UN name written otherwise in eight ways must bring its record back, and synthetic
 * people who are on no list must pass. The clean customers are those that the fit of the weights did not see.
 */
const SEED = 20_260_227;
const TOP = 5;

/** No matches where the name cannot be compared at all. */
function screened(search: () => ReturnType<typeof screenName>): ReturnType<typeof screenName> {
  try {
    return search();
  } catch (error) {
    if (isFailure(error)) return [];
    throw error;
  }
}

/** Every name, or one in `every`. `found_top5`: the record is among the first five; `matched`: it is, and at or above the threshold. */
export function treatedNames(listings: readonly Listing[], every = 1): CaseResult[] {
  const index = buildIndex([{ list: 'un', listings }]);
  const random = seeded(SEED);
  const asked = listings.filter((_, at) => at % every === 0);
  const results = Object.entries(TREATMENTS).map(([treatment, change]) => {
    let [found, matched] = [0, 0];
    for (const listing of asked) {
      const name = change(listing.names[0]?.text ?? '', random);
      const kind = listing.kind === 'person' ? 'person' : 'organization';
      const top = screened(() => screenName(index, { name, kind }, { threshold: 0.01, limit: TOP }));
      const own = top.find(({ reference }) => reference === listing.reference);
      if (own !== undefined) found += 1;
      if (own !== undefined && own.score >= DEFAULT_THRESHOLD) matched += 1;
    }
    return { treatment, found, matched };
  });
  const shares = (name: string, found: number, matched: number, names: number): CaseResult => ({
    case: name,
    names,
    found_top5: round(found / names, 4),
    matched_top5: round(matched / names, 4),
  });
  const sum = (key: 'found' | 'matched'): number => results.reduce((total, one) => total + one[key], 0);
  return [
    shares('un-treated', sum('found'), sum('matched'), asked.length * results.length),
    ...results.map((one) => shares(`un-${one.treatment}`, one.found, one.matched, asked.length)),
  ];
}

/** Alerts on `most` clean customers, evenly drawn from those the fit did not see. */
export function cleanAlerts(
  lists: readonly ListSource[],
  clean: readonly NameQuery[],
  most: number,
): CaseResult {
  const index = buildIndex(lists);
  const unseen = clean.filter((_, at) => !isForFit(_, at));
  const every = Math.max(1, Math.floor(unseen.length / most));
  const asked = unseen.filter((_, at) => at % every === 0).slice(0, most);
  let [byName, byAll] = [0, 0];
  for (const customer of asked) {
    const { name, kind } = customer;
    if (screened(() => screenName(index, { name, ...(kind === undefined ? {} : { kind }) })).length === 0)
      continue;
    byName += 1;
    const { gender: _, ...known } = customer;
    if (screened(() => screenName(index, known)).length > 0) byAll += 1;
  }
  return {
    case: 'clean-customers',
    customers: asked.length,
    names_listed: index.size.names,
    alerts_name_only: round(byName / asked.length, 4),
    alerts_with_birth_date_and_country: round(byAll / asked.length, 4),
  };
}

const CLEAN = 4_000;

export async function benchRealLists(shared: string): Promise<CaseResult[]> {
  const lists = await realLists(shared);
  const un = [...(lists.find(({ list }) => list === 'un')?.listings ?? [])];
  return [...treatedNames(un), cleanAlerts(lists, cleanCustomers(shared), CLEAN)];
}
