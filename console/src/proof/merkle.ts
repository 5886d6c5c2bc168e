/**
 * The reader's own check of an inclusion proof, in the browser, with WebCrypto: RFC 6962 leaf hash SHA-256(0x00 ‖ bytes),
 * node hash SHA-256(0x01 ‖ left ‖ right), path as in RFC 9162 section 2.1.3.2. It shares no code with the engine.
 */
export type Bytes = Uint8Array<ArrayBuffer>;

export const fromHex = (hex: string): Bytes => {
  if (!/^([0-9a-f]{2})*$/i.test(hex)) throw new RangeError('not hexadecimal');
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
};

export const toHex = (bytes: Uint8Array): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

export const fromBase64 = (text: string): Bytes => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

export const sha256 = async (...pieces: readonly Uint8Array[]): Promise<Bytes> => {
  const all = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all));
};

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export const leafHash = (text: string): Promise<Bytes> => sha256(LEAF, new TextEncoder().encode(text));

/** One step of the climb: the sibling, on which side it stands, and the hash of both together. */
export interface ProofStep {
  readonly sibling: string;
  readonly siblingSide: 'left' | 'right';
  readonly hash: string;
}

/**
 * On which side each sibling of the path stands, from the leaf up. Throws RangeError when the path has not the length
 * that a tree of `size` leaves gives to leaf `index`.
 */
export function siblingSides(index: number, size: number, length: number): ('left' | 'right')[] {
  if (!(Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size))
    throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const sides: ('left' | 'right')[] = [];
  let node = index;
  let last = size - 1;
  while (sides.length < length) {
    if (last === 0) throw new RangeError('the path is longer than the tree is high');
    if (node % 2 === 1 || node === last) {
      sides.push('left');
      while (node % 2 === 0 && node !== 0) {
        node = Math.floor(node / 2);
        last = Math.floor(last / 2);
      }
    } else sides.push('right');
    node = Math.floor(node / 2);
    last = Math.floor(last / 2);
  }
  if (last !== 0) throw new RangeError('the path is shorter than the tree is high');
  return sides;
}

/** Climbs from the leaf along the path; the hash of the last step (or the leaf itself) must be the root. */
export async function climb(
  leaf: string,
  index: number,
  size: number,
  path: readonly string[],
): Promise<ProofStep[]> {
  const sides = siblingSides(index, size, path.length);
  const steps: ProofStep[] = [];
  let hash = fromHex(leaf);
  if (hash.length !== 32) throw new RangeError('a hash has 32 bytes');
  for (const [at, sibling] of path.entries()) {
    const siblingSide = sides[at] ?? 'right';
    const other = fromHex(sibling);
    if (other.length !== 32) throw new RangeError('a hash has 32 bytes');
    hash = siblingSide === 'left' ? await sha256(NODE, other, hash) : await sha256(NODE, hash, other);
    steps.push({ sibling, siblingSide, hash: toHex(hash) });
  }
  return steps;
}
