import type { Outcome, Reason } from '@atalaya/contract/decisions.ts';
import type { Ground } from '@atalaya/contract/releases.ts';
import { entryType } from '../../platform/journal.ts';
import type { ReleaseState } from './release.ts';

export interface OpenedData {
  readonly customer: string;
  readonly state: 'open';
  readonly due_at: string;
  readonly relationship: 'restricted' | null;
}

export const releaseOpened = entryType<OpenedData>({
  type: 'releases.opened',
  schema: 1,
  state: [
    {
      table: 'releases.release',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        state: '/data/state',
        relationship: '/data/relationship',
        opened_at: '/at',
        due_at: '/data/due_at',
      },
    },
  ],
});

/** A customer's restriction turned out to rest on what was taken off too. */
export const restrictionFound = entryType<{ customer: string; relationship: 'restricted' }>({
  type: 'releases.restriction_found',
  schema: 1,
  state: [
    {
      table: 'releases.release',
      op: 'update',
      key: { id: '/subject' },
      set: { relationship: '/data/relationship' },
    },
  ],
});

export interface GroundEndedData {
  readonly customer: string;
  readonly release: string;
  readonly outcome: Outcome;
  readonly hold: string | null;
  readonly ended: readonly string[];
  readonly standing: readonly string[];
  readonly grounds: readonly Ground[];
  /** What the alert reader takes, as it takes those of a decision. */
  readonly findings: readonly Reason[];
  /** US cents. */
  readonly value_usd: number | null;
  readonly asset: string | null;
}

/** Of one past operation: what stopped it would not stop it with what is known now. What was decided then stays as it was. */
export const groundEnded = entryType<GroundEndedData>({
  type: 'releases.ground_ended',
  schema: 1,
  state: [
    {
      table: 'releases.item',
      op: 'upsert',
      key: { release: '/data/release', event: '/subject' },
      set: {
        entity: '/entity',
        customer: '/data/customer',
        outcome: '/data/outcome',
        hold: '/data/hold',
        ended: '/data/ended',
        standing: '/data/standing',
        grounds: '/data/grounds',
        found_at: '/at',
        returned_at: '/data/nothing',
      },
    },
  ],
});

/** The list or the tag says so again before anybody decided. */
export const groundReturned = entryType<{ customer: string; release: string }>({
  type: 'releases.ground_returned',
  schema: 1,
  state: [
    {
      table: 'releases.item',
      op: 'update',
      key: { release: '/data/release', event: '/subject' },
      set: { returned_at: '/at' },
    },
  ],
});

export const REMARK_KINDS = ['proposed_release', 'proposed_keep', 'agreed', 'returned'] as const;

interface Remarked {
  readonly customer: string;
  readonly state: ReleaseState;
  /** The one whose text is sealed in this entry. */
  readonly remarks: readonly { readonly id: string; readonly kind: (typeof REMARK_KINDS)[number] }[];
}

const remarkRow = {
  table: 'releases.remark',
  op: 'insert',
  each: '/data/remarks',
  key: { id: '/item/id' },
  set: {
    entity: '/entity',
    customer: '/data/customer',
    release: '/subject',
    kind: '/item/kind',
    author: '/actor',
    at: '/at',
    text: '/personal/text',
  },
} as const;

export const releaseProposed = entryType<Remarked & { proposal: 'release' | 'keep' }, { text: string }>({
  type: 'releases.proposed',
  schema: 1,
  state: [
    {
      table: 'releases.release',
      op: 'update',
      key: { id: '/subject' },
      set: {
        state: '/data/state',
        proposal: '/data/proposal',
        proposed_by: '/actor',
        proposed_at: '/at',
      },
    },
    remarkRow,
  ],
});

/** The second person agreed. */
export const releaseDecided = entryType<Remarked, { text: string }>({
  type: 'releases.decided',
  schema: 1,
  state: [
    {
      table: 'releases.release',
      op: 'update',
      key: { id: '/subject' },
      set: { state: '/data/state', decided_by: '/actor', decided_at: '/at' },
    },
    remarkRow,
  ],
});

export const releaseSentBack = entryType<Remarked, { text: string }>({
  type: 'releases.sent_back',
  schema: 1,
  state: [
    {
      table: 'releases.release',
      op: 'update',
      key: { id: '/subject' },
      set: {
        state: '/data/state',
        proposal: '/data/nothing',
        proposed_by: '/data/nothing',
        proposed_at: '/data/nothing',
      },
    },
    remarkRow,
  ],
});

/** Every ground is back: there is nothing to release. */
export const releaseLapsed = entryType<{ customer: string; state: ReleaseState }>({
  type: 'releases.lapsed',
  schema: 1,
  state: [
    {
      table: 'releases.release',
      op: 'update',
      key: { id: '/subject' },
      set: { state: '/data/state', decided_at: '/at' },
    },
  ],
});

/** The customer was erased: what people wrote about them goes with the key. */
export const remarksErased = entryType<{ customer: string }>({
  type: 'releases.remarks_erased',
  schema: 1,
  state: [{ table: 'releases.remark', op: 'delete', key: { customer: '/data/customer' }, set: {} }],
});

export const entryTypes = [
  releaseOpened,
  restrictionFound,
  groundEnded,
  groundReturned,
  releaseProposed,
  releaseDecided,
  releaseSentBack,
  releaseLapsed,
  remarksErased,
];
