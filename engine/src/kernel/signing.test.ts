import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatCheckpoint,
  formatSignerKey,
  formatVerifierKey,
  newSigner,
  openNote,
  parseCheckpoint,
  parseSignerKey,
  parseVerifierKey,
  signEd25519,
  signerOf,
  signNote,
  verifyEd25519,
} from './signing.ts';

/** The worked example of golang.org/x/mod/sumdb/note, where the format comes from. */
const PUBLISHED = {
  signerKey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  verifierKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

const refusing = (code: string) => expect.objectContaining({ kind: 'caller', code: `note.${code}` });
const log = newSigner('log.example/atalaya');
const witness = newSigner('witness.example/one');
const noteText = fc.array(fc.string({ unit: 'grapheme' }).filter((line) => !/\p{Cc}/u.test(line)));

describe('signed notes', () => {
  it('are signed and opened as published', () => {
    const note = `${PUBLISHED.text}\n${PUBLISHED.signature}`;
    expect(signNote(PUBLISHED.text, parseSignerKey(PUBLISHED.signerKey))).toBe(note);
    expect(openNote(note, [parseVerifierKey(PUBLISHED.verifierKey)]).text).toBe(PUBLISHED.text);
    expect(formatVerifierKey(parseSignerKey(PUBLISHED.signerKey))).toBe(PUBLISHED.verifierKey);
    expect(formatSignerKey(parseSignerKey(PUBLISHED.signerKey))).toBe(PUBLISHED.signerKey);
  });

  it('open to the text that was signed, empty lines and all', () => {
    fc.assert(
      fc.property(noteText, (lines) => {
        const text = lines.map((line) => `${line}\n`).join('') || '\n';
        expect(openNote(signNote(text, log), [log]).text).toBe(text);
      }),
    );
  });

  it('name the known keys that signed, and ignore the others', () => {
    const note = signNote('text\n', log, witness);
    const names = (verifiers: (typeof log)[]) => openNote(note, verifiers).signedBy.map((key) => key.name);
    expect(names([witness, log])).toEqual([log.name, witness.name]);
    expect(names([witness])).toEqual([witness.name]);
    expect(names([newSigner('other.example'), log])).toEqual([log.name]);
  });

  it('count a key once, however often it signed', () => {
    const note = signNote('text\n', log, log);
    expect(openNote(note, [log]).signedBy).toHaveLength(1);
  });

  it('ignore a key of a known name and another id, and refuse a note without known keys', () => {
    const namesake = newSigner(log.name);
    expect(() => openNote(signNote('text\n', namesake), [log])).toThrow(refusing('unsigned'));
    expect(() => openNote(signNote('text\n', witness), [log])).toThrow(refusing('unsigned'));
    expect(() => openNote(signNote('text\n', log), [])).toThrow(refusing('unsigned'));
  });

  it('ignore a key of a known id and another name', () => {
    expect(() => openNote(signNote('text\n', log), [{ ...log, name: 'other.example' }])).toThrow(
      refusing('unsigned'),
    );
  });

  it('refuse another text under the same signature, even when another known key holds', () => {
    const forged = signNote('text\n', log).replace('text', 'test');
    expect(() => openNote(forged, [log])).toThrow(refusing('signature_invalid'));
    const half = signNote('test\n', witness) + (forged.split('\n\n')[1] ?? '');
    expect(() => openNote(half, [log, witness])).toThrow(refusing('signature_invalid'));
  });

  it.each([
    ['nothing', ''],
    ['no signature', 'text\n\n'],
    ['no empty line', signNote('text\n', log).replace('\n\n', '\n')],
    ['no final line end', signNote('text\n', log).slice(0, -1)],
    ['a control character', signNote('text\n', log).replace('text', 'te\tt')],
    ['a line that is no signature', `${signNote('text\n', log)}hello\n`],
    ['a dash of another kind', signNote('text\n', log).replace('—', '-')],
    ['damaged base64', signNote('text\n', log).replace('=\n', '\n')],
    ['too many signatures', signNote('text\n', ...Array.from({ length: 101 }, () => log))],
  ])('are refused with %s', (_, note) => {
    expect(() => openNote(note, [log])).toThrow(refusing('malformed'));
  });

  it.each(['no line end', 'a\u0000b\n', '\ud800\n', ''])('do not sign %j', (text) => {
    expect(() => signNote(text, log)).toThrow(refusing('malformed'));
  });
});

describe('keys', () => {
  it('come back from their texts', () => {
    expect(formatVerifierKey(parseVerifierKey(formatVerifierKey(log)))).toBe(formatVerifierKey(log));
    const again = parseSignerKey(formatSignerKey(log));
    expect(openNote(signNote('text\n', again), [log]).signedBy).toEqual([
      { name: log.name, keyId: log.keyId },
    ]);
  });

  it.each([
    ['another id', formatVerifierKey(log).replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another name', `x${formatVerifierKey(log)}`],
    ['a cut', formatVerifierKey(log).slice(0, -4)],
    ['another algorithm', formatVerifierKey(log).replace(/(\+[0-9a-f]{8}\+)A/, '$1B')],
    ['nothing', ''],
    ['a space in the name', formatVerifierKey(log).replace('log', 'l og')],
  ])('are refused with %s', (_, text) => {
    expect(() => parseVerifierKey(text)).toThrow(refusing('key_malformed'));
    expect(() => parseSignerKey(`PRIVATE+KEY+${text}`)).toThrow(refusing('key_malformed'));
  });

  it.each(['', 'a b', 'a+b', 'a\u2003b', 'a\nb'])('do not take the name %j', (name) => {
    expect(() => newSigner(name)).toThrow(refusing('key_malformed'));
  });

  it('are Ed25519 only, and a public key does not sign', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    expect(() => signerOf('log.example', privateKey)).toThrow(refusing('key_malformed'));
    expect(() => signerOf('log.example', log.publicKey)).toThrow(refusing('key_malformed'));
    expect(() => parseSignerKey(formatVerifierKey(log))).toThrow(refusing('key_malformed'));
  });

  it('verify what they signed and nothing else', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.uint8Array(), (bytes, others) => {
        const signature = signEd25519(log.privateKey, bytes);
        expect(signature).toHaveLength(64);
        expect(verifyEd25519(log.publicKey, bytes, signature)).toBe(true);
        expect(verifyEd25519(witness.publicKey, bytes, signature)).toBe(false);
        expect(verifyEd25519(log.publicKey, bytes, signature.subarray(1))).toBe(false);
        if (!Buffer.from(bytes).equals(others)) {
          expect(verifyEd25519(log.publicKey, others, signature)).toBe(false);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('checkpoints', () => {
  it('have the form of c2sp.org/tlog-checkpoint', () => {
    const root = Buffer.from('CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=', 'base64');
    const text = 'example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n';
    expect(formatCheckpoint({ origin: 'example.com/behind-the-sofa', size: 20_852_163, root })).toBe(text);
    expect(parseCheckpoint(text)).toEqual({ origin: 'example.com/behind-the-sofa', size: 20_852_163, root });
  });

  it('come back from a signed note', () => {
    const root = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(fc.maxSafeNat(), root, (size, hash) => {
        const checkpoint = { origin: log.name, size, root: Buffer.from(hash) };
        const note = signNote(formatCheckpoint(checkpoint), log);
        expect(parseCheckpoint(openNote(note, [log]).text)).toEqual(checkpoint);
      }),
      { numRuns: 30 },
    );
  });

  const hash = Buffer.alloc(32).toString('base64');
  it.each([
    `a\n01\n${hash}\n`,
    `a\n-1\n${hash}\n`,
    `a\n9007199254740993\n${hash}\n`,
    `\n1\n${hash}\n`,
    `a\n1\n${hash.slice(4)}\n`,
    `a\n1\n${hash}`,
    `a\n1\n${hash}\nextension\n`,
    'a\n1\n',
    '',
  ])('are refused: %j', (text) => {
    expect(() => parseCheckpoint(text)).toThrow(refusing('malformed'));
  });

  it.each([
    { origin: '', size: 1, root: Buffer.alloc(32) },
    { origin: 'a\nb', size: 1, root: Buffer.alloc(32) },
    { origin: 'a', size: 1.5, root: Buffer.alloc(32) },
    { origin: 'a', size: -1, root: Buffer.alloc(32) },
    { origin: 'a', size: 1, root: Buffer.alloc(31) },
  ])('are not written: %o', (checkpoint) => {
    expect(() => formatCheckpoint(checkpoint)).toThrow(refusing('malformed'));
  });
});
