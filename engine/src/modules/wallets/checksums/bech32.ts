/** Bech32 (BIP 173) and bech32m (BIP 350), and the cashaddr of Bitcoin Cash, which shares their alphabet. */
export const BECH32_ALPHABET = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

const GENERATOR = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
const CONSTANTS = { bech32: 1, bech32m: 0x2bc830a3 } as const;
const CHECKSUM = 6;

export interface Bech32 {
  readonly encoding: keyof typeof CONSTANTS;
  readonly prefix: string;
  /** Groups of five bits, without the checksum. */
  readonly data: readonly number[];
}

function polymod(values: readonly number[]): number {
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let i = 0; i < 5; i += 1) if ((top >>> i) & 1) sum ^= GENERATOR[i] ?? 0;
  }
  return sum >>> 0;
}

const fiveBits = (text: string): number[] => [...text].map((character) => BECH32_ALPHABET.indexOf(character));

/** A prefix as the checksum sees it: high bits, a zero, low bits. */
function expandPrefix(prefix: string): number[] {
  const codes = [...prefix].map((character) => character.charCodeAt(0));
  return [...codes.map((code) => code >> 5), 0, ...codes.map((code) => code & 31)];
}

/** The six groups that make a text of this prefix and data valid. */
export function bech32Checksum(
  prefix: string,
  data: readonly number[],
  encoding: keyof typeof CONSTANTS,
): number[] {
  const sum = polymod([...expandPrefix(prefix), ...data, 0, 0, 0, 0, 0, 0]) ^ CONSTANTS[encoding];
  return [0, 1, 2, 3, 4, 5].map((i) => (sum >>> (5 * (5 - i))) & 31);
}

/** Undefined where case is mixed, a character is foreign, or neither checksum holds. */
export function decodeBech32(text: string, lengthMax = 90): Bech32 | undefined {
  const lower = text.toLowerCase();
  const at = lower.lastIndexOf('1');
  if (
    (text !== lower && text !== text.toUpperCase()) ||
    at < 1 ||
    at + 1 + CHECKSUM > text.length ||
    text.length > lengthMax
  )
    return undefined;
  const prefix = lower.slice(0, at);
  const values = fiveBits(lower.slice(at + 1));
  if (values.includes(-1) || !/^[\x21-\x7e]+$/.test(prefix)) return undefined;
  const sum = polymod([...expandPrefix(prefix), ...values]);
  const encoding = sum === CONSTANTS.bech32 ? 'bech32' : sum === CONSTANTS.bech32m ? 'bech32m' : undefined;
  return encoding === undefined ? undefined : { encoding, prefix, data: values.slice(0, -CHECKSUM) };
}

/** Eight-bit bytes of five-bit groups; undefined where the padding is more than four bits or not zero. */
export function bytesOfFives(groups: readonly number[]): number[] | undefined {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const group of groups) {
    held = ((held << 5) | group) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 0xff);
    }
  }
  return bits > 4 || (held & ((1 << bits) - 1)) !== 0 ? undefined : bytes;
}

/** A witness program of BIP 141: version 0 in bech32 with 20 or 32 bytes, later versions in bech32m with 2 to 40. */
export function isWitnessAddress(text: string, prefix: string): boolean {
  const decoded = decodeBech32(text);
  const [version, ...rest] = decoded?.data ?? [];
  const program = bytesOfFives(rest);
  if (decoded?.prefix !== prefix || version === undefined || version > 16 || program === undefined)
    return false;
  if (version === 0) return decoded.encoding === 'bech32' && [20, 32].includes(program.length);
  return decoded.encoding === 'bech32m' && program.length >= 2 && program.length <= 40;
}

const CASH_GENERATOR = [0x98f2bc8e61n, 0x79b76d99e2n, 0xf33e5fb3c4n, 0xae2eabe2a8n, 0x1e4f43e470n];
const CASH_SIZES = [20, 24, 28, 32, 40, 48, 56, 64];

/** Source: bitcoincashorg spec cashaddr.md. The prefix `bitcoincash:` may be left out. */
export function isCashAddress(text: string): boolean {
  const lower = text.toLowerCase();
  if (text !== lower && text !== text.toUpperCase()) return false;
  const values = fiveBits(lower.replace(/^bitcoincash:/, ''));
  if (values.length < 9 || values.includes(-1)) return false;
  const prefix = [...'bitcoincash'].map((character) => character.charCodeAt(0) & 31);
  let sum = 1n;
  for (const value of [...prefix, 0, ...values]) {
    const top = sum >> 35n;
    sum = ((sum & 0x07ffffffffn) << 5n) ^ BigInt(value);
    for (const [i, generator] of CASH_GENERATOR.entries()) if ((top >> BigInt(i)) & 1n) sum ^= generator;
  }
  const [version = 0xff, ...hash] = bytesOfFives(values.slice(0, -8)) ?? [];
  return sum === 1n && version < 0x80 && CASH_SIZES[version & 7] === hash.length;
}
