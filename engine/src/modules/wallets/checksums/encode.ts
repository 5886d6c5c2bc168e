import { sha256 } from '../../../kernel/hash.ts';
import { BITCOIN_ALPHABET } from './base58.ts';
import { BECH32_ALPHABET, bech32Checksum } from './bech32.ts';

/** Base58 of any bytes: long division in small digits, which for 25 bytes is faster than a big integer. */
export function encodeBase58(bytes: Uint8Array, alphabet = BITCOIN_ALPHABET): string {
  const digits: number[] = [];
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros += 1;
  for (let at = zeros; at < bytes.length; at += 1) {
    let carry = bytes[at] ?? 0;
    for (let i = 0; i < digits.length; i += 1) {
      carry += (digits[i] ?? 0) << 8;
      digits[i] = carry % 58;
      carry = (carry / 58) | 0;
    }
    for (; carry > 0; carry = (carry / 58) | 0) digits.push(carry % 58);
  }
  let text = alphabet.charAt(0).repeat(zeros);
  for (let i = digits.length - 1; i >= 0; i -= 1) text += alphabet.charAt(digits[i] ?? 0);
  return text;
}

export function encodeBase58Check(payload: Uint8Array, alphabet = BITCOIN_ALPHABET): string {
  const checksum = sha256(sha256(payload)).subarray(0, 4);
  return encodeBase58(Buffer.concat([payload, checksum]), alphabet);
}

/** Five-bit groups of bytes, the last one filled with zeros. */
function fivesOfBytes(bytes: Uint8Array): number[] {
  const groups: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      groups.push((held >>> bits) & 31);
    }
    held &= (1 << bits) - 1;
  }
  if (bits > 0) groups.push((held << (5 - bits)) & 31);
  return groups;
}

/** BIP 173 for version 0, BIP 350 for the later ones. */
export function encodeWitness(prefix: string, version: number, program: Uint8Array): string {
  const data = [version, ...fivesOfBytes(program)];
  const checksum = bech32Checksum(prefix, data, version === 0 ? 'bech32' : 'bech32m');
  return `${prefix}1${[...data, ...checksum].map((group) => BECH32_ALPHABET.charAt(group)).join('')}`;
}
