import type { Event } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Money, parseAmount } from '../../kernel/money.ts';
import type { ObservedEvent } from '../activity/event.ts';
import type { PriceBook } from '../activity/prices.ts';
import type { KnownCustomer } from '../customers/known.ts';
import { memoCodes } from '../monitoring/memo.ts';
import type { ScreeningPort } from '../screening/screening.ts';
import type { Gathered } from './observe.ts';

/** What an obliged entity brings to every fact: its law and its currency. */
export interface EntityFacts {
  readonly id: string;
  readonly jurisdiction: string;
  readonly currency: Asset;
  /** Thresholds in force on the event's date, in minor units of the currency. */
  thresholds(at: Instant): { report: number | null; fee: number | null };
}

export type { ScreeningPort };

export interface Gatherers {
  readonly prices: PriceBook;
  readonly screening: ScreeningPort;
}

/** Facts before judgement: what the event itself does not tell, looked up once. */
export function gather(
  ports: Gatherers,
  entity: EntityFacts,
  customer: KnownCustomer,
  observed: ObservedEvent,
): Gathered {
  const { event, occurredAt } = observed;
  const thresholds = entity.thresholds(occurredAt);
  return known({
    jurisdiction: entity.jurisdiction,
    currency: entity.currency.code,
    report_threshold: thresholds.report,
    fee_threshold: thresholds.fee,
    ...valuation(ports.prices, entity, observed),
    price_deviation_bp: deviationOf(ports.prices, entity, observed),
    ...screened(ports.screening, customer, event),
    memo: event.note === undefined ? null : memoCodes(event.note),
    customer: known({
      kind: customer.kind,
      relationship: customer.relationship === 'active' ? null : customer.relationship,
      country: customer.country,
      registered_at: customer.registeredAt,
      birth_year: customer.birthYear,
      risk: customer.rating,
      income_usd: declaredUsd(ports.prices, customer.entity, customer.incomeMonthly, occurredAt),
      volume_usd: declaredUsd(ports.prices, customer.entity, customer.volumeMonthly, occurredAt),
      occupation: customer.occupation,
      purpose: customer.purpose,
      pep: customer.pep,
      licensed: customer.licensedExchanger,
    }),
  }) as unknown as Gathered;
}

/** Only what is known: absent is the one way to say not known. */
function known(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

const safeMinor = (money: Money | null): number | null => {
  if (money === null) return null;
  const number = Number(money.minor);
  return Number.isSafeInteger(number) ? number : Number.MAX_SAFE_INTEGER;
};

const USD = assetOf('USD') as Asset;

function valuation(prices: PriceBook, entity: EntityFacts, observed: ObservedEvent) {
  const { money } = observed;
  if (money === null) return {};
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
  const moved = inCurrency(USD);
  return {
    value_usd: moved,
    balance_usd: balanceBefore(prices, entity, observed, moved),
    value_local: inCurrency(entity.currency),
    fee_local:
      fee === null ? null : safeMinor(prices.value(entity.id, fee, entity.currency, observed.occurredAt)),
  };
}

/** What was held before: after the event, without what came in by it, with what went out. */
function balanceBefore(
  prices: PriceBook,
  entity: EntityFacts,
  { event, money, occurredAt }: ObservedEvent,
  moved: number | null,
): number | null {
  if (money?.balance == null || moved === null) return null;
  const { asset, minor } = money.balance;
  const after = safeMinor(prices.value(entity.id, { asset: asset.code, minor }, USD, occurredAt));
  if (after === null) return null;
  return Math.max(0, event.type === 'deposit' ? after - moved : after + moved);
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

/** From this likeness on, the party across is the customer: what is known of the one holds for the other. */
const OWN_NAME = 90;

function screened(screening: ScreeningPort, customer: KnownCustomer, event: Event) {
  const wallet = 'wallet' in event ? event.wallet : undefined;
  const party = 'counterparty' in event ? event.counterparty : undefined;
  const address = wallet === undefined ? null : screening.screenAddress(wallet.network, wallet.address);
  const score =
    party?.name === undefined || customer.name === null
      ? null
      : screening.nameLikeness(party.name, customer.name);
  const name =
    party?.name === undefined
      ? null
      : screening.screenParty({
          name: party.name,
          kind: party.kind ?? null,
          country: party.country ?? null,
          birthYear: score !== null && score >= OWN_NAME ? customer.birthYear : null,
        });
  const lists = [...new Set([...(address?.lists ?? []), ...(name?.lists ?? [])])].sort();
  const tags = [...(address?.tags ?? [])].sort();
  return {
    wallet_listed: address?.listed ?? null,
    name_listed: name?.listed ?? null,
    lists: lists.length === 0 ? null : lists,
    tags: tags.length === 0 ? null : tags,
    name_score: score,
  };
}
