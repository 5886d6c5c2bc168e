/**
 * From the model's log-odds to those that held-out labelled pairs bear out: straight lines between a few points, always rising,
 * through nought, so that the order of matches and what is a match stay as the model has them.
 */
export type Knot = readonly [nats: number, shown: number];

export interface Calibration {
  shown(nats: number): number;
  /** The other way. */
  nats(shown: number): number;
}

/** `at` on the line through the knots; beyond the first and the last it goes on one to one. */
function along(knots: readonly Knot[], at: number, from: 0 | 1, to: 0 | 1): number {
  let before = knots[0] ?? [0, 0];
  if (at <= before[from]) return at - before[from] + before[to];
  for (const knot of knots) {
    if (at <= knot[from]) {
      const width = knot[from] - before[from];
      return width === 0 ? knot[to] : before[to] + ((at - before[from]) / width) * (knot[to] - before[to]);
    }
    before = knot;
  }
  return at - before[from] + before[to];
}

export const isRising = (knots: readonly Knot[]): boolean =>
  knots.every(([nats, shown], at) => {
    const [before, shownBefore] = knots[at - 1] ?? [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
    return nats > before && shown > shownBefore;
  });

/** `knots` rise in both. */
export const calibrationOf = (knots: readonly Knot[]): Calibration => ({
  shown: (nats) => along(knots, nats, 0, 1),
  nats: (shown) => along(knots, shown, 1, 0),
});
