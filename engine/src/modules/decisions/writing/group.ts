/**
 * A group of decisions on its way to the thread that writes it: columns of plain values, so that handing it over costs
 * next to nothing. Row i of every column belongs to the same decision.
 */
export interface GroupColumns {
  readonly entity: readonly string[];
  /** Type of the journal entry. */
  readonly entryType: readonly string[];
  readonly actor: readonly string[];
  /** evt_… */
  readonly id: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: readonly number[];
  readonly reference: readonly string[];
  readonly content: readonly string[];
  readonly customer: readonly string[];
  readonly type: readonly string[];
  readonly occurredAt: readonly number[];
  readonly asset: readonly (string | null)[];
  readonly amount: readonly (string | null)[];
  readonly valueUsd: readonly (number | null)[];
  readonly rail: readonly (string | null)[];
  readonly network: readonly (string | null)[];
  readonly address: readonly (string | null)[];
  readonly outcome: readonly string[];
  /** JSON texts. */
  readonly scenarios: readonly string[];
  /** Canonical text of the entry around its box. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** What is sealed: canonical text; null where there is nothing personal. */
  readonly personal: readonly (string | null)[];
  /** Data keys of the customers, 32 bytes for each row. */
  readonly keys: Uint8Array;
}

/** An entry beside those of the group, with what its row of state needs. */
export interface BesideRow {
  readonly entity: string;
  readonly actor: string;
  readonly subject: string;
  /** RFC 3339. */
  readonly at: string;
  /** Canonical text of the whole entry. */
  readonly text: string;
  readonly customer: string;
}

export interface HoldRow extends BesideRow {
  readonly id: string;
  readonly until: string;
  readonly scenarios: string;
}

export interface TakenBackRow extends BesideRow {
  readonly kind: string;
  readonly by: string;
}

export interface Group {
  readonly columns: GroupColumns;
  readonly holds: readonly HoldRow[];
  readonly takenBack: readonly TakenBackRow[];
}

export const KEY_BYTES = 32;

/** To the thread, in order; every one is answered under its number. */
export type Order = { readonly order: number } & (
  | {
      /** Connects where no connection is, and takes groups again after one that failed. */ readonly ask: 'open';
    }
  | { readonly ask: 'commit'; readonly group: Group }
);

/** What became of orders that were carried out together. */
export type Outcome =
  | { readonly done: readonly Done[] }
  | { readonly orders: readonly number[]; readonly failed: FailedOrder };

export interface Done {
  readonly order: number;
  /** Journal numbers by row. */
  readonly numbers: readonly number[];
}

/** An error that crossed the border between threads. */
export interface FailedOrder {
  readonly message: string;
  /** SQLSTATE, of Node, of a Failure, or BEHIND_FAILED. */
  readonly code: string | null;
  readonly isFailure: boolean;
}

/** A group that came after one that failed was not tried: what it was decided on is not there. */
export const BEHIND_FAILED = 'behind_failed';
