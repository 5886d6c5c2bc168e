import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { coverageCounts, coverageOf } from './coverage.ts';
import { compileRuleSet } from './rule-set.ts';
import { readScenarioFiles } from './testing/catalogue.ts';
import { readTypologies } from './typologies.ts';

const path = 'content/typologies.yaml';
const shipped = { path, text: readFileSync(new URL(`../../../../${path}`, import.meta.url), 'utf8') };
const ruleSet = compileRuleSet(readScenarioFiles());

test('the shipped list has 84 typologies with names in three languages, and nothing covered is called a gap', () => {
  const typologies = readTypologies(shipped);
  expect(typologies.typologies.map(({ number }) => number)).toEqual(
    Array.from({ length: 84 }, (_, i) => i + 1),
  );
  const rows = coverageOf(typologies, ruleSet, new Map());
  const counts = coverageCounts(rows);
  expect(counts.typologies).toBe(84);
  expect(counts.covered + counts.partial + counts.waiting + counts.gap).toBe(84);
  expect(counts.scenarios).toBe(ruleSet.rules.length);
  for (const row of rows)
    expect(['covered', 'partial', 'own'].includes(row.state), `${row.number}`).toBe(
      row.scenarios.length > 0 || row.elsewhere !== undefined,
    );
});

test('a row says its scenario, examples, sources and what became of its findings', () => {
  const outcomes = { findings: 7, alerts: 3, open: 1, cleared: 1, cases: 1, reports: 1 };
  const record = { findings30d: 5, lastFiredAt: null, outcomes };
  const rows = coverageOf(readTypologies(shipped), ruleSet, new Map([['sub-threshold-structuring', record]]));
  const [scenario] = rows.find(({ number }) => number === 31)?.scenarios ?? [];
  expect(scenario).toMatchObject({ id: 'sub-threshold-structuring', findings_30d: 5, outcomes });
  expect(scenario?.examples.fires).toBeGreaterThanOrEqual(1);
  expect(scenario?.examples.silent).toBeGreaterThanOrEqual(2);
  expect(rows.find(({ number }) => number === 32)?.scenarios[0]?.duty).toBe(true);
});

test('what covers a typology elsewhere says what it found', () => {
  const outcomes = { findings: 2, alerts: 2, open: 1, cleared: 1, cases: 0 };
  const record = { findings30d: 2, lastFiredAt: null, outcomes };
  const rows = coverageOf(readTypologies(shipped), ruleSet, new Map([['release-after-delisting', record]]));
  const row = rows.find(({ number }) => number === 5);
  expect(row).toMatchObject({ state: 'covered', waits: [], scenarios: [], found: { outcomes } });
});

test.each([
  ['number: 2,', 'number: 1,', /typologies\.yaml:\d+:\d+: number 1 is taken/],
  ['waits: [exposure] }', 'waits: [nonsense] }', /nonsense is no kind of data/],
  ["en: 'Ransomware'", "english: 'Ransomware'", /typologies\.yaml:\d+/],
])('%s written as %s is refused, naming file and line', (good, bad, told) => {
  expect(() => readTypologies({ path, text: shipped.text.replace(good, bad) })).toThrow(
    expect.objectContaining({ code: 'scenarios.invalid', message: expect.stringMatching(told) as string }),
  );
});
