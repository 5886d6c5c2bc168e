import { expect, test } from 'vitest';
import { guessDelimiter, readHead, splitRows } from './csv-head.ts';

test.each([
  ['a,b\n1,2\n', ','],
  ['a;b,c;d\n', ';'],
  ['a\tb\tc\n', '\t'],
  ['a|b\n', '|'],
] as const)('the delimiter of %j is %j', (text, delimiter) => {
  expect(guessDelimiter(text)).toBe(delimiter);
});

test('quotes hold delimiters, quotes and line breaks', () => {
  expect(splitRows('a,"b ""x"", c","d\ne"\r\n1,2,3', ',', 9)).toEqual([
    ['a', 'b "x", c', 'd\ne'],
    ['1', '2', '3'],
  ]);
});

test('a last row cut short by the end of the piece is left out', () => {
  expect(readHead('a,b\n1,2\n3,')?.rows).toEqual([['1', '2']]);
});

test('the mark at the beginning of a file is no part of a name', () => {
  expect(readHead('\uFEFFid,monto\n1,2\n')?.header).toEqual(['id', 'monto']);
});

test('one column, or two of the same name, is no header', () => {
  expect(readHead('whole line\nx\n')).toBeUndefined();
  expect(readHead('a,a\n1,2\n')).toBeUndefined();
});
