import { createHash } from 'node:crypto';

/** Bitcoin addresses written from what scripts hold: base58check of version 1, bech32 of BIP 173. */
const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const BECH32 = 'qpzry9x8gf2tvdw0s3jn54khce6mua7l';

export function base58CheckAddress(version: number, hash: Buffer): string {
  const payload = Buffer.concat([Buffer.from([version]), hash]);
  const checked = Buffer.concat([payload, sha256(sha256(payload)).subarray(0, 4)]);
  let text = '';
  for (let value = BigInt(`0x${checked.toString('hex')}`); value > 0n; value /= 58n)
    text = (BASE58[Number(value % 58n)] ?? '') + text;
  const zeros = checked.findIndex((byte) => byte !== 0);
  return '1'.repeat(zeros) + text;
}

/** Witness version 0 on mainnet. */
export function bech32Address(version: 0, program: Buffer): string {
  const values = [version, ...fives(program)];
  const human = [3, 3, 0, 2, 3]; // "bc", expanded
  const sum = polymod([...human, ...values, 0, 0, 0, 0, 0, 0]) ^ 1;
  const checksum = [25, 20, 15, 10, 5, 0].map((shift) => (sum >>> shift) & 31);
  return `bc1${[...values, ...checksum].map((value) => BECH32[value]).join('')}`;
}

function fives(bytes: Buffer): number[] {
  const groups: number[] = [];
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (bits += 8; bits >= 5; bits -= 5) groups.push((held >>> (bits - 5)) & 31);
    held &= (1 << bits) - 1;
  }
  if (bits > 0) groups.push((held << (5 - bits)) & 31);
  return groups;
}

function polymod(values: readonly number[]): number {
  const generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
  let sum = 1;
  for (const value of values) {
    const top = sum >>> 25;
    sum = ((sum & 0x1ffffff) << 5) ^ value;
    for (let i = 0; i < 5; i += 1) if ((top >>> i) & 1) sum ^= generator[i] ?? 0;
  }
  return sum >>> 0;
}

const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest();
