import { expect, test } from 'vitest';
import { instantOf, localTimeOf } from './local-time.ts';

test.each([
  ['2026-11-22T15:14:00.000Z', 'America/Mexico_City', '2026-11-22T09:14'],
  ['2026-07-01T02:30:00.000Z', 'America/Sao_Paulo', '2026-06-30T23:30'],
  ['2026-07-01T00:00:00.000Z', 'America/New_York', '2026-06-30T20:00'],
  ['2026-01-01T05:00:00.000Z', 'America/Mexico_City', '2025-12-31T23:00'],
])('%s in %s is %s, and back', (instant, zone, local) => {
  expect(localTimeOf(new Date(instant), zone)).toBe(local);
  expect(instantOf(local, zone)).toBe(instant);
});

test('near a change of clocks the instant is that of the zone', () => {
  expect(instantOf('2026-03-08T01:30', 'America/New_York')).toBe('2026-03-08T06:30:00.000Z');
  expect(instantOf('2026-03-08T03:30', 'America/New_York')).toBe('2026-03-08T07:30:00.000Z');
});
