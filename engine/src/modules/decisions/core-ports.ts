import type { Logger } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Answered } from './answer.ts';
import type { Assessor } from './assess.ts';
import type { BookedCustomer } from './book.ts';
import type { CommitConnection, PendingDecision } from './commit.ts';
import type { Original } from './originals.ts';

/** What the decision core works with. */
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
  /** Makes customers known, with their sealing keys. Absent ones stay absent. */
  prepare(wanted: readonly { entity: string; reference: string }[]): Promise<void>;
  find(entity: string, reference: string): BookedCustomer | undefined;
  /** Decided events by `entity reference`, for those that reverse or correct them. */
  originals(wanted: readonly { entity: string; reference: string }[]): Promise<ReadonlyMap<string, Original>>;
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
  readonly answered: Answered;
  /** Its number in the journal. */
  readonly entry: number;
}
