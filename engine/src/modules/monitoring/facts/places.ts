/** Small pure helpers behind derived facts: subscriber lines, look-alike addresses, travel speed. */

const EARTH_RADIUS_KM = 6371.0088;
const HOUR_MS = 3_600_000;
const DEGREE = Math.PI / 180 / 10_000;

/** An IPv4 address as it is; an IPv6 address cut to its /64 (an IPv4-mapped one to its IPv4); null when it is neither. */
export function ipGroup(address: string | null): string | null {
  if (address === null) return null;
  if (!address.includes(':')) return address;
  const plain = address.toLowerCase().split('%')[0] ?? '';
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(plain);
  if (mapped !== null) return mapped[1] ?? null;
  const [head = '', tail] = plain.split('::');
  const left = head === '' ? [] : head.split(':');
  const right = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length;
  if (zeros < 0) return null;
  const groups = [...left, ...Array.from({ length: zeros }, () => '0'), ...right];
  if (groups.length !== 8) return null;
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

/** Characters every address of a network begins with: they say nothing to the eye. */
const PREFIX = /^(0x|bc1[qp]|ltc1[qp]|[13T])/;

/**
 * What a hurried person compares of an address: network, the first four and the last four characters after the fixed
 * prefix. Two addresses that share it and differ look alike. Hexadecimal addresses are compared without case.
 */
export function lookalike(network: string | null, address: string | null): string | null {
  if (address === null) return null;
  const folded = address.startsWith('0x') ? address.toLowerCase() : address;
  const body = folded.replace(PREFIX, '');
  if (body.length < 12) return null;
  return `${network ?? ''}:${body.slice(0, 4)}…${body.slice(-4)}`;
}

const CELL_E4 = 2000;

/** South-west corner of the square of a fifth of a degree a point lies in, in fifths: `97,-496`. */
export const placeCell = (latitude: number | null, longitude: number | null): string | null =>
  latitude === null || longitude === null
    ? null
    : `${Math.floor(latitude / CELL_E4)},${Math.floor(longitude / CELL_E4)}`;

/** Great-circle kilometres between two points in degrees × 10,000 (haversine, mean radius), rounded down. */
export function distanceKm(lat1: number, lon1: number, lat2: number, lon2: number): number {
  const dLat = (lat2 - lat1) * DEGREE;
  const dLon = (lon2 - lon1) * DEGREE;
  const h =
    Math.sin(dLat / 2) ** 2 + Math.cos(lat1 * DEGREE) * Math.cos(lat2 * DEGREE) * Math.sin(dLon / 2) ** 2;
  return Math.floor(2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(h))));
}

/** Whole km/h; two places at the same instant count as one minute apart. */
export const speedKmh = (km: number, ms: number): number => Math.floor((km * HOUR_MS) / Math.max(ms, 60_000));
