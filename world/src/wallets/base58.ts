import { hash } from 'node:crypto';

const ALPHABET = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Digits are worked on five at a time: 58^5 times 256 still fits a number exactly. */
const LIMB_DIGITS = 5;
const LIMB = 58 ** LIMB_DIGITS;

const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

function limbsOf(bytes: Uint8Array): number[] {
  const limbs: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let at = 0; at < limbs.length; at += 1) {
      const sum = (limbs[at] as number) * 256 + carry;
      carry = Math.floor(sum / LIMB);
      limbs[at] = sum - carry * LIMB;
    }
    if (carry > 0) limbs.push(carry);
  }
  return limbs;
}

function encode(bytes: Uint8Array): string {
  let text = '';
  for (const limb of limbsOf(bytes)) {
    let rest = limb;
    for (let digit = 0; digit < LIMB_DIGITS; digit += 1) {
      text = ALPHABET.charAt(rest % 58) + text;
      rest = Math.floor(rest / 58);
    }
  }
  const zeros = bytes.findIndex((byte) => byte !== 0);
  const significant = text.replace(/^1+/, '');
  return ALPHABET.charAt(0).repeat(zeros === -1 ? bytes.length : zeros) + significant;
}

/** Base58Check: version byte, payload, and the first four bytes of a double SHA-256. */
export function base58check(version: number, payload: Uint8Array): string {
  const bytes = new Uint8Array(payload.length + 5);
  bytes[0] = version;
  bytes.set(payload, 1);
  const check = sha256(sha256(bytes.subarray(0, payload.length + 1)));
  bytes.set(check.subarray(0, 4), payload.length + 1);
  return encode(bytes);
}
