import type { Outcome, Reason } from '@atalaya/contract/decisions.ts';
import { entryType } from '../../platform/journal.ts';
import type { Gathered, TakenBackKind } from './observe.ts';

/** JSON scalars only: what a decision stores of its facts must come back to the same bytes. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

/** Everything the decision was made of, so that it can be shown and replayed from the journal alone. */
export interface DecidedData {
  readonly reference: string;
  /** SHA-256 of the event as told, hex. */
  readonly content: string;
  readonly customer: string;
  readonly type: string;
  readonly occurred_at: string;
  readonly asset: string | null;
  readonly amount: string | null;
  readonly value_usd: number | null;
  readonly rail: string | null;
  readonly network: string | null;
  readonly address: string | null;
  /** The event without its personal members. */
  readonly event: object;
  readonly gathered: Gathered;
  /** Every fact and window the rules asked for: the decision can be replayed from them. */
  readonly facts: Facts;
  readonly findings: readonly Reason[];
  readonly outcome: Outcome;
  readonly scenarios: readonly string[];
  readonly message: string | null;
  readonly rule_set: string;
  /** Of the code that judged beside the rules: policy, name matching with its tables. */
  readonly versions: { readonly policy: number; readonly matching: string };
  /** Snapshots of the lists that screening used: list code → snapshot id. */
  readonly lists: Readonly<Record<string, string>>;
  readonly hold: { readonly id: string; readonly until: string } | null;
}

const decisionColumns = {
  entity: '/entity',
  reference: '/data/reference',
  content: '/data/content',
  customer: '/data/customer',
  type: '/data/type',
  occurred_at: '/data/occurred_at',
  recorded_at: '/at',
  asset: '/data/asset',
  amount: '/data/amount',
  value_usd: '/data/value_usd',
  rail: '/data/rail',
  network: '/data/network',
  address: '/data/address',
  outcome: '/data/outcome',
  scenarios: '/data/scenarios',
};

/** An event without findings: the many. Readers behind the reply pass over them without reading their bytes. */
export const decided = entryType<DecidedData>({
  type: 'decisions.decided',
  schema: 1,
  state: [{ table: 'decisions.decision', op: 'insert', key: { id: '/subject' }, set: decisionColumns }],
});

/** An event with at least one finding. */
export const flagged = entryType<DecidedData>({
  type: 'decisions.flagged',
  schema: 1,
  state: decided.state,
});

const holdColumns = {
  entity: '/entity',
  event: '/subject',
  customer: '/data/customer',
  placed_at: '/at',
  until: '/data/hold/until',
  scenarios: '/data/scenarios',
  state: '/data/hold/state',
};

/** Placing a hold, in the same commit as the decision that ordered it. */
export const holdPlaced = entryType<{
  customer: string;
  scenarios: readonly string[];
  hold: { id: string; until: string; state: 'held' };
}>({
  type: 'decisions.hold_placed',
  schema: 1,
  state: [{ table: 'decisions.hold', op: 'insert', key: { id: '/data/hold/id' }, set: holdColumns }],
});

export const holdResolved = entryType<{
  state: 'released' | 'rejected' | 'expired';
  reason: string;
  event: string;
  customer: string;
}>({
  type: 'decisions.hold_resolved',
  schema: 1,
  state: [
    {
      table: 'decisions.hold',
      op: 'update',
      key: { id: '/subject' },
      set: { state: '/data/state', decided_by: '/actor', decided_at: '/at', reason: '/data/reason' },
    },
  ],
});

/** A later event reversed or corrected this one: it counts in no window any more. In the same commit as that event. */
const takenBack = entryType<{ customer: string; kind: TakenBackKind; by: string }>({
  type: 'decisions.event_taken_back',
  schema: 1,
  state: [
    {
      table: 'decisions.taken_back',
      op: 'insert',
      key: { event: '/subject' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        kind: '/data/kind',
        by_event: '/data/by',
        at: '/at',
      },
    },
  ],
});

/** Somebody announced a file of rows and how its columns are to be read. */
export const importAnnounced = entryType<{ name: string; kind: string; mapping: object }>({
  type: 'decisions.import_announced',
  schema: 1,
  state: [
    {
      table: 'decisions.import',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        name: '/data/name',
        kind: '/data/kind',
        mapping: '/data/mapping',
        announced_by: '/actor',
        announced_at: '/at',
      },
    },
  ],
});

/** The file was worked to its end: its hash and what became of its rows. */
export const importFinished = entryType<{
  sha256: string;
  rows: number;
  accepted: number;
  repeated: number;
  refused: number;
}>({
  type: 'decisions.import_finished',
  schema: 1,
  state: [],
});

export const entryTypes = [
  decided,
  flagged,
  holdPlaced,
  holdResolved,
  takenBack,
  importAnnounced,
  importFinished,
];
