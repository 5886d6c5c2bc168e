import { createSecretKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newDataKey, open, seal, unwrapKey, wrapKey } from './sealing.ts';

const UNOPENABLE = expect.objectContaining({ kind: 'operator', code: 'sealing.unopenable' });
const key = newDataKey();
const bytes = fc.uint8Array({ maxLength: 300 });

describe('seal and open', () => {
  it('give back the bytes, with the key as bytes or as a KeyObject', () => {
    fc.assert(
      fc.property(bytes, fc.string({ unit: 'grapheme' }), (plaintext, aad) => {
        expect(open(createSecretKey(key), seal(key, plaintext, aad), aad)).toEqual(Buffer.from(plaintext));
        expect(open(key, seal(createSecretKey(key), plaintext, aad), aad)).toEqual(Buffer.from(plaintext));
      }),
    );
  });

  it('add 28 bytes, write base64url, and never write the same box twice', () => {
    const boxes = Array.from({ length: 1000 }, () => seal(key, Buffer.from('Ana'), 'person.name'));
    expect(new Set(boxes).size).toBe(1000);
    for (const box of boxes) expect(box).toMatch(/^[A-Za-z0-9_-]{42}$/);
  });

  it('do not open with another key or another aad', () => {
    const box = seal(key, Buffer.from('Ana'), 'per_1.name');
    expect(() => open(newDataKey(), box, 'per_1.name')).toThrow(UNOPENABLE);
    expect(() => open(key, box, 'per_2.name')).toThrow(UNOPENABLE);
  });

  it('do not open after damage to any character', () => {
    fc.assert(
      fc.property(bytes, fc.nat(), fc.constantFrom(...'AZaz09-_= \n'), (plaintext, at, character) => {
        const box = seal(key, plaintext, 'a');
        const place = at % box.length;
        fc.pre(box[place] !== character);
        const damaged = box.slice(0, place) + character + box.slice(place + 1);
        expect(() => open(key, damaged, 'a')).toThrow(UNOPENABLE);
      }),
    );
  });

  it.each(['', 'AAAA', 'not a box', `${seal(key, Buffer.from('Ana'), 'a')}=`])('refuse "%s"', (box) => {
    expect(() => open(key, box, 'a')).toThrow(UNOPENABLE);
  });

  it('opens a box of the format as described, made by hand', () => {
    // The keystream of RFC 8439, appendix A.1, test vector 2 (zero key and nonce, block 1), and the tag libsodium gives.
    const box = Buffer.from(
      `${'00'.repeat(12)}9f07e7be5551387a98ba977c732d080dc34a88047320f52aa2c6683ef8084d2f`,
      'hex',
    ).toString('base64url');
    expect(open(Buffer.alloc(32), box, '')).toEqual(Buffer.alloc(16));
  });
});

describe('wrapKey and unwrapKey', () => {
  const kek = createSecretKey(newDataKey());

  it('give back the key to the same owner only', () => {
    const wrapped = wrapKey(kek, key, 'per_1');
    expect(unwrapKey(kek, wrapped, 'per_1')).toEqual(key);
    expect(() => unwrapKey(kek, wrapped, 'per_2')).toThrow(UNOPENABLE);
    expect(() => unwrapKey(createSecretKey(newDataKey()), wrapped, 'per_1')).toThrow(UNOPENABLE);
    expect(unwrapKey(kek, wrapKey(kek, key))).toEqual(key);
  });

  it('a sealed value is no wrapped key, and a wrapped key is 32 bytes', () => {
    expect(() => unwrapKey(kek, seal(kek, key, ''))).toThrow(UNOPENABLE);
    expect(() => unwrapKey(kek, wrapKey(kek, Buffer.alloc(16)))).toThrow(UNOPENABLE);
  });
});
