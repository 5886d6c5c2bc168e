import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ensureId, idTime, isId, newId } from './ids.ts';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const anyTime = fc.integer({ min: 0, max: 2 ** 48 - 1 });

/** The id's 128 bits in the usual hexadecimal form of a UUID. */
function uuidOf(id: string): string {
  let bits = 0n;
  for (const character of id.slice(id.indexOf('_') + 1))
    bits = bits * 32n + BigInt(ALPHABET.indexOf(character));
  const hex = bits.toString(16).padStart(32, '0');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

describe('newId', () => {
  it('is the prefix and a UUIDv7 in 26 characters', () => {
    fc.assert(
      fc.property(anyTime, (at) => {
        const id = newId('cus', at);
        expect(id).toMatch(/^cus_[0-7][0-9a-hjkmnp-tv-z]{25}$/);
        expect(uuidOf(id)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(uuidOf(id).replaceAll('-', '').slice(0, 12), 16)).toBe(at);
      }),
    );
  });

  it('carries its time', () => {
    fc.assert(
      fc.property(anyTime, (at) => {
        expect(idTime(newId('evt', at))).toBe(at);
      }),
    );
    const before = Date.now();
    expect(idTime(newId('evt'))).toBeGreaterThanOrEqual(before);
  });

  it('sorts in the order of making, many in a millisecond, whatever the prefix', () => {
    const ids = Array.from({ length: 20_000 }, (_, i) => newId(i % 2 === 0 ? 'evt' : 'dec').slice(4));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.toSorted()).toEqual(ids);
  });

  it('sorts in the order of making at a dictated time, and by time across times', () => {
    const at = 1_790_000_000_000;
    const same = Array.from({ length: 5_000 }, () => newId('evt', at));
    expect(same.toSorted()).toEqual(same);
    expect(new Set(same).size).toBe(same.length);
    fc.assert(
      fc.property(anyTime, anyTime, (a, b) => {
        fc.pre(a !== b);
        expect(newId('evt', a) < newId('evt', b)).toBe(a < b);
      }),
    );
  });

  it('keeps no order of its own when the dictated time jumps about: no two ids alike', () => {
    const ids = Array.from({ length: 10_000 }, (_, i) => newId('evt', 1_790_000_000_000 + (i % 2)));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it.each([-1, 0.5, Number.NaN, 2 ** 48])('refuses to be made at %s', (at) => {
    expect(() => newId('evt', at)).toThrow(RangeError);
  });
});

describe('isId and ensureId', () => {
  const id = newId('cus', 1_790_000_000_000);
  const swap = (at: number, character: string): string => id.slice(0, at) + character + id.slice(at + 1);

  it('know an id of their prefix', () => {
    expect(isId('cus', id)).toBe(true);
    expect(ensureId('cus', id)).toBe(id);
    expect(isId('note', newId('note'))).toBe(true);
  });

  it.each([
    ['another prefix', newId('wal')],
    ['nothing', ''],
    ['upper case', id.toUpperCase()],
    ['a letter that base32 leaves out', swap(20, 'u')],
    ['more than 128 bits', swap(4, '8')],
    ['another version of UUID', swap(14, 'd')],
    ['another variant', swap(17, 'z')],
    ['one character less', id.slice(0, -1)],
    ['one character more', `${id}0`],
    ['a line end', `${id}\n`],
    ['no prefix', id.slice(4)],
  ])('refuse %s', (_, text) => {
    expect(isId('cus', text)).toBe(false);
    expect(() => ensureId('cus', text)).toThrow(
      expect.objectContaining({ kind: 'caller', code: 'id.malformed' }),
    );
  });
});
