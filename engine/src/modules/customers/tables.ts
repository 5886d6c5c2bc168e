import type { CustomerRow, CustomerView, RiskRating } from '@atalaya/contract/customers.ts';
import { formatInstant, type Instant, parseInstant } from '../../kernel/instant.ts';
import type { PersonalDetails, Profile } from './customer.ts';
import type { KnownCustomer } from './known.ts';
import type { Risk } from './rating.ts';
import type { RatingTable } from './rating-tables.ts';
import type { RelationshipState } from './relationship.ts';
import { presentWarnings, type Warning } from './warnings.ts';

/** A customer as stored; personal columns are null once erased. */
export interface StoredCustomer {
  readonly id: string;
  readonly entity: string;
  readonly reference: string;
  readonly state: RelationshipState;
  readonly profile: Profile;
  readonly rating: RiskRating;
  readonly risk: Omit<Risk, 'rating'>;
  readonly warnings: readonly Warning[];
  readonly erased: boolean;
  readonly updated_at: Instant;
  readonly entry: number;
  readonly details: PersonalDetails | null;
  readonly display_name: string | null;
}

export const STORED = `select c.id, c.entity, c.reference, c.state, c.profile, c.rating, c.risk, c.warnings, c.erased, c.updated_at,
  c.entry, p.details, p.display_name from customers.customer c left join customers.person p on p.id = c.id`;

export function present(stored: StoredCustomer, table: RatingTable): CustomerView {
  const { id, entity, reference, state, erased, profile, rating, risk, warnings } = stored;
  const texts = new Map(table.factors.map((factor) => [factor.code, factor.text]));
  return {
    id,
    entity,
    reference,
    state,
    erased,
    display_name: stored.display_name ?? '',
    ...profile,
    ...(stored.details ?? {}),
    risk: {
      rating,
      points: risk.points,
      reasons: risk.reasons.map(({ code, points }) => ({
        code,
        points,
        text: texts.get(code) ?? { es: code, pt: code, en: code },
      })),
    },
    warnings: presentWarnings(warnings),
    updated_at: formatInstant(stored.updated_at),
    journal: stored.entry,
  };
}

/** What later modules know of a customer's doings. */
export interface CustomerActivity {
  readonly openAlerts: number;
  readonly lastEventAt: Instant | null;
}

export const presentRow = (stored: StoredCustomer, activity: CustomerActivity | undefined): CustomerRow => ({
  id: stored.id,
  entity: stored.entity,
  reference: stored.reference,
  display_name: stored.display_name ?? '',
  kind: stored.profile.kind,
  state: stored.state,
  ...(stored.profile.country === undefined ? {} : { country: stored.profile.country }),
  rating: stored.rating,
  open_alerts: activity?.openAlerts ?? 0,
  ...(activity?.lastEventAt == null ? {} : { last_event_at: formatInstant(activity.lastEventAt) }),
});

export const knownOf = ({ profile, details, ...stored }: StoredCustomer): KnownCustomer => ({
  id: stored.id,
  entity: stored.entity,
  reference: stored.reference,
  relationship: stored.state,
  kind: profile.kind,
  country: profile.country ?? null,
  registeredAt: profile.registered_at === undefined ? null : parseInstant(profile.registered_at),
  birthYear: details?.birth_date === undefined ? null : Number(details.birth_date.slice(0, 4)),
  rating: stored.rating,
  occupation: profile.occupation ?? null,
  purpose: profile.purpose ?? null,
  pep: profile.pep ?? null,
  licensedExchanger: profile.licensed_exchanger ?? null,
  incomeMonthly: profile.declared_monthly_income ?? null,
  volumeMonthly: profile.declared_monthly_volume ?? null,
  name: stored.display_name === '' ? null : stored.display_name,
  erased: stored.erased,
});
