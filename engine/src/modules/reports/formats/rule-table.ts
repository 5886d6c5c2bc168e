import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure } from '../../../kernel/failure.ts';
import type { CalendarDate } from '../../../kernel/instant.ts';
import { CONFIDENCES } from './dated-parameters.ts';
import type { ConversionRule } from './lossy-ledger.ts';
import { type Row, readRows, readYamlDocument } from './read-table.ts';

/**
 * A numbered rule of a format. The table says what it is about, since when, on whose word, and what a person is told;
 * the check itself is a function of the format, found by `rule_id`. `action_in_draft` replaces `action` while the
 * report is still a draft.
 */
export interface ReportRule {
  readonly rule_id: string;
  readonly jurisdiction: string;
  readonly report_type: string;
  readonly path: string;
  readonly type: (typeof RULE_TYPES)[number];
  readonly action: RuleAction;
  readonly action_in_draft: RuleAction;
  readonly message: Texts;
  readonly valid_from: CalendarDate;
  readonly valid_to?: CalendarDate;
  readonly source: string;
  readonly confidence: (typeof CONFIDENCES)[number];
}

export type RuleAction = (typeof RULE_ACTIONS)[number];

const RULE_ACTIONS = ['reject', 'warn'] as const;
/** `schema`: found by the authority's schema, or by reading the file at all. */
const RULE_TYPES = ['presence', 'content', 'consistency', 'catalogue', 'schema'] as const;

export interface RuleTable {
  readonly rules: ReadonlyMap<string, ReportRule>;
  readonly conversions: ReadonlyMap<string, ConversionRule>;
}

function byId<T extends { readonly rule_id: string }>(file: string, rows: readonly T[]): Map<string, T> {
  const map = new Map<string, T>();
  for (const [index, row] of rows.entries()) {
    if (map.has(row.rule_id)) {
      const message = `${row.rule_id} is in the table twice`;
      throw new Failure('operator', 'reports.table_invalid', `${file}: ${message}`, [
        { row: index + 1, message },
      ]);
    }
    map.set(row.rule_id, row);
  }
  return map;
}

/**
 * Reads a rule file: `defaults` for cells that repeat, `rules`, and `conversions` (the rules of the lossy ledger).
 * Failure (operator): reports.table_invalid, every fault with its field and row; also for a rule id used twice.
 */
export function parseRuleTable(file: string, yaml: string): RuleTable {
  const document = readYamlDocument(file, yaml);
  const shared = document.get('defaults');
  const defaults: Row = new Map(Object.entries(typeof shared === 'object' && shared !== null ? shared : {}));
  const rules = readRows(file, document.get('rules'), defaults, (row): ReportRule => {
    const action = row.oneOf('action', RULE_ACTIONS);
    const validTo = row.optionalDate('valid_to');
    const inDraft = row.optionalText('action_in_draft');
    return {
      rule_id: row.text('rule_id'),
      jurisdiction: row.text('jurisdiction'),
      report_type: row.text('report_type'),
      path: row.text('path'),
      type: row.oneOf('type', RULE_TYPES),
      action,
      action_in_draft: inDraft === undefined ? action : row.oneOf('action_in_draft', RULE_ACTIONS),
      message: row.texts('message'),
      valid_from: row.date('valid_from'),
      ...(validTo === undefined ? {} : { valid_to: validTo }),
      source: row.text('source'),
      confidence: row.oneOf('confidence', CONFIDENCES),
    };
  });
  const conversions = readRows(
    file,
    document.get('conversions'),
    defaults,
    (row): ConversionRule => ({
      rule_id: row.text('rule_id'),
      path: row.text('path'),
      weight: row.oneOf('weight', ['form', 'content']),
      message: row.texts('message'),
      source: row.text('source'),
      confidence: row.oneOf('confidence', CONFIDENCES),
    }),
  );
  return { rules: byId(file, rules), conversions: byId(file, conversions) };
}
