import { isNetwork } from '@atalaya/contract/assets.ts';
import type { TaintPolicy } from '@atalaya/contract/tracing.ts';
import { addressKey } from '../wallets/address.ts';
import { attributionsOf } from './exposure/attributions.ts';
import { type Exposure, exposureOf, subjectOf } from './exposure/exposure.ts';
import type { Attribution, Limits } from './exposure/limits.ts';
import {
  type CategoryFigures,
  EXPOSURE_CATEGORIES,
  type ExposureFigures,
  type ExposurePort,
} from './exposure-port.ts';
import type { GraphShelf } from './store/graph-shelf.ts';
import type { TagBook } from './tags/tag-book.ts';

/** Between a decision and its reply: a hundredth of what an investigator waits for. What it leaves out is told as untraced. */
export const DECISION_LIMITS: Limits = { hops: 5, pots: 200, hub: 300, dustPpm: 1000, movements: 4000 };

const REMEMBERED_MAX = 100_000;

const WORD_OF = new Map(
  Object.entries(EXPOSURE_CATEGORIES).flatMap(([word, categories]) =>
    categories.map((one) => [one, word] as const),
  ),
);

export interface ExposureBook extends ExposurePort {
  /** Blocks were read: what is remembered may be answered otherwise now. */
  forget(): void;
}

/** Exposure of addresses across, remembered. The policy is part of the deployment's rules, not of a question. */
export function createExposureBook(
  shelf: GraphShelf,
  tags: TagBook,
  policy: TaintPolicy = 'haircut',
): ExposureBook {
  const remembered = new Map<string, ExposureFigures | null>();
  let version = tags.index.version;

  const ask: ExposurePort['of'] = (network, address, asset, direction) => {
    const graph = shelf.find(network, asset);
    if (graph === undefined) return null;
    const attributions = attributionsOf(tags.index, shelf.joinOf);
    const key = isNetwork(network) ? addressKey(network, address) : address;
    const named = attributions.ofAddress(network, key);
    const behind = { block: graph.asOf.block, tags: attributions.version };
    if (named !== null) return { of: ofOne(named), untraced: 0, ...behind };
    const owner = graph.owner(key);
    if (owner === undefined) return null;
    const question = { direction, policy, limits: DECISION_LIMITS };
    return {
      ...figuresOf(exposureOf(graph, attributions, question, subjectOf(graph, owner, direction))),
      ...behind,
    };
  };

  return {
    of(network, address, asset, direction) {
      if (shelf.all().length === 0) return null;
      if (version !== tags.index.version) remembered.clear();
      version = tags.index.version;
      const key = `${direction} ${network} ${asset} ${address}`;
      const known = remembered.get(key);
      if (known !== undefined) return known;
      const figures = ask(network, address, asset, direction);
      if (remembered.size >= REMEMBERED_MAX) remembered.delete(remembered.keys().next().value ?? '');
      remembered.set(key, figures);
      return figures;
    },
    forget: () => remembered.clear(),
  };
}

const WHOLE_PPM = 1_000_000;

const ofOne = ({ category }: Attribution): Record<string, CategoryFigures> => {
  const word = WORD_OF.get(category);
  return word === undefined ? {} : { [word]: { share: WHOLE_PPM, hops: 1 } };
};

/** The address across is the first hop; whoever is behind it is one farther than its own counterparties say. */
function figuresOf({ slices }: Exposure): Pick<ExposureFigures, 'of' | 'untraced'> {
  const of: Record<string, { share: number; hops: number }> = {};
  let untraced = 0;
  for (const { kind, category, sharePpm, hopsMin } of slices) {
    if (kind === 'untraced') untraced += sharePpm;
    const word = kind === 'direct' || kind === 'indirect' ? WORD_OF.get(category) : undefined;
    if (word === undefined) continue;
    const known = of[word];
    of[word] = {
      share: (known?.share ?? 0) + sharePpm,
      hops: Math.min(known?.hops ?? Number.MAX_SAFE_INTEGER, hopsMin + 1),
    };
  }
  return { of, untraced };
}
