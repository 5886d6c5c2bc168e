import { EVENT_BY_TYPE, EVENT_TYPES, type Event, type EventType } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf, isNetwork } from '@atalaya/contract/assets.ts';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { Failure, type FailureDetail } from '../../kernel/failure.ts';
import { sha256 } from '../../kernel/hash.ts';
import { type Instant, parseInstant } from '../../kernel/instant.ts';
import { parseAmount } from '../../kernel/money.ts';
import { detailOf } from '../../platform/http-problems.ts';

/**
 * The noun: one event as the exchange told it, proven well-formed. Everything after this works on proven values.
 * Failures are the caller's: `request.invalid`, `activity.unknown_asset`, `activity.unsupported_network`, `money.*`,
 * `instant.*`, `activity.occurred_in_future`, `activity.occurred_too_early`.
 */
export interface ObservedEvent {
  readonly event: Event;
  readonly occurredAt: Instant;
  /** SHA-256 of the canonical bytes of the event as told: the same id with another hash is refused. */
  readonly content: Buffer;
  readonly money: EventMoney | null;
}

export interface EventMoney {
  readonly asset: Asset;
  readonly minor: bigint;
  /** Trades and P2P orders: what was paid or received for it. */
  readonly quote: { readonly asset: Asset; readonly minor: bigint } | null;
  /** The exchange's own valuation. */
  readonly value: { readonly asset: Asset; readonly minor: bigint } | null;
  readonly fee: { readonly asset: Asset; readonly minor: bigint } | null;
}

/** Clocks differ; an event up to this much ahead of ours is taken. */
const AHEAD_MS_MAX = 5 * 60_000;
/** Nothing an exchange can tell us happened before the first Bitcoin block. */
const EARLIEST = Date.UTC(2009, 0, 3);

const ajv = new Ajv({ allErrors: true, strict: false });
const validators: ReadonlyMap<string, ValidateFunction> = new Map(
  EVENT_TYPES.map((type) => [type, ajv.compile(EVENT_BY_TYPE[type])]),
);

export function readEvent(raw: unknown, now: number): ObservedEvent {
  const event = ensureShape(raw);
  const occurredAt = ensureWhen(event.occurred_at, now);
  if ('wallet' in event && event.wallet !== undefined && !isNetwork(event.wallet.network))
    throw refuse(
      'activity.unsupported_network',
      `unknown network ${event.wallet.network}`,
      '/wallet/network',
    );
  return { event, occurredAt, content: sha256(canonicalBytes(forHash(event))), money: readMoney(event) };
}

function ensureShape(raw: unknown): Event {
  if (typeof raw !== 'object' || raw === null || Array.isArray(raw))
    throw refuse('request.invalid', 'an event is a JSON object', '/');
  const type: unknown = 'type' in raw ? raw.type : undefined;
  const validate = typeof type === 'string' ? validators.get(type) : undefined;
  if (validate === undefined)
    throw refuse('request.invalid', `type must be one of ${EVENT_TYPES.join(', ')}`, '/type');
  if (!validate(raw))
    throw new Failure(
      'caller',
      'request.invalid',
      'the event does not have the shape of the contract',
      details(validate.errors),
    );
  return raw as Event;
}

const details = (errors: ErrorObject[] | null | undefined): FailureDetail[] =>
  (errors ?? []).map((error) => detailOf(error));

const refuse = (code: string, message: string, field: string): Failure =>
  new Failure('caller', code, message, [{ field, message }]);

function ensureWhen(text: string, now: number): Instant {
  const at = naming('/occurred_at', () => parseInstant(text));
  if (at > now + AHEAD_MS_MAX)
    throw refuse('activity.occurred_in_future', `${text} is in the future`, '/occurred_at');
  if (at < EARLIEST)
    throw refuse(
      'activity.occurred_too_early',
      `${text} is before there were virtual assets`,
      '/occurred_at',
    );
  return at;
}

/** Adds the field to a failure of the kernel, which does not know where its text came from. */
function naming<T>(field: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure && error.details.length === 0)
      throw new Failure(error.kind, error.code, error.message, [{ field, message: error.message }]);
    throw error;
  }
}

function moneyAt(code: string, amount: string, field: string, amountField = `${field}/amount`) {
  const asset = assetOf(code);
  if (asset === undefined) throw refuse('activity.unknown_asset', `unknown asset ${code}`, `${field}/asset`);
  return { asset, minor: naming(amountField, () => parseAmount(amount, asset)) };
}

const valued = (value: { currency: string; amount: string } | undefined, field: string) =>
  value === undefined ? null : moneyAt(value.currency, value.amount, field);

function readMoney(event: Event): EventMoney | null {
  if (event.type === 'login') return null;
  const { asset, minor } = moneyAt(event.asset, event.amount, '', '/amount');
  const quote =
    event.type === 'trade' || event.type === 'p2p_order'
      ? moneyAt(event.quote_asset, event.quote_amount, '/quote', '/quote_amount')
      : null;
  return {
    asset,
    minor,
    quote,
    value: valued(event.value, '/value'),
    fee: 'fee' in event ? valued(event.fee, '/fee') : null,
  };
}

/** Coordinates are the only non-integers of an event; the canonical form has none, so they are hashed as text. */
function forHash(event: Event): object {
  if (event.origin?.latitude === undefined && event.origin?.longitude === undefined) return event;
  const { latitude, longitude, ...origin } = event.origin;
  return {
    ...event,
    origin: {
      ...origin,
      ...(latitude === undefined ? {} : { latitude: String(latitude) }),
      ...(longitude === undefined ? {} : { longitude: String(longitude) }),
    },
  };
}

/** Seen from the customer. */
export const directionOf = (type: EventType): 'in' | 'out' | 'none' =>
  type === 'deposit' ? 'in' : type === 'withdrawal' || type === 'transfer' ? 'out' : 'none';

/** What identifies a person, or where they are, apart from the rest: sealed with the customer's key in the journal. */
export interface PersonalPart {
  readonly counterparty?: object;
  readonly origin?: object;
  readonly note?: string;
  /** Personal facts the rules asked for; not part of the event. */
  readonly facts?: object;
}

export function splitPersonal(event: Event): { open: object; personal: PersonalPart | null } {
  const hashed = forHash(event) as Event;
  const { origin, note, ...rest } = hashed;
  const counterparty = 'counterparty' in rest ? rest.counterparty : undefined;
  const open: Record<string, unknown> = { ...rest };
  delete open.counterparty;
  if (origin === undefined && note === undefined && counterparty === undefined)
    return { open, personal: null };
  return {
    open,
    personal: {
      ...(counterparty === undefined ? {} : { counterparty }),
      ...(origin === undefined ? {} : { origin }),
      ...(note === undefined ? {} : { note }),
    },
  };
}

/** Puts the two parts together again, coordinates as numbers. */
export function joinPersonal(open: object, personal: PersonalPart | null): Event {
  const { facts: _, ...told } = personal ?? {};
  const event: Record<string, unknown> = { ...open, ...told };
  const origin = personal?.origin as Record<string, unknown> | undefined;
  if (origin !== undefined)
    event.origin = {
      ...origin,
      ...(origin.latitude === undefined ? {} : { latitude: Number(origin.latitude) }),
      ...(origin.longitude === undefined ? {} : { longitude: Number(origin.longitude) }),
    };
  return event as Event;
}
