import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalOf, readCanonical, resolvePointer } from '../../cli/src/verify/canonical.ts';
import { splitLog } from '../../cli/src/verify/checkpoints-log.ts';
import { NumberSet } from '../../cli/src/verify/findings.ts';
import {
  GrowingTree,
  hashLeaf,
  inclusionProof,
  rootFromInclusion,
  rootOf,
} from '../../cli/src/verify/tree.ts';
import { columnType, comparable, instantText, plainDecimal } from '../../cli/src/verify/values.ts';
import { merkleRoot } from './journal.fixture.ts';

const leaves = (size: number): Buffer[] =>
  Array.from({ length: size }, (_, i) => hashLeaf(Buffer.from(`leaf ${i}`)));

describe('the verifier’s tree', () => {
  it('has the root of the definition at every size', () => {
    const all = leaves(300);
    const tree = new GrowingTree();
    expect(tree.root().toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    );
    all.forEach((leaf, i) => {
      tree.push(leaf);
      expect(tree.root().equals(merkleRoot(all.slice(0, i + 1)))).toBe(true);
    });
  });

  it('proves every leaf of every size, and no other leaf', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 600 }), fc.nat(599), async (size, at) => {
        const index = at % size;
        const all = leaves(size);
        const read = async (height: number, i: number) =>
          rootOf(all.slice(i * 2 ** height, (i + 1) * 2 ** height));
        const proof = await inclusionProof(read, index, size);
        const leaf = all[index] ?? Buffer.alloc(0);
        expect(rootFromInclusion(index, size, leaf, proof)?.equals(merkleRoot(all))).toBe(true);
        expect(rootFromInclusion(index, size, hashLeaf(leaf), proof)?.equals(merkleRoot(all))).not.toBe(true);
        expect(rootFromInclusion(index, size, leaf, [...proof, leaf])).toBeUndefined();
      }),
      { numRuns: 60 },
    );
  });
});

describe('canonical bytes', () => {
  it.each([
    ['{"b":1,"a":2}', 'the bytes are not in canonical form'],
    ['{"a": 1}', 'the bytes are not in canonical form'],
    ['{"a":1,"a":1}', 'the bytes are not in canonical form'],
    ['{"a":1.0}', 'the bytes are not in canonical form'],
    ['{"10":1,"9":2,"a":{"b":1,"a":2}}', 'the bytes are not in canonical form'],
    ['{"a":-0}', 'the bytes are not in canonical form'],
    ['{"a":"\\u00e9"}', 'the bytes are not in canonical form'],
    ['{"a":1.5}', 'a number is not a safe integer'],
    ['{"a":9007199254740992}', 'a number is not a safe integer'],
    ['{"a":', 'the bytes are not JSON in UTF-8'],
    ['\uFEFF{}', 'the bytes are not JSON in UTF-8'],
  ])('are refused: %s', (text, fault) => expect(readCanonical(Buffer.from(text)).fault).toBe(fault));

  it('are refused when they are not UTF-8', () => {
    expect(readCanonical(Buffer.from([0x22, 0xff, 0x22])).fault).toBe('the bytes are not JSON in UTF-8');
  });

  it('are taken as RFC 8785 writes them', () => {
    const text = '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"😀":6,"\ufb33":7}';
    expect(readCanonical(Buffer.from(text))).toEqual({ value: JSON.parse(text) });
    expect(readCanonical(Buffer.from('{"10":1,"9":[{"1":1,"a":2}]}')).fault).toBeUndefined();
    expect(canonicalOf({ b: [1, null, 'a\u0007'], a: { z: true } })).toBe(
      '{"a":{"z":true},"b":[1,null,"a\\u0007"]}',
    );
  });
});

describe('pointers', () => {
  const root = { a: [{ 'x/y': 1 }, 'two'], 'm~n': null, '': 3 };
  it.each([
    ['', root],
    ['/a/0/x~1y', 1],
    ['/a/1', 'two'],
    ['/a/01', undefined],
    ['/a/2', undefined],
    ['/m~0n', null],
    ['/', 3],
    ['/toString', undefined],
    ['/a/1/length', undefined],
  ])('%s', (pointer, value) => expect(resolvePointer(root, pointer)).toEqual(value));
});

describe('values', () => {
  it.each([
    ['007.500', '7.5'],
    ['-0.00', '0'],
    ['1e3', '1000'],
    ['1.5e-3', '0.0015'],
    ['12e-1', '1.2'],
    ['-12.340e+1', '-123.4'],
    ['NaN', undefined],
  ])('decimal %s', (text, plain) => expect(plainDecimal(text)).toBe(plain));

  it.each([
    ['2026-11-22T15:14:42.123Z', '2026-11-22 09:14:42.123-06'],
    ['2026-11-22T15:14:42Z', '2026-11-22 15:14:42+00'],
    ['1970-01-01T05:30:00.000001+05:30', '1970-01-01 00:00:00.000001+00'],
  ])('instant %s', (told, row) => expect(instantText(told)).toBe(instantText(row)));

  it('tells values of another type from any row', () => {
    const of = (type: string, value: string | number | boolean | null) => {
      const column = columnType(type);
      return column === undefined ? 'no type' : comparable(column, value);
    };
    expect([of('text', 5), of('bool', 'true'), of('int4', true), of('date', '2026-1-1')]).toEqual(
      Array(4).fill(undefined),
    );
    expect([of('text', null), of('numeric', '1.50'), of('int8', 7), of('bytea', 'x')]).toEqual([
      null,
      '1.5',
      '7',
      'no type',
    ]);
  });
});

describe('checkpoints.log', () => {
  const [one, two] = [1, 2].map((size) => `atalaya/x\n${size}\nAAAA\n\n— atalaya/x AAAAAAAA\n`);
  const line = (note = ''): string => `${JSON.stringify({ note })}\n`;
  it.each([
    ['one per line', line(one) + line(two), [one, two], 0],
    ['the last append cut short', `${line(one)}${line(two).slice(0, -9)}`, [one], 1],
    ['an append behind a piece of another', `${line(one).slice(0, 20)}${line(two)}`, [two], 1],
    ['something else', `[]\n{"n":1}\n${line(two)}`, [two], 2],
    ['empty', '', [], 0],
  ])('%s', (_, log, notes, torn) => expect(splitLog(log)).toEqual({ notes, torn }));
});

describe('a set of numbers', () => {
  it('agrees with a set', () => {
    fc.assert(
      fc.property(fc.array(fc.bigInt({ min: 0n, max: 2n ** 40n })), (numbers) => {
        const [ours, set] = [new NumberSet(), new Set<bigint>()];
        for (const number of numbers) {
          expect(ours.add(number)).toBe(!set.has(number));
          set.add(number);
        }
        expect(ours.size).toBe(set.size);
        for (const number of numbers)
          expect([ours.has(number), ours.has(number + 1n)]).toEqual([true, set.has(number + 1n)]);
      }),
    );
  });
});
