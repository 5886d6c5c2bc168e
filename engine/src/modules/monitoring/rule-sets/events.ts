import { entryType } from '../../../platform/journal.ts';
import type { RuleSetState } from './rule-set-life.ts';

/** A text that is new with the entry; texts known already are named by their hash only. */
export interface NewText {
  readonly sha256: string;
  readonly text: string;
}

/** What the scenarios of a draft amount to after an entry. */
export interface Contents {
  readonly content: string;
  readonly version: string | null;
  readonly scenarios: number;
  readonly problems: number;
}

const contentColumns = {
  content: '/data/content',
  version: '/data/version',
  scenarios: '/data/scenarios',
  problems: '/data/problems',
};

const textRows = {
  table: 'monitoring.scenario_text',
  op: 'upsert',
  each: '/data/texts',
  key: { sha256: '/item/sha256' },
  set: { entity: '/entity', text: '/item/text' },
} as const;

const ruleSetRow = (set: Readonly<Record<string, string>>) =>
  ({ table: 'monitoring.rule_set', op: 'update', key: { id: '/subject' }, set }) as const;

const WITHDRAWN = { submitted_at: '/data/nothing', submitted_by: '/data/nothing' };

export interface DraftedData extends Contents {
  readonly number: number;
  readonly state: 'draft';
  readonly origin: 'shipped' | 'staff';
  readonly note: string;
  readonly parent: string | null;
  /** As it came with the product: file → SHA-256. */
  readonly shipped: Readonly<Record<string, string>> | null;
  readonly files: readonly { readonly file: string; readonly sha256: string }[];
  readonly texts: readonly NewText[];
}

export const ruleSetDrafted = entryType<DraftedData>({
  type: 'monitoring.rule_set_drafted',
  schema: 1,
  state: [
    {
      table: 'monitoring.rule_set',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        number: '/data/number',
        state: '/data/state',
        origin: '/data/origin',
        note: '/data/note',
        author: '/actor',
        created_at: '/at',
        parent: '/data/parent',
        shipped: '/data/shipped',
        ...contentColumns,
      },
    },
    textRows,
    {
      table: 'monitoring.rule_set_scenario',
      op: 'insert',
      each: '/data/files',
      key: { rule_set: '/subject', file: '/item/file' },
      set: { entity: '/entity', sha256: '/item/sha256' },
    },
  ],
});

/** A scenario was added or replaced; what was submitted is so no more. */
export const scenarioPut = entryType<
  Contents & { file: string; sha256: string; texts: readonly NewText[]; replaced: string | null }
>({
  type: 'monitoring.scenario_put',
  schema: 1,
  state: [
    textRows,
    {
      table: 'monitoring.rule_set_scenario',
      op: 'upsert',
      key: { rule_set: '/subject', file: '/data/file' },
      set: { entity: '/entity', sha256: '/data/sha256' },
    },
    ruleSetRow({ ...contentColumns, ...WITHDRAWN }),
  ],
});

export const scenarioRemoved = entryType<Contents & { file: string; replaced: string }>({
  type: 'monitoring.scenario_removed',
  schema: 1,
  state: [
    {
      table: 'monitoring.rule_set_scenario',
      op: 'delete',
      key: { rule_set: '/subject', file: '/data/file' },
      set: {},
    },
    ruleSetRow({ ...contentColumns, ...WITHDRAWN }),
  ],
});

interface Reasoned {
  readonly reason: string;
}

export const ruleSetSubmitted = entryType<Reasoned & { content: string }>({
  type: 'monitoring.rule_set_submitted',
  schema: 1,
  state: [ruleSetRow({ submitted_at: '/at', submitted_by: '/actor' })],
});

export const ruleSetChecked = entryType<Reasoned & { state: RuleSetState; content: string }>({
  type: 'monitoring.rule_set_checked',
  schema: 1,
  state: [ruleSetRow({ state: '/data/state', checked_at: '/at', checked_by: '/actor' })],
});

export const ruleSetSentBack = entryType<Reasoned>({
  type: 'monitoring.rule_set_sent_back',
  schema: 1,
  state: [ruleSetRow(WITHDRAWN)],
});

export const shadowStarted = entryType<Reasoned & { state: RuleSetState }>({
  type: 'monitoring.shadow_started',
  schema: 1,
  state: [ruleSetRow({ state: '/data/state', shadow_since: '/at' })],
});

export const shadowStopped = entryType<Reasoned & { state: RuleSetState }>({
  type: 'monitoring.shadow_stopped',
  schema: 1,
  state: [ruleSetRow({ state: '/data/state' })],
});

/** From the next decision on this version decides; the one before it retires in the same entry. */
export const wentLive = entryType<
  Reasoned & {
    state: RuleSetState;
    version: string;
    replaced: readonly { readonly id: string; readonly state: RuleSetState }[];
    /** The backtest that compared it with the one it replaces; null when a person went on without. */
    backtest: string | null;
  }
>({
  type: 'monitoring.rule_set_went_live',
  schema: 1,
  state: [
    {
      table: 'monitoring.rule_set',
      op: 'update',
      each: '/data/replaced',
      key: { id: '/item/id' },
      set: { state: '/item/state', live_until: '/at', retired_at: '/at' },
    },
    ruleSetRow({
      state: '/data/state',
      version: '/data/version',
      live_since: '/at',
      live_by: '/actor',
      live_until: '/data/nothing',
      retired_at: '/data/nothing',
    }),
  ],
});

export const ruleSetRetired = entryType<Reasoned & { state: RuleSetState }>({
  type: 'monitoring.rule_set_retired',
  schema: 1,
  state: [ruleSetRow({ state: '/data/state', retired_at: '/at' })],
});

/** The engine was brought up to date and the same texts decide under another version. */
export const versionChanged = entryType<{ version: string; before: string | null }>({
  type: 'monitoring.rule_set_version_changed',
  schema: 1,
  state: [ruleSetRow({ version: '/data/version' })],
});

export const entryTypes = [
  ruleSetDrafted,
  scenarioPut,
  scenarioRemoved,
  ruleSetSubmitted,
  ruleSetChecked,
  ruleSetSentBack,
  shadowStarted,
  shadowStopped,
  wentLive,
  ruleSetRetired,
  versionChanged,
];
