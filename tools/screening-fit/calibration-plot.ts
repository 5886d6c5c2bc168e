import type { Bin } from './calibration.ts';

const SIZE = 360;
const LEFT = 56;
const TOP = 24;
const BARS = 70;
const WIDTH = LEFT + SIZE + 24;
const HEIGHT = TOP + SIZE + BARS + 72;

const x = (share: number): number => Math.round((LEFT + share * SIZE) * 10) / 10;
const y = (share: number): number => Math.round((TOP + (1 - share) * SIZE) * 10) / 10;

export const calibrationTable = (bins: readonly Bin[]): string =>
  [
    'from,to,pairs,score,observed,low,high',
    ...bins.map(({ from, to, pairs, score, observed, low, high }) =>
      [from, to, pairs, ...[score, observed, low, high].map((value) => value.toFixed(3))].join(','),
    ),
    '',
  ].join('\n');

const text = (at: readonly [number, number], words: string, more = ''): string =>
  `<text x="${at[0]}" y="${at[1]}" ${more}>${words}</text>`;

function axes(): string[] {
  const ticks = [0, 0.2, 0.4, 0.6, 0.8, 1];
  return ticks.flatMap((tick) => [
    `<line class="grid" x1="${x(tick)}" y1="${y(0)}" x2="${x(tick)}" y2="${y(1)}"/>`,
    `<line class="grid" x1="${x(0)}" y1="${y(tick)}" x2="${x(1)}" y2="${y(tick)}"/>`,
    text([x(tick), y(0) + 16], String(tick), 'text-anchor="middle"'),
    text([x(0) - 8, y(tick) + 4], String(tick), 'text-anchor="end"'),
  ]);
}

function counts(bins: readonly Bin[]): string[] {
  const most = Math.max(...bins.map((bin) => bin.pairs));
  const floor = TOP + SIZE + BARS + 44;
  return bins.flatMap((bin) => {
    const height = Math.max(1, Math.round((BARS - 16) * (bin.pairs / most)));
    const left = x(bin.from) + 2;
    return [
      `<rect class="bar" x="${left}" y="${floor - height}" width="${x(bin.to) - x(bin.from) - 4}" height="${height}"/>`,
      text([(x(bin.from) + x(bin.to)) / 2, floor - height - 4], String(bin.pairs), 'text-anchor="middle"'),
    ];
  });
}

/** Score against the share of pairs that are one, with 95 % intervals, and how many pairs stand behind each point. */
export function calibrationPlot(bins: readonly Bin[]): string {
  const points = bins.flatMap((bin) => [
    `<line class="range" x1="${x(bin.score)}" y1="${y(bin.low)}" x2="${x(bin.score)}" y2="${y(bin.high)}"/>`,
    `<circle class="point" cx="${x(bin.score)}" cy="${y(bin.observed)}" r="4"/>`,
  ]);
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    '<title>Score against the share of held-out labelled pairs that are one</title>',
    '<style>text{font:12px sans-serif;fill:#3b3b3b}.grid{stroke:#ddd}.even{stroke:#888;stroke-dasharray:4 4}.range{stroke:#1b5e8a;stroke-width:1.5}.point{fill:#1b5e8a}.bar{fill:#a9c4d6}</style>',
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...axes(),
    `<line class="even" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>`,
    ...points,
    text([x(0.5), y(0) + 34], 'score', 'text-anchor="middle"'),
    text([14, y(0.5)], 'share that is one', `text-anchor="middle" transform="rotate(-90 14 ${y(0.5)})"`),
    ...counts(bins),
    text(
      [x(0.5), HEIGHT - 8],
      'pairs at each score (held out, three times five folds)',
      'text-anchor="middle"',
    ),
    '</svg>',
  ].join('\n')}\n`;
}
