import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign as signBytes,
  verify as verifyBytes,
} from 'node:crypto';
import { Failure } from './failure.ts';
import { sha256 } from './hash.ts';

/**
 * Ed25519 signatures in the C2SP signed-note format (c2sp.org/signed-note) and the log checkpoints written in it
 * (c2sp.org/tlog-checkpoint). A note is a text that ends in a newline, an empty line, and signature lines
 * `— name base64(key id ‖ signature)`.
 */
export interface NoteVerifier {
  /** Key name: no spaces, no plus sign; recommended to be a URL without its scheme, such as `example.com/log`. */
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key). */
  readonly keyId: number;
  readonly publicKey: KeyObject;
}

export interface NoteSigner extends NoteVerifier {
  readonly privateKey: KeyObject;
}

export interface OpenedNote {
  /** The signed text, final newline included. */
  readonly text: string;
  /** The known keys whose signatures hold, in the order of the note. */
  readonly signedBy: readonly { readonly name: string; readonly keyId: number }[];
}

export interface Checkpoint {
  /** Name of the log; its key should have the same name. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
}

const ED25519 = 0x01;
const PUBLIC_KEY_BYTES = 32;
const SIGNATURE_BYTES = 64;
const NOTE_LENGTH_MAX = 1_000_000;
const SIGNATURES_MAX = 100;
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');
const KEY_NAME = /^[^\s+\p{Z}\p{Cc}]+$/u;
const NOTE_TEXT = /^[\n\u{20}-\u{10ffff}]*\n$/u;
const SIGNATURE_LINE = /^— ([^\s+\p{Z}\p{Cc}]+) ([A-Za-z0-9+/]+={0,2})$/u;

const refuse = (code: string, message: string): Failure => new Failure('caller', `note.${code}`, message);

function readBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}

const rawPublicKey = (key: KeyObject): Buffer =>
  key.export({ type: 'spki', format: 'der' }).subarray(-PUBLIC_KEY_BYTES);

const rawPrivateKey = (key: KeyObject): Buffer =>
  key.export({ type: 'pkcs8', format: 'der' }).subarray(-PUBLIC_KEY_BYTES);

const typed = (key: Uint8Array): Buffer => Buffer.concat([Buffer.from([ED25519]), key]);

const keyIdOf = (name: string, key: Uint8Array): number =>
  sha256(Buffer.concat([Buffer.from(`${name}\n`), typed(key)])).readUInt32BE(0);

function ensureKeyName(name: string): void {
  if (!KEY_NAME.test(name)) throw refuse('key_malformed', `"${name.slice(0, 80)}" is not a key name`);
}

/** A signer with this name and Ed25519 private key. Failure: note.key_malformed. */
export function signerOf(name: string, privateKey: KeyObject): NoteSigner {
  ensureKeyName(name);
  if (privateKey.type !== 'private' || privateKey.asymmetricKeyType !== 'ed25519') {
    throw refuse('key_malformed', 'a signer needs an Ed25519 private key');
  }
  const publicKey = createPublicKey(privateKey);
  return { name, keyId: keyIdOf(name, rawPublicKey(publicKey)), publicKey, privateKey };
}

/** A signer with a new key. */
export const newSigner = (name: string): NoteSigner =>
  signerOf(name, generateKeyPairSync('ed25519').privateKey);

const hexKeyId = (keyId: number): string => keyId.toString(16).padStart(8, '0');

/** The verifier key text, `name+key id in hex+base64(0x01 ‖ public key)`: what is given to the world. */
export const formatVerifierKey = (verifier: NoteVerifier): string =>
  `${verifier.name}+${hexKeyId(verifier.keyId)}+${typed(rawPublicKey(verifier.publicKey)).toString('base64')}`;

/** The signer key text, `PRIVATE+KEY+name+key id+base64(0x01 ‖ seed)`. Secret. */
export const formatSignerKey = (signer: NoteSigner): string =>
  `PRIVATE+KEY+${signer.name}+${hexKeyId(signer.keyId)}+${typed(rawPrivateKey(signer.privateKey)).toString('base64')}`;

function readKeyText(text: string): { name: string; keyId: string; key: Buffer } {
  const [, name = '', keyId = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(text) ?? [];
  const bytes = readBase64(encoded);
  if (bytes?.length !== 1 + PUBLIC_KEY_BYTES || bytes[0] !== ED25519) {
    throw refuse('key_malformed', 'not the text of an Ed25519 note key');
  }
  ensureKeyName(name);
  return { name, keyId, key: bytes.subarray(1) };
}

/** The verifier of a verifier key text. Failure: note.key_malformed. */
export function parseVerifierKey(text: string): NoteVerifier {
  const { name, keyId, key } = readKeyText(text);
  if (hexKeyId(keyIdOf(name, key)) !== keyId)
    throw refuse('key_malformed', 'the key id is not that of the key');
  const publicKey = createPublicKey({ key: Buffer.concat([SPKI_HEAD, key]), format: 'der', type: 'spki' });
  return { name, keyId: keyIdOf(name, key), publicKey };
}

/** The signer of a signer key text. Failure: note.key_malformed. */
export function parseSignerKey(text: string): NoteSigner {
  if (!text.startsWith('PRIVATE+KEY+')) throw refuse('key_malformed', 'not the text of a signer key');
  const { name, keyId, key } = readKeyText(text.slice('PRIVATE+KEY+'.length));
  const der = Buffer.concat([PKCS8_HEAD, key]);
  const signer = signerOf(name, createPrivateKey({ key: der, format: 'der', type: 'pkcs8' }));
  if (hexKeyId(signer.keyId) !== keyId) throw refuse('key_malformed', 'the key id is not that of the key');
  return signer;
}

/** Ed25519 over bytes: 64 bytes. */
export const signEd25519 = (privateKey: KeyObject, bytes: Uint8Array): Buffer =>
  signBytes(null, bytes, privateKey);

export const verifyEd25519 = (publicKey: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean =>
  signature.length === SIGNATURE_BYTES && verifyBytes(null, bytes, publicKey, signature);

/**
 * The note: `text`, an empty line and one signature line per signer. The text must end in a newline and hold no other
 * control character. Failure: note.malformed.
 */
export function signNote(text: string, ...signers: readonly NoteSigner[]): string {
  if (!NOTE_TEXT.test(text) || !text.isWellFormed()) {
    throw refuse('malformed', 'a note ends in a newline and holds no other control character');
  }
  const lines = signers.map(({ name, keyId, privateKey }) => {
    const head = Buffer.alloc(4);
    head.writeUInt32BE(keyId);
    return `— ${name} ${Buffer.concat([head, signEd25519(privateKey, Buffer.from(text))]).toString('base64')}\n`;
  });
  return `${text}\n${lines.join('')}`;
}

interface SignatureLine {
  readonly name: string;
  readonly keyId: number;
  readonly signature: Buffer;
}

function readSignatureLine(line: string): SignatureLine {
  const [, name = '', encoded = ''] = SIGNATURE_LINE.exec(line) ?? [];
  const bytes = readBase64(encoded);
  if (bytes === undefined || bytes.length < 5) throw refuse('malformed', 'a signature line is malformed');
  return { name, keyId: bytes.readUInt32BE(0), signature: bytes.subarray(4) };
}

function splitNote(note: string): { text: string; lines: SignatureLine[] } {
  const at = note.lastIndexOf('\n\n');
  const text = note.slice(0, at + 1);
  const block = note.slice(at + 2);
  if (note.length > NOTE_LENGTH_MAX || at < 0 || !block.endsWith('\n') || !NOTE_TEXT.test(text)) {
    throw refuse('malformed', 'not a signed note');
  }
  const lines = block.slice(0, -1).split('\n');
  if (lines.length > SIGNATURES_MAX) throw refuse('malformed', `more than ${SIGNATURES_MAX} signatures`);
  return { text, lines: lines.map(readSignatureLine) };
}

/**
 * The text of a note that at least one of the verifiers signed. Signatures of unknown keys are ignored.
 * Failures: note.malformed; note.signature_invalid (a known key's signature does not hold); note.unsigned (no known key
 * signed).
 */
export function openNote(note: string, verifiers: readonly NoteVerifier[]): OpenedNote {
  const { text, lines } = splitNote(note);
  const bytes = Buffer.from(text);
  const signedBy = new Map<NoteVerifier, { name: string; keyId: number }>();
  for (const { name, keyId, signature } of lines) {
    const verifier = verifiers.find((known) => known.name === name && known.keyId === keyId);
    if (verifier === undefined) continue;
    if (!verifyEd25519(verifier.publicKey, bytes, signature)) {
      throw refuse('signature_invalid', `the signature of ${name} does not hold`);
    }
    signedBy.set(verifier, { name, keyId });
  }
  if (signedBy.size === 0) throw refuse('unsigned', 'no known key signed the note');
  return { text, signedBy: [...signedBy.values()] };
}

/** The text to sign: origin, size, base64 root, one per line. Failure: note.malformed. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  const possible = origin !== '' && !/\p{Cc}/u.test(origin) && Number.isSafeInteger(size) && size >= 0;
  if (!possible || root.length !== 32)
    throw refuse('malformed', 'not a checkpoint: origin, size or root is wrong');
  return `${origin}\n${size}\n${Buffer.from(root).toString('base64')}\n`;
}

/**
 * The checkpoint of a note's text. Extension lines, which no monitor can check, are refused, as is a size that a number
 * does not hold exactly. Failure: note.malformed.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [, origin = '', size = '', encoded = ''] = /^([^\n]+)\n(0|[1-9][0-9]*)\n([^\n]+)\n$/.exec(text) ?? [];
  const root = readBase64(encoded);
  if (origin === '' || root?.length !== 32 || !Number.isSafeInteger(Number(size))) {
    throw refuse('malformed', 'not a checkpoint: expected origin, size and root, one per line');
  }
  return { origin, size: Number(size), root };
}
