import { TAG_TIERS } from '@atalaya/contract/tags.ts';
import type { ChainId } from '../chains/chain-block.ts';

/** Whose word it is; the first is believed before the others. */
export type Tier = (typeof TAG_TIERS)[number];

/** What somebody says of an address. */
export interface Tag {
  readonly network: ChainId;
  /** Canonical key (`addressKey`). */
  readonly address: string;
  readonly label: string;
  /** The gravest of `categories`. */
  readonly category: string;
  readonly categories: readonly string[];
  readonly actor: string | null;
  /** 0-100 and its name on the ladder. */
  readonly confidence: number;
  readonly confidenceName: string;
  readonly source: string;
  readonly licence: string;
  readonly pack: string;
  readonly tier: Tier;
  /** `YYYY-MM-DD`: since and until when it holds, where its issuer says so. */
  readonly inForceFrom: string | null;
  readonly inForceUntil: string | null;
  /** `YYYY-MM-DD` of its last change by its author. */
  readonly lastmod: string | null;
  /** Speaks for the whole cluster of the address. */
  readonly clusterDefiner: boolean;
}

/** A row of a pack before it is known to which pack it belongs. */
export type TagContent = Omit<Tag, 'pack' | 'tier' | 'licence'> & {
  /** Free remarks of its author, as given. */
  readonly context: string | null;
};

/** Private before authority before vendor before public, then confidence, then the newest. */
export function byPrecedence(left: Tag, right: Tag): number {
  return (
    TAG_TIERS.indexOf(left.tier) - TAG_TIERS.indexOf(right.tier) ||
    right.confidence - left.confidence ||
    (right.lastmod ?? '').localeCompare(left.lastmod ?? '') ||
    left.label.localeCompare(right.label)
  );
}
