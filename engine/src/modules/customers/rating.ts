import { assetOf } from '@atalaya/contract/assets.ts';
import type { RiskRating } from '@atalaya/contract/customers.ts';
import { addMonths, type CalendarDate, isDate } from '../../kernel/instant.ts';
import { parseAmount } from '../../kernel/money.ts';
import type { PersonalDetails, Profile } from './customer.ts';
import type { FatfTable, RatingTable } from './rating-tables.ts';

/**
 * The risk rating: additive, versioned, with reason codes that sum to the score. Pure: the same facts, tables and day give
 * the same rating. Nationality is not among the facts it is given.
 */
export interface Risk {
  /** Version of the table and the FATF plenary in force: `1/2026-06-19`. */
  readonly version: string;
  readonly rating: RiskRating;
  readonly points: number;
  readonly reasons: readonly { readonly code: string; readonly points: number }[];
}

interface RatedFacts extends Omit<Profile, 'nationality'> {
  readonly incorporatedOn: CalendarDate | undefined;
  readonly hasIdentityNumber: boolean;
  readonly fatf: 'call_for_action' | 'increased_monitoring' | null;
  readonly today: CalendarDate;
}

const UNUSUAL_PURPOSES: Readonly<Partial<Record<NonNullable<Profile['occupation']>, readonly string[]>>> = {
  student: ['merchant', 'treasury', 'mining'],
  homemaker: ['merchant', 'treasury', 'mining'],
  unemployed: ['merchant', 'treasury', 'mining', 'trading'],
  retired: ['merchant', 'treasury'],
};

/** Every factor of content/customers/rating.yaml has its check here, under the same code. */
const CHECKS: Readonly<Record<string, (facts: RatedFacts) => boolean>> = {
  public_office: ({ occupation }) => occupation === 'public_office',
  residence_call_for_action: ({ fatf }) => fatf === 'call_for_action',
  residence_increased_monitoring: ({ fatf }) => fatf === 'increased_monitoring',
  volume_above_income: (facts) => volumeIsAbove(facts, 3n),
  volume_far_above_income: (facts) => volumeIsAbove(facts, 10n),
  purpose_unlike_occupation: ({ occupation, purpose }) =>
    occupation !== undefined &&
    purpose !== undefined &&
    UNUSUAL_PURPOSES[occupation]?.includes(purpose) === true,
  organization_age_unknown: ({ kind, incorporatedOn }) =>
    kind === 'organization' && incorporatedOn === undefined,
  organization_new: ({ incorporatedOn, today }) =>
    incorporatedOn !== undefined && addMonths(incorporatedOn, 12) > today,
  identity_without_number: ({ hasIdentityNumber }) => !hasIdentityNumber,
  profile_incomplete: ({ purpose, declared_monthly_income }) =>
    purpose === undefined || declared_monthly_income === undefined,
};

export const CHECKED_FACTORS: readonly string[] = Object.keys(CHECKS);

/** False where they are not told, or told in different assets: without a price they cannot be compared. */
function volumeIsAbove(
  { declared_monthly_income, declared_monthly_volume }: RatedFacts,
  times: bigint,
): boolean {
  if (
    declared_monthly_income === undefined ||
    declared_monthly_income.asset !== declared_monthly_volume?.asset
  )
    return false;
  const asset = assetOf(declared_monthly_income.asset);
  if (asset === undefined) return false;
  const income = parseAmount(declared_monthly_income.amount, asset);
  return income > 0n && parseAmount(declared_monthly_volume.amount, asset) > income * times;
}

export function rateCustomer(
  tables: { readonly rating: RatingTable; readonly fatf: FatfTable },
  customer: { readonly profile: Profile; readonly personal: PersonalDetails },
  today: CalendarDate,
): Risk {
  const { nationality: _never, ...profile } = customer.profile;
  const { incorporated_on, identity_numbers } = customer.personal;
  const plenary = tables.fatf.at(today);
  const facts: RatedFacts = {
    ...profile,
    incorporatedOn: incorporated_on !== undefined && isDate(incorporated_on) ? incorporated_on : undefined,
    hasIdentityNumber: (identity_numbers ?? []).length > 0,
    fatf: plenary.statusOf(profile.country),
    today,
  };
  const reasons = tables.rating.factors
    .filter(({ code }) => CHECKS[code]?.(facts) === true)
    .map(({ code, points }) => ({ code, points }));
  const points = reasons.reduce((sum, reason) => sum + reason.points, 0);
  return {
    version: `${tables.rating.version}/${plenary.from ?? 'none'}`,
    rating: tables.rating.bandOf(points),
    points,
    reasons,
  };
}
