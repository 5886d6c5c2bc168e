import { keccak256 } from '../../wallets/keccak.ts';
import { bytesOfNumber, encodeRlp, type Rlp } from './rlp.ts';

/** Root of the Merkle-Patricia tree of a list: keys are positions in RLP. Source: the yellow paper, appendix D. */
export function orderedTrieRoot(values: readonly Uint8Array[]): string {
  const entries = values.map((value, i) => ({ path: nibblesOf(encodeRlp(bytesOfNumber(BigInt(i)))), value }));
  const root = entries.length === 0 ? Buffer.from([0x80]) : encodeRlp(nodeOf(entries, 0));
  return `0x${keccak256(root).toString('hex')}`;
}

interface Entry {
  readonly path: readonly number[];
  readonly value: Uint8Array;
}

const nibblesOf = (bytes: Uint8Array): number[] => [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);

/** Nibbles with the flag of a leaf or an extension, and of an odd count. */
function compact(nibbles: readonly number[], leaf: boolean): Buffer {
  const odd = nibbles.length % 2 === 1;
  const flagged = [(leaf ? 2 : 0) + (odd ? 1 : 0), ...(odd ? [] : [0]), ...nibbles];
  const bytes = Buffer.alloc(flagged.length / 2);
  for (let i = 0; i < bytes.length; i += 1)
    bytes[i] = ((flagged[2 * i] ?? 0) << 4) | (flagged[2 * i + 1] ?? 0);
  return bytes;
}

function nodeOf(entries: readonly Entry[], depth: number): Rlp {
  const [first] = entries;
  if (first === undefined) return Buffer.alloc(0);
  if (entries.length === 1) return [compact(first.path.slice(depth), true), first.value];
  let shared = 0;
  const agrees = (at: number): boolean =>
    first.path[at] !== undefined && entries.every((entry) => entry.path[at] === first.path[at]);
  while (agrees(depth + shared)) shared += 1;
  if (shared > 0)
    return [
      compact(first.path.slice(depth, depth + shared), false),
      reference(nodeOf(entries, depth + shared)),
    ];
  const branches = Array.from({ length: 16 }, (_, nibble) => {
    const below = entries.filter((entry) => entry.path[depth] === nibble);
    return below.length === 0 ? Buffer.alloc(0) : reference(nodeOf(below, depth + 1));
  });
  const here = entries.find((entry) => entry.path.length === depth);
  return [...branches, here?.value ?? Buffer.alloc(0)];
}

/** A node shorter than a hash stands itself where its hash would. */
function reference(node: Rlp): Rlp {
  const encoded = encodeRlp(node);
  return encoded.length < 32 ? node : keccak256(encoded);
}
