import { expect, test } from 'vitest';
import { climb, fromHex, leafHash, sha256, siblingSides, toHex } from './merkle.ts';

/** The tree of the Certificate Transparency reference: eight leaves and the roots of the first n of them. */
const LEAVES = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
];
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
];

/** The definition of RFC 6962 section 2.1, written down as it stands there. */
async function rootOf(leaves: readonly Uint8Array[]): Promise<Uint8Array> {
  const [only] = leaves;
  if (leaves.length === 1 && only !== undefined) return sha256(Uint8Array.of(0), only);
  const k = splitOf(leaves.length);
  return sha256(Uint8Array.of(1), await rootOf(leaves.slice(0, k)), await rootOf(leaves.slice(k)));
}
async function pathOf(index: number, leaves: readonly Uint8Array[]): Promise<string[]> {
  if (leaves.length === 1) return [];
  const k = splitOf(leaves.length);
  return index < k
    ? [...(await pathOf(index, leaves.slice(0, k))), toHex(await rootOf(leaves.slice(k)))]
    : [...(await pathOf(index - k, leaves.slice(k))), toHex(await rootOf(leaves.slice(0, k)))];
}
const splitOf = (n: number): number => 2 ** Math.ceil(Math.log2(n) - 1);
const DATA = LEAVES.map(fromHex);

test('a leaf of text is hashed as its UTF-8 bytes', async () => {
  expect(toHex(await leafHash(''))).toBe(ROOTS[0]);
  expect(toHex(await leafHash('Ñ'))).toBe(toHex(await sha256(Uint8Array.of(0, 0xc3, 0x91))));
});

test.each(ROOTS.map((root, index) => [index + 1, root] as const))(
  'every leaf climbs to the root of %d',
  async (size, root) => {
    const leaves = DATA.slice(0, size);
    for (let index = 0; index < size; index += 1) {
      const path = await pathOf(index, leaves);
      const leaf = toHex(await sha256(Uint8Array.of(0), leaves[index] ?? new Uint8Array()));
      const steps = await climb(leaf, index, size, path);
      expect(steps.at(-1)?.hash ?? leaf).toBe(root);
    }
  },
);

test('a changed sibling, leaf or place does not climb to the root', async () => {
  const path = await pathOf(5, DATA);
  const leaf = toHex(await sha256(Uint8Array.of(0), DATA[5] ?? new Uint8Array()));
  const rootBy = async (l: string, index: number, p: readonly string[]) =>
    (await climb(l, index, 8, p)).at(-1)?.hash;
  expect(await rootBy(leaf, 5, path)).toBe(ROOTS[7]);
  expect(await rootBy(leaf, 4, path)).not.toBe(ROOTS[7]);
  expect(await rootBy(leaf.replace(/^./, '0'), 5, path)).not.toBe(ROOTS[7]);
  expect(await rootBy(leaf, 5, path.with(1, leaf))).not.toBe(ROOTS[7]);
});

test.each([
  ['a path too long', 2, 8, 4],
  ['a path too short', 2, 8, 2],
  ['a leaf outside', 8, 8, 3],
  ['a place that is no number', Number.NaN, 8, 3],
] as const)('%s is refused', (_, index, size, length) => {
  expect(() => siblingSides(index, size, length)).toThrow(RangeError);
});

test('hexadecimal that is none is refused', () => {
  expect(() => fromHex('0g')).toThrow(RangeError);
  expect(() => fromHex('abc')).toThrow(RangeError);
});
