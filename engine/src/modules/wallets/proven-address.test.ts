import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NETWORKS } from '@atalaya/contract/assets.ts';
import { expect, test } from 'vitest';
import { proveAddress } from './proven-address.ts';

const cases = readFileSync(join(import.meta.dirname, 'address.cases.csv'), 'utf8')
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));

test('at least 20 formats on all networks are proven', () => {
  const proven = cases
    .filter(([, , valid]) => valid === 'yes')
    .map(([network = '', address = '']) => proveAddress(network, address));
  const formats = new Set(
    proven.map(({ network, format }) => `${network === 'polygon' ? 'ethereum' : network} ${format}`),
  );
  expect(formats.size).toBeGreaterThanOrEqual(20);
  expect(NETWORKS.filter((network) => !proven.some((one) => one.network === network))).toEqual([
    'bsc',
    'arbitrum',
    'optimism',
    'base',
    'avalanche',
  ]);
});

test.each([
  ['ethereum', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD', /case of its letters/],
  ['bitcoin', 'LNPi3w5hK5KrDqiwGnMRnVV4K9sfWNLEd9', /but of litecoin/],
  ['tron', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed', /but of ethereum, polygon/],
  ['bitcoin', 'no address at all', /^not an address of bitcoin$/],
])('%s does not take %s, and says why', (network, address, why) => {
  expect(() => proveAddress(network, address)).toThrow(
    expect.objectContaining({ code: 'wallets.address_malformed', message: expect.stringMatching(why) }),
  );
});

test('an unknown network is named', () => {
  expect(() => proveAddress('bitcorn', 'x')).toThrow(
    expect.objectContaining({ code: 'wallets.network_unknown' }),
  );
});

test('the tag an X-address carries; keys and derived addresses of Solana apart', () => {
  expect(proveAddress('xrp', 'X7AcgcsBL6XDcUb289X4mJ8djcdyKaGZMhc9YTE92ehJ2Fu')).toMatchObject({
    format: 'xrp_x',
    tag: 1,
  });
  expect(proveAddress('xrp', 'X7AcgcsBL6XDcUb289X4mJ8djcdyKaB5hJDWMArnXr61cqZ').tag).toBeNull();
  // The associated token account of a wallet is derived; the programs' own ids are keys.
  expect(proveAddress('solana', 'TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA').format).toBe('solana_key');
  expect(proveAddress('solana', '5Q544fKrFoe6tsEbD7S8EmxGTJYAKtTVhAW5Q5pge4j1').format).toBe(
    'solana_derived',
  );
});

test('every spelling of a TON account has one key', () => {
  const raw = '0:e4d954ef9f4e1250a26b5bbad76a1cdd17cfd08babad6f4c23e372270aef6f76';
  expect(proveAddress('ton', 'EQDk2VTvn04SUKJrW7rXahzdF8_Qi6utb0wj43InCu9vdjrR').key).toBe(raw);
  expect(proveAddress('ton', raw.toUpperCase().replace('0:', '0:')).key).toBe(raw);
});
