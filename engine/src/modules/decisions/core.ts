import type { Decision } from '@atalaya/contract/decisions.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { instantOf } from '../../kernel/instant.ts';
import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { ObservedEvent } from '../activity/event.ts';
import { answerOf } from './answer.ts';
import type { Assessor } from './assess.ts';
import type { BookedCustomer } from './book.ts';
import type { CommitConnection, PendingDecision } from './commit.ts';

/**
 * The decision core: one owner of the in-memory state. Events that arrive while a commit is under way form the next
 * one, so the batch grows with the load and one event alone never waits. Nothing is answered before it is durable; a
 * commit that failed leaves no trace in state.
 */
export interface CorePorts {
  readonly assessor: Assessor;
  readonly commits: CommitConnection;
  readonly store: CoreStore;
  readonly metrics: Metrics;
  readonly log: Logger;
  readonly now: () => number;
  /** Told of each decision how long it took from arrival to durable. */
  readonly decided: (milliseconds: number) => void;
  /** Told after each commit, so that readers behind the reply wake up. */
  readonly committed: (decisions: readonly PendingDecision[]) => void;
}

/** What the core asks of the database outside the commit itself. */
export interface CoreStore {
  /** Makes customers of this batch known, with their sealing keys. Absent ones stay absent. */
  prepare(wanted: readonly { entity: string; reference: string }[]): Promise<void>;
  find(entity: string, reference: string): BookedCustomer | undefined;
  /** Decisions already made for these references. */
  stored(wanted: readonly { entity: string; reference: string }[]): Promise<readonly StoredDecision[]>;
  /** Which of these event ids are in the database; asked after a commit whose fate is unknown. */
  present(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Rebuilds the windows from the journal. */
  restore(): Promise<void>;
}

export interface StoredDecision {
  readonly entity: string;
  readonly reference: string;
  readonly content: string;
  readonly answer: Decision;
}

interface Waiting {
  readonly entity: string;
  readonly actor: string;
  readonly observed: ObservedEvent;
  readonly arrived: number;
  readonly resolve: (decision: Decision) => void;
  readonly reject: (error: unknown) => void;
}

const BATCH_MAX = 500;
/** Beyond this many waiting events a caller is told to come back, rather than to wait for minutes. */
const QUEUE_MAX = 20_000;
const RECENT_MAX = 200_000;
const UNIQUE_VIOLATION = '23505';

export class DecisionCore {
  readonly #ports: CorePorts;
  readonly #queue: Waiting[] = [];
  /** References decided lately: a retry is answered from the database without disturbing a batch. */
  readonly #recent = new Set<string>();
  #running = false;
  #ready = true;
  #closed = false;

  constructor(ports: CorePorts) {
    this.#ports = ports;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get ready(): boolean {
    return this.#ready && !this.#closed;
  }

  /** Decides one proven event. Resolves when durable. Failures: activity.unknown_customer, activity.duplicate_content, unavailable. */
  decide(entity: string, actor: string, observed: ObservedEvent): Promise<Decision> {
    if (!this.ready || this.#queue.length >= QUEUE_MAX) return Promise.reject(unavailable());
    return new Promise((resolve, reject) => {
      this.#queue.push({ entity, actor, observed, arrived: performance.now(), resolve, reject });
      if (!this.#running) {
        this.#running = true;
        setImmediate(() => void this.#run());
      }
    });
  }

  /** Waits until everything accepted is answered, then refuses what comes. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#running) await new Promise((resolve) => setTimeout(resolve, 5));
    await this.#ports.commits.close();
  }

  async #run(): Promise<void> {
    while (this.#queue.length > 0) {
      const batch = this.#queue.splice(0, BATCH_MAX);
      this.#ports.metrics.queue.set(this.#queue.length);
      this.#ports.metrics.batchSize.observe(batch.length);
      try {
        await this.#decideBatch(batch);
      } catch (error) {
        this.#ports.log.error({ err: error }, 'a batch of decisions failed');
        for (const waiting of batch) waiting.reject(isFailure(error) ? error : unavailable(error));
      }
    }
    this.#running = false;
  }

  async #decideBatch(batch: readonly Waiting[]): Promise<void> {
    await this.#ports.store.prepare(batch.map(referenceOf));
    const { fresh, repeats } = this.#sort(batch);
    const late = await this.#decideFresh(fresh);
    await this.#answerRepeats([...repeats, ...late]);
  }

  /** First sight of a reference is fresh; a second one in the same batch, or one decided lately, is a repeat. */
  #sort(batch: readonly Waiting[]): { fresh: Waiting[]; repeats: Waiting[] } {
    const seen = new Set<string>();
    const fresh: Waiting[] = [];
    const repeats: Waiting[] = [];
    for (const waiting of batch) {
      const key = keyOf(waiting);
      if (seen.has(key) || this.#recent.has(key)) repeats.push(waiting);
      else fresh.push(waiting);
      seen.add(key);
    }
    return { fresh, repeats };
  }

  /** Decides and commits; gives back those that turned out to be repeats. */
  async #decideFresh(fresh: readonly Waiting[]): Promise<Waiting[]> {
    const { assessor, commits } = this.#ports;
    const pending = this.#assess(fresh);
    if (pending.length === 0) return [];
    let numbers: Map<string, number>;
    try {
      numbers = await commits.commit(pending.map((one) => one.decision));
    } catch (error) {
      assessor.rollback();
      if (!(error instanceof Error && 'code' in error && error.code === UNIQUE_VIOLATION))
        return this.#failed(pending, error);
      return this.#decideWithoutStored(pending.map((one) => one.waiting));
    }
    assessor.commit();
    this.#reply(pending, numbers);
    return [];
  }

  #reply(pending: readonly Assessed[], numbers: ReadonlyMap<string, number>): void {
    const { metrics, committed, decided } = this.#ports;
    const now = performance.now();
    for (const { waiting, decision } of pending) {
      const number = numbers.get(decision.id) ?? 0;
      this.#remember(keyOf(waiting));
      metrics.decisions.inc({ outcome: decision.data.outcome });
      metrics.decisionSeconds.observe((now - waiting.arrived) / 1000);
      decided(now - waiting.arrived);
      waiting.resolve(answerOf(decision.id, decision.body.at, decision.data, number));
    }
    committed(pending.map((one) => one.decision));
  }

  #assess(fresh: readonly Waiting[]): Assessed[] {
    const { assessor, store, now } = this.#ports;
    const recordedAt = instantOf(now());
    const pending: Assessed[] = [];
    assessor.begin();
    for (const waiting of fresh) {
      const { entity, actor, observed } = waiting;
      try {
        const customer = store.find(entity, observed.event.customer);
        if (customer === undefined) throw unknownCustomer(observed.event.customer);
        pending.push({ waiting, decision: assessor.assess(entity, actor, customer, observed, recordedAt) });
      } catch (error) {
        waiting.reject(error);
        if (isFailure(error)) continue;
        // Ours: state may be half changed. Undo the batch and decide the others without this event.
        this.#ports.log.error({ err: error }, 'an event could not be assessed');
        assessor.rollback();
        return this.#assess(fresh.filter((other) => other !== waiting));
      }
    }
    return pending;
  }

  /** Some reference was already in the database: those are repeats, the others are decided again. */
  async #decideWithoutStored(fresh: readonly Waiting[]): Promise<Waiting[]> {
    const stored = await this.#ports.store.stored(
      fresh.map((one) => ({ entity: one.entity, reference: one.observed.event.id })),
    );
    for (const { entity, reference } of stored) this.#remember(`${entity} ${reference}`);
    const repeats = fresh.filter((waiting) => this.#recent.has(keyOf(waiting)));
    if (repeats.length === 0) throw unavailable();
    const late = await this.#decideFresh(fresh.filter((waiting) => !this.#recent.has(keyOf(waiting))));
    return [...repeats, ...late];
  }

  /**
   * The commit failed. PostgreSQL said no: nothing was written. The connection was lost: whether it was written is
   * asked before anything else is decided, and if so state is rebuilt from the journal.
   */
  async #failed(pending: readonly Assessed[], error: unknown): Promise<Waiting[]> {
    this.#ports.log.warn({ err: error }, 'a commit failed; its events were not acknowledged');
    for (const { waiting } of pending) waiting.reject(unavailable(error));
    this.#ready = false;
    await this.#settle(pending.map((one) => one.decision.id));
    this.#ready = true;
    return [];
  }

  async #settle(ids: readonly string[]): Promise<void> {
    for (let pause = 50; !this.#closed; pause = Math.min(pause * 2, 2000)) {
      try {
        const present = await this.#ports.store.present(ids);
        if (present.size > 0) await this.#ports.store.restore();
        return;
      } catch {
        for (const waiting of this.#queue.splice(0)) waiting.reject(unavailable());
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  async #answerRepeats(repeats: readonly Waiting[]): Promise<void> {
    if (repeats.length === 0) return;
    const wanted = repeats.map((one) => ({ entity: one.entity, reference: one.observed.event.id }));
    const stored = new Map(
      (await this.#ports.store.stored(wanted)).map((one) => [`${one.entity} ${one.reference}`, one]),
    );
    for (const waiting of repeats) {
      const before = stored.get(keyOf(waiting));
      if (before === undefined) waiting.reject(unavailable());
      else if (before.content !== waiting.observed.content.toString('hex'))
        waiting.reject(otherContent(before));
      else waiting.resolve({ ...before.answer, repeated: true });
    }
  }

  #remember(key: string): void {
    if (this.#recent.size >= RECENT_MAX) {
      const oldest = this.#recent.values().next().value;
      if (oldest !== undefined) this.#recent.delete(oldest);
    }
    this.#recent.add(key);
  }
}

interface Assessed {
  readonly waiting: Waiting;
  readonly decision: PendingDecision;
}

const keyOf = (waiting: Waiting): string => `${waiting.entity} ${waiting.observed.event.id}`;

const referenceOf = (waiting: Waiting) => ({
  entity: waiting.entity,
  reference: waiting.observed.event.customer,
});

const unavailable = (cause?: unknown): Failure =>
  new Failure(
    'operator',
    'unavailable',
    'not decided and not recorded; send the same event again',
    [],
    cause,
  );

const unknownCustomer = (reference: string): Failure =>
  new Failure('missing', 'activity.unknown_customer', `customer ${reference} is not registered`, [
    { field: '/customer', message: reference },
  ]);

const otherContent = (before: StoredDecision): Failure =>
  new Failure(
    'conflict',
    'activity.duplicate_content',
    `event ${before.reference} was decided with other content`,
    [{ field: '/id', message: `journal entry ${before.answer.journal}` }],
  );
