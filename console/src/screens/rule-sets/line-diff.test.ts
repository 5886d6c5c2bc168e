import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lineDiff } from './line-diff.ts';

test('shows what changed with the lines around it', () => {
  const before = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n');
  const after = before.replace('line 10', 'line ten');
  expect(lineDiff(before, after).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    'gap ⋯',
    'same line 7',
    'same line 8',
    'same line 9',
    'removed line 10',
    'added line ten',
    'same line 11',
    'same line 12',
    'same line 13',
    'gap ⋯',
  ]);
  expect(lineDiff('', 'a\nb\n').map(({ kind }) => kind)).toEqual(['added', 'added']);
});

test('what is removed and added turns one text into the other', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
  fc.assert(
    fc.property(text, text, (left, right) => {
      const lines = lineDiff(left.join('\n'), right.join('\n'));
      const counted = (kind: string, letter: string): number =>
        lines.filter((line) => line.kind === kind && line.text === letter).length;
      for (const letter of ['a', 'b', 'c'])
        expect(
          right.filter((one) => one === letter).length - left.filter((one) => one === letter).length,
        ).toBe(counted('added', letter) - counted('removed', letter));
    }),
  );
});
