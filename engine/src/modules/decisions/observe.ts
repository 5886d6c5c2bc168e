import type { Event } from '@atalaya/contract/activity.ts';
import { assetOf } from '@atalaya/contract/assets.ts';
import type { RiskRating } from '@atalaya/contract/customers.ts';
import { parseAmount } from '../../kernel/money.ts';
import { directionOf } from '../activity/event.ts';
import type { CounterpartyFacts, IpFacts, Observation } from '../monitoring/observation.ts';

/**
 * What was looked up for an event and cannot be told from the event itself: values at the prices of its time, what the
 * lists said, what was known of the customer, the law's thresholds. Stored with the decision, so that the observation is
 * the same whenever it is made again. JSON-safe; what is not known is absent.
 */
export interface Gathered {
  readonly jurisdiction: string;
  readonly currency: string;
  readonly report_threshold?: number;
  readonly fee_threshold?: number;
  readonly value_usd?: number;
  readonly value_local?: number;
  readonly fee_local?: number;
  readonly price_deviation_bp?: number;
  /** Likeness of the counterparty's name to the customer's, 0-100. */
  readonly name_score?: number;
  readonly wallet_listed?: boolean;
  readonly name_listed?: boolean;
  readonly lists?: readonly string[];
  readonly tags?: readonly string[];
  readonly customer: {
    readonly kind: 'person' | 'organization';
    readonly country?: string;
    readonly registered_at?: number;
    readonly birth_year?: number;
    readonly risk?: RiskRating;
    readonly income_usd?: number;
    readonly volume_usd?: number;
    readonly occupation?: string;
    readonly purpose?: string;
  };
}

export interface EventIdentity {
  readonly id: string;
  readonly entity: string;
  /** cus_… */
  readonly customer: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/** The observation monitoring takes: pure, the same live and from the journal. */
export function observationOf(who: EventIdentity, event: Event, gathered: Gathered): Observation {
  const wallet = 'wallet' in event ? (event.wallet ?? null) : null;
  const asset = event.type === 'login' ? undefined : assetOf(event.asset);
  return {
    eventId: who.id,
    entity: who.entity,
    jurisdiction: {
      code: gathered.jurisdiction,
      reportThresholdLocal: gathered.report_threshold ?? null,
      feeThresholdLocal: gathered.fee_threshold ?? null,
    },
    type: event.type,
    direction: directionOf(event.type),
    status: event.type === 'login' && event.outcome === 'failure' ? 'declined' : 'settled',
    at: who.occurredAt,
    recordedAt: who.recordedAt,
    customer: customerFacts(who.customer, gathered),
    asset: asset?.code ?? null,
    amountMinor: event.type === 'login' || asset === undefined ? null : parseAmount(event.amount, asset),
    valueUsd: gathered.value_usd ?? null,
    valueLocal: gathered.value_local ?? null,
    localCurrency: gathered.currency,
    feeLocal: gathered.fee_local ?? null,
    rail: 'rail' in event ? event.rail : 'none',
    network: wallet?.network ?? null,
    paymentMethod: event.type === 'p2p_order' ? event.payment_method : null,
    instrument: 'rail' in event && event.rail !== 'crypto' ? (event.counterparty?.account ?? null) : null,
    side: 'side' in event ? event.side : null,
    priceDeviationBp: gathered.price_deviation_bp ?? null,
    disputed: event.type === 'p2p_order' ? (event.disputed ?? false) : null,
    counterparty: counterpartyFacts(event, gathered),
    wallet: wallet === null ? null : { address: wallet.address, custody: null, ownership: null },
    tx: wallet?.tx ?? null,
    device: {
      id: event.origin?.device ?? null,
      remoteAccess: event.origin?.remote_access ?? null,
      credentialChange: event.type === 'login' ? (event.credential_change ?? null) : null,
    },
    ip: ipFacts(event),
    screening: {
      walletListed: gathered.wallet_listed ?? null,
      nameListed: gathered.name_listed ?? null,
      lists: gathered.lists ?? [],
      tags: gathered.tags ?? [],
    },
    balanceUsd: null,
    reverses: null,
    corrects: null,
  };
}

function customerFacts(id: string, { customer }: Gathered): Observation['customer'] {
  return {
    id,
    kind: customer.kind,
    country: customer.country ?? null,
    registeredAt: customer.registered_at ?? null,
    birthYear: customer.birth_year ?? null,
    riskRating: customer.risk ?? null,
    declaredMonthlyIncomeUsd: customer.income_usd ?? null,
    declaredMonthlyVolumeUsd: customer.volume_usd ?? null,
    occupation: customer.occupation ?? null,
    purpose: customer.purpose ?? null,
    pep: null,
    licensedExchanger: null,
  };
}

function counterpartyFacts(event: Event, gathered: Gathered): CounterpartyFacts | null {
  const other =
    event.type === 'transfer'
      ? event.to_customer
      : 'counterparty_customer' in event
        ? event.counterparty_customer
        : undefined;
  const party = 'counterparty' in event ? event.counterparty : undefined;
  if (other === undefined && party === undefined) return null;
  return {
    key: other ?? party?.account ?? party?.name ?? null,
    kind: other === undefined ? (party?.kind ?? null) : 'customer',
    nameScore: gathered.name_score ?? null,
    country: party?.country ?? null,
    region: null,
    branch: party?.branch ?? null,
    vasp: null,
  };
}

function ipFacts({ origin }: Event): IpFacts | null {
  if (origin === undefined) return null;
  return {
    address: origin.ip ?? null,
    country: origin.country ?? null,
    anonymizer: origin.anonymizer ?? null,
    shared: null,
    latitudeE4: origin.latitude === undefined ? null : Math.round(origin.latitude * 10_000),
    longitudeE4: origin.longitude === undefined ? null : Math.round(origin.longitude * 10_000),
  };
}
