import { expect, test } from 'vitest';
import type { Finding } from '../../monitoring/detection.ts';
import { blankObservation } from '../../monitoring/observation.ts';
import { AlertBook, matchAlerts } from './alert-book.ts';

const HOUR = 3_600_000;

const finding = (key: string, report: Finding['report'] = null) =>
  ({ scenario: 's', suppression: { key, forMs: 24 * HOUR }, report }) as Finding;

const at = (hours: number, entity = 'one') =>
  blankObservation({ eventId: `e${hours}`, entity, type: 'deposit', at: hours * HOUR, customer: 'c' });

test('findings of one key within its time are one alert; late ones count too, another entity is another', () => {
  const book = new AlertBook({ remember: true });
  const took = [
    book.take(finding('a'), at(100), 1),
    book.take(finding('a'), at(110), 1),
    book.take(finding('a'), at(90), 1),
    book.take(finding('a'), at(124), 1),
    book.take(finding('b'), at(110), 1),
    book.take(finding('a'), at(110, 'two'), 1),
    book.take(finding('c', { amount: 1, threshold: 1 }), at(110), 1),
  ];
  expect(took).toEqual([true, false, false, true, true, true, false]);
  expect(book.alerts.map(({ key }) => key)).toEqual(['one\na', 'one\na', 'one\nb', 'two\na']);
});

test('an alert is kept when the other side has one of its key that overlaps it, each once', () => {
  const [before, after] = [new AlertBook({ remember: true }), new AlertBook({ remember: true })];
  for (const hours of [0, 100]) before.take(finding('a'), at(hours), 1);
  before.take(finding('x'), at(5), 1);
  for (const hours of [10, 50, 110]) after.take(finding('a'), at(hours), 1);
  const { gained, lost, kept } = matchAlerts(before.alerts, after.alerts);
  const times = (alerts: readonly { at: number }[]) => alerts.map((one) => one.at / HOUR);
  expect([times(gained), times(lost), times(kept)]).toEqual([[50], [5], [10, 110]]);
});
