import { problemIn } from '@atalaya/contract/scenario-problems.ts';
import { describe, expect, test } from 'vitest';
import { Failure } from '../../kernel/failure.ts';
import { runScenarioExamples } from './examples.ts';
import { compileRuleSet, explanationOf, mergeSeries } from './rule-set.ts';
import { readScenario, readScenarios } from './scenario.ts';
import { readScenarioFiles } from './testing/catalogue.ts';

const files = readScenarioFiles();
const structuring = files.find(({ path }) => path.includes('031-'));
if (structuring === undefined) throw new Error('the structuring scenario is gone');

/** The structuring scenario with one thing spoilt. */
const spoilt = (from: string | RegExp, to: string) => {
  const text = structuring.text.replace(from, to);
  expect(text, `${from} is not in the file`).not.toBe(structuring.text);
  return { path: structuring.path, text };
};

/** Problems of the spoilt file, and line:column of the first `place` in it (after `within`, when given). */
const problemsOf = (
  from: string | RegExp,
  to: string,
  place: string,
  within = '',
): { told: string; at: string } => {
  const file = spoilt(from, to);
  const before = file.text.slice(0, file.text.indexOf(place, file.text.indexOf(within))).split('\n');
  const at = `${file.path}:${before.length}:${(before.at(-1) ?? '').length + 1}: `;
  try {
    readScenario(file);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.code).toBe('scenarios.invalid');
    return { told: error.details.map(({ message }) => message).join('\n'), at };
  }
  return { told: '', at };
};

describe('the scenarios shipped', () => {
  const report = runScenarioExamples(files);

  test.each(
    report.results.map(
      (result) => [`${result.number} ${result.scenario}: ${result.example}`, result] as const,
    ),
  )('%s', (_, result) => {
    expect(result.message).toBe('');
  });

  test('are many, named by their number, and each has its examples', () => {
    expect(report.scenarios).toBeGreaterThanOrEqual(40);
    for (const { path, shape } of readScenarios(files)) {
      expect(path).toBe(`content/scenarios/${String(shape.number).padStart(3, '0')}-${shape.id}.yaml`);
    }
  });

  test('never look at nationality, and use age only to protect', () => {
    for (const { text, path } of files) {
      expect(text.replace(/never nationality/g, ''), path).not.toMatch(
        /nationality|ethnic|religion|language/i,
      );
      if (text.includes('customer.age ')) expect(text, path).toContain('customer_message: scam_warning');
    }
  });

  test('tell customers nothing: no message speaks of a report, a suspicion or an alert', () => {
    for (const { shape } of readScenarios(files)) {
      expect([undefined, 'operation_under_review', 'check_destination', 'scam_warning']).toContain(
        shape.customer_message,
      );
    }
  });
});

describe('a broken scenario is refused with file, line and column', () => {
  test.each([
    [
      'a typo in a fact',
      'event.value_local >=',
      'event.value_locl >=',
      'value_locl',
      '.value_locl',
      'no fact event.value_locl: did you mean event.value_local?',
    ],
    [
      'a syntax error on the third line of a condition',
      'window.operations >= param.min_operations &&',
      'window.operations >= >= param.min_operations &&',
      '>= param.min_operations',
      'when:',
      'Unexpected token',
    ],
    [
      'a text compared with a figure',
      'window.total >= j',
      'event.asset >= j',
      'event.asset',
      'when:',
      'no such overload: string >= int',
    ],
    [
      'dollars compared with pesos',
      'window.total >= j',
      'event.value_usd >= j',
      'event.value_usd',
      'when:',
      'usd and local do not go together',
    ],
    [
      'a bare figure',
      'window.operations >= param.min_operations',
      'window.operations >= 3',
      '3 &&',
      'when:',
      'a figure in a condition',
    ],
    [
      'a parameter outside its bounds',
      'value: 3, unit: count',
      'value: 30, unit: count',
      '30',
      'min_operations:',
      'parameter min_operations is above its max',
    ],
    [
      'an override outside its bounds',
      'tier: critical, value: 2',
      'tier: critical, value: 1',
      '1 }',
      'tier:',
      'parameter min_operations is below its min',
    ],
    [
      'a wrong unit',
      'value: 7d, unit: duration',
      'value: 7d, unit: count',
      '7d',
      'window: { value',
      '"7d" is not a figure in count',
    ],
    [
      'a unit nobody knows',
      'value: 80, unit: percent',
      'value: 80, unit: per_cent',
      'per_cent',
      '',
      'unit must be one of usd, duration, percent',
    ],
    [
      'a window that names no parameter',
      'within: window\n  total',
      'within: windw\n  total',
      'windw',
      '',
      '"windw" is no parameter in duration',
    ],
    ['a missing language', /^ {2}pt: Frac.*\n/m, '', 'title:', '', 'pt is missing'],
    [
      'a figure that does not exist',
      '{window.total}.\n  pt',
      '{window.totl}.\n  pt',
      '{window.totl}',
      '',
      'no figure {window.totl} here',
    ],
    [
      'figures that differ between languages',
      '{window.total}.\n  en',
      'muito.\n  en',
      '>-',
      'suman',
      'figures differ from the Spanish text',
    ],
    [
      'too few near misses',
      /expect: silent/g,
      'expect: fires',
      '- name',
      'examples:',
      'at least two near misses',
    ],
    [
      'an example with an unknown fact',
      'event.rail: bank }',
      'event.ral: bank }',
      'event.ral',
      '',
      'event.ral is no fact that can be given',
    ],
    [
      'an example with a word outside the vocabulary',
      'event.rail: bank }',
      'event.rail: bnak }',
      'bnak',
      '',
      'event.rail cannot be bnak',
    ],
    [
      'a parameter nobody uses',
      'min_operations: {',
      'spare: { value: 1, unit: count, min: 0, max: 2 }\n  min_operations: {',
      'spare',
      '',
      'parameter spare is never used',
    ],
    [
      'an unknown member',
      'severity: high',
      'severity: high\nsevrity: low',
      'sevrity',
      '',
      'unknown member sevrity',
    ],
    [
      'a severity nobody knows',
      'severity: high',
      'severity: grave',
      'grave',
      '',
      'severity must be one of low, medium, high, critical',
    ],
    [
      'a hold without hours',
      'outcome: review',
      'outcome: hold',
      'outcome',
      '',
      'hold_hours goes with outcome hold',
    ],
    ['YAML that is none', 'number: 31', 'number: [31', 'family', '', 'Flow sequence'],
  ])('%s', (_, from, to, place, within, problem) => {
    const { told, at } = problemsOf(from, to, place, within);
    expect(told).toContain(problem);
    expect(told).toContain(at);
    for (const line of told.split('\n')) {
      const message = line.replace(/^[^ ]*:\d+:\d+: /, '');
      expect(problemIn('es', message)).not.toBe(message);
      expect(problemIn('pt', message)).not.toBe(message);
    }
  });

  test('what cannot be read does not make other things look unused or of another unit', () => {
    const { told } = problemsOf('window.operations >=', 'window.operatoins >=', 'operatoins', 'when:');
    expect(told.split('\n')).toEqual([
      expect.stringContaining('no window window.operatoins: did you mean window.operations?'),
    ]);
    const of = problemsOf('of: event.value_local', 'of: event.value_locl', 'event.value_locl');
    expect(of.told.split('\n')).toEqual([
      expect.stringContaining('no fact event.value_locl: did you mean event.value_local?'),
    ]);
  });

  test('all problems of all files come together; ids and numbers are unique', () => {
    const broken = spoilt('outcome: review', 'outcome: hold');
    const twice = { path: 'content/scenarios/031-again.yaml', text: structuring.text };
    expect(() => readScenarios([structuring, twice, broken])).toThrow(
      expect.objectContaining({
        code: 'scenarios.invalid',
        details: [
          expect.objectContaining({
            message: expect.stringContaining('031-again.yaml:1:5: sub-threshold-structuring is taken by'),
          }),
          expect.objectContaining({
            message: expect.stringContaining('031-again.yaml:2:9: number 31 is taken by'),
          }),
          expect.objectContaining({ message: expect.stringContaining('hold_hours goes with') }),
          expect.anything(),
          expect.anything(),
        ],
      }),
    );
  });
});

describe('an example that does not come true', () => {
  test('is told, both ways', () => {
    const never = spoilt(
      '{ at: -9h, type: deposit, event.value_local: 21500 }',
      '{ at: -9h, type: deposit, event.value_local: 500 }',
    );
    expect(runScenarioExamples([never])).toMatchObject({ failed: 1 });
    const always = spoilt('event.value_local: 3000 }', 'event.value_local: 21000 }');
    expect(runScenarioExamples([always]).results.filter(({ passed }) => !passed)).toMatchObject([
      { example: 'two in the band and one far below it', message: 'fired on event 3' },
    ]);
  });
});

describe('a rule-set', () => {
  test('has the same version for the same content, and another for any other', () => {
    const version = compileRuleSet(files).version;
    expect(version).toMatch(/^[0-9a-f]{64}$/);
    expect(compileRuleSet([...files].reverse()).version).toBe(version);
    expect(compileRuleSet([structuring]).version).not.toBe(
      compileRuleSet([spoilt('value: 3,', 'value: 4,')]).version,
    );
  });

  test('keeps equal series of two rule-sets once', () => {
    const live = compileRuleSet([structuring]);
    const shadow = compileRuleSet([spoilt('value: 3,', 'value: 4,')]);
    expect(mergeSeries([live, shadow])).toHaveLength(2);
    const narrower = compileRuleSet([spoilt('value: 80,', 'value: 85,')]);
    expect(mergeSeries([live, shadow, narrower])).toHaveLength(3);
  });

  test('has parameters by jurisdiction, tier and date; the last that applies wins', () => {
    const text = `value: 3, unit: count, min: 2, max: 20, overrides: [
      { jurisdiction: BR, value: 5 }, { jurisdiction: BR, tier: high, value: 4 },
      { from: 2026-02-01, until: '2026-03-01T00:00:00-06:00', value: 9 }] }`;
    const ruleSet = compileRuleSet([spoilt(/value: 3, unit: count.*$/m, text)]);
    const rule = ruleSet.rules[0];
    const value = (jurisdiction: string, tier: string | null, at: string) =>
      rule?.parameters.find(({ name }) => name === 'min_operations')?.table[
        ruleSet.profiles.index(Date.parse(at), jurisdiction, tier)
      ];
    expect(value('MX', null, '2026-01-31T23:59:59Z')).toBe(3);
    expect(value('BR', 'low', '2026-01-31T23:59:59Z')).toBe(5);
    expect(value('BR', 'high', '2026-01-31T23:59:59Z')).toBe(4);
    expect(value('BR', 'high', '2026-02-01T00:00:00Z')).toBe(9);
    expect(value('MX', null, '2026-03-01T05:59:59Z')).toBe(9);
    expect(value('MX', null, '2026-03-01T06:00:00Z')).toBe(3);
    if (rule === undefined) throw new Error('no rule');
    expect(explanationOf(ruleSet, rule, 'BR', 'high', Date.parse('2026-01-01')).en).toMatch(
      /^At least 4 operations of one direction within 7 days/,
    );
  });
});
