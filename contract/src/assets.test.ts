import { describe, expect, it } from 'vitest';
import { ASSETS, assetOf, isNetwork, NETWORKS, networkName } from './assets.ts';

/** ISO 4217 and the home networks: where the table is easiest to get wrong. */
const PRECISION: [string, number][] = [
  ['MXN', 2],
  ['CLP', 0],
  ['PYG', 0],
  ['JPY', 0],
  ['COP', 2],
  ['UYU', 2],
  ['BTC', 8],
  ['ETH', 18],
  ['USDT', 6],
  ['USDC', 6],
  ['XRP', 6],
  ['XLM', 7],
  ['SOL', 9],
  ['XMR', 12],
  ['TRX', 6],
  ['BNB', 18],
  ['ADA', 6],
];

describe('assets', () => {
  it.each(PRECISION)('%s has %i decimals', (code, decimals) => {
    expect(assetOf(code)?.decimals).toBe(decimals);
  });

  it('knows each code once, in capitals, with a name and a whole precision', () => {
    expect(new Set(ASSETS.map((asset) => asset.code)).size).toBe(ASSETS.length);
    for (const asset of ASSETS) {
      expect(asset.code).toMatch(/^[A-Z]{2,5}$/);
      expect(asset.name.length).toBeGreaterThan(1);
      expect(asset.decimals).toSatisfy((n: number) => Number.isInteger(n) && n >= 0 && n <= 24);
    }
  });

  it('gives networks to crypto assets only, and to every network an asset', () => {
    expect(ASSETS.filter((asset) => asset.kind === 'fiat' && asset.networks !== undefined)).toEqual([]);
    expect(ASSETS.filter((asset) => asset.networks?.length === 0)).toEqual([]);
    const used = new Set(ASSETS.flatMap((asset) => asset.networks ?? []));
    expect([...used].sort()).toEqual([...NETWORKS].sort());
  });

  it('reads every row of its tables: a network misspelt in a row would be dropped silently', () => {
    expect(assetOf('USDT')?.networks).toHaveLength(9);
    expect(assetOf('USDC')?.networks).toHaveLength(9);
    expect(assetOf('DAI')?.networks).toHaveLength(7);
    expect(assetOf('ADA')?.networks).toBeUndefined();
  });

  it.each(['btc', '', 'toString', '__proto__', 'MXN '])('does not know "%s"', (code) => {
    expect(assetOf(code)).toBeUndefined();
  });

  it('knows 19 networks by name', () => {
    expect(NETWORKS).toHaveLength(19);
    expect(networkName('bsc')).toBe('BNB Smart Chain');
    expect(isNetwork('toString')).toBe(false);
    expect(isNetwork('Bitcoin')).toBe(false);
  });
});
