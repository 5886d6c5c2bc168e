import type { CategoryFigures, ExposureFigures } from '../exposure-port.ts';
import type { Slice } from './exposure.ts';

const WHOLE_PPM = 1_000_000;

type Sum = { -readonly [K in keyof CategoryFigures]: CategoryFigures[K] };

/** Slices of one exposure in the words of rules; what a bridge brought is what was behind it on the other chain. */
export function createFigureSum(wordOf: ReadonlyMap<string, string>) {
  const of: Record<string, Sum> = {};
  const bridges = { share: 0, unresolved: 0 };
  let untraced = 0;

  const name = (word: string, share: number, hops: number, confidence: number): void => {
    const known = of[word];
    of[word] = {
      share: (known?.share ?? 0) + share,
      hops: Math.min(known?.hops ?? Number.MAX_SAFE_INTEGER, hops),
      confidence: Math.max(known?.confidence ?? 0, confidence),
    };
  };

  /** The sender on the other chain stands one farther than the bridge; its own figures say 1 of itself. */
  const add = (slice: Slice, further: ExposureFigures | null): void => {
    const { kind, category, attribution, sharePpm, hopsMin } = slice;
    if (kind === 'untraced') untraced += sharePpm;
    if (attribution === null) return;
    // The address across is the first hop; whoever is behind it is one farther than its own counterparties say.
    const hops = hopsMin + 1;
    const word = wordOf.get(category);
    if (word !== undefined) name(word, sharePpm, hops, attribution.confidence);
    if (category !== 'bridge') return;
    bridges.share += sharePpm;
    if (attribution.beyond === undefined) bridges.unresolved += sharePpm;
    else if (further === null) untraced += sharePpm;
    else {
      const part = (share: number): number => Math.floor((sharePpm * share) / WHOLE_PPM);
      untraced += part(further.untraced);
      bridges.unresolved += part(further.bridges?.unresolved ?? 0);
      for (const [one, figures] of Object.entries(further.of)) {
        const confidence = Math.min(attribution.confidence, figures.confidence ?? 0);
        name(one, part(figures.share), hops + figures.hops, confidence);
      }
    }
  };

  const figures = (): Pick<ExposureFigures, 'of' | 'untraced' | 'bridges'> =>
    bridges.share === 0 ? { of, untraced } : { of, untraced, bridges };

  return { add, figures };
}
