import type { Texts } from '@atalaya/contract/schema.ts';
import { formatInstant, type Instant, instantOf, parseInstant } from '../../kernel/instant.ts';
import type { FeedEntry } from '../../platform/feed.ts';
import type { DecidedData } from '../decisions/events.ts';
import { monthOf } from './avi.ts';

/** Duties found of one customer, month and scenario, in the order of the journal. */
export interface DutyGroup {
  readonly entity: string;
  readonly customer: string;
  readonly scenario: string;
  readonly title: Texts;
  readonly month: string;
  readonly currency: string;
  readonly found: readonly Found[];
}

interface Found {
  readonly event: string;
  readonly at: Instant;
  readonly amount: number | null;
  readonly threshold: number | null;
}

export interface DutyTotals {
  readonly amount: number | null;
  readonly threshold: number | null;
  readonly findings: number;
  readonly last_at: Instant;
}

/** Months are those in which the operations took place. Pure. */
export function groupDuties(entries: readonly FeedEntry[]): DutyGroup[] {
  const groups = new Map<string, DutyGroup & { found: Found[] }>();
  for (const { body } of entries) {
    const { customer, findings, occurred_at, gathered } = body.data as DecidedData;
    const at = parseInstant(occurred_at);
    for (const { scenario, title, report } of findings) {
      if (report === undefined) continue;
      const month = monthOf(at);
      const key = `${customer} ${scenario} ${month}`;
      const group = groups.get(key) ?? {
        entity: body.entity,
        customer,
        scenario,
        title,
        month,
        currency: gathered.currency,
        found: [],
      };
      groups.set(key, group);
      group.found.push({ event: body.subject, at, ...report });
    }
  }
  return [...groups.values()];
}

const most = (left: number | null, right: number | null): number | null =>
  left === null ? right : right === null ? left : Math.max(left, right);

/** What the duty amounts to after these findings: the most that was reached, the last threshold. Pure. */
export function addDuties(before: DutyTotals | undefined, { found }: DutyGroup) {
  const times = found.map(({ at }) => at);
  return {
    amount: found.reduce((reached, one) => most(reached, one.amount), before?.amount ?? null),
    threshold: found.at(-1)?.threshold ?? before?.threshold ?? null,
    findings: (before?.findings ?? 0) + found.length,
    last_at: formatInstant(instantOf(Math.max(before?.last_at ?? 0, ...times))),
    events: found.map(({ event, at, amount }) => ({ event, at: formatInstant(at), amount })),
  };
}
