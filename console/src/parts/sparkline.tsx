import { useFormats } from '../app/formats.tsx';
import { useTexts } from '../texts/catalogue.ts';

export interface Bar {
  readonly label: string;
  readonly value: number;
  /** The part of the value that stands out. */
  readonly marked?: number;
}

interface SparklineProps {
  readonly bars: readonly Bar[];
  readonly height?: number;
  readonly label?: string;
}

/** Bars on one baseline, the largest as high as the box; each tells its value on hover and to screen readers. */
export function Sparkline({ bars, height = 44, label }: SparklineProps) {
  const t = useTexts();
  const f = useFormats();
  const most = Math.max(1, ...bars.map((bar) => bar.value));
  const sum = bars.reduce((total, bar) => total + bar.value, 0);
  const scale = (value: number): number => (value === 0 ? 0 : Math.max(2, (value / most) * (height - 2)));
  return (
    <svg
      className="sparkline"
      viewBox={`0 0 ${bars.length * 8} ${height}`}
      preserveAspectRatio="none"
      height={height}
      role="img"
      aria-label={label ?? t.parts.sparkline(bars.length, sum)}
    >
      {bars.map((bar, index) => (
        <g key={bar.label}>
          <title>{`${bar.label}: ${f.count(bar.value)}`}</title>
          <rect x={index * 8} y={0} width={8} height={height} className="spark-hit" />
          <rect
            x={index * 8 + 1}
            y={height - scale(bar.value)}
            width={6}
            height={scale(bar.value)}
            className="spark-bar"
          />
          {(bar.marked ?? 0) > 0 && (
            <rect
              x={index * 8 + 1}
              y={height - scale(bar.marked ?? 0)}
              width={6}
              height={scale(bar.marked ?? 0)}
              className="spark-marked"
            />
          )}
        </g>
      ))}
      <rect x={0} y={height - 0.75} width={bars.length * 8} height={0.75} className="spark-base" />
    </svg>
  );
}
