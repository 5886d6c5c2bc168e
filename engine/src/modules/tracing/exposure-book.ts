import { isNetwork } from '@atalaya/contract/assets.ts';
import type { TaintPolicy } from '@atalaya/contract/tracing.ts';
import { Recent } from '../../kernel/recent.ts';
import { addressKey } from '../wallets/address.ts';
import type { ChainFigures } from './chain-figures.ts';
import { attributionsOf, type ListsSay } from './exposure/attributions.ts';
import { exposureOf, subjectOf } from './exposure/exposure.ts';
import { createFigureSum } from './exposure/figure-sum.ts';
import type { Attribution, Attributions, Limits } from './exposure/limits.ts';
import {
  type CategoryFigures,
  EXPOSURE_CATEGORIES,
  type ExposureFigures,
  type ExposurePort,
  TAINTED_CATEGORIES,
} from './exposure-port.ts';
import { shapesOf } from './patterns/shapes.ts';
import type { GraphShelf } from './store/graph-shelf.ts';
import type { TagIndex } from './tags/tag-index.ts';

/** Between a decision and its reply: a hundredth of what an investigator waits for. What it leaves out is told as untraced. */
export const DECISION_LIMITS: Limits = { hops: 5, pots: 200, hub: 300, dustPpm: 1000, movements: 4000 };

/** At least so many. */
const REMEMBERED = 50_000;
const WHOLE_PPM = 1_000_000;
/** Bridges followed one after the other. */
const CHAINS_MAX = 3;

const WORD_OF = new Map(
  Object.entries(EXPOSURE_CATEGORIES).flatMap(([word, categories]) =>
    categories.map((one) => [one, word] as const),
  ),
);

export interface ExposureBook extends ExposurePort {
  /** Blocks were read: what is remembered may be answered otherwise now. */
  forget(): void;
}

/** Answers until something changes; the oldest are forgotten first. */
class Remembered<T> {
  readonly #known = new Recent<string, T>(REMEMBERED);

  of(key: string, ask: () => T): T {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const answer = ask();
    this.#known.set(key, answer);
    return answer;
  }

  clear = (): void => this.#known.clear();
}

type Direction = 'received' | 'sent';

/** Exposure of addresses across, remembered. The policy is part of the deployment's rules, not of a question. */
export function createExposureBook(
  shelf: GraphShelf,
  tags: { readonly index: TagIndex },
  { policy = 'haircut', lists }: { readonly policy?: TaintPolicy; readonly lists?: ListsSay } = {},
): ExposureBook {
  const exposures = new Remembered<ExposureFigures | null>();
  const shapes = new Remembered<ChainFigures | null>();
  let known: readonly [string, object | undefined] = ['', undefined];

  /** What is remembered holds for these tags and lists only. */
  const attributions = (): Attributions => {
    const now = [tags.index.version, lists?.versions()] as const;
    if (now[0] !== known[0] || now[1] !== known[1]) {
      exposures.clear();
      shapes.clear();
    }
    known = now;
    const others = { contracts: shelf.contracts, ...(lists === undefined ? {} : { lists }) };
    return attributionsOf(tags.index, shelf.joinOf, others);
  };

  const ask = (
    names: Attributions,
    network: string,
    key: string,
    asset: string,
    direction: Direction,
    chains: number,
  ): ExposureFigures | null => {
    const graph = shelf.find(network, asset);
    if (graph === undefined) return null;
    const behind = { block: graph.asOf.block, tags: names.version };
    const named = names.ofAddress(network, key);
    if (named !== null) return { of: ofOne(named), untraced: 0, ...behind };
    const owner = graph.owner(key);
    if (owner === undefined) return null;
    const question = { direction, policy, limits: DECISION_LIMITS };
    const { slices } = exposureOf(graph, names, question, subjectOf(graph, owner, direction));
    const sum = createFigureSum(WORD_OF);
    for (const slice of slices) {
      const beyond = slice.attribution?.beyond;
      const further =
        beyond === undefined || chains >= CHAINS_MAX
          ? null
          : ask(names, beyond.network, beyond.address, beyond.asset, direction, chains + 1);
      sum.add(slice, further);
    }
    return { ...sum.figures(), ...behind };
  };

  const exposureAt = (network: string, key: string, asset: string, direction: Direction) => {
    const names = attributions();
    return exposures.of(`${direction} ${network} ${asset} ${key}`, () =>
      ask(names, network, key, asset, direction, 1),
    );
  };
  const keyOf = (network: string, address: string): string =>
    isNetwork(network) ? addressKey(network, address) : address;
  const tainted = (network: string, key: string, asset: string): number => {
    const of = exposureAt(network, key, asset, 'received')?.of ?? {};
    const shares = TAINTED_CATEGORIES.map((category) => of[category]?.share ?? 0);
    return Math.min(
      WHOLE_PPM,
      shares.reduce((sum, share) => sum + share, 0),
    );
  };

  return {
    of(network, address, asset, direction) {
      if (shelf.all().length === 0) return null;
      return exposureAt(network, keyOf(network, address), asset, direction);
    },
    shapes(network, address, asset, direction) {
      if (shelf.all().length === 0) return null;
      const names = attributions();
      const key = keyOf(network, address);
      return shapes.of(`${direction} ${network} ${asset} ${key}`, () =>
        shapesOf(shelf, names, tainted, { network, asset, key, direction }),
      );
    },
    forget() {
      exposures.clear();
      shapes.clear();
    },
  };
}

const ofOne = ({ category, confidence }: Attribution): Record<string, CategoryFigures> => {
  const word = WORD_OF.get(category);
  return word === undefined ? {} : { [word]: { share: WHOLE_PPM, hops: 1, confidence } };
};
