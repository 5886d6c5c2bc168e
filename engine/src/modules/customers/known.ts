import type { RiskRating } from '@atalaya/contract/customers.ts';
import type { Instant } from '../../kernel/instant.ts';

/** What monitoring knows of a customer: the facts a decision needs, kept in memory by the decision core. */
export interface KnownCustomer {
  readonly id: string;
  readonly entity: string;
  /** The exchange's own id. */
  readonly reference: string;
  readonly relationship: 'prospect' | 'active' | 'restricted' | 'closed';
  readonly kind: 'person' | 'organization';
  /** Residence, ISO 3166-1 alpha-2. */
  readonly country: string | null;
  readonly registeredAt: Instant | null;
  readonly birthYear: number | null;
  readonly rating: RiskRating;
  readonly occupation: string | null;
  readonly purpose: string | null;
  /** Politically exposed, or close to somebody who is; null: nobody said. */
  readonly pep: boolean | null;
  readonly licensedExchanger: boolean | null;
  readonly incomeMonthly: { readonly asset: string; readonly amount: string } | null;
  readonly volumeMonthly: { readonly asset: string; readonly amount: string } | null;
  /** For comparing with a counterparty's name; null when unknown or erased. */
  readonly name: string | null;
  /** The person's key is gone for good: nothing of theirs can be sealed any more. */
  readonly erased: boolean;
}
