import type { Knot } from '@atalaya/engine/modules/screening/matching/score/calibration.ts';
import { calibrationOf } from '@atalaya/engine/modules/screening/matching/score/calibration.ts';
import type { Scored } from './calibration.ts';

/**
 * A rising map from the model's log-odds to those that held-out pairs bear out (isotonic regression over groups of one size, then
 * straight lines): few points, none of them a single pair. Even odds stay even, so that what is a match does not change.
 */
const GROUPS = 12;
/** Never flat: who stands before whom stays told. */
const SLOPE_MIN = 0.1;
/** So near to even odds the map leaves what the nearest pairs say, and goes through nought. */
const EDGE = 0.1;

interface Block {
  readonly nats: number;
  readonly ones: number;
  readonly pairs: number;
}

const logit = ({ ones, pairs }: Block): number => Math.log((ones + 1) / (pairs - ones + 1));

const merged = (left: Block, right: Block): Block => ({
  nats: (left.nats * left.pairs + right.nats * right.pairs) / (left.pairs + right.pairs),
  ones: left.ones + right.ones,
  pairs: left.pairs + right.pairs,
});

/** Groups in the order of their scores, neighbours made one until their shares rise. */
function risingBlocks(scored: readonly Scored[], size: number): Block[] {
  const sorted = [...scored].sort((a, b) => a.nats - b.nats);
  const blocks: Block[] = [];
  for (let start = 0; start < sorted.length; start += size) {
    const group = sorted.slice(start, start + size);
    let block: Block = {
      nats: group.reduce((sum, one) => sum + one.nats, 0) / group.length,
      ones: group.reduce((sum, one) => sum + one.truth, 0),
      pairs: group.length,
    };
    for (let last = blocks.at(-1); last !== undefined && logit(last) >= logit(block); last = blocks.at(-1)) {
      block = merged(last, block);
      blocks.pop();
    }
    blocks.push(block);
  }
  return blocks;
}

/** Away from even odds, each point at least so much farther than the one before it. */
function steepened(blocks: readonly Block[], sign: 1 | -1): Knot[] {
  const knots: Knot[] = [];
  let [nats, shown] = [0, 0];
  for (const block of blocks) {
    const at = sign * block.nats;
    const far = Math.max(sign * logit(block), shown + SLOPE_MIN * (at - nats));
    const near = far - SLOPE_MIN * (at - EDGE);
    if (knots.length === 0 && at > EDGE && near > SLOPE_MIN * EDGE) knots.push([sign * EDGE, sign * near]);
    [nats, shown] = [at, far];
    knots.push([sign * at, sign * far]);
  }
  return knots;
}

export function calibrationKnots(scored: readonly Scored[]): Knot[] {
  const size = Math.ceil(scored.length / GROUPS);
  const [less, more] = [scored.filter(({ nats }) => nats < 0), scored.filter(({ nats }) => nats >= 0)];
  const below = steepened(risingBlocks(less, size).reverse(), -1).reverse();
  return [...below, [0, 0], ...steepened(risingBlocks(more, size), 1)];
}

/** Each fold by what the others say: how good the map is on pairs it has not seen. */
export function crossCalibrated(
  scored: readonly Scored[],
  groups: readonly string[],
  foldOf: (group: string) => number,
  folds: number,
): Scored[] {
  const folded = groups.map(foldOf);
  const out: Scored[] = [];
  for (let fold = 0; fold < folds; fold += 1) {
    const map = calibrationOf(calibrationKnots(scored.filter((_, at) => folded[at] !== fold)));
    for (const [at, one] of scored.entries())
      if (folded[at] === fold) out.push({ ...one, nats: map.shown(one.nats) });
  }
  return out;
}
