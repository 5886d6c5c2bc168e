import { SEVERITIES } from '@atalaya/contract/decisions.ts';
import { closed, literals } from '@atalaya/contract/schema.ts';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parse } from 'yaml';
import { Failure } from '../../kernel/failure.ts';

const ReleaseRules = Type.Object(
  {
    /** How far back operations are asked again. */
    years: Type.Integer({ minimum: 1, maximum: 10 }),
    /** Days of work within which two people should have decided. */
    due_business_days: Type.Integer({ minimum: 1, maximum: 30 }),
    severity: literals(SEVERITIES),
  },
  closed,
);
export type ReleaseRules = Static<typeof ReleaseRules>;

const check = Compile(ReleaseRules);

/** Failure: scenarios.invalid. */
export function readReleaseRules(file: string, text: string): ReleaseRules {
  const rules: unknown = parse(text);
  if (check.Check(rules)) return rules;
  const [first] = check.Errors(rules);
  throw new Failure(
    'caller',
    'scenarios.invalid',
    `${file}: ${first?.instancePath ?? ''} ${first?.message ?? ''}`,
  );
}
