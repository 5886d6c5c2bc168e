import type { RiskRating } from '@atalaya/contract/customers.ts';
import { rows, type Tx } from '../../../platform/database.ts';
import type { ListPolicy } from '../../watchlists/list-policy.ts';
import { DEFAULT_THRESHOLD } from '../match.ts';
import { tenThousandths } from './comparison.ts';

/** How an obliged entity screens; scores in ten-thousandths. */
export interface ScreeningPolicy {
  readonly threshold: number;
  readonly threshold_high_risk: number;
  readonly four_eyes: number;
  readonly clearance_days: number;
}

export const DEFAULT_POLICY: ScreeningPolicy = {
  threshold: tenThousandths(DEFAULT_THRESHOLD),
  threshold_high_risk: tenThousandths(DEFAULT_THRESHOLD),
  four_eyes: 8500,
  clearance_days: 365,
};

export type Policies = ReadonlyMap<string, ScreeningPolicy>;

/** Policies by entity; an entity without one has the default. */
export async function policiesOf(tx: Tx): Promise<Policies> {
  const stored = await rows<ScreeningPolicy & { entity: string }>(
    tx,
    'select entity, threshold, threshold_high_risk, four_eyes, clearance_days from screening.policy',
  );
  return new Map(stored.map(({ entity, ...policy }) => [entity, policy]));
}

/** Lowest score that is a hit for a customer of this rating on this list: the list's own threshold goes before the entity's. */
export function thresholdFor(
  policy: ScreeningPolicy,
  list: ListPolicy | undefined,
  rating: RiskRating,
): number {
  const own = rating === 'high' || rating === 'critical' ? policy.threshold_high_risk : policy.threshold;
  return list?.threshold ?? own;
}

/** The lowest threshold that anything can have: what is asked of the index. */
export function lowestThreshold(policies: Policies, lists: Iterable<ListPolicy>): number {
  const own = [DEFAULT_POLICY, ...policies.values()].flatMap((one) => [
    one.threshold,
    one.threshold_high_risk,
  ]);
  return Math.min(...own, ...[...lists].flatMap((one) => one.threshold ?? []));
}
