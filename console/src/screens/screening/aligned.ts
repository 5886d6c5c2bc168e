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

/** Lower case without marks, and where each of its letters stands in the text. */
function foldedText(text: string): { folded: string; places: number[] } {
  let folded = '';
  const places: number[] = [];
  let at = 0;
  for (const letter of text) {
    const plain = letter.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
    for (let i = 0; i < plain.length; i += 1) places.push(at);
    folded += plain;
    at += letter.length;
  }
  return { folded, places };
}

/** Where a reason's words stand: as the engine says, else where they are found first. */
function spanOf(text: string, words: string, told: readonly number[] | undefined, taken: readonly Marked[]) {
  const [from, to] = told ?? [];
  if (from !== undefined && to !== undefined && from < to && to <= text.length) return { from, to };
  if (words === '') return undefined;
  const { folded, places } = foldedText(text);
  const wanted = foldedText(words).folded;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const from = places[at] ?? 0;
    const to = places[at + wanted.length] ?? text.length;
    if (!taken.some((one) => from < one.to && to > one.from)) return { from, to };
  }
  return undefined;
}

function marksOf(text: string, reasons: readonly HitReason[], side: 'query' | 'listing'): Marked[] {
  const marks: Marked[] = [];
  reasons.forEach((reason, index) => {
    if (!reason.feature.startsWith('name_')) return;
    const span = spanOf(text, reason[side], side === 'query' ? reason.q : reason.l, marks);
    if (span === undefined || marks.some((one) => span.from < one.to && span.to > one.from)) return;
    const differs = foldedText(reason.query).folded !== foldedText(reason.listing).folded;
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
