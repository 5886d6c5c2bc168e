import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { Seed } from '../random/seed.ts';
import { base58check } from './base58.ts';
import { segwitAddress } from './bech32.ts';
import { keccak256 } from './keccak.ts';
import { checksummed, lookAlike, newWallet, transactionHash } from './wallet.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'));
const hexOf = (data: Uint8Array): string => Buffer.from(data).toString('hex');

test('Keccak-256 gives the published digests, over one block and several', () => {
  const digest = (text: string): string => hexOf(keccak256(new TextEncoder().encode(text)));
  expect(digest('')).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
  expect(digest('abc')).toBe('4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45');
  expect(digest('transfer(address,uint256)').slice(0, 8)).toBe('a9059cbb');
  expect(digest('a'.repeat(136))).not.toBe(digest('a'.repeat(137)));
});

test.each([
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
  '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
])('EIP-55: %s', (address) => {
  expect(checksummed(address.slice(2).toLowerCase())).toBe(address);
});

test('Base58Check and BIP 173 give the published addresses', () => {
  expect(base58check(0, bytes('62e907b15cbf27d5425399ebf6f0fb50ebb88f18'))).toBe(
    '1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa',
  );
  expect(base58check(0x41, bytes('a614f803b6fd780986a42c78ec9c7f77e6ded13c'))).toBe(
    'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t',
  );
  expect(base58check(0, new Uint8Array(20))).toBe('1111111111111111111114oLvT2');
  expect(segwitAddress(bytes('751e76e8199196d454941c45d1b3a323f1433bd6'))).toBe(
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
  );
});

/** Decodes with big integers, which the encoder does not use. */
function base58Checks(address: string): number {
  const alphabet = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
  let value = 0n;
  for (const char of address) value = value * 58n + BigInt(alphabet.indexOf(char));
  const decoded = Buffer.from(value.toString(16).padStart(50, '0'), 'hex');
  const twice = createHash('sha256')
    .update(createHash('sha256').update(decoded.subarray(0, 21)).digest())
    .digest();
  expect(hexOf(decoded.subarray(21))).toBe(hexOf(twice.subarray(0, 4)));
  return decoded[0] ?? -1;
}

test('new addresses carry valid checksums', () => {
  const random = Seed.of('wallets').stream();
  for (let n = 0; n < 60; n += 1) {
    const tron = newWallet('tron', random).address;
    expect(tron).toMatch(/^T[1-9A-HJ-NP-Za-km-z]{33}$/);
    expect(base58Checks(tron)).toBe(0x41);
    const ethereum = newWallet('ethereum', random).address;
    expect(checksummed(ethereum.slice(2).toLowerCase())).toBe(ethereum);
    const bitcoin = newWallet('bitcoin', random).address;
    if (bitcoin.startsWith('bc1')) expect(bitcoin).toMatch(/^bc1q[02-9ac-hj-np-z]{38}$/);
    else expect([0, 5]).toContain(base58Checks(bitcoin));
  }
});

test('a look-alike shows the same ends and is another address', () => {
  const random = Seed.of('poison').stream();
  const victim = newWallet('ethereum', random);
  const twin = lookAlike(victim, random);
  expect(twin.address.slice(0, 8)).toBe(victim.address.slice(0, 8).toLowerCase());
  expect(twin.address.slice(-6)).toBe(victim.address.slice(-6).toLowerCase());
  expect(twin.address).not.toBe(victim.address.toLowerCase());
});

test('transaction hashes look like their network', () => {
  const random = Seed.of('tx').stream();
  expect(transactionHash('ethereum', random)).toMatch(/^0x[0-9a-f]{64}$/);
  expect(transactionHash('bitcoin', random)).toMatch(/^[0-9a-f]{64}$/);
});
