import type { TaintInput, TaintTransaction } from '../ledger.ts';

/** Numbers from a seed (mulberry32): the same on every machine. */
export function seeded(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Up to `most` transactions with up to three inputs and four outputs; small values, now and then a fee. */
export function randomLedger(seed: number, most = 6): TaintTransaction[] {
  const next = seeded(seed);
  const unspent: { tx: string; index: number; value: number }[] = [];
  return Array.from({ length: 1 + next(most) }, (_, row) => {
    const id = `t${row + 1}`;
    const inputs: TaintInput[] = [];
    let total = 0;
    for (let count = 1 + next(3); count > 0; count -= 1) {
      const coin = next(3) > 0 ? unspent.splice(next(Math.max(1, unspent.length)), 1)[0] : undefined;
      const value = coin?.value ?? 1 + next(24);
      total += value;
      if (coin !== undefined) inputs.push({ tx: coin.tx, index: coin.index });
      else inputs.push({ source: next(5) < 2 ? `D${1 + next(2)}` : null, value: BigInt(value) });
    }
    const outputs = splitAt(total - Math.min(total, next(4)), 1 + next(4), next);
    for (const [index, value] of outputs.entries()) unspent.push({ tx: id, index, value });
    return { id, inputs, outputs: outputs.map(BigInt) };
  });
}

function splitAt(total: number, pieces: number, next: (below: number) => number): number[] {
  const cuts = Array.from({ length: Math.max(1, Math.min(pieces, total)) - 1 }, () => next(total + 1)).sort(
    (a, b) => a - b,
  );
  return [...cuts, total].map((end, index) => end - (cuts[index - 1] ?? 0));
}
