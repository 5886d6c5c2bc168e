import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { AmountText, AssetCode, closed, InstantText, literals, Texts } from './schema.ts';

/** Which rule says whose money an output is, when clean and dirty money were mixed. */
export const TAINT_POLICIES = ['haircut', 'fifo', 'lifo', 'tiho', 'poison'] as const;
export type TaintPolicy = (typeof TAINT_POLICIES)[number];

/** Where money came from (`received`), or where it went (`sent`). */
export const EXPOSURE_DIRECTIONS = ['received', 'sent'] as const;
export type ExposureDirection = (typeof EXPOSURE_DIRECTIONS)[number];

/** An integer of base units (satoshi, wei), as text. */
const Units = Type.String({ pattern: '^\\d{1,60}$', description: 'integer of base units, as text' });
const TransactionName = Type.String({ minLength: 1, maxLength: 128 });

const TaintInput = Type.Union([
  Type.Object({ tx: TransactionName, index: Type.Integer({ minimum: 0 }) }, closed),
  Type.Object({ source: Type.Union([TransactionName, Type.Null()]), value: Units }, closed),
]);

/** Transactions in chain order; the format of the published conformance set. */
export const TaintGraph = Type.Array(
  Type.Object(
    {
      id: TransactionName,
      inputs: Type.Array(TaintInput, { maxItems: 5000 }),
      outputs: Type.Array(Units, { maxItems: 5000 }),
    },
    closed,
  ),
  { maxItems: 2000 },
);

const Dirty = Type.Object(
  {
    tx: Type.String(),
    outputs: Type.Array(Units, { description: 'dirty units of each output' }),
    fee: Units,
  },
  closed,
);

export const calculateTaint = defineRoute({
  id: 'calculateTaint',
  method: 'POST',
  path: '/v1/tracing/taint',
  summary: 'Follow dirty money through transactions under a policy, in exact integers',
  permission: 'screening:read',
  body: Type.Object({ policy: literals(TAINT_POLICIES), transactions: TaintGraph }, closed),
  reply: Type.Object({ policy: literals(TAINT_POLICIES), transactions: Type.Array(Dirty) }, closed),
});
export type TaintGraph = Static<typeof TaintGraph>;

const NetworkName = Type.String({ pattern: '^[a-z0-9-]{2,32}$' });
const AddressText = Type.String({ minLength: 4, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' });
const AsOf = Type.Object({ block: Type.Optional(Type.Integer()), time: InstantText }, closed);

/** What contracts (and TRON itself) say that means more than a transfer. */
export const SIGNAL_KINDS = [
  'frozen',
  'unfrozen',
  'frozen_funds_destroyed',
  'mixer_deposit',
  'mixer_withdrawal',
  'swap',
  'bridge_out',
  'bridge_in',
  'energy_delegated',
] as const;

const TransactionId = Type.String({ pattern: '^(0x)?[0-9a-fA-F]{64}$' });

const GraphSignal = Type.Object(
  {
    kind: literals(SIGNAL_KINDS),
    contract: { ...AddressText, description: 'who says so; for energy_delegated whoever gives the energy' },
    tx: TransactionId,
    account: Type.Optional({ ...AddressText, description: 'whom it is about' }),
    asset: Type.Optional({ ...AssetCode, description: 'of the amount; that of the block when absent' }),
    amount: Type.Optional(AmountText),
    gave: Type.Optional(
      Type.Object({ asset: AssetCode, amount: AmountText }, { ...closed, description: 'what a swap took' }),
    ),
    id: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'the bridge’s own id of a transfer; a mixer’s commitment or nullifier',
      }),
    ),
  },
  closed,
);

const height = Type.Union([Type.Integer({ minimum: 0, maximum: 4_000_000_000 }), Type.Null()]);

/** Transfers of one block of an account chain: a line of what is sent to `readBlocks`. */
export const GraphBlock = Type.Object(
  {
    network: NetworkName,
    asset: AssetCode,
    height,
    time: InstantText,
    transfers: Type.Array(
      Type.Object(
        {
          from: Type.Union([AddressText, Type.Null()], { description: 'null: newly issued' }),
          to: AddressText,
          amount: AmountText,
          tx: TransactionId,
        },
        closed,
      ),
      { maxItems: 100_000 },
    ),
    signals: Type.Optional(Type.Array(GraphSignal, { maxItems: 100_000 })),
  },
  closed,
);
export type GraphBlock = Static<typeof GraphBlock>;

/** One block of a chain of coins, for whoever has its transactions but not its bytes. */
export const CoinBlock = Type.Object(
  {
    network: NetworkName,
    asset: AssetCode,
    height,
    time: InstantText,
    transactions: Type.Array(
      Type.Object(
        {
          tx: TransactionId,
          inputs: Type.Array(
            Type.Object(
              {
                tx: TransactionId,
                index: Type.Integer({ minimum: 0, maximum: 0xff_ffff }),
                address: Type.Optional(AddressText),
                amount: Type.Optional(AmountText),
              },
              { ...closed, description: 'owner and amount where no earlier line made this coin' },
            ),
            { maxItems: 5000, description: 'empty: newly mined' },
          ),
          outputs: Type.Array(
            Type.Object({ address: Type.Union([AddressText, Type.Null()]), amount: AmountText }, closed),
            { maxItems: 5000 },
          ),
        },
        closed,
      ),
      { maxItems: 100_000 },
    ),
  },
  closed,
);
export type CoinBlock = Static<typeof CoinBlock>;

const GraphView = Type.Object(
  {
    network: Type.String(),
    asset: Type.String(),
    kind: literals(['account', 'utxo']),
    movements: Type.Integer(),
    addresses: Type.Integer(),
    as_of: AsOf,
  },
  closed,
);

export const listGraphs = defineRoute({
  id: 'listGraphs',
  method: 'GET',
  path: '/v1/tracing/graphs',
  summary: 'Flow graphs of this deployment, and how far each has been read',
  permission: 'screening:read',
  reply: Type.Object(
    {
      items: Type.Array(GraphView),
      askable: Type.Array(Type.Object({ network: Type.String(), asset: Type.String() }, closed), {
        description: 'where a service can be asked for the transactions of an address',
      }),
    },
    closed,
  ),
});

export const readBlocks = defineRoute({
  id: 'readBlocks',
  method: 'POST',
  path: '/v1/tracing/blocks',
  summary:
    'Read blocks into the flow graphs: raw blocks of Bitcoin’s family, lines of transfers, of coins and of what contracts said, or csv of the *-etl family',
  permission: 'watchlists:write',
  query: Type.Object({ network: Type.Optional(NetworkName) }, closed),
  consumes: ['application/octet-stream', 'application/x-ndjson', 'text/csv'],
  reply: Type.Object(
    {
      items: Type.Array(
        Type.Object(
          {
            network: Type.String(),
            asset: Type.String(),
            blocks: Type.Integer(),
            transactions: Type.Integer(),
            repeated: Type.Integer({ description: 'blocks that were there already' }),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
});

export const AttributionView = Type.Object(
  {
    entity: Type.String(),
    category: Type.String(),
    confidence: Type.Integer({ description: '0-100, the ladder of TagPacks' }),
    tags: Type.Array(Type.String()),
  },
  closed,
);
export type AttributionView = Static<typeof AttributionView>;

export const PathStepView = Type.Object(
  {
    from: Type.String(),
    to: Type.String(),
    amount: Type.String(),
    tx: Type.String(),
    block: Type.Optional(Type.Integer()),
    time: InstantText,
  },
  closed,
);
export type PathStepView = Static<typeof PathStepView>;

export const ExposureSlice = Type.Object(
  {
    kind: literals(['direct', 'indirect', 'ended', 'untraced']),
    category: Type.String({
      description:
        'category of the tag; for ended: issuance, unspent, fee, own_funds; for untraced: depth, dust, budget, hub, no_history',
    }),
    attribution: Type.Optional(AttributionView),
    amount: Type.String(),
    value_usd: Type.Optional(Type.String({ description: 'at the time of the last block read' })),
    share_ppm: Type.Integer({ description: 'millionths; those of all slices add up to exactly 1,000,000' }),
    hops: Type.Integer({ description: 'the fewest' }),
    hops_weighted: Type.String({ description: 'weighted with money' }),
    path: Type.Array(PathStepView, { description: 'the way most of it went' }),
  },
  closed,
);
export type ExposureSlice = Static<typeof ExposureSlice>;

export const ExposureView = Type.Object(
  {
    network: Type.String(),
    asset: Type.String(),
    address: Type.String(),
    attribution: Type.Optional(AttributionView),
    direction: literals(EXPOSURE_DIRECTIONS),
    policy: literals(TAINT_POLICIES),
    total: Type.String(),
    slices: Type.Array(ExposureSlice),
    note: Texts,
    as_of: AsOf,
    tags_version: Type.String(),
    limits: Type.Object(
      { hops: Type.Integer(), pots: Type.Integer(), hub: Type.Integer(), dust_ppm: Type.Integer() },
      closed,
    ),
    work: Type.Object({ pots: Type.Integer(), movements: Type.Integer() }, closed),
  },
  closed,
);
export type ExposureView = Static<typeof ExposureView>;

const subjectQuery = { network: NetworkName, asset: AssetCode, address: AddressText };

export const getExposure = defineRoute({
  id: 'getExposure',
  method: 'GET',
  path: '/v1/tracing/exposure',
  summary:
    'Where an address’s money came from or went: names, amounts, shares, hops and the path as evidence',
  permission: 'screening:read',
  query: Type.Object(
    {
      ...subjectQuery,
      direction: literals(EXPOSURE_DIRECTIONS),
      policy: Type.Optional(literals(TAINT_POLICIES)),
      hops: Type.Optional(Type.Integer({ minimum: 1, maximum: 20 })),
    },
    closed,
  ),
  reply: ExposureView,
});

export const NeighbourView = Type.Object(
  {
    address: Type.String(),
    attribution: Type.Optional(AttributionView),
    amount: Type.String(),
    value_usd: Type.Optional(Type.String({ description: 'each movement at its own time' })),
    count: Type.Integer(),
    first_at: InstantText,
    last_at: InstantText,
    tx: Type.String({ description: 'the last transaction' }),
    movements: Type.Array(
      Type.Object({ tx: Type.String(), amount: Type.String(), time: InstantText }, closed),
    ),
  },
  closed,
);
export type NeighbourView = Static<typeof NeighbourView>;

export const getNeighbours = defineRoute({
  id: 'getNeighbours',
  method: 'GET',
  path: '/v1/tracing/neighbours',
  summary: 'Who an address received from, or paid: the largest, and what the others add up to',
  permission: 'screening:read',
  query: Type.Object(
    {
      ...subjectQuery,
      direction: literals(EXPOSURE_DIRECTIONS),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
    },
    closed,
  ),
  reply: Type.Object(
    {
      address: Type.String(),
      attribution: Type.Optional(AttributionView),
      items: Type.Array(NeighbourView),
      rest: Type.Object({ count: Type.Integer(), amount: Type.String() }, closed),
      as_of: AsOf,
    },
    closed,
  ),
});

const RelatedView = Type.Object(
  {
    address: Type.String(),
    deposit_address: Type.String({ description: 'to which both sent' }),
    entity: Type.String({ description: 'whose deposit address it is' }),
    tx: Type.String(),
    confidence: Type.Integer(),
  },
  closed,
);

export const getRelated = defineRoute({
  id: 'getRelated',
  method: 'GET',
  path: '/v1/tracing/related',
  summary: 'Addresses of an account chain that share a deposit address of an exchange with this one',
  permission: 'screening:read',
  query: Type.Object(subjectQuery, closed),
  reply: Type.Object(
    {
      items: Type.Array(RelatedView),
      examined: Type.Integer({ description: 'payees looked at as deposit addresses' }),
      cut: Type.Boolean({ description: 'more payees were there' }),
    },
    closed,
  ),
});

export const FetchedView = Type.Object(
  {
    host: Type.String({ description: 'the service that was asked' }),
    transactions: Type.Integer({ description: 'of this address, those fetched earlier included' }),
    questions: Type.Integer({ description: 'asked this time; 0 where what is known is fresh' }),
    complete: Type.Boolean({ description: 'false: the service has more; ask again to go on' }),
    cut: Type.Optional(Type.String({ description: 'code of what ended it early' })),
    oldest_at: Type.Optional(InstantText),
    newest_at: Type.Optional(InstantText),
  },
  closed,
);
export type FetchedView = Static<typeof FetchedView>;

export const fetchAddress = defineRoute({
  id: 'fetchAddress',
  method: 'POST',
  path: '/v1/tracing/fetched',
  summary:
    'Ask the configured service for the transactions of an address, at most 20 questions; exposure and neighbours then know them',
  permission: 'screening:read',
  body: Type.Object({ network: NetworkName, address: AddressText }, closed),
  reply: FetchedView,
});

export const RescoringView = Type.Object(
  {
    state: literals(['idle', 'running']),
    why: Type.Optional(Type.String({ description: 'what changed: tags or blocks' })),
    total: Type.Integer({ description: 'deposits and withdrawals on chain, of the years the rules name' }),
    done: Type.Integer(),
    found: Type.Integer({ description: 'new findings' }),
    started_at: Type.Optional(InstantText),
    finished_at: Type.Optional(InstantText),
  },
  closed,
);
export type RescoringView = Static<typeof RescoringView>;

export const getRescoring = defineRoute({
  id: 'getRescoring',
  method: 'GET',
  path: '/v1/tracing/rescoring',
  summary: 'Past deposits and withdrawals looked at again after new tags or blocks: how far it has come',
  permission: 'screening:read',
  reply: RescoringView,
});

export const startRescoring = defineRoute({
  id: 'startRescoring',
  method: 'POST',
  path: '/v1/tracing/rescoring',
  summary: 'Look at past deposits and withdrawals again now; only what is new is raised',
  permission: 'watchlists:write',
  body: Type.Object({}, closed),
  reply: RescoringView,
});
