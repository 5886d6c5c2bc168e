import { isMap, parseDocument } from 'yaml';
import { Failure } from '../../../kernel/failure.ts';

/** A parameter's value as a scenario file writes it: 3, "24h", 99.9, ["cash"]. */
export type WrittenValue = number | string | readonly string[];

/**
 * The text with one figure changed and everything else as it was, comments and layout included.
 * Failure: rule_sets.unknown_parameter.
 */
export function withParameter(text: string, name: string, value: WrittenValue): string {
  const document = parseDocument(text, { merge: true });
  const parameter: unknown = document.getIn(['parameters', name], true);
  const node: unknown = document.getIn(['parameters', name, 'value'], true);
  if (!isMap(parameter) || document.errors.length > 0)
    throw new Failure('missing', 'rule_sets.unknown_parameter', `no parameter ${name}`);
  const written = writtenAs(value);
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    throw new Failure('missing', 'rule_sets.unknown_parameter', `parameter ${name} has no value`);
  const [start, end] = node.range as [number, number];
  return `${text.slice(0, start)}${written}${text.slice(end)}`;
}

const PLAIN = /^[A-Za-z0-9][A-Za-z0-9._ -]*$/;

function writtenAs(value: WrittenValue): string {
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string') return `[${value.map(writtenAs).join(', ')}]`;
  return PLAIN.test(value) ? value : JSON.stringify(value);
}
