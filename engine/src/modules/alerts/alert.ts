import type { AlertRow } from '@atalaya/contract/alerts.ts';
import type { Severity } from '@atalaya/contract/decisions.ts';
import { SEVERITIES } from '@atalaya/contract/decisions.ts';
import { Failure } from '../../kernel/failure.ts';
import { type Instant, instantOf } from '../../kernel/instant.ts';

/** An alert: open → in_case | cleared; a cleared one can be opened again. What is in a case is decided in the case. */
export type AlertState = AlertRow['state'];
export const ALERT_ACTIONS = ['assign', 'clear', 'reopen', 'join_case'] as const;
export type AlertAction = (typeof ALERT_ACTIONS)[number];

/** Failure: alerts.transition_refused. */
export function nextAlertState(state: AlertState, action: AlertAction): AlertState {
  switch (action) {
    case 'assign':
      if (state !== 'cleared') return state;
      break;
    case 'clear':
      if (state === 'open') return 'cleared';
      break;
    case 'reopen':
      if (state === 'cleared') return 'open';
      break;
    case 'join_case':
      if (state === 'open') return 'in_case';
      break;
  }
  throw new Failure(
    'conflict',
    'alerts.transition_refused',
    `an alert that is ${state} does not take ${action}`,
  );
}

export const severityRank = (severity: Severity): number => SEVERITIES.indexOf(severity);

export const worstSeverity = (left: Severity, right: Severity): Severity =>
  severityRank(left) >= severityRank(right) ? left : right;

/**
 * Hours in which an alert should have been looked at. A choice of the house, kept below the tightest clock that may be
 * running behind it: 24 hours from knowing of a suspicion (Mexico, LFPIORPI art. 17 XVI and 18, reform DOF 2025-07-16).
 */
export const TRIAGE_HOURS: Readonly<Record<Severity, number>> = {
  critical: 12,
  high: 24,
  medium: 72,
  low: 168,
};

const HOUR_MS = 3_600_000;

/** When an alert of this severity, found at this time, should have been looked at. */
export const triageDue = (severity: Severity, found: Instant): Instant =>
  instantOf(found + TRIAGE_HOURS[severity] * HOUR_MS);
