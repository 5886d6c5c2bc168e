import { expect, test } from 'vitest';
import {
  isOutside,
  parametersInText,
  parametersOf,
  placeBetween,
  shownValue,
  topMember,
  typedValue,
  type WrittenOverride,
  type WrittenParameter,
  withOutcome,
  withOverrides,
  withParameter,
  withTopMember,
} from './yaml-lines.ts';

const TEXT = `id: rapid-in-out
severity: medium
parameters:
  # how long
  window: { value: 60m, unit: duration, min: 10m, max: 24h }
  rails: { value: [cash, kiosk], unit: words }
  min_value: { value: 3000, unit: usd, min: 100, max: 100000, overrides: [{ tier: high, value: 1000 }] }
  block:
    value: 3
when: window.x >= param.min_value
`;

test('finds what is written on one line, with its bounds and its own values', () => {
  expect(parametersOf(TEXT)).toEqual([
    { name: 'window', value: '60m', unit: 'duration', min: '10m', max: '24h', overrides: [], line: 5 },
    { name: 'rails', value: '[cash, kiosk]', unit: 'words', overrides: [], line: 6 },
    {
      name: 'min_value',
      value: '3000',
      unit: 'usd',
      min: '100',
      max: '100000',
      overrides: [{ tier: 'high', value: '1000' }],
      line: 7,
    },
  ]);
  expect(parametersOf('id: x\n')).toEqual([]);
});

test('changes one value and nothing else', () => {
  const [, , least] = parametersOf(TEXT);
  if (least === undefined) throw new Error('not found');
  const changed = withParameter(TEXT, least, '2500');
  expect(changed).toBe(TEXT.replace('value: 3000', 'value: 2500'));
  const [first] = parametersOf(TEXT);
  if (first === undefined) throw new Error('not found');
  expect(withParameter(TEXT, first, '2h')).toBe(TEXT.replace('value: 60m', 'value: 2h'));
});

test.each<[string, string, readonly WrittenOverride[]]>([
  [
    'a value more',
    '3000',
    [
      { tier: 'high', value: '1000' },
      { jurisdiction: 'MX', value: '700' },
    ],
  ],
  ['another value', '3000', [{ tier: 'critical', value: '900' }]],
  [
    'a time and a source',
    '3000',
    [{ jurisdiction: 'US', until: "'2025-07-01'", value: '5', source: '"A, B"' }],
  ],
  [
    'a list',
    '[cash, kiosk]',
    [
      { jurisdiction: 'US', value: '[CU, IR]' },
      { tier: 'low', value: '[KP]' },
    ],
  ],
  ['none', '3000', []],
])('values of its own are written and read again: %s', (_what, value, overrides) => {
  const parameter = parametersOf(TEXT).find((one) => one.value === value);
  if (parameter === undefined) throw new Error('not found');
  const changed = withOverrides(TEXT, parameter, overrides);
  expect(parametersOf(changed).find(({ name }) => name === parameter.name)).toEqual({
    ...parameter,
    overrides,
  });
  expect(withOverrides(changed, parameter, parameter.overrides)).toBe(TEXT);
});

test.each([
  ['3000', '', ''],
  ['3000', '2,500', '2500'],
  ['60m', '2h}', '2h'],
  ['[cash, kiosk]', 'cash', '[cash]'],
  ['[cash, kiosk]', 'cash, kiosk]', '[cash, kiosk]'],
  ['[cash]', '', '[]'],
])('in the place of %s, %s is written as %s, and the text still reads', (before, typed, written) => {
  expect(typedValue(before, typed)).toBe(written);
  const parameter = { ...(parametersOf(TEXT)[1] as WrittenParameter) };
  const changed = withParameter(withParameter(TEXT, parameter, written), parameter, '7');
  expect(changed).toBe(TEXT.replace('value: [cash, kiosk]', 'value: 7'));
  expect(typedValue(before, shownValue(before))).toBe(before);
});

test('changes a member at the top', () => {
  expect(topMember(TEXT, 'severity')).toBe('medium');
  expect(withTopMember(TEXT, 'severity', 'high')).toBe(TEXT.replace('severity: medium', 'severity: high'));
});

test.each([
  ['0', '2', '20', true],
  ['3', '2', '20', false],
  ['20.5', '2', '20', true],
  ['90m', '1h', '30d', false],
  ['30m', '1h', '30d', true],
  ['31d', '1h', '30d', true],
  ['', '1', '2', false],
  ['[cash]', '1', '2', false],
])('%s between %s and %s is outside: %s', (value, min, max, outside) => {
  expect(isOutside(value, min, max)).toBe(outside);
});

test.each([
  ['60m', '10m', '2h', 50 / 110],
  ['1d', '12h', '36h', 0.5],
  ['5', '0', '10', 0.5],
  ['[cash]', '0', '10', undefined],
  ['5', '5', '5', undefined],
])('%s stands between %s and %s', (value, min, max, place) => {
  expect(placeBetween(value, min, max)).toBe(place);
});

test('a hold gets its hours, and what is no hold loses them', () => {
  const review = 'severity: high\noutcome: review\nwhen: x\n';
  const hold = withOutcome(review, 'hold');
  expect(hold).toBe('severity: high\noutcome: hold\nhold_hours: 24\nwhen: x\n');
  expect(withOutcome(hold.replace('24', '48'), 'hold')).toContain('hold_hours: 48\n');
  expect(withOutcome(hold, 'review')).toBe(review);
});

test('parameters written over several lines are named, for the text has them', () => {
  expect(parametersInText(TEXT)).toEqual(['block']);
  expect(parametersInText('id: x\n')).toEqual([]);
});
