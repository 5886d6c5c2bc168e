import { expect, test } from 'vitest';
import { checkInclusion } from './check.ts';
import { leafHash, toHex } from './merkle.ts';
import { checkSignature, readCheckpoint, readNote, readVerifierKey } from './note.ts';

/** The worked example of golang.org/x/mod/sumdb/note, where the format comes from. */
const VERIFIER = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW';
const TEXT =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
const SIGNATURE =
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n';

test('the published note opens, and a changed one does not', async () => {
  expect(readNote(`${TEXT}\n${SIGNATURE}`).text).toBe(TEXT);
  expect(await checkSignature(readNote(`${TEXT}\n${SIGNATURE}`), VERIFIER)).toBe(true);
  expect(await checkSignature(readNote(`${TEXT.replace('answer', 'Answer')}\n${SIGNATURE}`), VERIFIER)).toBe(
    false,
  );
});

test('a signature by another key does not count; a key of another kind cannot be told', async () => {
  const other = VERIFIER.replace('c74f20a3', 'c74f20a4');
  expect(await checkSignature(readNote(`${TEXT}\n${SIGNATURE}`), other)).toBe(false);
  expect(readVerifierKey('x+12345678+BRpc')).toBeUndefined();
  expect(await checkSignature(readNote(`${TEXT}\n${SIGNATURE}`), 'no key')).toBeUndefined();
});

test('the text of a checkpoint is origin, size and root', () => {
  expect(readCheckpoint(`log\n8\n${Buffer.from('00ff', 'hex').toString('base64')}\n`)).toEqual({
    origin: 'log',
    size: 8,
    root: '00ff',
  });
  expect(() => readCheckpoint('log\nmany\nAA==\n')).toThrow(RangeError);
  expect(() => readNote('no signatures')).toThrow(RangeError);
});

/** A log of one entry, signed by a key made here. */
async function logOfOne(bytes: string) {
  const keys = await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify']);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey('raw', keys.publicKey));
  const leaf = await leafHash(bytes);
  const text = `log.example\n1\n${Buffer.from(leaf).toString('base64')}\n`;
  const signature = new Uint8Array(
    await crypto.subtle.sign('Ed25519', keys.privateKey, new TextEncoder().encode(text)),
  );
  const hash = Uint8Array.of(1, 2, 3, 4);
  const signed = Buffer.concat([hash, signature]).toString('base64');
  return {
    number: 1,
    leaf_index: 0,
    leaf_hash: toHex(leaf),
    bytes,
    path: [],
    checkpoint: {
      size: 1,
      root: toHex(leaf),
      at: '2026-11-22T00:00:00.000Z',
      note: `${text}\n— log.example ${signed}\n`,
    },
    verifier_key: `log.example+${toHex(hash)}+${Buffer.concat([Uint8Array.of(1), publicKey]).toString('base64')}`,
  };
}

test('a proof holds from the bytes to the signature, and each break is named', async () => {
  const proof = await logOfOne('{"amount":"12.50"}');
  expect(await checkInclusion(proof)).toMatchObject({ signed: true });
  expect((await checkInclusion(proof)).failure).toBeUndefined();
  expect((await checkInclusion({ ...proof, bytes: '{"amount":"12.51"}' })).failure).toBe('leaf');
  expect((await checkInclusion({ ...proof, path: [proof.leaf_hash] })).failure).toBe('root');
  const { checkpoint } = proof;
  expect(
    (
      await checkInclusion({
        ...proof,
        checkpoint: { ...checkpoint, root: checkpoint.root.replace(/^../, 'zz') },
      })
    ).failure,
  ).toBe('root');
  expect(
    (
      await checkInclusion({
        ...proof,
        checkpoint: { ...checkpoint, note: checkpoint.note.replace('\n1\n', '\n2\n') },
      })
    ).failure,
  ).toBe('note');
  const forged = (await logOfOne('{"amount":"12.50"}')).checkpoint.note;
  expect((await checkInclusion({ ...proof, checkpoint: { ...checkpoint, note: forged } })).failure).toBe(
    'signature',
  );
});
