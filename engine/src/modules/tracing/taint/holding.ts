/**
 * What a coin is made of: parts in order, each from one source (`null`: nothing known against it). Under FIFO and LIFO the
 * order is that of the units themselves; under haircut and TIHO parts are sums in the order of the sources. Under poison a
 * source stands for the whole coin, so sources overlap and `parts` holds one for each.
 */
export interface Part {
  readonly source: string | null;
  readonly amount: bigint;
}

export interface Holding {
  readonly value: bigint;
  readonly parts: readonly Part[];
}

/** Dirty value under any policy: poison counts the coin once, however many sources reach it. */
export function dirtyOf(holding: Holding): bigint {
  const sum = holding.parts.reduce(
    (total, { source, amount }) => (source === null ? total : total + amount),
    0n,
  );
  return sum < holding.value ? sum : holding.value;
}

export const totalValue = (holdings: readonly Holding[]): bigint =>
  holdings.reduce((total, { value }) => total + value, 0n);

/** The parts of several coins, laid one after the other; neighbours of one source become one. */
export const lineOf = (holdings: readonly Holding[]): Part[] =>
  joined(holdings.flatMap(({ parts }) => parts));

function joined(parts: readonly Part[]): Part[] {
  const line: Part[] = [];
  for (const part of parts) {
    if (part.amount === 0n) continue;
    const last = line.at(-1);
    if (last !== undefined && last.source === part.source)
      line[line.length - 1] = { source: last.source, amount: last.amount + part.amount };
    else line.push(part);
  }
  return line;
}

/** Cuts a line of parts into pieces of these lengths, in order. What the line lacks is missing from the last pieces. */
export function cut(line: readonly Part[], lengths: readonly bigint[]): Holding[] {
  let at = 0;
  let left = line[0]?.amount ?? 0n;
  return lengths.map((length) => {
    const parts: Part[] = [];
    let wanted = length;
    for (let part = line[at]; wanted > 0n && part !== undefined; part = line[at]) {
      const amount = left < wanted ? left : wanted;
      if (amount > 0n) parts.push({ source: part.source, amount });
      wanted -= amount;
      left -= amount;
      if (left === 0n) {
        at += 1;
        left = line[at]?.amount ?? 0n;
      }
    }
    return { value: length, parts: joined(parts) };
  });
}
