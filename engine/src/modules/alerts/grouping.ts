import type { Outcome, Severity } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { formatInstant, type Instant, instantOf, parseInstant } from '../../kernel/instant.ts';
import type { FeedEntry } from '../../platform/feed.ts';
import type { DecidedData } from '../decisions/events.ts';
import { triageDue, worstSeverity } from './alert.ts';
import type { FoundEvent, OpenedData } from './events.ts';

/** Findings of one scenario about one customer, in the order of the journal. */
export interface FindingGroup {
  readonly entity: string;
  readonly customer: string;
  readonly scenario: string;
  readonly title: Texts;
  readonly found: readonly Found[];
}

interface Found {
  readonly event: string;
  readonly at: Instant;
  readonly severity: Severity;
  readonly outcome: Outcome;
  readonly value_usd: number | null;
  readonly asset: string | null;
}

/** What an alert amounts to before new findings join it. */
export interface AlertTotals {
  readonly severity: Severity;
  readonly findings: number;
  readonly value_usd: number | null;
  readonly assets: readonly string[];
  readonly last_finding_at: Instant;
  readonly due_at: Instant;
}

/** Findings grouped by customer and scenario, each event once. Pure. */
export function groupFindings(entries: readonly FeedEntry[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup & { found: Found[] }>();
  for (const { body } of entries) {
    const data = body.data as Pick<DecidedData, 'customer' | 'findings' | 'value_usd' | 'asset'>;
    for (const { scenario, severity, outcome, title, report } of data.findings) {
      if (report !== undefined) continue; // a duty, not a suspicion: reports/due keeps it
      const key = `${body.entity} ${data.customer} ${scenario}`;
      const group = groups.get(key) ?? {
        entity: body.entity,
        customer: data.customer,
        scenario,
        title,
        found: [],
      };
      groups.set(key, group);
      if (group.found.some(({ event }) => event === body.subject)) continue;
      const { value_usd, asset } = data;
      group.found.push({
        event: body.subject,
        at: parseInstant(body.at),
        severity,
        outcome,
        value_usd,
        asset,
      });
    }
  }
  return [...groups.values()];
}

const sum = (left: number | null, right: number | null): number | null =>
  left === null ? right : right === null ? left : left + right;

/** The totals after the findings of the group; due never moves later. Pure. */
export function addFindings(before: AlertTotals | undefined, { found }: FindingGroup) {
  const severity = found.reduce<Severity>(
    (worst, one) => worstSeverity(worst, one.severity),
    before?.severity ?? 'low',
  );
  const first = found[0]?.at ?? instantOf(0);
  const last = found.at(-1)?.at ?? first;
  const due = Math.min(before?.due_at ?? Number.MAX_SAFE_INTEGER, triageDue(severity, first));
  const events: FoundEvent[] = found.map(({ event, at, severity: each, outcome }) => ({
    event,
    at: formatInstant(at),
    severity: each,
    outcome,
  }));
  return {
    severity,
    findings: (before?.findings ?? 0) + found.length,
    value_usd: found.reduce((total, one) => sum(total, one.value_usd), before?.value_usd ?? null),
    assets: [
      ...new Set([
        ...(before?.assets ?? []),
        ...found.flatMap(({ asset }) => (asset === null ? [] : [asset])),
      ]),
    ].sort(),
    last_finding_at: formatInstant(instantOf(Math.max(before?.last_finding_at ?? last, last))),
    due_at: formatInstant(instantOf(due)),
    events,
  } satisfies Partial<OpenedData>;
}

/** A finding that stops money or is of the gravest kind does not wait in a queue. */
export const opensCase = ({ found }: FindingGroup): boolean =>
  found.some(({ outcome, severity }) => outcome === 'hold' || outcome === 'block' || severity === 'critical');
