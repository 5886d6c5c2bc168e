import { expect, test } from 'vitest';
import { compileRuleSet } from '../rule-set.ts';
import { readScenarioFiles } from '../testing/catalogue.ts';
import { contentOf, FileChecker } from './check-files.ts';

const files = readScenarioFiles();
/** One with near misses to spare. */
const first = files.find(({ text }) => text.split('expect: silent').length > 3);
const second = files.find((file) => file !== first);
if (first === undefined || second === undefined) throw new Error('the catalogue is empty');

test('good files have no problems, and the version that decisions carry', () => {
  const checked = new FileChecker().files([first, second]);
  expect(checked.problems).toEqual([]);
  expect(checked.version).toBe(compileRuleSet([first, second]).version);
  expect(checked.scenarios.map(({ file }) => file)).toEqual([first.path, second.path]);
});

test('no file at all is a problem: nothing would be watched', () => {
  expect(new FileChecker().files([])).toMatchObject({ version: null, problems: [{ line: 1 }] });
});

test.each([
  ['a text that is no YAML', (text: string) => `${text}\n  : [`, 'yaml'],
  ['an unknown member', (text: string) => `${text}\nnonsense: 1\n`, 'unknown member nonsense'],
  [
    'a severity that does not exist',
    (text: string) => text.replace(/severity: \w+/, 'severity: dire'),
    'must be one of',
  ],
  [
    'a condition with a typo',
    (text: string) => text.replace(/(when: [\s\S]*?)(event|screening|exposure)\./, '$1$2.x'),
    'did you mean',
  ],
  [
    'an example that does not come true',
    (text: string) => text.replace('expect: silent', 'expect: fires'),
    'did not fire',
  ],
])('%s is named with its line and column', (_, spoil, message) => {
  const file = { path: first.path, text: spoil(first.text) };
  expect(file.text).not.toBe(first.text);
  const { problems, version } = new FileChecker().files([file, second]);
  expect(version).toBeNull();
  const lines = file.text.split('\n').length;
  for (const problem of problems) {
    expect(problem.file).toBe(first.path);
    expect(problem.line).toBeGreaterThan(0);
    expect(problem.line).toBeLessThanOrEqual(lines);
    expect(problem.column).toBeGreaterThan(0);
  }
  if (message !== 'yaml') expect(problems.map((one) => one.message).join('\n')).toContain(message);
});

test('the content counts names and every letter of the texts, in any order', () => {
  const of = (...files: { file: string; sha256: string }[]) => contentOf(files);
  const [a, b] = [
    { file: 'a', sha256: '1' },
    { file: 'b', sha256: '2' },
  ];
  expect(of(a, b)).toBe(of(b, a));
  expect(of(a, b)).not.toBe(of(a));
  expect(of(a)).not.toBe(of({ ...a, sha256: '3' }));
  expect(of(a)).not.toBe(of({ ...a, file: 'c' }));
});
