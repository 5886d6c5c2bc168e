import {
  type CategoryFigures,
  EXPOSURE_CATEGORIES,
  type ExposureFigures,
} from '../../tracing/exposure-port.ts';
import type { Observation } from '../observation.ts';
import { type FactDefinition, int } from './definition.ts';

/** Facts about the money behind (deposits) or beyond (withdrawals) the address across. Not known is not none. */

const PPM_PER_BP = 100;
const WHOLE_PPM = 1_000_000;

const shareOf = ({ exposure }: Observation, category: string): number | null =>
  exposure === null ? null : (exposure.of[category]?.share ?? 0);

const NOTHING: ExposureFigures = { of: {}, untraced: 0, block: null, tags: '' };
const NO_BRIDGES = { share: 0, unresolved: 0 };

type Bridges = NonNullable<ExposureFigures['bridges']>;

const bridged = ({ exposure }: Observation, of: (bridges: Bridges) => number): number | null =>
  exposure === null ? null : Math.floor(of(exposure.bridges ?? NO_BRIDGES) / PPM_PER_BP);

function putBridges(o: Observation, figures: Partial<Bridges>): void {
  const before = o.exposure ?? NOTHING;
  o.exposure = { ...before, bridges: { ...NO_BRIDGES, ...before.bridges, ...figures } };
}

function put(o: Observation, category: string, figures: Partial<CategoryFigures>): void {
  const before = o.exposure ?? NOTHING;
  const known = before.of[category] ?? { share: 0, hops: 1 };
  o.exposure = { ...before, of: { ...before.of, [category]: { ...known, ...figures } } };
}

const ofCategory = (category: string): FactDefinition[] => [
  int(
    `exposure.${category}_share`,
    'percent',
    `Part of the money that is traced to ${category}.`,
    (o) => {
      const share = shareOf(o, category);
      return share === null ? null : Math.floor(share / PPM_PER_BP);
    },
    (o, v) => put(o, category, { share: (v ?? 0) * PPM_PER_BP }),
  ),
  int(`exposure.${category}_usd`, 'usd', `That part of the event’s value.`, (o) => {
    const share = shareOf(o, category);
    return share === null || o.valueUsd === null ? null : Math.floor((o.valueUsd / WHOLE_PPM) * share);
  }),
  int(
    `exposure.${category}_hops`,
    'count',
    `Fewest steps to ${category}; 1 is the address across itself.`,
    (o) => o.exposure?.of[category]?.hops ?? null,
    (o, v) => put(o, category, { hops: v ?? 1 }),
  ),
];

export const EXPOSURE_FACTS: readonly FactDefinition[] = [
  ...Object.keys(EXPOSURE_CATEGORIES).flatMap(ofCategory),
  int(
    'exposure.untraced_share',
    'percent',
    'Part of the money that could not be followed.',
    (o) => (o.exposure === null ? null : Math.floor(o.exposure.untraced / PPM_PER_BP)),
    (o, v) => {
      o.exposure = { ...(o.exposure ?? NOTHING), untraced: (v ?? 0) * PPM_PER_BP };
    },
  ),
  int(
    'exposure.coinjoin_confidence',
    'score',
    'How sure the CoinJoin behind the money is.',
    (o) => o.exposure?.of.coinjoin?.confidence ?? null,
    (o, v) => put(o, 'coinjoin', { confidence: v ?? 0 }),
  ),
  int(
    'exposure.bridge_share',
    'percent',
    'Part of the money that came over bridges.',
    (o) => bridged(o, ({ share }) => share),
    (o, v) => putBridges(o, { share: (v ?? 0) * PPM_PER_BP }),
  ),
  int(
    'exposure.bridge_unresolved_share',
    'percent',
    'Part of the money that came over a bridge whose other side was not found.',
    (o) => bridged(o, ({ unresolved }) => unresolved),
    (o, v) => putBridges(o, { unresolved: (v ?? 0) * PPM_PER_BP }),
  ),
  int('exposure.bridge_unresolved_usd', 'usd', 'That part of the event’s value.', (o) => {
    const unresolved = o.exposure?.bridges?.unresolved;
    if (o.exposure === null || o.valueUsd === null) return null;
    return Math.floor((o.valueUsd / WHOLE_PPM) * (unresolved ?? 0));
  }),
];
