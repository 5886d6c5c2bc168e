import { expect, test } from 'vitest';
import { readScenarioFiles } from '../testing/catalogue.ts';
import { withParameter } from './edit-parameter.ts';

const TEXT = `id: x
parameters:
  least: { value: 400, unit: usd, min: 50, max: 5000 } # a comment stays
  window:
    value: 24h # of an hour
    unit: duration
  rails: { value: [cash, card], unit: text }
`;

test.each([
  ['least', 50, 'least: { value: 50, unit: usd, min: 50, max: 5000 } # a comment stays'],
  ['least', 99.9, '{ value: 99.9, unit'],
  ['window', '7d', '    value: 7d # of an hour\n'],
  ['window', 'a: b', '    value: "a: b" # of'],
  ['rails', ['cash', 'gift card'], '{ value: [cash, gift card], unit: text }'],
])('%s to %j, and nothing else', (name, value, expected) => {
  const made = withParameter(TEXT, name, value);
  expect(made).toContain(expected);
  expect(made.split('\n')).toHaveLength(TEXT.split('\n').length);
});

test('a parameter that is not there, and a text that is no YAML, are refused', () => {
  for (const text of [TEXT, 'id: [', '- a'])
    expect(() => withParameter(text, 'most', 1)).toThrow(
      expect.objectContaining({ code: 'rule_sets.unknown_parameter' }) as Error,
    );
});

test('every figure of every shipped scenario can be set to itself without a change', () => {
  for (const { text } of readScenarioFiles()) {
    const [, name = ''] = /^parameters:\n {2}(\w+):/m.exec(text) ?? [];
    const [, value = ''] = new RegExp(`^ {2}${name}:[^]*?value: ([^,\\s}]+)`, 'm').exec(text) ?? [];
    if (name !== '' && !value.startsWith('[')) expect(withParameter(text, name, value)).toBe(text);
  }
});
