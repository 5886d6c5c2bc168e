import sodium from 'libsodium-wrappers';
import { drawNonce, NONCE } from '../../../kernel/sealing.ts';

/**
 * The boxes of kernel/sealing.ts (ChaCha20-Poly1305, RFC 8439), made by libsodium in WebAssembly: a third of the time
 * that Node takes to set up a cipher, for the one place that seals every event. A test holds the two together.
 */
await sodium.ready;

/** base64url of nonce (12 bytes), ciphertext, tag (16 bytes). `key` has 32 bytes. */
export function sealText(key: Uint8Array, text: string, aad: string): string {
  const nonce = drawNonce();
  const sealed = sodium.crypto_aead_chacha20poly1305_ietf_encrypt(
    Buffer.from(text),
    Buffer.from(aad),
    null,
    nonce,
    key,
  );
  const box = Buffer.allocUnsafe(NONCE + sealed.length);
  nonce.copy(box);
  box.set(sealed, NONCE);
  return box.toString('base64url');
}
