import { createHash } from 'node:crypto';
import { canonicalText } from '../../../kernel/canonical.ts';
import { sha256Hex } from '../../../kernel/hash.ts';
import type { TagContent } from './tag.ts';

/** What two rows of one pack must share to be the same tag. */
export const tagIdentity = ({
  network,
  address,
  label,
}: Pick<TagContent, 'network' | 'address' | 'label'>): string => `${network}\t${address}\t${label}`;

/** SHA-256 of the canonical form of what a tag says, in hexadecimal. */
export const tagHash = (content: TagContent): string => sha256Hex(canonicalText(content));

/** One hash for all tags of a version: SHA-256 over the lines `<hash>  <identity>\n`, ordered by identity. */
export function digestOfTags(hashes: ReadonlyMap<string, string>): string {
  const hash = createHash('sha256');
  for (const identity of [...hashes.keys()].sort()) hash.update(`${hashes.get(identity)}  ${identity}\n`);
  return hash.digest('hex');
}
