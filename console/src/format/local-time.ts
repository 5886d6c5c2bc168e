const pad = (n: number): string => String(n).padStart(2, '0');

function partsIn(at: Date, zone: string): Record<string, number> {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  return Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

/** An instant as the value of a `datetime-local` field in a zone: `2026-11-22T09:14`. */
export function localTimeOf(at: Date, zone: string): string {
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0 } = partsIn(at, zone);
  return `${year}-${pad(month)}-${pad(day)}T${pad(hour)}:${pad(minute)}`;
}

/** Milliseconds that the clocks of the zone are ahead of UTC at an instant. */
function offsetAt(at: Date, zone: string): number {
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = partsIn(at, zone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at.getTime() / 1000) * 1000;
}

/** The instant of a local time in a zone, RFC 3339 in UTC. Where the clocks go back, the earlier of the two. */
export function instantOf(local: string, zone: string): string {
  const asUtc = Date.parse(`${local.slice(0, 16)}:00Z`);
  const first = asUtc - offsetAt(new Date(asUtc), zone);
  const second = asUtc - offsetAt(new Date(first), zone);
  return new Date(second).toISOString();
}
