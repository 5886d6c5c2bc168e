const WIDTH = 24;

const size = (bytes: number): string => {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const at = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  return `${(bytes / 1000 ** at).toFixed(at === 0 ? 0 : 1)} ${units[at]}`;
};

const clock = (seconds: number): string =>
  `${Math.floor(seconds / 60)}:${String(Math.round(seconds % 60)).padStart(2, '0')}`;

/** One line: bar, per cent, how much of how much, and the time left where it is known or can be told from the pace. */
export function progressLine(
  label: string,
  done: number,
  of: number,
  time: { readonly seconds?: number; readonly left?: number } = {},
): string {
  const share = of === 0 ? 0 : Math.min(1, done / of);
  const filled = Math.round(share * WIDTH);
  const left =
    time.left ??
    (time.seconds !== undefined && share > 0.01 ? (time.seconds / share) * (1 - share) : undefined);
  const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
  const eta = left === undefined ? '' : ` · ${clock(left)}`;
  return `${bar} ${String(Math.floor(share * 100)).padStart(3)} % · ${size(done)} / ${size(of)} · ${label}${eta}`;
}
