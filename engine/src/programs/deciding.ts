import type { EntityView } from '@atalaya/contract/access.ts';
import { type Asset, assetOf } from '@atalaya/contract/assets.ts';
import type { Instant } from '../kernel/instant.ts';
import { entitiesInSight } from '../modules/access/entities.ts';
import { loadPrices, PriceBook } from '../modules/activity/prices.ts';
import type { KnownCustomer } from '../modules/customers/known.ts';
import { knownCustomers } from '../modules/customers/queries.ts';
import { createAssessor } from '../modules/decisions/assess.ts';
import { CustomerBook } from '../modules/decisions/book.ts';
import { CommitConnection, type PendingDecision } from '../modules/decisions/commit.ts';
import { DecisionCore } from '../modules/decisions/core.ts';
import type { EntityFacts, ScreeningPort } from '../modules/decisions/gather.ts';
import { LiveMonitor } from '../modules/decisions/monitor.ts';
import { type KeeperOptions, WindowKeeper } from '../modules/decisions/snapshots.ts';
import { createStore } from '../modules/decisions/store.ts';
import type { RuleSet } from '../modules/monitoring/rule-set.ts';
import type { ExposurePort } from '../modules/tracing/exposure-port.ts';
import { asSystem } from '../platform/database.ts';
import { type Acquainting, acquaint } from './acquaint.ts';
import type { Foundation } from './foundation.ts';
import { createRates, type Rates } from './rates.ts';

/** Everything in memory that decides: customers, prices, windows, rules, and the core that owns them. */
export interface Deciding {
  readonly core: DecisionCore;
  readonly book: CustomerBook;
  /** Customers as they are now, new ones among them: the first event of each finds them and their key in memory. */
  readonly learn: (customers: readonly KnownCustomer[]) => void;
  readonly prices: PriceBook;
  readonly monitor: LiveMonitor;
  readonly keeper: WindowKeeper;
  /** Everybody known is in memory, as far as the bounds allow; it goes on behind the first decisions. */
  readonly acquainting: Acquainting;
  readonly rates: Rates;
  readonly entities: EntityRegister;
}

export interface DecidingOptions {
  /** The live one, when the engine starts. */
  readonly ruleSet: RuleSet;
  readonly screening: ScreeningPort;
  readonly exposure?: ExposurePort;
  /** Law of a jurisdiction: thresholds at an instant, in minor units of its currency. */
  readonly thresholds: (
    jurisdiction: string,
  ) => (at: Instant) => { report: number | null; fee: number | null };
  readonly windows?: Partial<KeeperOptions> | undefined;
  readonly committed: (decisions: readonly PendingDecision[]) => void;
}

/** Obliged entities by id, as known to this process; a new one is looked up when it is first met. */
export class EntityRegister {
  readonly #foundation: Foundation;
  readonly #thresholds: DecidingOptions['thresholds'];
  #views = new Map<string, EntityView>();
  #facts = new Map<string, EntityFacts>();

  constructor(foundation: Foundation, thresholds: DecidingOptions['thresholds']) {
    this.#foundation = foundation;
    this.#thresholds = thresholds;
  }

  async load(): Promise<void> {
    const views = await asSystem(this.#foundation.db, entitiesInSight);
    this.#views = new Map(views.map((view) => [view.id, view]));
    this.#facts = new Map();
  }

  view(id: string): EntityView {
    const view = this.#views.get(id);
    if (view === undefined) throw new Error(`entity ${id} is not in the register`);
    return view;
  }

  has(id: string): boolean {
    return this.#views.has(id);
  }

  facts(id: string): EntityFacts {
    const known = this.#facts.get(id);
    if (known !== undefined) return known;
    const { jurisdiction, currency } = this.view(id);
    const facts: EntityFacts = {
      id,
      jurisdiction,
      currency: assetOf(currency) as Asset,
      thresholds: this.#thresholds(jurisdiction),
    };
    this.#facts.set(id, facts);
    return facts;
  }
}

export async function openDeciding(foundation: Foundation, options: DecidingOptions): Promise<Deciding> {
  const { db, vault, now } = foundation;
  const book = new CustomerBook();
  const prices = new PriceBook();
  await loadPrices(db, prices);
  const entities = new EntityRegister(foundation, options.thresholds);
  await entities.load();

  const monitor = new LiveMonitor(options.ruleSet);
  const rates = createRates(now);
  const keeper = new WindowKeeper({ ...foundation, monitor }, options.windows);
  const store = createStore({
    db,
    vault,
    book,
    knownCustomers,
    monitor,
    reopen: (windows) => keeper.reopen(windows),
  });
  await store.restore();
  const acquainting = acquaint({ ...foundation, book });
  keeper.start();
  const core = new DecisionCore({
    assessor: createAssessor({
      monitor,
      entity: (id) => entities.facts(id),
      prices,
      screening: options.screening,
      ...(options.exposure === undefined ? {} : { exposure: options.exposure }),
    }),
    commits: new CommitConnection(foundation.connection, (decisions) =>
      foundation.metrics.batchSize.observe(decisions),
    ),
    store,
    metrics: foundation.metrics,
    log: foundation.log,
    now,
    decided: (milliseconds) => rates.note(milliseconds),
    committed: options.committed,
  });
  const learn = (customers: readonly KnownCustomer[]): void => {
    const keyless = customers.filter((known) => book.put(known).sealingKey === null && !known.erased);
    if (keyless.length === 0) return;
    const ids = keyless.map(({ id }) => id);
    // Whoever's key is not found now is looked up with their first event; none is made here.
    asSystem(db, (tx) => vault.existing(tx, ids))
      .then((keys) => {
        for (const { id, entity, reference } of keyless) {
          const key = keys.get(id);
          if (key !== undefined) book.setKey(entity, reference, key);
        }
      })
      .catch(() => undefined);
  };
  return { core, book, learn, prices, monitor, keeper, rates, entities, acquainting };
}
