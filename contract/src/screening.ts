import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, DateText, InstantText, literals, PageQuery, pageOf, ShortText } from './schema.ts';
import { LIST_CATEGORIES, ListingView } from './watchlists.ts';

export const HIT_STATES = ['open', 'proposed', 'cleared', 'confirmed', 'lapsed'] as const;
export const HIT_CAUSES = [
  'onboarding',
  'profile',
  'counterparty',
  'wallet',
  'list_delta',
  'full',
  'covered',
  'expired',
  'delisted',
  'list_off',
  'reopened',
  'proposed',
  'returned',
  'judged',
] as const;
export const CLEARANCE_REASONS = [
  'different_birth_date',
  'different_identity_number',
  'different_name',
  'different_nationality',
  'different_gender',
  'known_customer',
  'other',
] as const;
export const CONFIRM_REASONS = ['same_identity_number', 'same_person', 'same_wallet', 'other'] as const;

const Score = Type.Number({ minimum: 0, maximum: 1 });

export const HitRow = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    state: literals(HIT_STATES),
    cause: literals(HIT_CAUSES, 'why it is in this state'),
    subject_kind: literals(['customer', 'counterparty', 'wallet']),
    customer_id: Type.String(),
    customer: Type.String({ description: 'the exchange’s reference' }),
    customer_name: Type.Optional(Type.String()),
    subject_name: Type.Optional(Type.String({ description: 'the name or wallet that was compared' })),
    list: Type.String(),
    list_name: Type.String(),
    category: literals(LIST_CATEGORIES),
    reference: Type.String(),
    listing_name: Type.String({ description: 'empty where the list is confidential' }),
    score: Score,
    four_eyes: Type.Boolean({ description: 'a second person must agree' }),
    raised_at: InstantText,
    changed_at: InstantText,
    proposal: Type.Optional(literals(['clear', 'confirm'])),
    proposed_by: Type.Optional(Type.String()),
    proposed_by_name: Type.Optional(Type.String()),
    decided_by_name: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String()),
    scope: Type.Optional(literals(['listing', 'list'])),
    until: Type.Optional(InstantText),
  },
  closed,
);
export type HitRow = Static<typeof HitRow>;

const Span = Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 });

export const HitReason = Type.Object(
  {
    feature: Type.String(),
    query: Type.String(),
    listing: Type.String(),
    effect: Type.Number(),
    q: Type.Optional(Span),
    l: Type.Optional(Span),
  },
  closed,
);
export type HitReason = Static<typeof HitReason>;

/** One fact of both records beside each other. */
export const ComparedFact = Type.Object(
  {
    fact: literals(['kind', 'birth_date', 'country', 'gender', 'identifier', 'wallet', 'position']),
    subject: Type.String(),
    listing: Type.String(),
    verdict: literals(['for', 'against', 'unknown']),
  },
  closed,
);
export type ComparedFact = Static<typeof ComparedFact>;

export const HitView = Type.Object(
  {
    ...HitRow.properties,
    matched_name: Type.String(),
    reasons: Type.Array(HitReason),
    facts: Type.Array(ComparedFact),
    listing: Type.Optional(ListingView),
    versions: Type.Object(
      {
        snapshot: Type.String(),
        sha256: Type.Optional(Type.String()),
        algorithm: Type.String(),
        journal: Type.Integer(),
      },
      closed,
    ),
    event: Type.Optional(Type.String()),
    remarks: Type.Array(
      Type.Object(
        {
          at: InstantText,
          author: Type.String(),
          author_name: Type.String(),
          kind: Type.String(),
          text: Type.String(),
        },
        closed,
      ),
    ),
    delisted: Type.Optional(
      Type.Object(
        {
          snapshot: Type.String(),
          version: Type.Integer({ description: 'number of the version that no longer has the listing' }),
          on: DateText,
        },
        { ...closed, description: 'the listing was taken off: by which version, and since which day' },
      ),
    ),
    others: Type.Array(HitRow, { description: 'other hits of the same customer' }),
  },
  closed,
);
export type HitView = Static<typeof HitView>;

const id = Type.Object({ id: Type.String() }, closed);

export const listHits = defineRoute({
  id: 'listHits',
  method: 'GET',
  path: '/v1/screening/hits',
  summary: 'Hits, the most alike first',
  permission: 'screening:read',
  query: Type.Object(
    {
      ...PageQuery,
      state: Type.Optional(Type.String({ maxLength: 60, description: 'one state, or several with commas' })),
      list: Type.Optional(Type.String({ maxLength: 40 })),
      customer: Type.Optional(Type.String({ maxLength: 128 })),
      min_score: Type.Optional(Score),
    },
    closed,
  ),
  reply: Type.Object({ ...pageOf(HitRow).properties, total: Type.Integer() }, closed),
});

export const getHit = defineRoute({
  id: 'getHit',
  method: 'GET',
  path: '/v1/screening/hits/:id',
  summary: 'One hit, both records beside each other',
  permission: 'screening:read',
  params: id,
  reply: HitView,
});

export const judgeHit = defineRoute({
  id: 'judgeHit',
  method: 'POST',
  path: '/v1/screening/hits/:id/judge',
  summary: 'Clear or confirm a hit; above the policy’s score it waits for a second person',
  permission: 'screening:work',
  params: id,
  body: Type.Object(
    {
      judgement: literals(['clear', 'confirm']),
      reason: literals([...new Set([...CLEARANCE_REASONS, ...CONFIRM_REASONS])]),
      note: ShortText,
      scope: Type.Optional(literals(['listing', 'list'], 'of a clearance: this listing, or the whole list')),
      until: Type.Optional(DateText),
    },
    closed,
  ),
  reply: HitRow,
});

export const secondHit = defineRoute({
  id: 'secondHit',
  method: 'POST',
  path: '/v1/screening/hits/:id/second',
  summary: 'The second person agrees with what was proposed, or sends it back',
  permission: 'screening:decide',
  params: id,
  body: Type.Object({ agree: Type.Boolean(), note: ShortText }, closed),
  reply: HitRow,
});

export const reopenHit = defineRoute({
  id: 'reopenHit',
  method: 'POST',
  path: '/v1/screening/hits/:id/reopen',
  summary: 'Undo what was judged',
  permission: 'screening:work',
  params: id,
  body: Type.Object({ note: ShortText }, closed),
  reply: HitRow,
});

export const ReplayedHit = Type.Object(
  {
    same: Type.Boolean(),
    score_then: Score,
    score_now: Score,
    algorithm_then: Type.String(),
    algorithm_now: Type.String(),
    inputs: Type.Boolean({ description: 'both records have the digests that were recorded' }),
    reasons: Type.Array(HitReason),
  },
  closed,
);

export const replayHit = defineRoute({
  id: 'replayHit',
  method: 'POST',
  path: '/v1/screening/hits/:id/replay',
  summary:
    'Make the comparison again from the version of the list, the inputs and the algorithm that were recorded',
  permission: 'screening:read',
  params: id,
  body: Type.Object({}, closed),
  reply: ReplayedHit,
});

const Threshold = Type.Number({ minimum: 0.5, maximum: 1, multipleOf: 0.0001 });

export const PolicyView = Type.Object(
  {
    threshold: Threshold,
    threshold_high_risk: Type.Number({ ...Threshold, description: 'of customers rated high or critical' }),
    four_eyes: Type.Number({
      minimum: 0,
      maximum: 1,
      description: 'from this score on, a second person decides',
    }),
    clearance_days: Type.Integer({ minimum: 1, maximum: 3660 }),
  },
  closed,
);
export type PolicyView = Static<typeof PolicyView>;

export const getScreeningPolicy = defineRoute({
  id: 'getScreeningPolicy',
  method: 'GET',
  path: '/v1/screening/policy',
  summary: 'How the obliged entity screens',
  permission: 'screening:read',
  reply: PolicyView,
});

export const setScreeningPolicy = defineRoute({
  id: 'setScreeningPolicy',
  method: 'PUT',
  path: '/v1/screening/policy',
  summary: 'Change how the obliged entity screens; try it first with a trial run',
  permission: 'screening:decide',
  body: PolicyView,
  reply: PolicyView,
});

const Count = Type.Object({ key: Type.String(), in_use: Type.Integer(), tried: Type.Integer() }, closed);

export const TrialResult = Type.Object(
  {
    customers: Type.Integer(),
    counterparties: Type.Integer(),
    hits_now: Type.Integer({ description: 'under what is in use' }),
    hits_then: Type.Integer({ description: 'under what is tried' }),
    added: Type.Integer(),
    removed: Type.Integer(),
    customers_hit_now: Type.Integer(),
    customers_hit_then: Type.Integer(),
    by_list: Type.Array(Count),
    by_band: Type.Array(Count),
    by_month: Type.Array(Count, { description: 'by the month in which the party came, the last twelve' }),
    confirmed_lost: Type.Integer({ description: 'confirmed hits that would not have been seen' }),
    cleared_saved: Type.Integer({ description: 'cleared hits that nobody would have had to look at' }),
    examples: Type.Array(
      Type.Object(
        {
          change: literals(['added', 'removed']),
          customer: Type.String(),
          list: Type.String(),
          reference: Type.String(),
          name: Type.String(),
          score: Score,
        },
        closed,
      ),
    ),
  },
  closed,
);
export type TrialResult = Static<typeof TrialResult>;

export const RunView = Type.Object(
  {
    id: Type.String(),
    kind: literals(['delta', 'full', 'trial']),
    list: Type.Optional(Type.String()),
    from_number: Type.Optional(Type.Integer()),
    to_number: Type.Optional(Type.Integer()),
    threshold: Type.Optional(Type.Number()),
    state: literals(['waiting', 'running', 'done', 'failed']),
    announced_by: Type.String(),
    announced_at: InstantText,
    started_at: Type.Optional(InstantText),
    finished_at: Type.Optional(InstantText),
    customers: Type.Integer(),
    total: Type.Integer(),
    raised: Type.Integer(),
    changed: Type.Integer(),
    lapsed: Type.Integer(),
    failure: Type.Optional(Type.String()),
    result: Type.Optional(TrialResult),
  },
  closed,
);
export type RunView = Static<typeof RunView>;

export const listScreeningRuns = defineRoute({
  id: 'listScreeningRuns',
  method: 'GET',
  path: '/v1/screening/runs',
  summary: 'Screenings of everybody: new versions of lists, full ones, trials; the newest first',
  permission: 'screening:read',
  reply: Type.Object({ items: Type.Array(RunView) }, closed),
});

export const getScreeningRun = defineRoute({
  id: 'getScreeningRun',
  method: 'GET',
  path: '/v1/screening/runs/:id',
  summary: 'One run with its progress, and of a trial what would have been',
  permission: 'screening:read',
  params: id,
  reply: RunView,
});

export const startScreeningRun = defineRoute({
  id: 'startScreeningRun',
  method: 'POST',
  path: '/v1/screening/runs',
  summary:
    'Screen everybody again, or try another threshold or list over the last year without raising anything',
  permission: 'screening:decide',
  body: Type.Object(
    {
      kind: literals(['full', 'trial']),
      threshold: Type.Optional(Threshold),
      list: Type.Optional(Type.String({ maxLength: 40, description: 'a list in trial mode' })),
    },
    closed,
  ),
  reply: RunView,
  status: 202,
});

/** Values of a followthemoney entity by property. */
const Properties = Type.Record(Type.String(), Type.Array(Type.String()));

const Example = Type.Object({
  id: Type.Optional(Type.Union([Type.String(), Type.Null()])),
  schema: Type.String({ maxLength: 60 }),
  properties: Type.Record(
    Type.String(),
    Type.Union([Type.Array(Type.Union([Type.String(), Type.Number()])), Type.String()]),
  ),
});

export const EcosystemEntity = Type.Object(
  {
    id: Type.String(),
    caption: Type.String(),
    schema: Type.String(),
    properties: Properties,
    datasets: Type.Array(Type.String()),
    referents: Type.Array(Type.String()),
    target: Type.Boolean(),
    first_seen: Type.Optional(Type.String()),
    last_seen: Type.Optional(Type.String()),
    last_change: Type.Optional(Type.String()),
  },
  closed,
);
export type EcosystemEntity = Static<typeof EcosystemEntity>;

export const ScoredEntity = Type.Object(
  {
    ...EcosystemEntity.properties,
    score: Score,
    match: Type.Boolean(),
    features: Type.Record(Type.String(), Type.Number()),
    explanations: Type.Record(
      Type.String(),
      Type.Object(
        {
          score: Type.Number(),
          detail: Type.Union([Type.String(), Type.Null()]),
          query: Type.Union([Type.String(), Type.Null()]),
          candidate: Type.Union([Type.String(), Type.Null()]),
        },
        closed,
      ),
    ),
    algorithm: Type.String(),
  },
  closed,
);
export type ScoredEntity = Static<typeof ScoredEntity>;

const Total = Type.Object({ value: Type.Integer(), relation: Type.String() }, closed);
const dataset = Type.Object({ dataset: Type.String({ maxLength: 60 }) }, closed);
const Several = Type.Optional(Type.Union([Type.Array(Type.String()), Type.String()]));

export const matchEntities = defineRoute({
  id: 'matchEntities',
  method: 'POST',
  path: '/v1/ftm/match/:dataset',
  summary:
    'Match example entities, many at once, in the shape of the ecosystem: `queries` in, `responses` out',
  permission: 'screening:read',
  params: dataset,
  query: Type.Object({
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 5 })),
    threshold: Type.Optional(Score),
    cutoff: Type.Optional(Score),
    algorithm: Type.Optional(Type.String()),
    include_dataset: Several,
    exclude_dataset: Several,
    exclude_entity_ids: Several,
    topics: Several,
  }),
  body: Type.Object({
    queries: Type.Record(Type.String(), Example),
    params: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
    weights: Type.Optional(Type.Record(Type.String(), Type.Number())),
  }),
  reply: Type.Object(
    {
      responses: Type.Record(
        Type.String(),
        Type.Object(
          {
            status: Type.Integer(),
            results: Type.Array(ScoredEntity),
            total: Total,
            query: Type.Object(
              { id: Type.Optional(Type.String()), schema: Type.String(), properties: Properties },
              closed,
            ),
            detail: Type.Optional(Type.String({ description: 'code of what is wrong with this query' })),
          },
          closed,
        ),
      ),
      limit: Type.Integer(),
    },
    closed,
  ),
});

export const searchEntities = defineRoute({
  id: 'searchEntities',
  method: 'GET',
  path: '/v1/ftm/search/:dataset',
  summary: 'Search by name in the shape of the ecosystem; a search for people, not a screening',
  permission: 'screening:read',
  params: dataset,
  query: Type.Object({
    q: Type.String({ minLength: 1, maxLength: 500 }),
    schema: Type.Optional(Type.String({ maxLength: 60 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
    offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 0, default: 0 })),
  }),
  reply: Type.Object(
    { results: Type.Array(ScoredEntity), total: Total, limit: Type.Integer(), offset: Type.Integer() },
    closed,
  ),
});

export const getScreeningCatalog = defineRoute({
  id: 'getScreeningCatalog',
  method: 'GET',
  path: '/v1/ftm/catalog',
  summary: 'The lists that can be matched, in the shape of the ecosystem',
  permission: 'screening:read',
  reply: Type.Object(
    {
      datasets: Type.Array(
        Type.Object(
          {
            name: Type.String(),
            title: Type.String(),
            version: Type.String(),
            publisher: Type.Object({ name: Type.String() }, closed),
            entity_count: Type.Integer(),
            load: Type.Boolean(),
          },
          closed,
        ),
      ),
      current: Type.Array(Type.String()),
      outdated: Type.Array(Type.String()),
    },
    closed,
  ),
});
