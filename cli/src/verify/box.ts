import { createDecipheriv, createSecretKey, type KeyObject } from 'node:crypto';
import { type Json, readCanonical } from './canonical.ts';

/** Sealed boxes: base64url of nonce(12) ‖ ChaCha20-Poly1305 (RFC 8439) ciphertext ‖ tag(16), bound to additional data. */
function openBytes(key: KeyObject, box: string, additional: string): Buffer | undefined {
  const bytes = Buffer.from(box, 'base64url');
  if (bytes.length < 28) return undefined;
  try {
    const cipher = createDecipheriv('chacha20-poly1305', key, bytes.subarray(0, 12), { authTagLength: 16 });
    cipher.setAAD(Buffer.from(additional), { plaintextLength: bytes.length - 28 });
    cipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([cipher.update(bytes.subarray(12, -16)), cipher.final()]);
  } catch {
    return undefined;
  }
}

/** A person's data key out of its wrapping; undefined when the key-encryption key does not open it. */
export function unwrapPersonKey(kek: KeyObject, wrapped: string, person: string): KeyObject | undefined {
  const key = openBytes(kek, wrapped, `atalaya data key ${person}`);
  return key?.length === 32 ? createSecretKey(key) : undefined;
}

/** The JSON in an entry's box; undefined when it does not open or is not canonical. */
export function openPersonalBox(
  key: KeyObject,
  box: string,
  type: string,
  subject: string,
): Json | undefined {
  const bytes = openBytes(key, box, `${type}\n${subject}`);
  return bytes === undefined ? undefined : readCanonical(bytes).value;
}
