import type { Event } from '@atalaya/contract/activity.ts';
import { assetOf } from '@atalaya/contract/assets.ts';
import type { RiskRating } from '@atalaya/contract/customers.ts';
import { parseAmount } from '../../kernel/money.ts';
import { directionOf } from '../activity/event.ts';
import { type CounterpartyFacts, hourOf, type IpFacts, type Observation } from '../monitoring/observation.ts';
import type { ChainFigures } from '../tracing/chain-figures.ts';
import type { ExposureFigures } from '../tracing/exposure-port.ts';

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
  /** Of the address across, as the local graph and the tags said then. */
  readonly exposure?: ExposureFigures;
  /** Shapes of the chain around it. */
  readonly chain?: ChainFigures;
  /** How far event time had come, ms; absent: to the hour in which the event was recorded. */
  readonly horizon?: number;
  /** What the customer held just before, US cents. */
  readonly balance_usd?: number;
  /** What the note speaks of; absent without a note. */
  readonly memo?: readonly string[];
  /** The event it reverses or corrects: our id, and its number in the journal. */
  readonly takes_back?: { readonly event: string; readonly entry: number; readonly kind: TakenBackKind };
  /** Whoever receives an internal transfer. */
  readonly receiver?: GatheredCustomer & { readonly id: string };
  readonly customer: GatheredCustomer;
}

export type TakenBackKind = 'reversed' | 'corrected';

export interface GatheredCustomer {
  readonly kind: 'person' | 'organization';
  /** Absent: active. Policy looks at it, no scenario does. */
  readonly relationship?: 'prospect' | 'restricted' | 'closed';
  readonly country?: string;
  readonly registered_at?: number;
  readonly birth_year?: number;
  readonly risk?: RiskRating;
  readonly income_usd?: number;
  readonly volume_usd?: number;
  readonly occupation?: string;
  readonly purpose?: string;
  readonly pep?: boolean;
  readonly licensed?: boolean;
}

export interface EventIdentity {
  readonly id: string;
  readonly entity: string;
  /** cus_… */
  readonly customer: string;
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/**
 * The observation monitoring takes: pure, the same live and from the journal. `original` is the observation of the event
 * that this one takes back, made in the same way; null where that person was erased or there is none.
 */
export function observationOf(
  who: EventIdentity,
  event: Event,
  gathered: Gathered,
  original: Observation | null = null,
): Observation {
  const seen = seenBy(who, event, gathered);
  const { takes_back: back, receiver } = gathered;
  if (back !== undefined) {
    if (back.kind === 'reversed') seen.reverses = back.event;
    else seen.corrects = back.event;
    seen.takesBack = original;
  }
  if (receiver !== undefined) seen.receiving = receivedBy(receiver, seen, event.customer);
  return seen;
}

/** The same transfer from the other end. Device, place and balance were the sender's. */
function receivedBy(
  receiver: GatheredCustomer & { id: string },
  sent: Observation,
  sender: string,
): Observation {
  return {
    ...sent,
    direction: 'in',
    customer: customerFacts(receiver.id, receiver),
    counterparty: { ...NOBODY, key: sender, kind: 'customer' },
    device: null,
    ip: null,
    balanceUsd: null,
    screening: { walletListed: null, nameListed: null, lists: [], tags: [] },
    exposure: null,
    chain: null,
    reverses: null,
    corrects: null,
    takesBack: null,
    receiving: null,
  };
}

const NOBODY: CounterpartyFacts = {
  key: null,
  kind: null,
  nameScore: null,
  country: null,
  region: null,
  branch: null,
  vasp: null,
  bank: null,
  bankCode: null,
};

function seenBy(who: EventIdentity, event: Event, gathered: Gathered): Observation {
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
    horizon: gathered.horizon ?? hourOf(who.recordedAt),
    customer: customerFacts(who.customer, gathered.customer),
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
    memo: gathered.memo ?? null,
    counterparty: counterpartyFacts(event, gathered),
    wallet:
      wallet === null
        ? null
        : {
            address: wallet.address,
            custody: wallet.custody ?? (wallet.provider === undefined ? null : 'hosted'),
            ownership: wallet.ownership ?? null,
          },
    tx: wallet?.tx ?? null,
    device: {
      id: event.origin?.device ?? null,
      remoteAccess: event.origin?.remote_access ?? null,
      credentialChange: event.type === 'login' ? (event.credential_change ?? null) : null,
      vendor: event.origin?.vendor?.toLowerCase() ?? null,
      timezone: event.origin?.timezone ?? null,
      simCountry: event.origin?.sim_country ?? null,
    },
    ip: ipFacts(event),
    screening: {
      walletListed: gathered.wallet_listed ?? null,
      nameListed: gathered.name_listed ?? null,
      lists: gathered.lists ?? [],
      tags: gathered.tags ?? [],
    },
    exposure: gathered.exposure ?? null,
    chain: gathered.chain ?? null,
    balanceUsd: gathered.balance_usd ?? null,
    reverses: null,
    corrects: null,
    takesBack: null,
    receiving: null,
  };
}

function customerFacts(id: string, customer: GatheredCustomer): Observation['customer'] {
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
    pep: customer.pep ?? null,
    licensedExchanger: customer.licensed ?? null,
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
  const held = 'wallet' in event ? event.wallet : undefined;
  const vasp = held?.provider ?? null;
  if (other === undefined && party === undefined && vasp === null) return null;
  return {
    key: other ?? party?.account ?? party?.name ?? null,
    kind: other !== undefined ? 'customer' : (party?.kind ?? (vasp === null ? null : 'vasp')),
    nameScore: gathered.name_score ?? null,
    country: party?.country ?? held?.provider_country ?? null,
    region: regionOf(party),
    branch: party?.branch ?? null,
    vasp,
    bank: party?.bank === undefined ? null : bankName(party.bank),
    bankCode: CLABE.test(party?.account ?? '') ? (party?.account?.slice(0, 3) ?? null) : null,
  };
}

const CLABE = /^\d{18}$/;

/** What banks call themselves beside their name. */
const LEGAL_FORM =
  /\b(sa|sab|sa de cv|institucion de banca multiple|banca multiple|banco|bank|grupo financiero)\b/g;

/** The same bank whatever the letters: `CIBanco, S.A.` and `CIBANCO SA` are one. */
const bankName = (text: string): string => {
  const plain = text
    .normalize('NFKD')
    .replace(/[\p{M}.]/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ');
  return plain.replace(LEGAL_FORM, '').replace(/\s+/g, ' ').trim() || plain.trim();
};

/** Told, or the part of a branch's name before its city: `Jalisco/Guadalajara-7`. */
function regionOf(party: { region?: string; branch?: string; country?: string } | undefined): string | null {
  const cut = party?.branch?.indexOf('/') ?? -1;
  const region = party?.region ?? (cut > 0 ? party?.branch?.slice(0, cut) : undefined);
  if (region === undefined) return null;
  return party?.country === undefined ? region : `${party.country}/${region}`;
}

function ipFacts({ origin }: Event): IpFacts | null {
  if (origin === undefined) return null;
  return {
    address: origin.ip ?? null,
    country: origin.country ?? null,
    anonymizer: origin.anonymizer ?? null,
    shared: origin.ip_shared ?? (isCarrierRange(origin.ip) ? true : null),
    latitudeE4: origin.latitude === undefined ? null : Math.round(origin.latitude * 10_000),
    longitudeE4: origin.longitude === undefined ? null : Math.round(origin.longitude * 10_000),
  };
}

/** 100.64.0.0/10, which carriers share among subscribers (RFC 6598). */
function isCarrierRange(ip: string | undefined): boolean {
  const [, second] = /^100\.(\d{1,3})\./.exec(ip ?? '') ?? [];
  return second !== undefined && Number(second) >= 64 && Number(second) <= 127;
}
