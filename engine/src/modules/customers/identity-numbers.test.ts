import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PersonalDetails, Profile } from './customer.ts';
import { identityWarnings } from './identity-numbers.ts';

interface Case {
  readonly note: string;
  readonly customer: Omit<PersonalDetails, 'identity_numbers'> & Pick<Profile, 'kind'>;
  readonly numbers: { type: 'curp'; value: string | number; country?: string }[];
  readonly warnings: readonly string[];
}

const cases: Case[] = parse(readFileSync(join(import.meta.dirname, 'identity-numbers.cases.yaml'), 'utf8'));

test.each(cases)('$note', ({ customer: { kind, ...personal }, numbers, warnings }) => {
  const identity_numbers = numbers.map((number) => ({ ...number, value: String(number.value) }));
  const found = identityWarnings(kind, { ...personal, identity_numbers });
  expect(found.map(({ code, field }) => `${field.replace('/identity_numbers/', '')} ${code}`)).toEqual(
    warnings,
  );
});
