import { CATEGORIES, CATEGORY_NAMES } from '../tags/categories.ts';
import { DECIDING_CONFIDENCE_MIN } from '../tags/confidence.ts';
import { gravest, type TagIndex } from '../tags/tag-index.ts';
import type { Attribution, Attributions } from './limits.ts';

/** A transaction found to be a CoinJoin when its block was read. */
export interface KnownJoin {
  readonly kind: string;
  readonly confidence: number;
}

const severityOf = (category: string): number => {
  const place = CATEGORY_NAMES.indexOf(category);
  return place < 0 ? 0 : CATEGORY_NAMES.length - place;
};

/** A trace ends at services, whose customers' money is mixed, and at whoever is grave enough to be an answer by itself. */
const endsAt = (category: string): boolean => {
  const known = CATEGORIES[category];
  return known !== undefined && (known.service || known.risk === 'severe' || known.risk === 'high');
};

/** Tags as tracing reads them: the most believed tag that a trace ends at. */
export const attributionsOf = (
  tags: TagIndex,
  joinOf: (network: string, transaction: string) => KnownJoin | undefined,
): Attributions => ({
  version: tags.version,
  ofAddress(network, address): Attribution | null {
    const found = tags.findKey(network, address);
    if (found.length === 0) return null;
    const believed = found.filter(({ confidence }) => confidence >= DECIDING_CONFIDENCE_MIN);
    const tag = believed.find(({ categories }) => categories.some(endsAt));
    if (tag === undefined) return null;
    const category = gravest(tag.categories.filter(endsAt));
    return {
      entity: tag.actor ?? tag.label,
      category,
      confidence: tag.confidence,
      tags: believed.map(
        ({ pack, label, source }) => `${pack}: ${label}${source === '' ? '' : ` (${source})`}`,
      ),
      severity: severityOf(category),
    };
  },
  ofTransaction(network, transaction): Attribution | null {
    const join = joinOf(network, transaction);
    if (join === undefined) return null;
    return {
      entity: join.kind,
      category: 'coinjoin',
      confidence: join.confidence,
      tags: [`heuristic: ${join.kind}`],
      severity: severityOf('coinjoin'),
    };
  },
});
