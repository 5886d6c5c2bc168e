import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from './csv-rows.ts';

const cellsOf = (text: string, delimiter?: string) => [...csvRows(text, delimiter)].map((row) => row.cells);

describe('csvRows', () => {
  it('reads quotes, doubled quotes, line breaks inside quotes and all three line ends', () => {
    const rows = [...csvRows('a,b\r\n\r\n"c\nd",e\n"f","g""h"\r"i" ,j')];
    expect(rows.map((row) => [row.line, ...row.cells])).toEqual([
      [1, 'a', 'b'],
      [3, 'c\nd', 'e'],
      [5, 'f', 'g"h'],
      [6, 'i', 'j'],
    ]);
  });

  it('drops the byte-order mark, blank rows and the legacy end-of-file byte', () => {
    expect(cellsOf('\ufeffa,b\n,,\n  , \nc,d\n\u001a')).toEqual([
      ['a', 'b'],
      ['c', 'd'],
    ]);
    expect(cellsOf('a;b\n\u001a;;', ';')).toEqual([['a', 'b']]);
  });

  it('keeps a stray quote inside a field', () => {
    expect(cellsOf('5" pipe,x\n')).toEqual([['5" pipe', 'x']]);
  });

  it('gives back a row whose quote never closes and reads on at the next line', () => {
    const lines = ['a,b', 'c,"d', ...Array.from({ length: 200 }, (_, i) => `${i},x`)];
    const rows = [...csvRows(lines.join('\n'))];
    expect(rows[1]).toEqual({ line: 2, cells: [], raw: 'c,"d', broken: true });
    expect(rows).toHaveLength(202);
    expect(rows[2]).toMatchObject({ line: 3, cells: ['0', 'x'], broken: false });
  });

  it('does not let an open quote swallow later rows up to one of theirs', () => {
    const rows = [...csvRows('1,"a"\n2,"b\n3,"c"\n4,""\n5,"d"\n')];
    expect(rows.map((row) => [row.line, row.broken, ...row.cells])).toEqual([
      [1, false, '1', 'a'],
      [2, true],
      [3, false, '3', 'c'],
      [4, false, '4', ''],
      [5, false, '5', 'd'],
    ]);
  });

  it('gives back what was written, for any table', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'ñ', ' ', '1') });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(table, (rows) => {
        const kept = rows.filter((row) => row.some((text) => text.trim() !== ''));
        const written = rows
          .map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(','))
          .join('\n');
        expect(cellsOf(written)).toEqual(kept);
      }),
    );
  });

  it('answers for any text, with ascending lines', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'x', '\u001a') }), (text) => {
        const lines = [...csvRows(text)].map((row) => row.line);
        expect(lines).toEqual([...lines].sort((a, b) => a - b));
      }),
    );
  });
});
