import { CORNERS, type Mark } from './map-files.ts';

/** The shape of a node beside its name: the same as in the drawing. */
export function MarkShape({ mark }: { mark: Mark }) {
  const points = CORNERS[mark].map(([x, y]) => `${8 + x * 6},${8 + y * 6}`).join(' ');
  return (
    <svg
      className={`map-mark map-mark-${mark}`}
      width="14"
      height="14"
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <polygon points={points} />
    </svg>
  );
}
