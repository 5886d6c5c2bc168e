import { EVENT_BY_TYPE, EVENT_TYPES, type Event, type EventType } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf, isNetwork } from '@atalaya/contract/assets.ts';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { type CanonicalMembers, canonicalMembers, joinMembers } from '../../kernel/canonical.ts';
import { Failure, type FailureDetail } from '../../kernel/failure.ts';
import { sha256Hex } from '../../kernel/hash.ts';
import { type Instant, parseInstant } from '../../kernel/instant.ts';
import { parseAmount } from '../../kernel/money.ts';
import { detailOf } from '../../platform/http-problems.ts';

/**
 * The noun: one event as the exchange told it, proven well-formed. Everything after this works on proven values.
 * Failures are the caller's: `request.invalid`, `request.wrong_encoding`, `canonical.*`, `activity.unknown_asset`,
 * `activity.unsupported_network`, `money.*`, `instant.*`, `activity.occurred_in_future`,
 * `activity.occurred_too_early`.
 */
export interface ObservedEvent {
  readonly event: Event;
  readonly occurredAt: Instant;
  /** SHA-256 of the canonical bytes of the event as told, hex: the same id with another hash is refused. */
  readonly content: string;
  /** Its members as canonical text, coordinates as texts. */
  readonly members: CanonicalMembers;
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
  /** All the customer holds once the event is done, as the exchange values it. */
  readonly balance: { readonly asset: Asset; readonly minor: bigint } | null;
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
  if (event.reverses !== undefined && event.corrects !== undefined)
    throw refuse('request.invalid', 'an event reverses another or corrects it, not both', '/corrects');
  if ('wallet' in event && event.wallet !== undefined && !isNetwork(event.wallet.network))
    throw refuse(
      'activity.unsupported_network',
      `unknown network ${event.wallet.network}`,
      '/wallet/network',
    );
  const members = canonicalMembers(event, hashedMember);
  const text = joinMembers(members);
  ensureTexts(event, text);
  return { event, occurredAt, content: sha256Hex(text), members, money: readMoney(event) };
}

/** What a decoder puts for bytes that are no letter: somebody on the way read the text in the wrong encoding. */
const REPLACEMENT = '\ufffd';
const NUL = '\0';

/** Nearly no event holds either, and its text tells so at once; only then is it looked where. */
function ensureTexts(event: Event, text: string): void {
  if (!text.includes(REPLACEMENT) && !text.includes('\\u0000')) return;
  const lost = fieldHolding(REPLACEMENT, event, '');
  if (lost !== undefined)
    throw refuse('request.wrong_encoding', 'letters were lost on the way: send UTF-8', lost);
  const nul = fieldHolding(NUL, event, '');
  if (nul !== undefined) throw refuse('request.invalid', 'a text holds a NUL character', nul);
}

function fieldHolding(letter: string, value: unknown, field: string): string | undefined {
  if (typeof value === 'string') return value.includes(letter) ? field : undefined;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, member] of Object.entries(value)) {
    const found = fieldHolding(letter, member, `${field}/${name}`);
    if (found !== undefined) return found;
  }
  return undefined;
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

/** A quintillion whole units: there is not so much of anything. */
const WHOLE_DIGITS_MAX = 18;

const wholeDigits = (amount: string): number => amount.replace(/\..*/, '').length;

function moneyAt(code: string, amount: string, assetField: string, amountField: string) {
  const asset = assetOf(code);
  if (asset === undefined) throw refuse('activity.unknown_asset', `unknown asset ${code}`, assetField);
  const minor = naming(amountField, () => parseAmount(amount, asset));
  if (amount.length > WHOLE_DIGITS_MAX && wholeDigits(amount) > WHOLE_DIGITS_MAX)
    throw refuse('money.too_large', `more than ${WHOLE_DIGITS_MAX} digits before the point`, amountField);
  return { asset, minor };
}

/** What is moved or paid; nothing is no movement. */
function movedAt(code: string, amount: string, assetField: string, amountField: string) {
  const moved = moneyAt(code, amount, assetField, amountField);
  if (moved.minor === 0n) throw refuse('request.invalid', 'an amount of zero moves nothing', amountField);
  return moved;
}

const valued = (value: { currency: string; amount: string } | undefined, field: string) =>
  value === undefined ? null : moneyAt(value.currency, value.amount, `${field}/currency`, `${field}/amount`);

function readMoney(event: Event): EventMoney | null {
  if (event.type === 'login') return null;
  const { asset, minor } = movedAt(event.asset, event.amount, '/asset', '/amount');
  const quote =
    event.type === 'trade' || event.type === 'p2p_order'
      ? movedAt(event.quote_asset, event.quote_amount, '/quote_asset', '/quote_amount')
      : null;
  return {
    asset,
    minor,
    quote,
    value: valued(event.value, '/value'),
    fee: 'fee' in event ? valued(event.fee, '/fee') : null,
    balance: 'balance_after' in event ? valued(event.balance_after, '/balance_after') : null,
  };
}

/** Coordinates are the only non-integers of an event; the canonical form has none, so they are hashed as text. */
function hashedMember(name: string, member: unknown): unknown {
  if (name !== 'origin' || typeof member !== 'object' || member === null) return member;
  if (!('latitude' in member) && !('longitude' in member)) return member;
  const hashed: Record<string, unknown> = { ...member };
  if (hashed.latitude !== undefined) hashed.latitude = String(hashed.latitude);
  if (hashed.longitude !== undefined) hashed.longitude = String(hashed.longitude);
  return hashed;
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

const PERSONAL: ReadonlySet<string> = new Set(['counterparty', 'origin', 'note']);

/** The event without its personal members: what stands open in the journal. Canonical text. */
export const openPart = ({ members }: Pick<ObservedEvent, 'members'>): string => joinMembers(members, isOpen);

const isOpen = (name: string): boolean => !PERSONAL.has(name);

/** The personal members, and the personal facts the rules asked for (canonical text); null when there are none. */
export function personalPart(
  { members }: Pick<ObservedEvent, 'members'>,
  facts: string | null,
): string | null {
  const { names, texts } = members;
  let text = '';
  const add = (name: string, member: string | undefined): void => {
    if (member !== undefined) text += `${text === '' ? '{' : ','}"${name}":${member}`;
  };
  add('counterparty', texts[names.indexOf('counterparty')]);
  add('facts', facts ?? undefined);
  add('note', texts[names.indexOf('note')]);
  add('origin', texts[names.indexOf('origin')]);
  return text === '' ? null : `${text}}`;
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
