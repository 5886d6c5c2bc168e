import { Worker } from 'node:worker_threads';
import { canonicalText } from '../../kernel/canonical.ts';
import { Failure } from '../../kernel/failure.ts';
import type { Connection } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { DecidedEntry, EntryText } from './entry-text.ts';
import {
  type FailedOrder,
  type Group,
  type GroupColumns,
  type HoldRow,
  KEY_BYTES,
  type Order,
  type Outcome,
  type TakenBackRow,
} from './writing/group.ts';

/**
 * The group commit: events that arrived together become durable together, in one statement and one flush. It is the
 * write path of platform/journal.ts laid out by hand for the one place where speed decides; the state it writes is
 * declared by the same entry types, and the verifier and a test hold it to them. A thread of its own seals, hashes and
 * writes, so that the next group is decided on one core while this one is written on another.
 */
export interface PendingDecision {
  readonly entry: DecidedEntry;
  /** Its canonical text, around the box. */
  readonly text: EntryText;
  /** What goes into the box. */
  readonly personal: PersonalText | null;
}

export interface PersonalText {
  /** Canonical text. */
  readonly text: string;
  /** The customer's data key, 32 bytes. */
  readonly key: Uint8Array;
}

const CLOSE_MS = 10_000;
const THREAD = new URL('./writing/thread.ts', import.meta.url);

interface Asked {
  readonly resolve: (numbers: readonly number[]) => void;
  readonly reject: (error: unknown) => void;
}

/** Failures are PostgreSQL's, with their SQLSTATE in `code`; the caller judges them. */
export class CommitConnection {
  readonly #connection: Connection;
  readonly #written: (decisions: number) => void;
  #thread: Worker | null = null;
  readonly #asked = new Map<number, Asked>();
  #orders = 0;

  /** `written` is told how many decisions became durable in one statement. */
  constructor(connection: Connection, written: (decisions: number) => void = () => undefined) {
    this.#connection = connection;
    this.#written = written;
  }

  /**
   * Connects where no connection is, and takes groups again after one that failed. Once it resolves, whatever an earlier
   * session was committing is there or never will be. Failure: engine.already_running.
   */
  async open(): Promise<void> {
    await this.#ask({ order: this.#next(), ask: 'open' });
  }

  /**
   * Journal numbers by event id; groups become durable in the order they are given, several of them perhaps together. On
   * any error nothing was written, unless the connection was lost: then ask again. Groups behind one that failed fail with
   * the code BEHIND_FAILED, untried, until open() is asked for.
   */
  async commit(pending: readonly PendingDecision[]): Promise<Map<string, number>> {
    const group = groupOf(pending);
    const numbers = await this.#ask({ order: this.#next(), ask: 'commit', group });
    return new Map(group.columns.id.map((id, i) => [id, numbers[i] ?? 0]));
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    if (thread === null) return;
    const gone = new Promise((resolve) => thread.once('exit', resolve));
    thread.postMessage('close');
    // A server that does not answer keeps nobody.
    const patience = setTimeout(() => void thread.terminate(), CLOSE_MS);
    await gone;
    clearTimeout(patience);
  }

  #next(): number {
    this.#orders += 1;
    return this.#orders;
  }

  #ask(order: Order): Promise<readonly number[]> {
    return new Promise((resolve, reject) => {
      this.#asked.set(order.order, { resolve, reject });
      this.#running().postMessage(order);
    });
  }

  #running(): Worker {
    if (this.#thread !== null) return this.#thread;
    const thread = new Worker(THREAD, { workerData: this.#connection, name: 'atalaya decisions' });
    thread.on('message', (outcome: Outcome) => this.#answered(outcome));
    let cause: unknown = new Error('the thread that writes decisions ended');
    thread.on('error', (error) => {
      cause = error;
    });
    thread.on('exit', () => this.#ended(thread, cause));
    this.#thread = thread;
    return thread;
  }

  #answered(outcome: Outcome): void {
    if ('failed' in outcome) {
      const error = errorOf(outcome.failed);
      for (const order of outcome.orders) this.#take(order)?.reject(error);
      return;
    }
    const decisions = outcome.done.reduce((sum, { numbers }) => sum + numbers.length, 0);
    if (decisions > 0) this.#written(decisions);
    for (const { order, numbers } of outcome.done) this.#take(order)?.resolve(numbers);
  }

  #take(order: number): Asked | undefined {
    const asked = this.#asked.get(order);
    this.#asked.delete(order);
    return asked;
  }

  /** What it was writing is there or not: whoever asked finds out with open(). */
  #ended(thread: Worker, cause: unknown): void {
    if (this.#thread === thread) this.#thread = null;
    const left = [...this.#asked.values()];
    this.#asked.clear();
    for (const asked of left) asked.reject(cause);
  }
}

function errorOf({ message, code, isFailure }: FailedOrder): Error {
  if (isFailure && code !== null) return new Failure('operator', code, message);
  return Object.assign(new Error(message), code === null ? {} : { code });
}

function groupOf(pending: readonly PendingDecision[]): Group {
  const entries = pending.map((one) => one.entry);
  return {
    columns: columnsOf(pending, entries),
    holds: entries.flatMap((entry) => (entry.hold === null ? [] : [holdRow(entry, entry.hold)])),
    takenBack: entries.flatMap((entry) => {
      const back = entry.gathered.takes_back;
      return back === undefined ? [] : [takenBackRow(entry, back)];
    }),
  };
}

function columnsOf(pending: readonly PendingDecision[], entries: readonly DecidedEntry[]): GroupColumns {
  const keys = new Uint8Array(pending.length * KEY_BYTES);
  for (const [i, one] of pending.entries())
    if (one.personal !== null) keys.set(one.personal.key, i * KEY_BYTES);
  return {
    entity: entries.map((one) => one.entity),
    entryType: entries.map((one) => one.type),
    actor: entries.map((one) => one.actor),
    id: entries.map((one) => one.id),
    at: entries.map((one) => one.recordedAt),
    reference: entries.map((one) => one.reference),
    content: entries.map((one) => one.columns.content),
    customer: entries.map((one) => one.columns.customer),
    type: entries.map((one) => one.columns.type),
    occurredAt: entries.map((one) => one.occurredAt),
    asset: entries.map((one) => one.columns.asset),
    amount: entries.map((one) => one.columns.amount),
    valueUsd: entries.map((one) => one.columns.value_usd),
    rail: entries.map((one) => one.columns.rail),
    network: entries.map((one) => one.columns.network),
    address: entries.map((one) => one.columns.address),
    outcome: entries.map((one) => one.outcome),
    scenarios: entries.map((one) => one.scenarios),
    before: pending.map((one) => one.text.before),
    after: pending.map((one) => one.text.after),
    personal: pending.map((one) => one.personal?.text ?? null),
    keys,
  };
}

function holdRow(one: DecidedEntry, { id, until }: { id: string; until: string }): HoldRow {
  const { entity, actor, at, scenarios, columns } = one;
  const body: EntryBody = {
    v: 1,
    type: 'decisions.hold_placed',
    schema: 1,
    entity,
    actor,
    subject: one.id,
    at,
    data: {
      customer: columns.customer,
      scenarios: JSON.parse(scenarios),
      hold: { id, until, state: 'held' },
    },
  };
  const text = canonicalText(body);
  return { entity, actor, at, subject: one.id, text, customer: columns.customer, id, until, scenarios };
}

function takenBackRow(one: DecidedEntry, back: { event: string; kind: string }): TakenBackRow {
  const { entity, actor, at, columns, id } = one;
  const { event: subject, kind } = back;
  const body: EntryBody = {
    v: 1,
    type: 'decisions.event_taken_back',
    schema: 1,
    entity,
    actor,
    subject,
    at,
    data: { customer: columns.customer, kind, by: id },
  };
  return { entity, actor, at, subject, text: canonicalText(body), customer: columns.customer, kind, by: id };
}
