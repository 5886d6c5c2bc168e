import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of bytes, or of the UTF-8 bytes of a text: 32 bytes. */
export const sha256 = (bytes: Uint8Array | string): Buffer => hash('sha256', bytes, 'buffer');

/** SHA-256 in 64 lower-case hexadecimal digits. */
export const sha256Hex = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex');

/** Equality in a time that depends on the lengths only. */
export const constantTimeEqual = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && timingSafeEqual(left, right);
