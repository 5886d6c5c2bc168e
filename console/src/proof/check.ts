import type { InclusionView } from '@atalaya/contract/journal.ts';
import { climb, leafHash, type ProofStep, toHex } from './merkle.ts';
import { checkSignature, readCheckpoint, readNote } from './note.ts';

export type CheckFailure = 'leaf' | 'root' | 'note' | 'signature';

export interface Check {
  readonly leaf: string;
  readonly steps: readonly ProofStep[];
  readonly failure?: CheckFailure;
  /** Whether the log's key signed the checkpoint; undefined when this browser cannot tell. */
  readonly signed?: boolean | undefined;
}

/** Recomputes everything from the bytes up: leaf, path, root, the text of the signed note, and its signature. */
export async function checkInclusion(proof: InclusionView): Promise<Check> {
  const leaf = toHex(await leafHash(proof.bytes));
  if (leaf !== proof.leaf_hash.toLowerCase()) return { leaf, steps: [], failure: 'leaf' };
  let steps: ProofStep[];
  try {
    steps = await climb(leaf, proof.leaf_index, proof.checkpoint.size, proof.path);
  } catch {
    return { leaf, steps: [], failure: 'root' };
  }
  const root = steps.at(-1)?.hash ?? leaf;
  if (root !== proof.checkpoint.root.toLowerCase()) return { leaf, steps, failure: 'root' };
  try {
    const note = readNote(proof.checkpoint.note);
    const said = readCheckpoint(note.text);
    if (said.root !== root || said.size !== proof.checkpoint.size) return { leaf, steps, failure: 'note' };
    const signed = await checkSignature(note, proof.verifier_key);
    return signed === false ? { leaf, steps, signed, failure: 'signature' } : { leaf, steps, signed };
  } catch {
    return { leaf, steps, failure: 'note' };
  }
}
