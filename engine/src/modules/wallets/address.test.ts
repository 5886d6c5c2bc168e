import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Network } from '@atalaya/contract/assets.ts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressKey, isAddressOf } from './address.ts';
import { keccak256 } from './checksums/keccak.ts';

const [, ...lines] = readFileSync(join(import.meta.dirname, 'address.cases.csv'), 'utf8')
  .trim()
  .split('\n');
const cases = lines.map((line) => {
  const [network = '', address = '', valid = '', note = ''] = line.split(',');
  return { network: network as Network, address, valid: valid === 'yes', note };
});

describe('addresses', () => {
  test.each(cases)('$network $address: $note', ({ network, address, valid }) => {
    expect(isAddressOf(network, address)).toBe(valid);
  });

  const checked = cases.filter(
    ({ network, valid, address, note }) =>
      valid && !['solana'].includes(network) && !/without a/.test(note) && !address.startsWith('0x'),
  );
  test('with a checksum refuse every single wrong character', () => {
    const characters = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
    fc.assert(
      fc.property(
        fc.constantFrom(...checked),
        fc.nat(),
        fc.constantFrom(...characters),
        (one, at, character) => {
          const body = one.address.startsWith('bitcoincash:') ? 'bitcoincash:'.length : 0;
          const place = body + (at % (one.address.length - body));
          const slip = one.address.slice(0, place) + character + one.address.slice(place + 1);
          // Another case of the same letter is no slip where case says nothing.
          fc.pre(addressKey(one.network, slip) !== addressKey(one.network, one.address));
          expect(isAddressOf(one.network, slip)).toBe(false);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('never throw, whatever the text', () => {
    const networks = [...new Set(cases.map(({ network }) => network))];
    fc.assert(
      fc.property(fc.constantFrom(...networks), fc.string({ unit: 'binary' }), (network, text) => {
        expect(typeof isAddressOf(network, text)).toBe('boolean');
      }),
    );
  });

  test.each([
    ['ethereum', '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed', '0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed'],
    ['bitcoin', 'BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    ['bitcoin', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT', '1BoatSLRHtKNngkdXEeobR76b53LETtpyT'],
    [
      'bitcoin-cash',
      'bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
      'qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a',
    ],
  ] as const)('of %s have one key in every spelling', (network, address, key) => {
    expect(addressKey(network, address)).toBe(key);
  });
});

test('Keccak-256 is not SHA3-256', () => {
  expect(keccak256(Buffer.alloc(0)).toString('hex')).toBe(
    'c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470',
  );
  expect(keccak256(Buffer.from('abc')).toString('hex')).toBe(
    '4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45',
  );
});
