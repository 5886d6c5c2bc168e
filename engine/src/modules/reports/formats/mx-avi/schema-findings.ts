import type { SchemaError } from '../../../jurisdictions/schemas.ts';
import { canonicalPath } from '../xml-layout.ts';
import type { LayoutProblem } from '../xml-reader.ts';
import { AVI_LAYOUT } from './avi-layout.ts';

/** Rules that reading the file, or SAT's schema, finds broken. Texts are in avi-rules.yaml like all others. */
export const X = {
  notXml: 'AVI-X001',
  doctype: 'AVI-X002',
  root: 'AVI-X003',
  unexpected: 'AVI-X004',
  missing: 'AVI-X005',
  attribute: 'AVI-X006',
  text: 'AVI-X007',
  pattern: 'AVI-X010',
  length: 'AVI-X011',
  tooShort: 'AVI-X012',
  tooLong: 'AVI-X013',
  tooSmall: 'AVI-X014',
  type: 'AVI-X015',
  other: 'AVI-X099',
} as const;

export const SCHEMA_RULE_IDS: readonly string[] = Object.values(X);

/** First match decides. The texts are libxml2's. */
const RULE_OF_MESSAGE: readonly (readonly [RegExp, string])[] = [
  [/No matching global declaration/, X.root],
  [/attribute '[^']*': The attribute/, X.attribute],
  [/Missing child element/, X.missing],
  [/This element is not expected/, X.unexpected],
  [/Character content (other than whitespace )?is not allowed|Element content is not allowed/, X.text],
  [/\[facet 'pattern'\]/, X.pattern],
  [/\[facet 'length'\]/, X.length],
  [/\[facet 'minLength'\]/, X.tooShort],
  [/\[facet 'maxLength'\]/, X.tooLong],
  [/\[facet 'm(in|ax)(In|Ex)clusive'\]/, X.tooSmall],
  [/is not a valid value of the/, X.type],
];

/** A fault of form, with where in the file it is. `detail` is the validator's own sentence, in English. */
export interface FormFault {
  readonly rule: string;
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly detail: string;
}

/** Schema errors as numbered rules, with paths as the numbered rules write them. */
export const faultsOfSchema = (errors: readonly SchemaError[]): FormFault[] =>
  errors.map(({ path, line, column, message }) => ({
    rule: RULE_OF_MESSAGE.find(([pattern]) => pattern.test(message))?.[1] ?? X.other,
    path: canonicalPath(AVI_LAYOUT, path),
    line,
    column,
    detail: message,
  }));

const RULE_OF_PROBLEM: Readonly<Record<LayoutProblem['kind'], string>> = {
  root: X.root,
  unexpected: X.unexpected,
  repeated: X.unexpected,
  missing: X.missing,
  attribute: X.attribute,
  text: X.text,
};

/** The same for what our own reader finds, so that a file is judged without SAT's schema too. */
export const faultsOfLayout = (problems: readonly LayoutProblem[]): FormFault[] =>
  problems.map(({ kind, path, line, column }) => ({
    rule: RULE_OF_PROBLEM[kind],
    path: canonicalPath(AVI_LAYOUT, path),
    line,
    column,
    detail: kind,
  }));
