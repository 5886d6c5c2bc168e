import type { Event, Price } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import { isFailure } from '../kernel/failure.ts';
import { formatInstant, type Instant, instantOf, parseInstant } from '../kernel/instant.ts';
import { readEvent } from '../modules/activity/event.ts';
import { PriceBook } from '../modules/activity/prices.ts';
import { readCustomerLine } from '../modules/customers/customer.ts';
import type { KnownCustomer } from '../modules/customers/known.ts';
import { rateCustomer } from '../modules/customers/rating.ts';
import { loadRatingTables } from '../modules/customers/rating-tables.ts';
import type { DecidedData } from '../modules/decisions/events.ts';
import { type EntityFacts, gather } from '../modules/decisions/gather.ts';
import { observationOf } from '../modules/decisions/observe.ts';
import { thresholdsOf } from '../modules/jurisdictions/thresholds.ts';
import type { Observation } from '../modules/monitoring/observation.ts';
import { createScreening } from '../modules/screening/screening.ts';
import type { EntryBody } from '../platform/journal.ts';

/**
 * An exchange in memory, for comparing rule-sets without a server: customers, prices and events in, observations out, by
 * the functions that decide. Lists and tags are empty here: scenarios that need them find nothing on either side.
 */
const ENTITY = 'offline';

export class OfflineExchange {
  readonly #prices = new PriceBook();
  readonly #screening = createScreening();
  readonly #customers = new Map<string, KnownCustomer>();
  readonly #entity: EntityFacts;
  readonly #tables = loadRatingTables();
  readonly #seen = new Map<string, Observation>();

  constructor(jurisdiction = 'MX', currency = 'MXN') {
    const thresholds = thresholdsOf(jurisdiction);
    this.#entity = { id: ENTITY, jurisdiction, currency: assetOf(currency) as Asset, thresholds };
  }

  static readonly entity = ENTITY;

  /** A line as `POST /v1/customers/batch` takes it. */
  register(raw: unknown, now: Instant): void {
    const { reference, profile, personal } = readCustomerLine(raw, now);
    const today = formatInstant(now).slice(0, 10) as Parameters<typeof rateCustomer>[2];
    this.#customers.set(reference, {
      ...blankCustomer(reference),
      kind: profile.kind,
      country: profile.country ?? null,
      registeredAt: profile.registered_at === undefined ? null : parseInstant(profile.registered_at),
      birthYear: personal.birth_date === undefined ? null : Number(personal.birth_date.slice(0, 4)),
      rating: rateCustomer(this.#tables, { profile, personal }, today).rating,
      occupation: profile.occupation ?? null,
      purpose: profile.purpose ?? null,
      pep: profile.pep ?? null,
      licensedExchanger: profile.licensed_exchanger ?? null,
      incomeMonthly: profile.declared_monthly_income ?? null,
      volumeMonthly: profile.declared_monthly_volume ?? null,
    });
  }

  quote({ asset, currency, price, at }: Price): void {
    const [of, into] = [assetOf(asset), assetOf(currency)];
    if (of !== undefined && into !== undefined) this.#prices.add(ENTITY, of, into, price, parseInstant(at));
  }

  /** An event as `POST /v1/events` takes it; null for a repeat. Failures: those of the API. */
  observe(raw: unknown, recordedAt?: number): Observation | null {
    const observed = readEvent(raw, Number.MAX_SAFE_INTEGER);
    const { event, occurredAt } = observed;
    if (this.#seen.has(event.id)) return null;
    const customer = this.#customers.get(event.customer) ?? blankCustomer(event.customer);
    const original = this.#originalOf(event);
    const gathered = gather(
      { prices: this.#prices, screening: this.#screening },
      this.#entity,
      customer,
      observed,
      {
        takingBack: null,
        receiver: this.#receiverOf(event),
      },
    );
    const who = {
      id: event.id,
      entity: ENTITY,
      customer: customer.id,
      occurredAt,
      recordedAt: recordedAt ?? occurredAt,
    };
    const made = observationOf(who, event, gathered);
    if (original !== null) {
      made.takesBack = original.observation;
      made[original.kind] = original.observation.eventId;
    }
    this.#seen.set(event.id, made);
    return made;
  }

  #originalOf(event: Event): { kind: 'reverses' | 'corrects'; observation: Observation } | null {
    for (const kind of ['reverses', 'corrects'] as const) {
      const wanted = event[kind];
      const observation = wanted === undefined ? undefined : this.#seen.get(wanted);
      if (observation !== undefined) return { kind, observation };
    }
    return null;
  }

  #receiverOf(event: Event): KnownCustomer | null {
    const wanted = event.type === 'transfer' ? event.to_customer : undefined;
    return wanted === undefined ? null : (this.#customers.get(wanted) ?? null);
  }

  /** A decided entry of a bundle. What was sealed stays sealed: devices, lines and counterparties are not known. */
  replay(body: EntryBody): Observation {
    const data = body.data as DecidedData;
    const who = {
      id: body.subject,
      entity: ENTITY,
      customer: data.customer,
      occurredAt: Date.parse(data.occurred_at),
      recordedAt: Date.parse(body.at),
    };
    return observationOf(who, data.event as Event, data.gathered);
  }
}

const blankCustomer = (reference: string): KnownCustomer => ({
  id: reference,
  entity: ENTITY,
  reference,
  relationship: 'active',
  kind: 'person',
  country: null,
  registeredAt: null,
  birthYear: null,
  rating: 'medium',
  occupation: null,
  purpose: null,
  pep: null,
  licensedExchanger: null,
  incomeMonthly: null,
  volumeMonthly: null,
  name: null,
  erased: false,
});

/** What a line of an NDJSON file is; what cannot be read is counted, not fatal. */
export function takeLine(exchange: OfflineExchange, line: string): Observation | 'other' | 'refused' {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== 'object' || value === null) return 'refused';
    if ('customer' in value && typeof value.customer === 'object') {
      exchange.register(value.customer, instantOf(Date.now()));
      return 'other';
    }
    if ('price' in value && typeof value.price === 'object') {
      exchange.quote(value.price as Price);
      return 'other';
    }
    if ('entry' in value && typeof value.entry === 'object' && value.entry !== null) {
      const { type, bytes } = value.entry as { type: string; bytes: string };
      if (type !== 'decisions.decided' && type !== 'decisions.flagged') return 'other';
      return exchange.replay(JSON.parse(Buffer.from(bytes, 'base64').toString('utf8')) as EntryBody);
    }
    if ('bundle' in value || 'checkpoint' in value) return 'other';
    return exchange.observe('event' in value ? value.event : value) ?? 'other';
  } catch (error) {
    if (isFailure(error) || error instanceof SyntaxError) return 'refused';
    throw error;
  }
}
