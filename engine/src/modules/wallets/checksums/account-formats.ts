import { decodeBase58, decodeBase58Check, RIPPLE_ALPHABET } from './base58.ts';
import { crc16 } from './crc16.ts';
import { keccak256 } from './keccak.ts';

/** Formats of chains that neither base58check nor bech32 covers whole. */

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function decodeBase32(text: string): Buffer | undefined {
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const character of text) {
    const group = BASE32.indexOf(character);
    if (group < 0) return undefined;
    held = ((held << 5) | group) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >>> bits) & 0xff);
    }
  }
  return (held & ((1 << bits) - 1)) === 0 ? Buffer.from(bytes) : undefined;
}

const STRKEY: readonly { version: number; payload: number; format: string }[] = [
  { version: 6 << 3, payload: 32, format: 'stellar_account' },
  { version: 12 << 3, payload: 40, format: 'stellar_muxed' },
];

/** SEP-23: version, payload, checksum little-endian, in base32 without padding. */
export function stellarFormat(address: string): string | undefined {
  const bytes = decodeBase32(address);
  const found = STRKEY.find(({ version, payload }) => bytes?.[0] === version && bytes.length === payload + 3);
  if (bytes === undefined || found === undefined) return undefined;
  return bytes.readUInt16LE(bytes.length - 2) === crc16(bytes.subarray(0, -2)) ? found.format : undefined;
}

export interface XrpAddress {
  readonly format: 'xrp_classic' | 'xrp_x';
  /** The 20 bytes of the account. */
  readonly account: Uint8Array;
  readonly tag: number | null;
}

const X_MAIN = 0x0544;

/** XLS-5: an X-address carries account and tag in one; the classic one the account alone. */
export function decodeXrp(address: string): XrpAddress | undefined {
  const payload = decodeBase58Check(address, RIPPLE_ALPHABET);
  if (payload?.length === 21 && payload[0] === 0)
    return { format: 'xrp_classic', account: payload.subarray(1), tag: null };
  if (payload?.length !== 31) return undefined;
  const bytes = Buffer.from(payload);
  const flag = bytes[22] ?? 0xff;
  const rest = bytes.readUInt32LE(27);
  if (bytes.readUInt16BE(0) !== X_MAIN || flag > 1 || rest !== 0) return undefined;
  const tag = bytes.readUInt32LE(23);
  if (flag === 0 && tag !== 0) return undefined;
  return { format: 'xrp_x', account: bytes.subarray(2, 22), tag: flag === 1 ? tag : null };
}

/** Characters that hold so many bytes of a last, short block. */
const MONERO_BLOCKS = [0, 2, 3, 5, 6, 7, 9, 10, 11];
const MONERO_PREFIXES: Readonly<Record<number, { format: string; bytes: number }>> = {
  18: { format: 'monero_standard', bytes: 69 },
  19: { format: 'monero_integrated', bytes: 77 },
  42: { format: 'monero_subaddress', bytes: 69 },
};

/** Base58 in blocks of eight bytes, a prefix, two keys, and four bytes of Keccak. */
export function moneroFormat(address: string): string | undefined {
  const blocks: Buffer[] = [];
  for (let at = 0; at < address.length; at += 11) {
    const block = decodeMoneroBlock(address.slice(at, at + 11));
    if (block === undefined) return undefined;
    blocks.push(block);
  }
  const bytes = Buffer.concat(blocks);
  const known = MONERO_PREFIXES[bytes[0] ?? 0];
  if (known === undefined || bytes.length !== known.bytes) return undefined;
  const checksum = keccak256(bytes.subarray(0, -4)).subarray(0, 4);
  return checksum.equals(bytes.subarray(-4)) ? known.format : undefined;
}

function decodeMoneroBlock(text: string): Buffer | undefined {
  const size = MONERO_BLOCKS.indexOf(text.length);
  const decoded = size < 0 ? undefined : decodeBase58(text.replace(/^1+/, '') || '1');
  if (decoded === undefined) return undefined;
  const digits = Buffer.from(decoded).subarray(text.replace(/^1+/, '') === '' ? 1 : 0);
  return digits.length > size ? undefined : Buffer.concat([Buffer.alloc(size - digits.length), digits]);
}

export interface TonAddress {
  readonly format: 'ton_raw' | 'ton_bounceable' | 'ton_not_bounceable';
  /** `workchain:hash`, the one spelling of the account. */
  readonly raw: string;
}

/** TEP-2: raw, or friendly in base64 with a flag and a checksum. Friendly addresses of test networks are refused. */
export function decodeTon(address: string): TonAddress | undefined {
  if (/^(0|-1):[0-9a-fA-F]{64}$/.test(address)) return { format: 'ton_raw', raw: address.toLowerCase() };
  if (!/^[A-Za-z0-9_-]{48}$/.test(address) && !/^[A-Za-z0-9+/]{48}$/.test(address)) return undefined;
  const bytes = Buffer.from(address, 'base64url');
  const [flag] = bytes;
  if (bytes.length !== 36 || (flag !== 0x11 && flag !== 0x51)) return undefined;
  if (bytes.readUInt16BE(34) !== crc16(bytes.subarray(0, 34))) return undefined;
  return {
    format: flag === 0x11 ? 'ton_bounceable' : 'ton_not_bounceable',
    raw: `${bytes.readInt8(1)}:${bytes.toString('hex', 2, 34)}`,
  };
}

const P = 2n ** 255n - 19n;
const D = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  let square = base % P;
  for (let left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % P;
    square = (square * square) % P;
  }
  return result;
}

/** Whether 32 bytes are a point of ed25519: keys are, addresses that programs derive are not and nobody has their key. */
export function isOnEd25519(key: Uint8Array): boolean {
  const bytes = Buffer.from(key).reverse();
  bytes[0] = (bytes[0] ?? 0) & 0x7f;
  const y = BigInt(`0x${bytes.toString('hex')}`);
  const top = (y * y + P - 1n) % P;
  const bottom = (D * ((y * y) % P) + 1n) % P;
  const square = (top * power(bottom, P - 2n)) % P;
  return y < P && (square === 0n || power(square, (P - 1n) / 2n) === 1n);
}
