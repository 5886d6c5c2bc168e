import type { Event } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import type { Instant } from '../../kernel/instant.ts';
import { type Money, type Price, parseAmount } from '../../kernel/money.ts';
import type { EventMoney, ObservedEvent } from '../activity/event.ts';
import type { PriceBook } from '../activity/prices.ts';
import type { KnownCustomer } from '../customers/known.ts';
import { memoCodes } from '../monitoring/memo.ts';
import type { ScreeningPort } from '../screening/screening.ts';
import type { ExposurePort } from '../tracing/exposure-port.ts';
import type { Gathered } from './observe.ts';
import type { TakingBack } from './originals.ts';

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
  /** Absent where no chain is read. */
  readonly exposure?: ExposurePort;
}

/** What belongs to an event and was looked up before it is assessed. */
export interface Beside {
  readonly takingBack: TakingBack | null;
  /** Whoever receives an internal transfer, where they are a customer that was not erased. */
  readonly receiver: KnownCustomer | null;
}

/** Nothing but its customer belongs to the event. */
export const NOTHING_BESIDE: Beside = { takingBack: null, receiver: null };

/** Facts before judgement: what the event itself does not tell, looked up once. */
export function gather(
  ports: Gatherers,
  entity: EntityFacts,
  customer: KnownCustomer,
  observed: ObservedEvent,
  { takingBack, receiver }: Beside = NOTHING_BESIDE,
  horizon: number | null = null,
): Gathered {
  const { event, occurredAt } = observed;
  const thresholds = entity.thresholds(occurredAt);
  const gathered: Mutable<Gathered> = {
    jurisdiction: entity.jurisdiction,
    currency: entity.currency.code,
    customer: declared(ports.prices, customer, occurredAt),
  };
  // Only what is known: absent is the one way to say not known.
  if (thresholds.report !== null) gathered.report_threshold = thresholds.report;
  if (thresholds.fee !== null) gathered.fee_threshold = thresholds.fee;
  if (horizon !== null) gathered.horizon = horizon;
  if (observed.money !== null) valuation(gathered, ports.prices, entity, observed, observed.money);
  screened(gathered, ports.screening, customer, event);
  if (ports.exposure !== undefined) exposed(gathered, ports.exposure, event);
  if (event.note !== undefined) gathered.memo = memoCodes(event.note);
  if (takingBack !== null) {
    const { kind, original } = takingBack;
    gathered.takes_back = { event: original.id, entry: original.entry, kind };
  }
  if (receiver !== null)
    gathered.receiver = { id: receiver.id, ...declared(ports.prices, receiver, occurredAt) };
  return gathered;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function declared(prices: PriceBook, customer: KnownCustomer, at: number): Gathered['customer'] {
  const told: Mutable<Gathered['customer']> = { kind: customer.kind };
  const { country, registeredAt, birthYear, rating, occupation, purpose, pep, licensedExchanger } = customer;
  if (customer.relationship !== 'active') told.relationship = customer.relationship;
  if (country !== null) told.country = country;
  if (registeredAt !== null) told.registered_at = registeredAt;
  if (birthYear !== null) told.birth_year = birthYear;
  if (rating !== null) told.risk = rating;
  const income = declaredUsd(prices, customer.entity, customer.incomeMonthly, at);
  if (income !== null) told.income_usd = income;
  const volume = declaredUsd(prices, customer.entity, customer.volumeMonthly, at);
  if (volume !== null) told.volume_usd = volume;
  if (occupation !== null) told.occupation = occupation;
  if (purpose !== null) told.purpose = purpose;
  if (pep !== null) told.pep = pep;
  if (licensedExchanger !== null) told.licensed = licensedExchanger;
  return told;
}

const safeMinor = (money: Money | null): number | null => {
  if (money === null) return null;
  const number = Number(money.minor);
  return Number.isSafeInteger(number) ? number : Number.MAX_SAFE_INTEGER;
};

const USD = assetOf('USD') as Asset;

/** By the exchange's own valuation, else by the price of what moved, else of what was paid for it. */
function valuation(
  into: Mutable<Gathered>,
  prices: PriceBook,
  entity: EntityFacts,
  observed: ObservedEvent,
  { asset, minor, value, quote, fee, balance: held }: EventMoney,
): void {
  const at = observed.occurredAt;
  const worth = (of: EventMoney['value'], currency: Asset): number | null =>
    of === null
      ? null
      : safeMinor(prices.value(entity.id, { asset: of.asset.code, minor: of.minor }, currency, at));
  const moved = { asset, minor };
  const usd = worth(value, USD) ?? worth(moved, USD) ?? worth(quote, USD);
  if (usd !== null) into.value_usd = usd;
  const balance = usd === null ? null : balanceBefore(observed, usd, worth(held, USD));
  if (balance !== null) into.balance_usd = balance;
  const local =
    worth(value, entity.currency) ?? worth(moved, entity.currency) ?? worth(quote, entity.currency);
  if (local !== null) into.value_local = local;
  const feeLocal = worth(fee, entity.currency);
  if (feeLocal !== null) into.fee_local = feeLocal;
  const deviation = deviationOf(prices, entity, observed);
  if (deviation !== null) into.price_deviation_bp = deviation;
}

/** What was held before: after the event, without what came in by it, with what went out. */
const balanceBefore = ({ event }: ObservedEvent, moved: number, after: number | null): number | null =>
  after === null ? null : Math.max(0, event.type === 'deposit' ? after - moved : after + moved);

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

interface Valued {
  readonly price: Price | null;
  readonly usd: number | null;
}

/** What a declared amount was worth when last asked: it changes only with the price. */
const valued = new WeakMap<object, Valued>();

function declaredUsd(
  prices: PriceBook,
  entity: string,
  declared: { asset: string; amount: string } | null,
  at: number,
): number | null {
  if (declared === null) return null;
  const price = prices.between(entity, declared.asset, USD.code, at);
  const known = valued.get(declared);
  if (known !== undefined && known.price === price) return known.usd;
  const asset = assetOf(declared.asset);
  const usd =
    asset === undefined
      ? null
      : safeMinor(
          prices.value(entity, { asset: asset.code, minor: parseAmount(declared.amount, asset) }, USD, at),
        );
  valued.set(declared, { price, usd });
  return usd;
}

/** From this likeness on, the party across is the customer: what is known of the one holds for the other. */
const OWN_NAME = 90;

/** Behind the sender of a deposit, beyond the receiver of a withdrawal. */
function exposed(into: Mutable<Gathered>, exposure: ExposurePort, event: Event): void {
  if ((event.type !== 'deposit' && event.type !== 'withdrawal') || event.wallet === undefined) return;
  const direction = event.type === 'deposit' ? 'received' : 'sent';
  const { network, address } = event.wallet;
  const figures = exposure.of(network, address, event.asset, direction);
  if (figures !== null) into.exposure = figures;
  const shapes = exposure.shapes(network, address, event.asset, direction);
  if (shapes !== null) into.chain = shapes;
}

function screened(
  into: Mutable<Gathered>,
  screening: ScreeningPort,
  customer: KnownCustomer,
  event: Event,
): void {
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
  if (address !== null) into.wallet_listed = address.listed;
  if (name !== null) into.name_listed = name.listed;
  const lists = sortedUnion(address?.lists, name?.lists);
  if (lists.length > 0) into.lists = lists;
  if (address !== null && address.tags.length > 0) into.tags = [...address.tags].sort();
  if (score !== null) into.name_score = score;
}

const sortedUnion = (left: readonly string[] = [], right: readonly string[] = []): readonly string[] =>
  left.length + right.length === 0 ? [] : [...new Set([...left, ...right])].sort();
