import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, InstantText, PageQuery, pageOf } from './schema.ts';

export const EntryRow = Type.Object(
  {
    number: Type.Integer(),
    type: Type.String(),
    entity: Type.String(),
    actor: Type.String(),
    actor_name: Type.Optional(Type.String()),
    at: InstantText,
    subject: Type.String(),
    leaf_hash: Type.String(),
    sealed: Type.Boolean({ description: 'already inside a signed checkpoint' }),
  },
  closed,
);
export type EntryRow = Static<typeof EntryRow>;

export const EntryView = Type.Object(
  {
    ...EntryRow.properties,
    bytes: Type.String({ description: 'the exact canonical bytes that were hashed, as UTF-8 text' }),
    personal: Type.Array(
      Type.Object(
        { person: Type.String(), readable: Type.Boolean(), content: Type.Optional(Type.Unknown()) },
        closed,
      ),
      { description: 'sealed boxes; opened only for roles that may, and never after erasure' },
    ),
  },
  closed,
);
export type EntryView = Static<typeof EntryView>;

export const CheckpointView = Type.Object(
  {
    size: Type.Integer(),
    root: Type.String(),
    at: InstantText,
    note: Type.String({ description: 'C2SP signed note' }),
  },
  closed,
);
export type CheckpointView = Static<typeof CheckpointView>;

/** RFC 6962 inclusion proof of one entry in the newest checkpoint, checkable offline. */
export const InclusionView = Type.Object(
  {
    number: Type.Integer(),
    leaf_index: Type.Integer(),
    leaf_hash: Type.String(),
    bytes: Type.String(),
    path: Type.Array(Type.String(), { description: 'sibling hashes from leaf to root, hex' }),
    checkpoint: CheckpointView,
    verifier_key: Type.String({ description: 'C2SP verifier key of the log' }),
  },
  closed,
);
export type InclusionView = Static<typeof InclusionView>;

const number = Type.Object({ number: Type.Integer({ minimum: 1 }) }, closed);

export const listEntries = defineRoute({
  id: 'listEntries',
  method: 'GET',
  path: '/v1/journal',
  summary: 'Journal entries, newest first, by type, subject or actor',
  permission: 'journal:read',
  query: Type.Object(
    {
      ...PageQuery,
      type: Type.Optional(Type.String({ maxLength: 80 })),
      subject: Type.Optional(Type.String({ maxLength: 128 })),
      actor: Type.Optional(Type.String({ maxLength: 80 })),
    },
    closed,
  ),
  reply: pageOf(EntryRow),
});

export const getEntry = defineRoute({
  id: 'getEntry',
  method: 'GET',
  path: '/v1/journal/:number',
  summary: 'One entry with its exact bytes',
  permission: 'journal:read',
  params: number,
  reply: EntryView,
});

export const getInclusion = defineRoute({
  id: 'getInclusion',
  method: 'GET',
  path: '/v1/journal/:number/proof',
  summary: 'Inclusion proof of an entry in the newest signed checkpoint',
  permission: 'journal:read',
  params: number,
  reply: InclusionView,
});

export const listCheckpoints = defineRoute({
  id: 'listCheckpoints',
  method: 'GET',
  path: '/v1/checkpoints',
  summary: 'Signed checkpoints, newest first',
  permission: 'journal:read',
  query: Type.Object(PageQuery, closed),
  reply: pageOf(CheckpointView),
});
