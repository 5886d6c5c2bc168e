/** A figure of a decision as people write it; it comes in the smallest unit: US cents, milliseconds, hundredths of a percent. */
export function figureText(value: string | number | boolean | null, unit: string | undefined): string {
  if (typeof value !== 'number') return value === null ? '—' : String(value);
  switch (unit) {
    case 'usd':
      return `${(value / 100).toFixed(2)} USD`;
    case 'percent':
      return `${value / 100} %`;
    case 'times':
      return `${value / 10_000} ×`;
    case 'duration':
      return durationText(value);
    case 'instant':
      return new Date(value).toISOString();
    case undefined:
    case 'count':
      return String(value);
    default:
      return `${value} ${unit}`;
  }
}

const PARTS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'm'],
  [1000, 's'],
] as const;

/** As scenarios write it: `3d4h`; what is less than a second in milliseconds. */
function durationText(ms: number): string {
  let rest = Math.abs(ms);
  let text = ms < 0 ? '-' : '';
  for (const [size, mark] of PARTS) {
    const many = Math.floor(rest / size);
    rest -= many * size;
    if (many > 0) text += `${many}${mark}`;
  }
  return /\d/.test(text) ? text : `${text}${rest}ms`;
}
