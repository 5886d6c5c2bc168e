import type { Event } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Money, parseAmount } from '../../kernel/money.ts';
import { directionOf, type ObservedEvent } from '../activity/event.ts';
import type { PriceBook } from '../activity/prices.ts';
import type { KnownCustomer } from '../customers/known.ts';
import type {
  CounterpartyFacts,
  CustomerFacts,
  IpFacts,
  JurisdictionFacts,
  Observation,
  ScreeningFacts,
} from '../monitoring/observation.ts';

/** What an obliged entity brings to every fact: its law and its currency. */
export interface EntityFacts {
  readonly id: string;
  readonly jurisdiction: string;
  readonly currency: Asset;
  /** Thresholds in force on the event's date, in minor units of the currency. */
  thresholds(at: Instant): { report: number | null; fee: number | null };
}

/** Screening as the core needs it: synchronous, bounded, on the lists in force. */
export interface ScreeningPort {
  screenParty(input: { name: string; kind: 'person' | 'organization' | null; country: string | null }): {
    listed: boolean;
    lists: readonly string[];
  };
  screenAddress(
    network: string,
    address: string,
  ): { listed: boolean; lists: readonly string[]; tags: readonly string[] };
  /** Likeness of two names, 0-100. */
  nameLikeness(left: string, right: string): number;
  /** list code → snapshot id, as used right now. */
  versions(): Readonly<Record<string, string>>;
}

export interface Gatherers {
  readonly prices: PriceBook;
  readonly screening: ScreeningPort;
}

/** Facts before judgement: everything a scenario may look at, from the event and from what is known. */
export function gather(
  ports: Gatherers,
  entity: EntityFacts,
  customer: KnownCustomer,
  observed: ObservedEvent,
  eventId: string,
  recordedAt: Instant,
): Observation {
  const { event, occurredAt } = observed;
  const value = valuation(ports.prices, entity, observed);
  const wallet = 'wallet' in event ? (event.wallet ?? null) : null;
  const thresholds = entity.thresholds(occurredAt);
  const jurisdiction: JurisdictionFacts = {
    code: entity.jurisdiction,
    reportThresholdLocal: thresholds.report,
    feeThresholdLocal: thresholds.fee,
  };
  return {
    eventId,
    entity: entity.id,
    jurisdiction,
    type: event.type,
    direction: directionOf(event.type),
    status: event.type === 'login' && event.outcome === 'failure' ? 'declined' : 'settled',
    at: occurredAt,
    recordedAt,
    customer: customerFacts(ports.prices, customer, occurredAt),
    asset: observed.money?.asset.code ?? null,
    amountMinor: observed.money?.minor ?? null,
    ...value,
    localCurrency: entity.currency.code,
    rail: 'rail' in event ? event.rail : 'none',
    network: wallet?.network ?? null,
    paymentMethod: event.type === 'p2p_order' ? event.payment_method : null,
    instrument: instrumentOf(event),
    side: 'side' in event ? event.side : null,
    priceDeviationBp: deviationOf(ports.prices, entity, observed),
    disputed: event.type === 'p2p_order' ? (event.disputed ?? false) : null,
    counterparty: counterpartyFacts(ports.screening, customer, event),
    wallet: wallet === null ? null : { address: wallet.address, custody: null, ownership: null },
    tx: wallet?.tx ?? null,
    device: {
      id: event.origin?.device ?? null,
      remoteAccess: event.origin?.remote_access ?? null,
      credentialChange: event.type === 'login' ? (event.credential_change ?? null) : null,
    },
    ip: ipFacts(event),
    screening: screeningFacts(ports.screening, event),
    balanceUsd: null,
    reverses: null,
    corrects: null,
  };
}

const safeMinor = (money: Money | null): number | null => {
  if (money === null) return null;
  const number = Number(money.minor);
  return Number.isSafeInteger(number) ? number : Number.MAX_SAFE_INTEGER;
};

const USD = assetOf('USD') as Asset;

function valuation(prices: PriceBook, entity: EntityFacts, observed: ObservedEvent) {
  const { money } = observed;
  if (money === null) return { valueUsd: null, valueLocal: null, feeLocal: null };
  const amounts: Money[] = [{ asset: money.asset.code, minor: money.minor }];
  if (money.value !== null) amounts.unshift({ asset: money.value.asset.code, minor: money.value.minor });
  if (money.quote !== null) amounts.push({ asset: money.quote.asset.code, minor: money.quote.minor });
  const inCurrency = (currency: Asset): number | null => {
    for (const amount of amounts) {
      const value = prices.value(entity.id, amount, currency, observed.occurredAt);
      if (value !== null) return safeMinor(value);
    }
    return null;
  };
  const fee = money.fee === null ? null : { asset: money.fee.asset.code, minor: money.fee.minor };
  return {
    valueUsd: inCurrency(USD),
    valueLocal: inCurrency(entity.currency),
    feeLocal:
      fee === null ? null : safeMinor(prices.value(entity.id, fee, entity.currency, observed.occurredAt)),
  };
}

function deviationOf(
  prices: PriceBook,
  entity: EntityFacts,
  { money, occurredAt }: ObservedEvent,
): number | null {
  if (money?.quote == null || money.minor === 0n) return null;
  const reference = prices.unitPrice(entity.id, money.asset.code, money.quote.asset.code, occurredAt);
  if (reference === null || reference === 0) return null;
  const units = Number(money.minor) / 10 ** money.asset.decimals;
  const paid = Number(money.quote.minor) / 10 ** money.quote.asset.decimals;
  return Math.round((paid / units / reference - 1) * 10_000);
}

const declaredUsd = (
  prices: PriceBook,
  entity: string,
  declared: { asset: string; amount: string } | null,
  at: number,
): number | null => {
  const asset = declared === null ? undefined : assetOf(declared.asset);
  if (declared === null || asset === undefined) return null;
  return safeMinor(
    prices.value(entity, { asset: asset.code, minor: parseAmount(declared.amount, asset) }, USD, at),
  );
};

function customerFacts(prices: PriceBook, customer: KnownCustomer, at: number): CustomerFacts {
  return {
    id: customer.id,
    kind: customer.kind,
    country: customer.country,
    registeredAt: customer.registeredAt,
    birthYear: customer.birthYear,
    riskRating: customer.rating,
    declaredMonthlyIncomeUsd: declaredUsd(prices, customer.entity, customer.incomeMonthly, at),
    declaredMonthlyVolumeUsd: declaredUsd(prices, customer.entity, customer.volumeMonthly, at),
    occupation: customer.occupation,
    purpose: customer.purpose,
    pep: null,
    licensedExchanger: null,
  };
}

function instrumentOf(event: Event): string | null {
  if (!('rail' in event) || event.rail === 'crypto') return null;
  return event.counterparty?.account ?? null;
}

function counterpartyFacts(
  screening: ScreeningPort,
  customer: KnownCustomer,
  event: Event,
): CounterpartyFacts | null {
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
    nameScore:
      party?.name === undefined || customer.name === null
        ? null
        : screening.nameLikeness(party.name, customer.name),
    country: party?.country ?? null,
    region: null,
    branch: party?.branch ?? null,
    vasp: null,
  };
}

function ipFacts(event: Event): IpFacts | null {
  const { origin } = event;
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

function screeningFacts(screening: ScreeningPort, event: Event): ScreeningFacts {
  const wallet = 'wallet' in event ? event.wallet : undefined;
  const party = 'counterparty' in event ? event.counterparty : undefined;
  const address = wallet === undefined ? null : screening.screenAddress(wallet.network, wallet.address);
  const name =
    party?.name === undefined
      ? null
      : screening.screenParty({ name: party.name, kind: party.kind ?? null, country: party.country ?? null });
  return {
    walletListed: address?.listed ?? null,
    nameListed: name?.listed ?? null,
    lists: [...new Set([...(address?.lists ?? []), ...(name?.lists ?? [])])].sort(),
    tags: [...(address?.tags ?? [])].sort(),
  };
}
