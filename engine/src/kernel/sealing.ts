import {
  createCipheriv,
  createDecipheriv,
  createSecretKey,
  type KeyObject,
  randomBytes,
  randomFillSync,
} from 'node:crypto';
import { Failure } from './failure.ts';

/** ChaCha20-Poly1305 boxes (RFC 8439): base64url of nonce (12 bytes), ciphertext, tag (16 bytes). */
const ALGORITHM = 'chacha20-poly1305';
export const NONCE = 12;
const TAG = 16;
const KEY = 32;
const WRAP_CONTEXT = 'atalaya data key';

const noncePool = Buffer.alloc(NONCE * 256);
let nonceAt = noncePool.length;

/** 12 random bytes, drawn many at a time. */
export function drawNonce(): Buffer {
  if (nonceAt === noncePool.length) {
    randomFillSync(noncePool);
    nonceAt = 0;
  }
  nonceAt += NONCE;
  return noncePool.subarray(nonceAt - NONCE, nonceAt);
}

const unopenable = (cause?: unknown): Failure =>
  new Failure(
    'operator',
    'sealing.unopenable',
    'the sealed value does not open: wrong key or damage',
    [],
    cause,
  );

/** Given bytes, Node finds out by an exception that they are no KeyObject: 25 µs, where making one costs 4. */
const secretKey = (key: KeyObject | Uint8Array): KeyObject =>
  key instanceof Uint8Array ? createSecretKey(key) : key;

/** 32 random bytes: a key for one person's data. */
export const newDataKey = (): Buffer => randomBytes(KEY);

/**
 * Seals bytes under a 32-byte key. `aad` is not hidden but bound: the box opens only with the same `aad`, so that a box
 * moved to another row or field does not open there. Nonces are random: seal at most 2^32 values under one key.
 */
export function seal(key: KeyObject | Uint8Array, plaintext: Uint8Array, aad: string): string {
  const nonce = drawNonce();
  const cipher = createCipheriv(ALGORITHM, secretKey(key), nonce, { authTagLength: TAG });
  cipher.setAAD(Buffer.from(aad), { plaintextLength: plaintext.length });
  const box = Buffer.allocUnsafe(NONCE + plaintext.length + TAG);
  nonce.copy(box);
  box.write(cipher.update(plaintext, undefined, 'latin1'), NONCE, 'latin1'); // as text: each Buffer made in C++ costs 2 µs
  cipher.final('latin1');
  cipher.getAuthTag().copy(box, NONCE + plaintext.length);
  return box.toString('base64url');
}

/** The bytes of a box made by `seal`. Failure: sealing.unopenable (wrong key, wrong aad, or damage). */
export function open(key: KeyObject | Uint8Array, box: string, aad: string): Buffer {
  const bytes = Buffer.from(box, 'base64url');
  if (bytes.length < NONCE + TAG || bytes.toString('base64url') !== box) throw unopenable();
  const end = bytes.length - TAG;
  try {
    const nonce = bytes.subarray(0, NONCE);
    const decipher = createDecipheriv(ALGORITHM, secretKey(key), nonce, { authTagLength: TAG });
    decipher.setAAD(Buffer.from(aad), { plaintextLength: end - NONCE });
    decipher.setAuthTag(bytes.subarray(end));
    const plaintext = decipher.update(bytes.subarray(NONCE, end));
    decipher.final();
    return plaintext;
  } catch (cause) {
    throw unopenable(cause);
  }
}

/** A data key sealed under the key-encryption key; `aad` binds it to its owner where there is one. */
export const wrapKey = (kek: KeyObject | Uint8Array, key: Uint8Array, aad = ''): string =>
  seal(kek, key, `${WRAP_CONTEXT} ${aad}`);

/** The data key of a wrapped one. Failure: sealing.unopenable. */
export function unwrapKey(kek: KeyObject | Uint8Array, wrapped: string, aad = ''): Buffer {
  const key = open(kek, wrapped, `${WRAP_CONTEXT} ${aad}`);
  if (key.length !== KEY) throw unopenable();
  return key;
}
