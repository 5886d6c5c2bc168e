import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { sha256 } from './tree.ts';

/** C2SP signed notes and log checkpoints, the verifier's own reading (c2sp.org/signed-note, c2sp.org/tlog-checkpoint). */
export interface LogKey {
  readonly name: string;
  /** First four bytes of SHA-256(name ‖ LF ‖ 0x01 ‖ public key), hex. */
  readonly id: string;
  readonly key: KeyObject;
  /** As given: `name+id+base64`. */
  readonly text: string;
}

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
}

const ED25519 = 1;
const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const strictBase64 = (text: string): Buffer | undefined => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
};

/** The key of a verifier key text, or undefined when it is not one or its id is not its own. */
export function readLogKey(text: string): LogKey | undefined {
  const trimmed = text.trim();
  const first = trimmed.indexOf('+');
  const second = trimmed.indexOf('+', first + 1);
  if (first < 1 || second < 0) return undefined;
  const [name, id] = [trimmed.slice(0, first), trimmed.slice(first + 1, second)];
  const bytes = strictBase64(trimmed.slice(second + 1));
  if (bytes?.length !== 33 || bytes[0] !== ED25519 || /[\s+]/u.test(name)) return undefined;
  if (
    sha256(Buffer.from(`${name}\n`), bytes)
      .subarray(0, 4)
      .toString('hex') !== id
  )
    return undefined;
  const key = createPublicKey({
    key: Buffer.concat([SPKI_PREFIX, bytes.subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  return { name, id, key, text: trimmed };
}

export interface SignedNote {
  /** What is signed, final newline included. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly id: string; readonly bytes: Buffer }[];
}

/** The parts of a signed note, or undefined when it does not have the form of one. */
export function splitNote(note: string): SignedNote | undefined {
  const at = note.lastIndexOf('\n\n');
  if (at < 1 || !note.endsWith('\n') || /[^\n\P{Cc}]/u.test(note)) return undefined;
  const lines = note.slice(at + 2, -1).split('\n');
  const signatures = lines.map((line) => {
    const [, name = '', encoded = ''] = /^— ([^\s+]+) ([A-Za-z0-9+/=]+)$/u.exec(line) ?? [];
    const bytes = strictBase64(encoded);
    if (bytes === undefined || bytes.length < 5) return undefined;
    return { name, id: bytes.subarray(0, 4).toString('hex'), bytes: bytes.subarray(4) };
  });
  const whole = signatures.filter((signature) => signature !== undefined);
  if (whole.length !== signatures.length) return undefined;
  return { text: note.slice(0, at + 1), signatures: whole };
}

/** Why the note does not stand under the key; undefined when it does. */
export function signatureFault(note: string, key: LogKey): string | undefined {
  const parts = splitNote(note);
  if (parts === undefined) return 'it does not have the form of a signed note';
  const own = parts.signatures.filter(({ name, id }) => name === key.name && id === key.id);
  if (own.length === 0) return `it is not signed by ${key.name}`;
  const holds = own.every(
    ({ bytes }) => bytes.length === 64 && verify(null, Buffer.from(parts.text), key.key, bytes),
  );
  return holds ? undefined : `the signature of ${key.name} does not hold`;
}

/** The checkpoint a note states, whether or not it is signed well; undefined when it states none. */
export function readCheckpoint(note: string): Checkpoint | undefined {
  const text = splitNote(note)?.text ?? '';
  const [, origin = '', size = '', encoded = ''] = /^([^\n]+)\n(0|[1-9]\d*)\n([^\n]+)\n$/.exec(text) ?? [];
  const root = strictBase64(encoded);
  if (origin === '' || root?.length !== 32 || !Number.isSafeInteger(Number(size))) return undefined;
  return { origin, size: Number(size), root };
}
