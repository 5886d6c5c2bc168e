import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { emptyListing } from '../watchlists/listing.ts';
import { nameWindows } from './name-windows.ts';
import { createScreening } from './screening.ts';

const LISTED = 'Gumersinda Xochitiotzin Palma';
const screening = createScreening([
  {
    list: 'l',
    listings: [
      { ...emptyListing('1', 'person'), names: [{ text: LISTED, kind: 'primary', quality: 'strong' }] },
    ],
  },
]);
const listed = (name: string) => screening.screenParty({ name, kind: 'person', country: null }).listed;

describe('a name that is too long', () => {
  test('is in pieces of which none is too long, with all neighbours together in one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 21, max: 380 }), fc.integer({ min: 0, max: 380 }), (count, at) => {
        const words = Array.from({ length: count }, (_, i) => `p${i}`);
        const windows = nameWindows(words.join(' '));
        expect(windows.length).toBeLessThanOrEqual(40);
        const start = Math.min(at, count - 9);
        const neighbours = words.slice(start, start + 9).join(' ');
        expect(windows.some((window) => ` ${window} `.includes(` ${neighbours} `))).toBe(true);
      }),
    );
    expect(nameWindows('Ana Gil')).toEqual(['Ana Gil']);
  });

  test.each([0, 7, 13, 30])('does not hide a listed name after %i words', (before) => {
    const filler = (n: number) => Array.from({ length: n }, (_, i) => `relleno${i}`).join(' ');
    expect(
      nameWindows(`${filler(before)} ${LISTED} ${filler(40 - before)}`).some((one) => one.includes(LISTED)),
    ).toBe(true);
  });

  test('made of one name again and again is that name', () => {
    expect(listed(LISTED)).toBe(true);
    expect(listed(Array.from({ length: 12 }, () => LISTED).join(' '))).toBe(true);
  });

  test.each([
    'a'.repeat(10_000),
    'á '.repeat(5_000),
    '🙂'.repeat(3_000),
    '\u202e'.repeat(600),
    '漢'.repeat(2_000),
  ])('of odd letters is answered', (name) => {
    expect(listed(name)).toBe(false);
  });
});
