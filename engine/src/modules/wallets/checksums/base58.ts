import { sha256 } from '../../../kernel/hash.ts';

export const BITCOIN_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
export const RIPPLE_ALPHABET = 'rpshnaf39wBUDNEGHJKLM4PQRST7VWXYZ2bcdeCg65jkm8oFqi1tuvAxyz';

/** The bytes of a base58 text, or undefined where a character is not of the alphabet. At most 128 characters. */
export function decodeBase58(text: string, alphabet = BITCOIN_ALPHABET): Uint8Array | undefined {
  if (text.length === 0 || text.length > 128) return undefined;
  let value = 0n;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    value = value * 58n + BigInt(digit);
  }
  const zeros = [...text].findIndex((character) => character !== alphabet[0]);
  const hex = value === 0n ? '' : value.toString(16);
  const digits = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return Buffer.concat([Buffer.alloc(zeros < 0 ? text.length : zeros), digits]);
}

const CHECKSUM = 4;

/** What a base58check text carries, version bytes first; undefined where the checksum does not hold. */
export function decodeBase58Check(text: string, alphabet = BITCOIN_ALPHABET): Uint8Array | undefined {
  const bytes = decodeBase58(text, alphabet);
  if (bytes === undefined || bytes.length <= CHECKSUM) return undefined;
  const payload = bytes.subarray(0, -CHECKSUM);
  const checksum = sha256(sha256(payload)).subarray(0, CHECKSUM);
  return checksum.equals(bytes.subarray(-CHECKSUM)) ? payload : undefined;
}
