import { type Static, Type } from 'typebox';
import { Reason } from './decisions.ts';
import { defineRoute } from './route.ts';
import { closed, InstantText, literals, ShortText, Texts } from './schema.ts';

/**
 * draft (edited; submitted when its author is done) → checked (by another person; frozen) → shadow (runs beside live at
 * no effect) → live (one at a time) → retired. A retired set that was live can go live again.
 */
export const RULE_SET_STATES = ['draft', 'checked', 'shadow', 'live', 'retired'] as const;

/** What is wrong with a scenario, and where. */
export const ScenarioProblem = Type.Object(
  {
    file: Type.String(),
    line: Type.Integer({ minimum: 1 }),
    column: Type.Integer({ minimum: 1 }),
    field: Type.Optional(Type.String({ description: 'path inside the file, e.g. parameters.window.value' })),
    message: Type.String(),
  },
  closed,
);
export type ScenarioProblem = Static<typeof ScenarioProblem>;

export const RuleSetRow = Type.Object(
  {
    id: Type.String({ description: 'rul_…' }),
    number: Type.Integer(),
    state: literals(RULE_SET_STATES),
    origin: literals(['shipped', 'staff'], 'shipped: came with the product'),
    note: Type.String(),
    author: Type.String(),
    author_name: Type.Optional(Type.String()),
    created_at: InstantText,
    parent: Type.Optional(Type.String({ description: 'the rule-set it was made from' })),
    content: Type.String({ description: 'SHA-256 of file names and texts: what a checker agrees to' }),
    version: Type.Optional(
      Type.String({ description: 'SHA-256 that decisions carry; absent while there are problems' }),
    ),
    scenarios: Type.Integer(),
    problems: Type.Integer(),
    submitted_at: Type.Optional(InstantText),
    checked_by: Type.Optional(Type.String()),
    checked_by_name: Type.Optional(Type.String()),
    checked_at: Type.Optional(InstantText),
    shadow_since: Type.Optional(InstantText),
    live_since: Type.Optional(InstantText),
    live_until: Type.Optional(InstantText),
    live_by: Type.Optional(Type.String()),
    live_by_name: Type.Optional(Type.String()),
    retired_at: Type.Optional(InstantText),
  },
  closed,
);
export type RuleSetRow = Static<typeof RuleSetRow>;

/** On its way to be live: windows are filled in the background, then both change places between two commits. */
export const GoingLive = Type.Object(
  {
    phase: literals(['filling', 'catching_up', 'done', 'failed']),
    events_done: Type.Integer(),
    events_total: Type.Integer(),
    failure: Type.Optional(Type.String()),
    pause_ms: Type.Optional(
      Type.Number({ description: 'how long deciding stood still while both changed places; when done' }),
    ),
  },
  closed,
);
export type GoingLive = Static<typeof GoingLive>;

export const RULE_SET_ACTIONS = [
  'edit',
  'submit',
  'check',
  'send_back',
  'start_shadow',
  'stop_shadow',
  'go_live',
  'retire',
  'discard',
] as const;
export type RuleSetAction = (typeof RULE_SET_ACTIONS)[number];

/** The entries of the journal that tell the life of a version, without their module. */
export const RULE_SET_STEPS = [
  'rule_set_drafted',
  'scenario_put',
  'scenario_removed',
  'rule_set_submitted',
  'rule_set_checked',
  'rule_set_sent_back',
  'shadow_started',
  'shadow_stopped',
  'rule_set_went_live',
  'rule_set_retired',
] as const;

export const RuleSetView = Type.Object(
  {
    ...RuleSetRow.properties,
    can: Type.Array(literals(RULE_SET_ACTIONS), { description: 'what its state takes now' }),
    items: Type.Array(
      Type.Object(
        {
          file: Type.String(),
          sha256: Type.String(),
          id: Type.Optional(Type.String()),
          number: Type.Optional(Type.Integer()),
          title: Type.Optional(Texts),
          change: literals(['same', 'changed', 'added'], 'against its parent'),
          problems: Type.Integer(),
        },
        closed,
      ),
    ),
    removed: Type.Array(Type.String(), { description: 'files of the parent that are not in this one' }),
    problem_list: Type.Array(ScenarioProblem),
    going_live: Type.Optional(GoingLive),
    history: Type.Array(
      Type.Object(
        {
          at: InstantText,
          action: literals(RULE_SET_STEPS),
          actor: Type.String(),
          actor_name: Type.Optional(Type.String()),
          file: Type.Optional(Type.String()),
          reason: Type.Optional(Type.String()),
          journal: Type.Integer(),
        },
        closed,
      ),
      { description: 'newest first' },
    ),
  },
  closed,
);
export type RuleSetView = Static<typeof RuleSetView>;

export const ScenarioSource = Type.Object(
  { file: Type.String(), sha256: Type.String(), text: Type.String(), problems: Type.Array(ScenarioProblem) },
  closed,
);
export type ScenarioSource = Static<typeof ScenarioSource>;

const id = Type.Object({ id: Type.String({ maxLength: 40, description: 'rul_…, or `live`' }) }, closed);
const FileName = Type.String({
  pattern: '^[a-z0-9][a-z0-9-]{0,79}\\.yaml$',
  description: 'e.g. 031-structuring.yaml',
});
const file = Type.Object({ ...id.properties, file: FileName }, closed);
const ScenarioText = Type.String({ minLength: 1, maxLength: 100_000 });
const reason = Type.Object({ reason: ShortText }, closed);

export const listRuleSets = defineRoute({
  id: 'listRuleSets',
  method: 'GET',
  path: '/v1/rule-sets',
  summary: 'Versions of the rule-set, newest first',
  permission: 'monitoring:read',
  reply: Type.Object({ live: Type.String(), items: Type.Array(RuleSetRow) }, closed),
});

export const getRuleSet = defineRoute({
  id: 'getRuleSet',
  method: 'GET',
  path: '/v1/rule-sets/:id',
  summary: 'A version with its scenarios, problems, history, and what can be done with it',
  permission: 'monitoring:read',
  params: id,
  reply: RuleSetView,
});

export const createRuleSet = defineRoute({
  id: 'createRuleSet',
  method: 'POST',
  path: '/v1/rule-sets',
  summary: 'A draft with the scenarios of another version',
  permission: 'monitoring:write',
  body: Type.Object({ from: Type.String({ description: 'rul_…, or `live`' }), note: ShortText }, closed),
  reply: RuleSetView,
});

export const getRuleSetScenario = defineRoute({
  id: 'getRuleSetScenario',
  method: 'GET',
  path: '/v1/rule-sets/:id/scenarios/:file',
  summary: 'The text of a scenario in a version, with its problems',
  permission: 'monitoring:read',
  params: file,
  reply: ScenarioSource,
});

export const putRuleSetScenario = defineRoute({
  id: 'putRuleSetScenario',
  method: 'PUT',
  path: '/v1/rule-sets/:id/scenarios/:file',
  summary: 'Add or replace a scenario of a draft; saved with its problems, which are listed',
  permission: 'monitoring:write',
  params: file,
  body: Type.Object(
    {
      text: ScenarioText,
      replaces: Type.Optional(
        Type.String({ description: 'sha256 of the text that was edited; refused when it changed meanwhile' }),
      ),
    },
    closed,
  ),
  reply: RuleSetView,
});

export const removeRuleSetScenario = defineRoute({
  id: 'removeRuleSetScenario',
  method: 'DELETE',
  path: '/v1/rule-sets/:id/scenarios/:file',
  summary: 'Take a scenario out of a draft',
  permission: 'monitoring:write',
  params: file,
  reply: RuleSetView,
});

export const setRuleSetParameter = defineRoute({
  id: 'setRuleSetParameter',
  method: 'PUT',
  path: '/v1/rule-sets/:id/scenarios/:file/parameters/:name',
  summary: 'Change one figure of a scenario in a draft; the rest of its text stays as it is',
  permission: 'monitoring:write',
  params: Type.Object(
    { ...file.properties, name: Type.String({ pattern: '^[a-z][a-z0-9_]{0,39}$' }) },
    closed,
  ),
  body: Type.Object(
    {
      value: Type.Union([Type.Number(), ShortText, Type.Array(ShortText, { minItems: 1, maxItems: 200 })], {
        description: 'as written in the file: 3, "24h", 99.9, ["cash"]',
      }),
    },
    closed,
  ),
  reply: RuleSetView,
});

export const submitRuleSet = defineRoute({
  id: 'submitRuleSet',
  method: 'POST',
  path: '/v1/rule-sets/:id/submit',
  summary: 'The author is done: another person may check it. Refused while there are problems',
  permission: 'monitoring:write',
  params: id,
  body: reason,
  reply: RuleSetView,
});

export const checkRuleSet = defineRoute({
  id: 'checkRuleSet',
  method: 'POST',
  path: '/v1/rule-sets/:id/check',
  summary: 'A second person agrees with exactly this content, or sends it back',
  permission: 'monitoring:approve',
  params: id,
  body: Type.Object({ agree: Type.Boolean(), content: Type.String(), reason: ShortText }, closed),
  reply: RuleSetView,
});

export const setShadow = defineRoute({
  id: 'setShadow',
  method: 'POST',
  path: '/v1/rule-sets/:id/shadow',
  summary: 'Start or stop running a checked version beside live, at no effect',
  permission: 'monitoring:write',
  params: id,
  body: Type.Object({ action: literals(['start', 'stop']), reason: ShortText }, closed),
  reply: RuleSetView,
});

export const goLive = defineRoute({
  id: 'goLive',
  method: 'POST',
  path: '/v1/rule-sets/:id/live',
  summary: 'Change live for this version; its windows are filled first, see going_live',
  permission: 'monitoring:approve',
  params: id,
  body: Type.Object(
    {
      reason: ShortText,
      without_backtest: Type.Optional(
        Type.Boolean({ description: 'go live though no finished backtest compares it with live' }),
      ),
    },
    closed,
  ),
  reply: RuleSetView,
});

export const retireRuleSet = defineRoute({
  id: 'retireRuleSet',
  method: 'POST',
  path: '/v1/rule-sets/:id/retire',
  summary: 'Put a checked or shadow version away',
  permission: 'monitoring:approve',
  params: id,
  body: reason,
  reply: RuleSetView,
});

export const discardRuleSet = defineRoute({
  id: 'discardRuleSet',
  method: 'POST',
  path: '/v1/rule-sets/:id/discard',
  summary: 'Put a draft away',
  permission: 'monitoring:write',
  params: id,
  body: reason,
  reply: RuleSetView,
});

/** What differs between two versions, as a reviewer reads it. */
export const RuleSetChanges = Type.Object(
  {
    from: Type.String(),
    to: Type.String(),
    files: Type.Array(
      Type.Object(
        {
          file: Type.String(),
          change: literals(['added', 'removed', 'changed']),
          before: Type.Optional(Type.String()),
          after: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
    parameters: Type.Array(
      Type.Object(
        {
          scenario: Type.String(),
          parameter: Type.String(),
          before: Type.Optional(Type.String()),
          after: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type RuleSetChanges = Static<typeof RuleSetChanges>;

export const getRuleSetChanges = defineRoute({
  id: 'getRuleSetChanges',
  method: 'GET',
  path: '/v1/rule-sets/:id/changes',
  summary: 'Texts and parameters that differ from another version (by default live)',
  permission: 'monitoring:read',
  params: id,
  query: Type.Object({ from: Type.Optional(Type.String({ maxLength: 40 })) }, closed),
  reply: RuleSetChanges,
});

export const TriedScenario = Type.Object(
  {
    problems: Type.Array(ScenarioProblem),
    examples: Type.Array(
      Type.Object(
        {
          name: Type.String(),
          expect: literals(['fires', 'silent']),
          passed: Type.Boolean(),
          line: Type.Integer(),
          message: Type.Optional(Type.String()),
        },
        closed,
      ),
    ),
    events: Type.Integer({ description: 'events it was run over' }),
    from: Type.Optional(InstantText),
    to: Type.Optional(InstantText),
    findings: Type.Integer(),
    alerts: Type.Integer({ description: 'after suppression' }),
    customers: Type.Integer(),
    live_findings: Type.Optional(
      Type.Integer({ description: 'of the live scenario with the same id, over the same events' }),
    ),
    hits: Type.Array(
      Type.Object(
        {
          event_id: Type.String(),
          entity: Type.String(),
          customer_id: Type.String(),
          occurred_at: InstantText,
          type: Type.String(),
          new_alert: Type.Boolean(),
          reason: Reason,
        },
        closed,
      ),
      { description: 'newest first, at most 50' },
    ),
    milliseconds: Type.Integer(),
  },
  closed,
);
export type TriedScenario = Static<typeof TriedScenario>;

export const tryScenario = defineRoute({
  id: 'tryScenario',
  method: 'POST',
  path: '/v1/scenarios/try',
  summary: 'Check a scenario text and run it over the most recent events: what would have fired',
  permission: 'monitoring:write',
  body: Type.Object(
    {
      text: ScenarioText,
      file: Type.Optional(FileName),
      events: Type.Optional(Type.Integer({ minimum: 1, maximum: 200_000, default: 20_000 })),
    },
    closed,
  ),
  reply: TriedScenario,
});
