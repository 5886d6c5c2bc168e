import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Price } from '@atalaya/contract/activity.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import type { CustomerInput } from '@atalaya/contract/customers.ts';
import type { CoinBlock, GraphBlock } from '@atalaya/contract/tracing.ts';
import { civilDate, instantOf } from '@atalaya/engine/kernel/instant.ts';
import { readEvent } from '@atalaya/engine/modules/activity/event.ts';
import { PriceBook } from '@atalaya/engine/modules/activity/prices.ts';
import { type ProvenCustomer, readCustomer } from '@atalaya/engine/modules/customers/customer.ts';
import type { KnownCustomer } from '@atalaya/engine/modules/customers/known.ts';
import { rateCustomer } from '@atalaya/engine/modules/customers/rating.ts';
import { loadRatingTables } from '@atalaya/engine/modules/customers/rating-tables.ts';
import { knownOf } from '@atalaya/engine/modules/customers/tables.ts';
import { type EntityFacts, gather } from '@atalaya/engine/modules/decisions/gather.ts';
import { observationOf } from '@atalaya/engine/modules/decisions/observe.ts';
import { thresholdsOf } from '@atalaya/engine/modules/jurisdictions/thresholds.ts';
import {
  bindRuleSet,
  detect,
  type Finding,
  gatherFacts,
} from '@atalaya/engine/modules/monitoring/detection.ts';
import type { RuleSet } from '@atalaya/engine/modules/monitoring/rule-set.ts';
import { WindowStore } from '@atalaya/engine/modules/monitoring/window-store.ts';
import { createScreening } from '@atalaya/engine/modules/screening/screening.ts';
import { createExposureBook, type ExposureBook } from '@atalaya/engine/modules/tracing/exposure-book.ts';
import { GraphShelf } from '@atalaya/engine/modules/tracing/store/graph-shelf.ts';
import { readCoins, readTransfers } from '@atalaya/engine/modules/tracing/store/read-lines.ts';
import { TagIndex } from '@atalaya/engine/modules/tracing/tags/tag-index.ts';

/** What is on a list: a party by name, or a wallet, which a list of tags tells of without banning it. */
export interface OnList {
  readonly reference: string;
  readonly kind: 'person' | 'organization';
  readonly name?: string;
  readonly country?: string;
  /** `YYYY-MM-DD`; empty when not known. */
  readonly birth_date?: string;
  readonly wallet?: { readonly network: string; readonly address: string };
  readonly tags?: readonly string[];
}

const DAY = 86_400_000;
const ENTITY = 'ent_bench';
const tables = loadRatingTables();

/**
 * An obliged entity in Mexico in this process, without HTTP, journal and database: events are proven, facts gathered,
 * windows kept and rules run by the functions the server uses, one event after the other.
 */
export class ExchangeInProcess {
  readonly prices = new PriceBook();
  readonly #ruleSet: RuleSet;
  readonly #store: WindowStore;
  readonly #bound: ReturnType<typeof bindRuleSet>;
  readonly #customers = new Map<string, KnownCustomer>();
  readonly #screening: ReturnType<typeof createScreening>;
  readonly #entity: EntityFacts = {
    id: ENTITY,
    jurisdiction: 'MX',
    currency: assetOf('MXN') as Asset,
    thresholds: thresholdsOf('MX'),
  };
  readonly #home = mkdtempSync(join(tmpdir(), 'atalaya-detection-'));
  readonly #shelf = new GraphShelf(this.#home);
  readonly #exposure: ExposureBook;
  #events = 0;

  constructor(ruleSet: RuleSet, listed: readonly OnList[] = []) {
    this.#ruleSet = ruleSet;
    this.#store = new WindowStore(ruleSet.requiredSeries, { latenessMs: 7 * DAY });
    this.#bound = bindRuleSet(ruleSet, this.#store);
    this.#screening = createScreening([{ list: 'bench', listings: listed.map(listingOf) }]);
    const tags = { index: TagIndex.of([], 'none') };
    this.#exposure = createExposureBook(this.#shelf, tags, { lists: this.#screening });
  }

  /** Takes the graphs of chains away. */
  close(): void {
    this.#shelf.close();
    rmSync(this.#home, { recursive: true, force: true });
  }

  /** Blocks of a chain, as `readBlocks` takes them. */
  readBlock(block: GraphBlock | CoinBlock): void {
    if ('transfers' in block) readTransfers(this.#shelf, block, 1);
    else readCoins(this.#shelf, block, 1);
    this.#exposure.forget();
  }

  price({ asset, currency, price, at }: Price): void {
    const [of, by] = [assetOf(asset), assetOf(currency)];
    if (of !== undefined && by !== undefined) this.prices.add(ENTITY, of, by, price, Date.parse(at));
  }

  register(reference: string, input: CustomerInput, now: number): void {
    const { profile, personal } = readCustomer(reference, input, instantOf(now));
    this.#book(reference, profile, personal, now);
  }

  /** Somebody of whom nothing is known but the reference, as an import registers those it meets. */
  registerUnnamed(reference: string, now: number): void {
    if (this.#customers.has(reference)) return;
    this.#book(reference, { kind: 'person' }, {}, now);
  }

  #book(
    reference: string,
    profile: ProvenCustomer['profile'],
    personal: ProvenCustomer['personal'],
    now: number,
  ): void {
    const at = instantOf(now);
    const risk = rateCustomer(tables, { profile, personal }, civilDate(at, 'UTC'));
    const { name } = personal;
    const person = name === undefined ? [] : [name.given, name.paternal, name.maternal ?? ''];
    const stored = {
      entity: ENTITY,
      reference,
      state: 'active',
      profile,
      rating: risk.rating,
      risk,
    } as const;
    this.#customers.set(
      reference,
      knownOf({
        ...stored,
        id: `cus_${reference}`,
        warnings: [],
        erased: false,
        updated_at: at,
        entry: 0,
        details: personal,
        display_name: personal.legal_name ?? person.join(' ').trim(),
      }),
    );
  }

  /** What fires on an event, at once. The customer must be registered. */
  observe(raw: unknown, now: number): readonly Finding[] {
    const observed = readEvent(raw, now);
    const { event, occurredAt } = observed;
    const customer = this.#customers.get(event.customer);
    if (customer === undefined) throw new Error(`nobody registered ${event.customer}`);
    const gathered = gather(
      { prices: this.prices, screening: this.#screening, exposure: this.#exposure },
      this.#entity,
      customer,
      observed,
      {
        takingBack: null,
        receiver: event.type === 'transfer' ? (this.#customers.get(event.to_customer) ?? null) : null,
      },
    );
    this.#events += 1;
    const who = {
      id: `evt_${this.#events}`,
      entity: ENTITY,
      customer: customer.id,
      occurredAt,
      recordedAt: now,
    };
    this.#store.begin();
    const seen = this.#store.observe(observationOf(who, event, gathered));
    const findings = detect(gatherFacts(this.#bound, seen), this.#ruleSet);
    this.#store.commit();
    return findings;
  }
}

const listingOf = ({ reference, kind, name, country, birth_date = '', wallet, tags }: OnList) => ({
  reference,
  kind,
  names: name === undefined ? [] : [{ text: name, kind: 'primary' as const, quality: 'strong' as const }],
  birthDates: birth_date === '' ? [] : [{ from: birth_date, to: birth_date, circa: false, text: birth_date }],
  countries: country === undefined ? [] : [{ role: 'residence' as const, text: country, code: country }],
  identifiers: [],
  addresses: [],
  wallets: wallet === undefined ? [] : [{ asset: '', ...wallet }],
  programs: [],
  active: true,
  ...(tags === undefined ? {} : { tags: [...tags] }),
});
