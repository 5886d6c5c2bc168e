import type { BirthDate } from '../../listing.ts';
import { isoDay, lastDay } from '../dates.ts';
import { childrenOf, textOf, type XmlRecord } from '../xml-records.ts';

/** `Year`, `Month`, `Day` of a date element, as an ISO day. */
export function dayOf(record: XmlRecord | undefined): string | undefined {
  if (record === undefined) return undefined;
  const [year, month, day] = ['Year', 'Month', 'Day'].map((part) => Number(textOf(record, part)));
  return isoDay(year ?? 0, month ?? 0, day ?? 0);
}

const first = (record: XmlRecord | undefined, name: string): XmlRecord | undefined =>
  record === undefined ? undefined : childrenOf(record, name)[0];

/** The earliest and the latest day a `DatePeriod` allows: Start/From to End/To. */
export function periodOf(period: XmlRecord): BirthDate | undefined {
  const [start, end] = [first(period, 'Start'), first(period, 'End')];
  const from = dayOf(first(start, 'From')) ?? dayOf(first(start, 'To'));
  const to = dayOf(first(end, 'To')) ?? dayOf(first(end, 'From'));
  if (from === undefined || to === undefined || from > to) return undefined;
  const circa = start?.attributes.Approximate === 'true' || end?.attributes.Approximate === 'true';
  return { from, to, circa, text: textOfPeriod(from, to) };
}

function textOfPeriod(from: string, to: string): string {
  if (from === to) return from;
  const [year, month] = [from.slice(0, 4), from.slice(5, 7)];
  if (from.endsWith('-01-01') && to.endsWith('-12-31'))
    return to.startsWith(year) ? year : `${year} to ${to.slice(0, 4)}`;
  const monthEnd = `${year}-${month}-${lastDay(Number(year), Number(month))}`;
  return from.endsWith('-01') && to === monthEnd ? `${year}-${month}` : `${from} to ${to}`;
}
