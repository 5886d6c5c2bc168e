import type { AlertRow } from '@atalaya/contract/alerts.ts';
import type { CaseRow } from '@atalaya/contract/cases.ts';
import type { CustomerRow } from '@atalaya/contract/customers.ts';
import type { Outcome, Severity } from '@atalaya/contract/decisions.ts';
import type { ReportDue, ReportRow } from '@atalaya/contract/reports.ts';
import type { WatchlistView } from '@atalaya/contract/watchlists.ts';

/**
 * The closed sets of the contract that filters and forms offer. Only types come from the contract, so that its schemas
 * do not travel to the browser; a code that it does not have does not compile.
 */
export const SEVERITIES = ['critical', 'high', 'medium', 'low'] as const satisfies readonly Severity[];
export const OUTCOMES = ['allow', 'review', 'hold', 'block'] as const satisfies readonly Outcome[];
export const ALERT_STATES = ['open', 'in_case', 'cleared'] as const satisfies readonly AlertRow['state'][];
export const CASE_STATES = [
  'open',
  'investigating',
  'proposed',
  'closed',
  'reported',
] as const satisfies readonly CaseRow['state'][];
export const CASE_OUTCOMES = ['no_suspicion', 'report', 'exit_relationship', 'restrict'] as const;
export const REPORT_STATES = [
  'draft',
  'proposed',
  'approved',
  'filed',
  'accepted',
  'refused',
  'withdrawn',
] as const satisfies readonly ReportRow['state'][];
export const DUE_STATES = ['open', 'covered', 'dismissed'] as const satisfies readonly ReportDue['state'][];
export const RELATIONSHIP_STATES = [
  'prospect',
  'active',
  'restricted',
  'closed',
] as const satisfies readonly CustomerRow['state'][];
export const ROLES = ['analyst', 'officer', 'auditor', 'engineer', 'admin'] as const;
export const LIST_FORMATS = [
  'ofac-sdn-xml',
  'ofac-sdn-csv',
  'ofac-consolidated-xml',
  'ofac-consolidated-csv',
  'ofac-advanced-xml',
  'ofac-crypto',
  'un-xml',
  'eu-xml',
  'uk-xml',
  'uk-csv',
  'mx-sat-69b',
  'fatf-json',
  'pep-csv',
  'ftm-json',
  'csv',
] as const satisfies readonly WatchlistView['format'][];

/** The code if it is one of the set: what a URL says by hand is not trusted to be. */
export const known = <const T extends string>(
  codes: readonly T[],
  value: string | undefined,
): T | undefined => codes.find((code) => code === value);

/** What is found of past events has alerts and no scenario of a rule-set to read. */
export const RELEASE_SCENARIO = 'release-after-delisting';
export const isRuleScenario = (scenario: string): boolean =>
  scenario !== RELEASE_SCENARIO && scenario !== 'exposure-found-later';
