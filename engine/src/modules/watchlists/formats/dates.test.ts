import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows } from '../csv-rows.ts';
import { birthDateOfRfc, readBirthDate, readDay } from './dates.ts';

const cases = [...csvRows(readFileSync(new URL('./dates.cases.csv', import.meta.url), 'utf8'))]
  .slice(1)
  .map((row) => row.cells);

describe('readBirthDate', () => {
  it.each(cases)('%s -> %s to %s, circa %s (%s)', (text = '', from = '', to = '', circa = '') => {
    const expected = from === '' ? undefined : { from, to, circa: circa === 'yes', text };
    expect(readBirthDate(text)).toEqual(expected);
  });

  it('reads any ISO day as that day and never makes a day up', () => {
    const day = fc.date({ min: new Date('1850-01-01'), max: new Date('2050-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(day, (date) => {
        const iso = date.toISOString().slice(0, 10);
        expect(readBirthDate(iso)).toMatchObject({ from: iso, to: iso });
      }),
    );
    fc.assert(fc.property(fc.string(), (text) => void readBirthDate(text)));
  });
});

describe('readDay', () => {
  it('reads numeric dates in the order of the source', () => {
    expect(readDay('03/04/2021')).toBe('2021-04-03');
    expect(readDay('03/04/2021', 'month-first')).toBe('2021-03-04');
    expect(readDay('13/04/2021', 'month-first')).toBeUndefined();
    expect(readDay('2026-02-27T00:00:09.554Z')).toBe('2026-02-27');
    expect(readDay('1962')).toBeUndefined();
    expect(readDay(undefined)).toBeUndefined();
  });
});

describe('birthDateOfRfc', () => {
  it('reads the date of a person, in the century an adult taxpayer can be of', () => {
    expect(birthDateOfRfc('QUMT700312AB1')?.from).toBe('1970-03-12');
    expect(birthDateOfRfc('QUMT030312AB1')?.from).toBe('2003-03-12');
    expect(birthDateOfRfc('QUMT701312AB1')).toBeUndefined();
    expect(birthDateOfRfc('GQH700312AB1')).toBeUndefined();
  });
});
