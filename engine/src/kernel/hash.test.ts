import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { constantTimeEqual, sha256, sha256Hex } from './hash.ts';

describe('sha256', () => {
  it('gives the published digests', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });

  it('is one digest in two writings, of bytes or of their text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(sha256(bytes)).toEqual(createHash('sha256').update(bytes).digest());
        expect(sha256(text)).toEqual(sha256(bytes));
        expect(sha256Hex(bytes)).toBe(sha256(bytes).toString('hex'));
      }),
    );
  });
});

describe('constantTimeEqual', () => {
  it('is equality', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (left, right) => {
        expect(constantTimeEqual(left, left.slice())).toBe(true);
        expect(constantTimeEqual(left, right)).toBe(Buffer.from(left).equals(right));
      }),
    );
  });
});
