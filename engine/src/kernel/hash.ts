import { hash, timingSafeEqual } from 'node:crypto';

/** SHA-256 of bytes, or of the UTF-8 bytes of a text: 32 bytes. By way of text: a pooled Buffer costs a third of a new one. */
export const sha256 = (bytes: Uint8Array | string): Buffer =>
  Buffer.from(hash('sha256', bytes, 'hex'), 'hex');

/** SHA-256 in 64 lower-case hexadecimal digits. */
export const sha256Hex = (bytes: Uint8Array | string): string => hash('sha256', bytes, 'hex');

/** Equality in a time that depends on the lengths only. */
export const constantTimeEqual = (left: Uint8Array, right: Uint8Array): boolean =>
  left.length === right.length && timingSafeEqual(left, right);
