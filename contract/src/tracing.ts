import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, literals } from './schema.ts';

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
