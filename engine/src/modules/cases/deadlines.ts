import type { Severity } from '@atalaya/contract/decisions.ts';
import { type Instant, instantOf } from '../../kernel/instant.ts';

export interface Due {
  readonly at: Instant;
  /** The article or rule it comes from. */
  readonly basis: string;
}

const HOUR_MS = 3_600_000;

/** Hours in which a case should have been decided. A choice of the house, well inside the 45 days of the slowest law we read. */
const INVESTIGATION_HOURS: Readonly<Record<Severity, number>> = {
  critical: 24,
  high: 72,
  medium: 240,
  low: 480,
};

export function investigationDue(severity: Severity, opened: Instant): Due {
  const hours = INVESTIGATION_HOURS[severity];
  return { at: instantOf(opened + hours * HOUR_MS), basis: `política interna: ${hours} h` };
}

/**
 * How long the law leaves once somebody holds that there is something to report, where a source we rely on says so.
 * Mexico: LFPIORPI as reformed (DOF 2025-07-16), secondary sources. United States: 31 CFR 1022.320(b)(3).
 */
const REPORT_CLOCKS: Readonly<Record<string, { readonly hours: number; readonly basis: string }>> = {
  MX: { hours: 24, basis: 'LFPIORPI art. 17 XVI, 18: aviso de 24 horas' },
  US: { hours: 30 * 24, basis: '31 CFR 1022.320(b)(3)' },
};

/** When a report is due that was held necessary now; undefined where we know of no clock. */
export function reportDue(jurisdiction: string, known: Instant): Due | undefined {
  const clock = REPORT_CLOCKS[jurisdiction];
  return clock === undefined
    ? undefined
    : { at: instantOf(known + clock.hours * HOUR_MS), basis: clock.basis };
}
