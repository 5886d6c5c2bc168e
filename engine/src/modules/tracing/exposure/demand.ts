/** Units of a movement that are asked for, by the number of hops to it: index 0 the subject itself. */
export type ByHop = readonly bigint[];

/** A stretch of a movement's units, asked for over this many hops. */
export interface Range {
  readonly at: bigint;
  readonly length: bigint;
  readonly hops: number;
}

/** What is asked of a movement; `ranges` only where a policy tells units apart. */
export interface Demand {
  readonly byHop: ByHop;
  readonly ranges: readonly Range[] | null;
}

export const sumOf = (byHop: ByHop): bigint => {
  let sum = 0n;
  for (const amount of byHop) if (amount !== undefined) sum += amount;
  return sum;
};

export function byHopOf(ranges: readonly Range[]): bigint[] {
  const byHop: bigint[] = [];
  for (const { length, hops } of ranges) {
    while (byHop.length <= hops) byHop.push(0n);
    byHop[hops] = (byHop[hops] ?? 0n) + length;
  }
  return byHop;
}

/** Only what came over fewer hops than the limit; the rest is cut off. */
export const within = ({ byHop, ranges }: Demand, hops: number): Demand => ({
  byHop: byHop.slice(0, hops),
  ranges: ranges?.filter((range) => range.hops < hops) ?? null,
});
