import { type Static, Type } from 'typebox';
import { EventRow, HOLD_STATES, OUTCOMES } from './decisions.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText, literals, PageQuery, pageOf, ShortText, Texts } from './schema.ts';

/** open → proposed (waits for a second person) → released | kept; lapsed when what stopped it is there again. */
export const RELEASE_STATES = ['open', 'proposed', 'released', 'kept', 'lapsed'] as const;
export const RELEASE_PROPOSALS = ['release', 'keep'] as const;

export const ReleaseRow = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    state: literals(RELEASE_STATES),
    customer_id: Type.String(),
    customer: Type.String(),
    customer_name: Type.Optional(Type.String()),
    relationship: Type.Optional(
      literals(['restricted'], 'the customer’s restriction rests on it too and would be lifted'),
    ),
    operations: Type.Integer({ description: 'operations whose ground ended and is not back' }),
    value_usd: Type.Optional(Type.String()),
    sources: Type.Array(Type.String(), { description: 'lists, or tags, that no longer say so' }),
    opened_at: InstantText,
    due_at: InstantText,
    proposal: Type.Optional(
      Type.Object(
        {
          outcome: literals(RELEASE_PROPOSALS),
          by: Type.String(),
          by_name: Type.Optional(Type.String()),
          at: InstantText,
        },
        closed,
      ),
    ),
    decided_by_name: Type.Optional(Type.String()),
    decided_at: Type.Optional(InstantText),
  },
  closed,
);
export type ReleaseRow = Static<typeof ReleaseRow>;

/** What an operation was stopped for and is gone. */
export const Ground = Type.Object(
  {
    kind: literals(['list', 'tag', 'exposure']),
    code: Type.String({ description: 'code of the list, or the tag' }),
    before: Type.Optional(Type.String({ description: 'snp_…, the version of the list that said so' })),
    after: Type.Optional(Type.String({ description: 'snp_…, the version that no longer does' })),
    version: Type.Optional(Type.Integer({ description: 'number of that version' })),
    on: Type.Optional(Type.String({ description: 'day of issue of that version, or of its import' })),
  },
  closed,
);
export type Ground = Static<typeof Ground>;

const Scenario = Type.Object({ id: Type.String(), title: Texts }, closed);

export const ReleaseItem = Type.Object(
  {
    event: EventRow,
    outcome: literals(OUTCOMES, 'what was decided then'),
    hold: Type.Optional(Type.Object({ id: Type.String(), state: literals(HOLD_STATES) }, closed)),
    ended: Type.Array(Scenario, { description: 'what stopped it and would not any more' }),
    standing: Type.Array(Scenario, { description: 'what else was found of it, and would be again' }),
    grounds: Type.Array(Ground),
    found_at: InstantText,
    returned_at: Type.Optional(InstantText),
  },
  closed,
);
export type ReleaseItem = Static<typeof ReleaseItem>;

export const ReleaseView = Type.Object(
  {
    ...ReleaseRow.properties,
    items: Type.Array(ReleaseItem),
    remarks: Type.Array(
      Type.Object(
        {
          at: InstantText,
          author: Type.String(),
          author_name: Type.Optional(Type.String()),
          kind: Type.String(),
          text: Type.String(),
        },
        closed,
      ),
      { description: 'what people wrote; empty for callers that may not read alerts' },
    ),
  },
  closed,
);
export type ReleaseView = Static<typeof ReleaseView>;

const id = Type.Object({ id: Type.String() }, closed);

export const listReleases = defineRoute({
  id: 'listReleases',
  method: 'GET',
  path: '/v1/releases',
  summary: 'Customers whose operations were stopped for what lists or tags no longer say; those due first',
  permission: 'decisions:read',
  query: Type.Object(
    {
      ...PageQuery,
      state: Type.Optional(Type.String({ maxLength: 60, description: 'one state, or several with commas' })),
      customer: Type.Optional(Type.String({ maxLength: 128 })),
    },
    closed,
  ),
  reply: Type.Object({ ...pageOf(ReleaseRow).properties, total: Type.Integer() }, closed),
});

export const getRelease = defineRoute({
  id: 'getRelease',
  method: 'GET',
  path: '/v1/releases/:id',
  summary: 'One release: operations, what stopped them then, and what is gone',
  permission: 'decisions:read',
  params: id,
  reply: ReleaseView,
});

export const proposeRelease = defineRoute({
  id: 'proposeRelease',
  method: 'POST',
  path: '/v1/releases/:id/propose',
  summary: 'Propose to release what was stopped, or to keep it stopped; a second person decides',
  permission: 'alerts:work',
  params: id,
  body: Type.Object({ outcome: literals(RELEASE_PROPOSALS), reason: ShortText }, closed),
  reply: ReleaseRow,
});

export const decideRelease = defineRoute({
  id: 'decideRelease',
  method: 'POST',
  path: '/v1/releases/:id/decide',
  summary: 'The second person agrees, or sends back; nothing is released whose ground is there again',
  permission: 'decisions:resolve',
  params: id,
  body: Type.Object({ agree: Type.Boolean(), reason: ShortText }, closed),
  reply: ReleaseRow,
});

/** How far the past was looked at for what rests on nothing any more. */
export const ReleaseLook = Type.Object(
  {
    state: literals(['idle', 'running']),
    why: Type.Optional(Type.String({ description: 'lists, tags, screening, asked' })),
    looked: Type.Integer({ description: 'operations looked at' }),
    ended: Type.Integer({ description: 'of those, operations whose ground ended' }),
    started_at: Type.Optional(InstantText),
    finished_at: Type.Optional(InstantText),
  },
  closed,
);
export type ReleaseLook = Static<typeof ReleaseLook>;

export const getReleaseLook = defineRoute({
  id: 'getReleaseLook',
  method: 'GET',
  path: '/v1/release-look',
  summary: 'How far stopped operations were looked at again since lists or tags changed',
  permission: 'decisions:read',
  reply: ReleaseLook,
});

export const startReleaseLook = defineRoute({
  id: 'startReleaseLook',
  method: 'POST',
  path: '/v1/release-look',
  summary: 'Look at all stopped operations again now',
  permission: 'decisions:resolve',
  body: Type.Object({}, closed),
  reply: ReleaseLook,
});
