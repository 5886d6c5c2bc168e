import { entryType } from '../../platform/journal.ts';
import type { HitState } from './hit.ts';
import type { Feature, KeptReason } from './hits/comparison.ts';

/** What two records looked like beside each other; sealed with the customer's key. */
export interface HitDetails {
  readonly query: object;
  readonly matched: string;
  readonly reasons: readonly KeptReason[];
}

interface Compared {
  readonly customer: string;
  readonly state: HitState;
  readonly cause: string;
  readonly score: number;
  readonly features: readonly Feature[];
  readonly subject_digest: string;
  readonly listing_digest: string;
  readonly snapshot: string;
  readonly algorithm: string;
  readonly event: string | null;
}

const comparedColumns = {
  state: '/data/state',
  cause: '/data/cause',
  score: '/data/score',
  features: '/data/features',
  subject_digest: '/data/subject_digest',
  listing_digest: '/data/listing_digest',
  snapshot: '/data/snapshot',
  algorithm: '/data/algorithm',
  event: '/data/event',
  changed_at: '/at',
};

/** The version of the list that no longer has the listing, and the day on which that ceased to be in force. */
export interface Delisting {
  /** snp_… */
  readonly snapshot: string;
  /** YYYY-MM-DD */
  readonly on: string;
}

/** Nulls wherever nothing was delisted. */
const delistedColumns = { delisted_by: '/data/delisted/snapshot', delisted_on: '/data/delisted/on' };

const detailsRow = (op: 'insert' | 'upsert') =>
  ({
    table: 'screening.hit_person',
    op,
    key: { id: '/subject' },
    set: { entity: '/entity', customer: '/data/customer', details: '/personal' },
  }) as const;

export interface RaisedData extends Compared {
  readonly subject_kind: 'customer' | 'counterparty' | 'wallet';
  readonly subject_key: string;
  readonly list: string;
  readonly reference: string;
  /** An earlier clearance of the whole list that covers this one; then the hit begins cleared. */
  readonly clearance: Clearance | null;
}

export interface Clearance {
  readonly decided_by: string;
  readonly decided_at: string;
  readonly reason: string;
  readonly scope: 'list';
  readonly until: string;
}

/** A party and a listing resemble each other for the first time. */
export const hitRaised = entryType<RaisedData, HitDetails>({
  type: 'screening.hit_raised',
  schema: 1,
  state: [
    {
      table: 'screening.hit',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        subject_kind: '/data/subject_kind',
        customer: '/data/customer',
        subject_key: '/data/subject_key',
        list: '/data/list',
        reference: '/data/reference',
        raised_at: '/at',
        decided_by: '/data/clearance/decided_by',
        decided_at: '/data/clearance/decided_at',
        reason: '/data/clearance/reason',
        scope: '/data/clearance/scope',
        until: '/data/clearance/until',
        ...comparedColumns,
      },
    },
    detailsRow('insert'),
  ],
});

const judgedColumns = {
  proposal: '/data/proposal',
  proposed_by: '/data/proposed_by',
  decided_by: '/data/decided_by',
  decided_at: '/data/decided_at',
  reason: '/data/reason',
  scope: '/data/scope',
  until: '/data/until',
};

/** Looked at again with what is known now; what was judged stands. */
export const hitCompared = entryType<Compared, HitDetails>({
  type: 'screening.hit_compared',
  schema: 1,
  state: [
    { table: 'screening.hit', op: 'update', key: { id: '/subject' }, set: comparedColumns },
    detailsRow('upsert'),
  ],
});

/** Looked at again, and no longer what was judged: open, with nothing judged. */
export const hitReopened = entryType<Compared, HitDetails>({
  type: 'screening.hit_reopened',
  schema: 2,
  state: [
    {
      table: 'screening.hit',
      op: 'update',
      key: { id: '/subject' },
      set: { ...comparedColumns, ...judgedColumns, ...delistedColumns },
    },
    detailsRow('upsert'),
  ],
});

export interface ChangedData {
  readonly customer: string;
  readonly state: HitState;
  readonly cause: string;
  readonly delisted?: Delisting;
}

/** Open again without a new comparison: a clearance ended, a listing was taken off, a person wanted it. */
export const hitReturned = entryType<ChangedData>({
  type: 'screening.hit_returned',
  schema: 2,
  state: [
    {
      table: 'screening.hit',
      op: 'update',
      key: { id: '/subject' },
      set: {
        state: '/data/state',
        cause: '/data/cause',
        changed_at: '/at',
        ...judgedColumns,
        ...delistedColumns,
      },
    },
  ],
});

export const hitLapsed = entryType<ChangedData>({
  type: 'screening.hit_lapsed',
  schema: 2,
  state: [
    {
      table: 'screening.hit',
      op: 'update',
      key: { id: '/subject' },
      set: { state: '/data/state', cause: '/data/cause', changed_at: '/at', ...delistedColumns },
    },
  ],
});

export interface JudgedData {
  readonly customer: string;
  readonly state: HitState;
  readonly cause: 'judged' | 'proposed' | 'returned' | 'reopened';
  readonly proposal: 'clear' | 'confirm' | null;
  readonly proposed_by: string | null;
  readonly decided_by: string | null;
  readonly decided_at: string | null;
  readonly reason: string | null;
  readonly scope: 'listing' | 'list' | null;
  readonly until: string | null;
  readonly remarks: readonly { readonly id: string; readonly kind: string }[];
}

/** A person judged, proposed, agreed or sent back, with their words. */
export const hitJudged = entryType<JudgedData, { text: string }>({
  type: 'screening.hit_judged',
  schema: 1,
  state: [
    {
      table: 'screening.hit',
      op: 'update',
      key: { id: '/subject' },
      set: { state: '/data/state', cause: '/data/cause', changed_at: '/at', ...judgedColumns },
    },
    {
      table: 'screening.remark',
      op: 'insert',
      each: '/data/remarks',
      key: { id: '/item/id' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        hit: '/subject',
        kind: '/item/kind',
        author: '/actor',
        at: '/at',
        text: '/personal/text',
      },
    },
  ],
});

/** The customer is erased: what was compared and written of them goes; that there was a hit stays. */
export const wordsErased = entryType<{ customer: string }>({
  type: 'screening.words_erased',
  schema: 1,
  state: [
    { table: 'screening.hit_person', op: 'delete', key: { customer: '/data/customer' }, set: {} },
    { table: 'screening.remark', op: 'delete', key: { customer: '/data/customer' }, set: {} },
  ],
});

/** Which customers were screened, as their entry then said, against which versions: also those without any hit. */
export const customersScreened = entryType<{
  readonly cause: string;
  readonly algorithm: string;
  readonly lists: Readonly<Record<string, string>>;
  readonly customers: readonly { readonly id: string; readonly input: string; readonly hits: number }[];
}>({ type: 'screening.customers_screened', schema: 1, state: [] });

export const policySet = entryType<{
  threshold: number;
  threshold_high_risk: number;
  four_eyes: number;
  clearance_days: number;
}>({
  type: 'screening.policy_set',
  schema: 1,
  state: [
    {
      table: 'screening.policy',
      op: 'upsert',
      key: { entity: '/entity' },
      set: {
        threshold: '/data/threshold',
        threshold_high_risk: '/data/threshold_high_risk',
        four_eyes: '/data/four_eyes',
        clearance_days: '/data/clearance_days',
      },
    },
  ],
});

export const runAnnounced = entryType<{
  kind: 'delta' | 'full' | 'trial';
  list: string | null;
  from_number: number | null;
  to_number: number | null;
  settings: object;
}>({
  type: 'screening.run_announced',
  schema: 1,
  state: [
    {
      table: 'screening.run',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        kind: '/data/kind',
        list: '/data/list',
        from_number: '/data/from_number',
        to_number: '/data/to_number',
        settings: '/data/settings',
        announced_by: '/actor',
        announced_at: '/at',
      },
    },
  ],
});

/** A run came to its end: what it looked at and what became of it. */
export const runFinished = entryType<{
  readonly customers: number;
  readonly raised: number;
  readonly changed: number;
  readonly lapsed: number;
  readonly algorithm: string;
  readonly lists: Readonly<Record<string, string>>;
}>({ type: 'screening.run_finished', schema: 1, state: [] });

export const entryTypes = [
  hitRaised,
  hitCompared,
  hitReopened,
  hitReturned,
  hitLapsed,
  hitJudged,
  wordsErased,
  customersScreened,
  policySet,
  runAnnounced,
  runFinished,
];
