import type { HitReason } from '@atalaya/contract/screening.ts';

/** A piece of a name: `pair` is the number of the reason that joins it to a piece of the other; 0 stands alone. */
export interface Piece {
  readonly text: string;
  readonly pair?: number;
  /** Only this side has it. */
  readonly alone: boolean;
  /** It is written otherwise on the other side. */
  readonly differs: boolean;
}

interface Marked {
  readonly from: number;
  readonly to: number;
  readonly pair: number;
  readonly alone: boolean;
  readonly differs: boolean;
}

const ALONE = /^name_only_in_/;

/** Where a reason's words stand: as the engine says, else where they are found first. */
function spanOf(text: string, words: string, told: readonly number[] | undefined, taken: readonly Marked[]) {
  const [from, to] = told ?? [];
  if (from !== undefined && to !== undefined && from < to && to <= text.length) return { from, to };
  if (words === '') return undefined;
  const folded = text.toLowerCase();
  for (
    let at = folded.indexOf(words.toLowerCase());
    at >= 0;
    at = folded.indexOf(words.toLowerCase(), at + 1)
  ) {
    const end = at + words.length;
    if (!taken.some((one) => at < one.to && end > one.from)) return { from: at, to: end };
  }
  return undefined;
}

function marksOf(text: string, reasons: readonly HitReason[], side: 'query' | 'listing'): Marked[] {
  const marks: Marked[] = [];
  reasons.forEach((reason, index) => {
    if (!reason.feature.startsWith('name_')) return;
    const span = spanOf(text, reason[side], side === 'query' ? reason.q : reason.l, marks);
    if (span === undefined || marks.some((one) => span.from < one.to && span.to > one.from)) return;
    const differs = reason.query.toLowerCase() !== reason.listing.toLowerCase();
    marks.push({ ...span, pair: index, alone: ALONE.test(reason.feature), differs });
  });
  return marks.sort((left, right) => left.from - right.from);
}

/** A name in pieces, those that correspond to the other side numbered by their reason. */
export function piecesOf(text: string, reasons: readonly HitReason[], side: 'query' | 'listing'): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const mark of marksOf(text, reasons, side)) {
    if (mark.from > at) pieces.push({ text: text.slice(at, mark.from), alone: false, differs: false });
    pieces.push({
      text: text.slice(mark.from, mark.to),
      alone: mark.alone,
      differs: mark.differs,
      ...(mark.alone ? {} : { pair: mark.pair }),
    });
    at = mark.to;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), alone: false, differs: false });
  return pieces;
}
