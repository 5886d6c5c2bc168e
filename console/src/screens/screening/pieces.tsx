import type { Piece } from './aligned.ts';
import './pieces.css';

/** As many colours as a name has words; beyond them they repeat, and the numbers go on. */
const COLOURS = 6;

/** A name in its pieces; those that correspond to a piece of the other name have its colour and its number. */
export function Pieces({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <span className="pair-name">
      {pieces.map((piece, index) => {
        const key = `${index} ${piece.text}`;
        if (piece.pair === undefined)
          return (
            <span key={key} className={piece.alone ? 'piece-alone' : ''}>
              {piece.text}
            </span>
          );
        const differs = piece.differs ? ' piece-differs' : '';
        return (
          <mark key={key} className={`piece piece-${piece.pair % COLOURS}${differs}`}>
            {piece.text}
            <sup aria-hidden="true">{piece.pair + 1}</sup>
          </mark>
        );
      })}
    </span>
  );
}
