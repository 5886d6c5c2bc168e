import { FACT_VOCABULARIES, sayCode, wordsOf } from '@atalaya/contract/words.ts';
import { FACTS } from '@atalaya/engine/modules/monitoring/facts/dictionary.ts';
import { MEMO_CODES } from '@atalaya/engine/modules/monitoring/memo.ts';
import { readScenarios } from '@atalaya/engine/modules/monitoring/scenario.ts';
import { CATEGORY_NAMES } from '@atalaya/engine/modules/tracing/tags/categories.ts';
import { scenarioFiles } from '@atalaya/engine/programs/scenario-files.ts';
import { expect, test } from 'vitest';

test.each([
  ['categories of addresses', CATEGORY_NAMES, 'category'],
  ['what notes of payments speak of', MEMO_CODES, 'memo'],
] as const)('%s have words', (_what, codes, vocabulary) => {
  expect(Object.keys(wordsOf(vocabulary, 'es'))).toEqual(expect.arrayContaining([...codes]));
});

test.each(Object.entries(FACT_VOCABULARIES))(
  '%s is a fact, and every word rules may use of it is told',
  (name, vocabulary) => {
    const fact = FACTS.find((one) => one.name === name);
    expect(fact?.unit).toBe('text');
    expect(Object.keys(wordsOf(vocabulary, 'es'))).toEqual(expect.arrayContaining([...(fact?.words ?? [])]));
  },
);

/** Names of things, which have no translation: networks, listed companies. */
const NAMES = new Set(['networks', 'names']);

test.each(readScenarios(scenarioFiles()).map((one) => ({ ...one, id: one.shape.id })))(
  'no code stands for a word in what $id tells',
  ({ parameters }) => {
    const codes = [...parameters.values()]
      .filter(({ name, unit }) => unit === 'text' && !NAMES.has(name))
      .flatMap(({ value }) => (typeof value === 'number' ? [] : value))
      .filter((item) => /^[a-z][a-z_]*$/.test(item));
    expect(codes.filter((code) => sayCode(code, 'any', 'es') === code)).toEqual([]);
  },
);
