import type { InclusionView } from '@atalaya/contract/journal.ts';
import { shorten } from '../format/words.ts';
import { useTexts } from '../texts/catalogue.ts';
import type { Check } from './check.ts';
import { siblingSides } from './merkle.ts';
import './proof.css';

const LEVEL = 44;
const BOX = { width: 96, height: 24 } as const;
const WIDTH = 340;
const CENTRE = WIDTH / 2;
const ASIDE = 116;

interface BoxProps {
  readonly x: number;
  readonly y: number;
  readonly hash: string | undefined;
  readonly kind: 'path' | 'sibling' | 'root' | 'leaf';
  readonly ok: boolean;
  readonly title: string;
}

function Box({ x, y, hash, kind, ok, title }: BoxProps) {
  return (
    <g className={`proof-box proof-${kind} ${ok ? 'proof-ok' : ''}`}>
      <title>{hash === undefined ? title : `${title}: ${hash}`}</title>
      <rect x={x - BOX.width / 2} y={y - BOX.height / 2} width={BOX.width} height={BOX.height} rx={3} />
      <text x={x} y={y + 4}>
        {hash === undefined ? '· · ·' : shorten(hash, 5, 4)}
      </text>
    </g>
  );
}

/**
 * The climb from the entry (below) to the root of the checkpoint (above): the known sibling hash on its own side, and
 * between them what this browser computed. Before the check the middle is unknown, and drawn so.
 */
export function ProofTree({ proof, check }: { proof: InclusionView; check: Check | undefined }) {
  const t = useTexts().journal;
  let sides: readonly ('left' | 'right')[];
  try {
    sides = siblingSides(proof.leaf_index, proof.checkpoint.size, proof.path.length);
  } catch {
    sides = [];
  }
  const levels = sides.length;
  const height = levels * LEVEL + BOX.height + 8;
  const y = (level: number): number => height - BOX.height / 2 - 4 - level * LEVEL;
  const computed = (level: number): string | undefined =>
    level === 0 ? check?.leaf : check?.steps[level - 1]?.hash;
  const ok = check !== undefined && check.failure === undefined;
  return (
    <svg
      className="proof-tree"
      viewBox={`0 0 ${WIDTH} ${height}`}
      width={WIDTH}
      height={height}
      role="img"
      aria-label={t.treeLabel(levels + 1)}
    >
      {sides.map((side, level) => {
        const x = side === 'left' ? CENTRE - ASIDE : CENTRE + ASIDE;
        const middle = (y(level) + y(level + 1)) / 2;
        return (
          <g key={proof.path[level]} className={ok ? 'proof-lines proof-ok' : 'proof-lines'}>
            <path d={`M${CENTRE} ${y(level)}V${y(level + 1)}`} />
            <path
              className="proof-line-sibling"
              d={`M${x} ${y(level) - BOX.height / 2}V${middle}H${CENTRE}`}
            />
          </g>
        );
      })}
      {sides.map((side, level) => (
        <Box
          key={proof.path[level]}
          x={side === 'left' ? CENTRE - ASIDE : CENTRE + ASIDE}
          y={y(level)}
          hash={proof.path[level]}
          kind="sibling"
          ok={false}
          title={t.steps.sibling}
        />
      ))}
      {Array.from({ length: levels + 1 }, (_, level) => {
        const kind = level === levels ? 'root' : level === 0 ? 'leaf' : 'path';
        const shown =
          kind === 'root'
            ? (computed(level) ?? proof.checkpoint.root)
            : kind === 'leaf'
              ? (computed(0) ?? proof.leaf_hash)
              : computed(level);
        const title = kind === 'root' ? t.steps.root : kind === 'leaf' ? t.steps.leaf : t.steps.node;
        return <Box key={level} x={CENTRE} y={y(level)} hash={shown} kind={kind} ok={ok} title={title} />;
      })}
    </svg>
  );
}
