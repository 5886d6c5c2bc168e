import { OUTCOMES } from '@atalaya/contract/decisions.ts';
import { isFailure } from '../../kernel/failure.ts';
import { instantOf } from '../../kernel/instant.ts';
import { Recent } from '../../kernel/recent.ts';
import type { ObservedEvent } from '../activity/event.ts';
import { answerText } from './answer.ts';
import { Besides, customersOf, needsNothing } from './besides.ts';
import type { PendingDecision } from './commit.ts';
import { erasedCustomer, otherContent, unavailable, unknownCustomer } from './core-failures.ts';
import type { CorePorts, StoredDecision } from './core-ports.ts';
import { type Beside, NOTHING_BESIDE } from './gather.ts';
import { InHand } from './in-hand.ts';
import { BEHIND_FAILED } from './writing/group.ts';

interface Waiting {
  readonly key: string;
  readonly entity: string;
  readonly actor: string;
  readonly observed: ObservedEvent;
  readonly arrived: number;
  /** What was looked up for it; null until it was. */
  beside: Beside | null;
  readonly resolve: (answer: string) => void;
  readonly reject: (error: unknown) => void;
}

interface Assessed {
  readonly waiting: Waiting;
  readonly decision: PendingDecision;
}

/** Assessed events that leave together; `mark` is the state before the first of them. */
interface Group {
  readonly mark: number;
  readonly members: Assessed[];
}

/** A group on its way to the disk. */
interface Flying extends Group {
  readonly numbers: Promise<ReadonlyMap<string, number>>;
}

const GROUP_MAX = 500;
/** A group of so many leaves while the next ones are assessed. */
const GROUP_FULL = 32;
/** Groups on their way at once: the first is being written, the others are being sealed behind it. */
const FLYING_MAX = 4;
/** Assessed in one go; then what arrived and what became durable has its turn. */
const TURN_MS = 8;
/** Beyond this many waiting events a caller is told to come back, rather than to wait for minutes. */
const QUEUE_MAX = 20_000;
/** References remembered at least. */
const RECENT = 100_000;
/** What can be taken back is remembered up to here; then the core waits for a quiet moment to forget it. */
const UNDO_MAX = 200_000;
const CLOSE_MS = 10_000;
const UNIQUE_VIOLATION = '23505';
const ALREADY_TAKEN_BACK = 'activity.already_taken_back';

/**
 * The decision core: one owner of the in-memory state. Events are assessed as they arrive, on top of what is still on
 * its way to the disk, and leave in groups, in their order. Who writes takes together what has come while it wrote the
 * groups before. So commits grow with the load, one event alone never waits, and the cores of Node and PostgreSQL work at
 * the same time. Nothing is answered before it is durable. When a group fails, it and everything assessed on top of it is
 * taken back.
 */
export class DecisionCore {
  readonly #ports: CorePorts;
  #queue: Waiting[] = [];
  /** References decided lately: a retry is answered from the database. */
  readonly #recent = new Recent<string, true>(RECENT);
  /** References being decided now: a repeat waits for the first. */
  readonly #inHand = new InHand();
  #open: Group | null = null;
  /** In the order in which they become durable. */
  readonly #flying: Flying[] = [];
  #pumping = false;
  #settling = false;
  #closed = false;
  /** Waits for a moment in which nothing is assessed or on its way; arrivals wait behind it. */
  #resting: (() => void) | null = null;

  readonly #besides: Besides;

  constructor(ports: CorePorts) {
    this.#ports = ports;
    this.#besides = new Besides(ports.store);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  get isClosed(): boolean {
    return this.#closed;
  }

  get ready(): boolean {
    return !this.#settling && !this.#closed;
  }

  /**
   * Decides one proven event. Resolves when durable, with the answer: a `Decision` as JSON text. Failures:
   * activity.unknown_customer, activity.duplicate_content, unavailable.
   */
  decide(entity: string, actor: string, observed: ObservedEvent): Promise<string> {
    if (!this.ready || this.#queue.length >= QUEUE_MAX) return Promise.reject(unavailable());
    const key = `${entity} ${observed.event.id}`;
    if (this.#inHand.has(key)) return this.#repeat(entity, observed, this.#inHand.ended(key));
    if (this.#recent.get(key) !== undefined) return this.#repeat(entity, observed);
    const decided = new Promise<string>((resolve, reject) => {
      const beside = needsNothing(observed.event) ? NOTHING_BESIDE : null;
      this.#queue.push({ key, entity, actor, observed, arrived: performance.now(), beside, resolve, reject });
    });
    this.#inHand.begin(key);
    const done = (): void => this.#inHand.end(key);
    decided.then(done, done);
    this.#wake();
    return decided;
  }

  /** Runs `work` while nothing is assessed and nothing is on its way to the disk; what arrives meanwhile waits. */
  async atRest<T>(work: () => Promise<T>): Promise<T> {
    while (this.#resting !== null) await new Promise((resolve) => setTimeout(resolve, 1));
    await new Promise<void>((resolve) => {
      this.#resting = resolve;
      this.#wake();
    });
    try {
      return await work();
    } finally {
      this.#resting = null;
      this.#wake();
    }
  }

  /**
   * Waits until everything accepted is answered, then refuses what comes. What became of a commit is asked no longer than
   * `patienceMs`: without a database nothing would ever be answered.
   */
  async close(patienceMs = CLOSE_MS): Promise<void> {
    const end = performance.now() + patienceMs;
    while (this.#inHand.size > 0) {
      if (this.#settling && performance.now() >= end) this.#closed = true;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    this.#closed = true;
    await this.#ports.commits.close();
  }

  #wake(): void {
    if (this.#pumping || this.#settling) return;
    this.#pumping = true;
    setImmediate(() => {
      this.#pumping = false;
      this.#pump();
    });
  }

  /** Assesses what has arrived and sends it on its way. */
  #pump(): void {
    if (this.#settling) return;
    if (this.#resting !== null) {
      if (this.#open !== null) this.#send(this.#open);
      else if (this.#flying.length === 0) this.#resting();
      return;
    }
    const end = performance.now() + TURN_MS;
    const unknown: Waiting[] = [];
    const batch = this.#queue;
    let at = 0;
    for (; at < batch.length && this.#room(); at += 1) {
      const waiting = batch[at];
      if (waiting === undefined) break;
      if (!this.#assess(waiting)) unknown.push(waiting);
      if (this.#open !== null && this.#open.members.length >= GROUP_FULL) {
        if (this.#flying.length < FLYING_MAX) this.#send(this.#open);
        if (performance.now() >= end) {
          at += 1;
          break;
        }
      }
    }
    this.#queue = batch.slice(at);
    this.#ports.metrics.queue.set(this.#queue.length);
    if (unknown.length > 0) void this.#prepare(unknown);
    if (this.#open !== null && this.#flying.length < FLYING_MAX) this.#send(this.#open);
    if (this.#queue.length > 0 && this.#room()) this.#wake();
  }

  #room(): boolean {
    return (this.#open?.members.length ?? 0) < GROUP_MAX && this.#ports.assessor.undoable() < UNDO_MAX;
  }

  /** Into the open group; false when the customer is not in memory with a key. */
  #assess(waiting: Waiting): boolean {
    const { assessor, store, now } = this.#ports;
    const customer = store.find(waiting.entity, waiting.observed.event.customer);
    if (customer?.known.erased === true) {
      waiting.reject(erasedCustomer(waiting.observed.event.customer));
      return true;
    }
    if (customer === undefined || customer.sealingKey === null || waiting.beside === null) return false;
    const group = this.#open ?? { mark: assessor.mark(), members: [] };
    const before = assessor.mark();
    let isTaken = false;
    try {
      this.#besides.take(waiting.beside);
      isTaken = true;
      const decision = assessor.assess(
        waiting.entity,
        waiting.actor,
        customer,
        waiting.observed,
        instantOf(now()),
        waiting.beside,
      );
      group.members.push({ waiting, decision });
      this.#open = group;
    } catch (error) {
      assessor.undoTo(before);
      if (isTaken) this.#besides.giveBack([{ waiting }]);
      if (!isFailure(error)) this.#ports.log.error({ err: error }, 'an event could not be assessed');
      void this.#refuse(waiting, error);
    }
    return true;
  }

  /** Customers met for the first time are looked up, then their events join the queue again. */
  async #prepare(strangers: readonly Waiting[]): Promise<void> {
    const { store } = this.#ports;
    try {
      await store.prepare(strangers.flatMap(customersOf));
    } catch (error) {
      for (const waiting of strangers) waiting.reject(unavailable(error));
      return;
    }
    for (const waiting of strangers) {
      const { customer } = waiting.observed.event;
      const found = store.find(waiting.entity, customer);
      if (found === undefined || (found.sealingKey === null && !found.known.erased))
        waiting.reject(unknownCustomer(customer));
      else if (waiting.beside !== null || this.#besides.fill(waiting)) this.#queue.push(waiting);
      else void this.#prepareTakingBack(waiting);
    }
    this.#wake();
  }

  /** An event that takes another back waits for that one when it is still on its way. */
  async #prepareTakingBack(waiting: Waiting): Promise<void> {
    try {
      await this.#besides.lookUp(waiting, this.#inHand);
      this.#queue.push(waiting);
      this.#wake();
    } catch (error) {
      void this.#refuse(waiting, isFailure(error) ? error : unavailable(error));
    }
  }

  /** What took the other event back may be this one itself, told again: then it is a repeat and no refusal. */
  async #refuse(waiting: Waiting, error: unknown): Promise<void> {
    const { entity, observed } = waiting;
    try {
      if (isFailure(error) && error.code === ALREADY_TAKEN_BACK) {
        const [before] = await this.#ports.store.stored([{ entity, reference: observed.event.id }]);
        if (before !== undefined) {
          this.#recent.set(waiting.key, true);
          settleRepeat(before, observed, waiting);
          return;
        }
      }
      waiting.reject(error);
    } catch (cause) {
      waiting.reject(unavailable(cause));
    }
  }

  #send(group: Group): void {
    this.#open = null;
    const numbers = this.#ports.commits.commit(group.members.map((one) => one.decision));
    const flying: Flying = { ...group, numbers };
    this.#flying.push(flying);
    numbers.then(
      (given) => {
        this.#flying.shift();
        this.#besides.durable(group.members);
        this.#reply(group.members, given);
        const before = this.#flying[0] ?? this.#open;
        this.#ports.assessor.keep(before?.mark, Math.max(...given.values()));
        this.#pump();
      },
      (error: unknown) => {
        // Those behind it fail as well; they are looked after together with it.
        if (!this.#settling) void this.#failed(error);
      },
    );
  }

  #reply(members: readonly Assessed[], numbers: ReadonlyMap<string, number>): void {
    const { metrics, committed, decided } = this.#ports;
    const now = performance.now();
    for (const { waiting, decision } of members) {
      this.#recent.set(waiting.key, true);
      const { entry } = decision;
      metrics.decisionSeconds.observe((now - waiting.arrived) / 1000);
      decided(now - waiting.arrived);
      waiting.resolve(answerText(entry, numbers.get(entry.id) ?? 0));
    }
    for (const outcome of OUTCOMES) {
      const many = members.filter((one) => one.decision.entry.outcome === outcome).length;
      if (many > 0) metrics.decisions.inc({ outcome }, many);
    }
    committed(members.map((one) => one.decision));
  }

  /**
   * The first groups on their way were not committed: state goes back to before them, and what was assessed on top is
   * assessed again. A reference that was there already: that one is a repeat, the others go again. PostgreSQL said no, or
   * was lost: the callers are told, and before anything else is decided it is asked whether they became durable after all.
   */
  async #failed(error: unknown): Promise<void> {
    const { assessor, log, commits } = this.#ports;
    this.#settling = true;
    const open = this.#open?.members ?? [];
    this.#open = null;
    const { failed, behind } = await this.#landed();
    assessor.undoTo(failed[0]?.mark ?? assessor.mark());
    const members = failed.flatMap((group) => group.members);
    const onTop = [...behind.flatMap((group) => group.members), ...open];
    this.#besides.giveBack([...members, ...onTop]);
    const tried = members.map((one) => one.waiting);
    const again = onTop.map((one) => one.waiting);
    try {
      if (isUniqueViolation(error)) {
        await commits.open();
        again.unshift(...(await this.#withoutStored(tried)));
      } else {
        log.warn({ err: error }, 'a commit failed; its events were not acknowledged');
        for (const waiting of tried) waiting.reject(unavailable(error));
        await this.#settle(members.map((one) => one.decision.entry.id));
      }
    } catch (cause) {
      for (const waiting of [...tried, ...again.splice(0)]) waiting.reject(unavailable(cause));
    }
    assessor.keep();
    if (this.#closed)
      for (const waiting of [...again.splice(0), ...this.#queue.splice(0)]) waiting.reject(unavailable());
    this.#queue.unshift(...again);
    this.#settling = false;
    this.#pump();
  }

  /** All that is on its way, once it is known of each whether it was tried or only came behind one that failed. */
  async #landed(): Promise<{ failed: Flying[]; behind: Flying[] }> {
    const groups = this.#flying.splice(0);
    const outcomes = await Promise.allSettled(groups.map(({ numbers }) => numbers));
    const isBehind = (i: number): boolean => {
      const outcome = outcomes[i];
      return outcome?.status === 'rejected' && isBehindFailed(outcome.reason);
    };
    return {
      failed: groups.filter((_, i) => !isBehind(i)),
      behind: groups.filter((_, i) => isBehind(i)),
    };
  }

  /** Answers those whose reference is in the database already; gives back the others. */
  async #withoutStored(members: readonly Waiting[]): Promise<Waiting[]> {
    const stored = await this.#ports.store.stored(
      members.map((one) => ({ entity: one.entity, reference: one.observed.event.id })),
    );
    if (stored.length === 0) throw new Error('a unique violation without a stored decision');
    const known = new Map(stored.map((one) => [`${one.entity} ${one.reference}`, one]));
    return members.filter((waiting) => {
      const before = known.get(waiting.key);
      if (before === undefined) return true;
      this.#recent.set(waiting.key, true);
      settleRepeat(before, waiting.observed, waiting);
      return false;
    });
  }

  /** Until it is known what became of these: a session that is gone may still have been committing. */
  async #settle(ids: readonly string[]): Promise<void> {
    let others = false;
    for (let pause = 50; !this.#closed; pause = Math.min(pause * 2, 2000)) {
      try {
        await this.#ports.commits.open();
        const present = await this.#ports.store.present(ids);
        if (others || present.size > 0) await this.#ports.store.restore();
        return;
      } catch (error) {
        others ||= isFailure(error) && error.code === 'engine.already_running';
        for (const waiting of this.#queue.splice(0)) waiting.reject(unavailable());
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  /** The answer of the first time; with other content under the same id, a refusal. */
  async #repeat(entity: string, observed: ObservedEvent, ended?: Promise<void>): Promise<string> {
    await ended;
    const reference = observed.event.id;
    const [before] = await this.#ports.store.stored([{ entity, reference }]).catch((error: unknown) => {
      throw unavailable(error);
    });
    if (before === undefined) throw unavailable();
    return new Promise((resolve, reject) => settleRepeat(before, observed, { resolve, reject }));
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

const isUniqueViolation = (error: unknown): boolean => hasCode(error, UNIQUE_VIOLATION);
const isBehindFailed = (error: unknown): boolean => hasCode(error, BEHIND_FAILED);

function settleRepeat(
  before: StoredDecision,
  observed: ObservedEvent,
  to: Pick<Waiting, 'resolve' | 'reject'>,
): void {
  if (before.content === observed.content) to.resolve(answerText(before.answered, before.entry, true));
  else to.reject(otherContent(before));
}
