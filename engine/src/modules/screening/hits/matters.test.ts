import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Comparison, matters } from './comparison.ts';

interface Side {
  readonly score: number;
  readonly features: readonly string[];
}
interface Case {
  readonly note: string;
  readonly changed: 'none' | 'listing' | 'subject';
  readonly before: Side;
  readonly after: Side;
  readonly matters: boolean;
}

const cases: Case[] = parse(readFileSync(join(import.meta.dirname, 'matters.cases.yaml'), 'utf8'));

const side = ({ score, features }: Side, changed: Case['changed']): Comparison => ({
  score,
  features: features.map((text) => ({ feature: text.slice(0, -1), for: text.endsWith('+') })),
  subjectDigest: changed === 'subject' ? 'b' : 'a',
  listingDigest: changed === 'listing' ? 'b' : 'a',
});

test.each(cases)('$note', ({ before, after, changed, matters: wanted }) => {
  expect(matters(side(before, 'none'), side(after, changed))).toBe(wanted);
});
