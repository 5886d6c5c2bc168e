import { FACTS } from '@atalaya/engine/modules/monitoring/facts/dictionary.ts';
import { expect, test } from 'vitest';
import { unitOfFact } from '../../console/src/format/units.ts';
import { facts as en } from '../../console/src/texts/en/facts.ts';
import { facts as es } from '../../console/src/texts/es/facts.ts';
import { facts as pt } from '../../console/src/texts/pt/facts.ts';

const codes = FACTS.map(({ name }) => name).sort();

test.each([
  ['es', es.names],
  ['pt', pt.names],
  ['en', en.names],
])('every fact of the dictionary, and nothing else, has a name in %s', (_language, names) => {
  expect(Object.keys(names).sort()).toEqual(codes);
});

test('the console knows the unit of every fact that has one', () => {
  const plain = new Set(['text', 'flag', 'count', 'score']);
  for (const { name, unit } of FACTS) expect(unitOfFact(name), name).toBe(plain.has(unit) ? undefined : unit);
});
