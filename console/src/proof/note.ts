import { type Bytes, fromBase64, toHex } from './merkle.ts';

/** A C2SP signed note: its text (with the last line break, as it was signed) and who signed it. */
export interface SignedNote {
  readonly text: string;
  readonly signatures: readonly {
    readonly name: string;
    readonly keyHash: string;
    readonly signature: Bytes;
  }[];
}

/** What the text of a C2SP checkpoint says. */
export interface CheckpointText {
  readonly origin: string;
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string;
}

/** Splits a note into its text and signatures; throws RangeError when it has none. */
export function readNote(note: string): SignedNote {
  const cut = note.lastIndexOf('\n\n');
  if (cut < 0) throw new RangeError('the note has no signatures');
  const signatures = note
    .slice(cut + 2)
    .split('\n')
    .flatMap((line) => {
      const match = /^— (\S+) (\S+)$/.exec(line);
      if (match === null) return [];
      const bytes = fromBase64(match[2] ?? '');
      return [{ name: match[1] ?? '', keyHash: toHex(bytes.subarray(0, 4)), signature: bytes.slice(4) }];
    });
  return { text: note.slice(0, cut + 1), signatures };
}

/** Reads the text of a checkpoint; throws RangeError when it is something else. */
export function readCheckpoint(text: string): CheckpointText {
  const [origin = '', size = '', root = ''] = text.split('\n');
  if (!/^(0|[1-9]\d*)$/.test(size)) throw new RangeError('the note has no tree size');
  return { origin, size: Number(size), root: toHex(fromBase64(root)) };
}

/** A C2SP verifier key, `name+hash+base64(0x01 ‖ Ed25519 public key)`; undefined when it is of another kind. */
export function readVerifierKey(
  key: string,
): { name: string; keyHash: string; publicKey: Bytes } | undefined {
  const match = /^([^\s+]+)\+([0-9a-f]{8})\+(\S+)$/.exec(key);
  if (match === null) return undefined;
  const bytes = fromBase64(match[3] ?? '');
  if (bytes[0] !== 1 || bytes.length !== 33) return undefined;
  return { name: match[1] ?? '', keyHash: match[2] ?? '', publicKey: bytes.slice(1) };
}

/** Whether the log's key signed the note; undefined when this browser cannot check Ed25519. */
export async function checkSignature(note: SignedNote, verifierKey: string): Promise<boolean | undefined> {
  const key = readVerifierKey(verifierKey);
  if (key === undefined) return undefined;
  const own = note.signatures.find(({ name, keyHash }) => name === key.name && keyHash === key.keyHash);
  if (own === undefined) return false;
  let imported: CryptoKey;
  try {
    imported = await crypto.subtle.importKey('raw', key.publicKey, 'Ed25519', false, ['verify']);
  } catch {
    return undefined;
  }
  return crypto.subtle.verify('Ed25519', imported, own.signature, new TextEncoder().encode(note.text));
}
