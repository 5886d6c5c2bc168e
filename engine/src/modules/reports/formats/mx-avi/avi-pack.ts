import type { Texts } from '@atalaya/contract/schema.ts';
import { Failure } from '../../../../kernel/failure.ts';
import { type DatedParameters, parseParameters } from '../dated-parameters.ts';
import { readRows, readYamlDocument } from '../read-table.ts';
import { parseRuleTable, type RuleTable } from '../rule-table.ts';
import { AVI_CHECKS } from './checks.ts';
import { CONVERSION_IDS } from './conversions.ts';
import { SCHEMA_RULE_IDS } from './schema-findings.ts';

/** Everything about the aviso that is text and not program: content/jurisdictions/mx. */
export interface AviPack extends RuleTable {
  readonly parameters: DatedParameters;
  /** What an element is called on the form, by element name. */
  readonly labels: ReadonlyMap<string, Texts>;
}

export interface AviPackFiles {
  /** avi-rules.yaml */
  readonly rules: string;
  /** parameters.yaml */
  readonly parameters: string;
  /** avi-labels.yaml */
  readonly labels: string;
}

function ensureSame(what: string, inTable: Iterable<string>, inProgram: Iterable<string>): void {
  const table = new Set(inTable);
  const program = new Set(inProgram);
  const stray = [...table, ...program].filter((id) => table.has(id) !== program.has(id)).sort();
  if (stray.length === 0) return;
  const details = stray.map((id) => ({
    field: id,
    message: table.has(id)
      ? 'is in the table, but no check has this id'
      : 'has a check, but is not in the table',
  }));
  throw new Failure(
    'operator',
    'reports.table_invalid',
    `${what}: ${stray.join(', ')} without a counterpart`,
    details,
  );
}

/**
 * Reads the pack from the texts of its files.
 * Failure (operator): reports.table_invalid for a fault in a file, for a rule without a check and a check without a rule.
 */
export function loadAviPack(files: AviPackFiles): AviPack {
  const { rules, conversions } = parseRuleTable('avi-rules.yaml', files.rules);
  ensureSame('avi-rules.yaml', rules.keys(), [...Object.keys(AVI_CHECKS), ...SCHEMA_RULE_IDS]);
  ensureSame('avi-rules.yaml conversions', conversions.keys(), CONVERSION_IDS);
  const labels = readRows(
    'avi-labels.yaml',
    readYamlDocument('avi-labels.yaml', files.labels).get('labels'),
    new Map(),
    (row) => [row.text('element'), row.texts('label')] as const,
  );
  return {
    rules,
    conversions,
    parameters: parseParameters('parameters.yaml', files.parameters),
    labels: new Map(labels),
  };
}
