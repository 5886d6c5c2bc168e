import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'en');

export const dues = {
  title: 'Reports due',
  lead: 'The law asks for them because a threshold was reached. Nobody is suspected, and they open no alerts.',
  link: (n: number) => `Due by law (${count(n)})`,
  sentence: 'Reports {state} of {month}, those due first',
  states: { '': 'in any state', open: 'still due', covered: 'covered', dismissed: 'dismissed' },
  stateWord: { open: 'Due', covered: 'Covered', dismissed: 'Dismissed' },
  labels: { state: 'State', month: 'Month' },
  anyMonth: 'any month',
  columns: {
    due: 'Due',
    customer: 'Customer',
    basis: 'Why',
    amount: 'Reached',
    threshold: 'Threshold',
    month: 'Month',
    state: 'State',
  },
  monthLine: (open: number, customers: number) =>
    `${count(open)} ${open === 1 ? 'report' : 'reports'} of ${count(customers)} ${customers === 1 ? 'customer' : 'customers'}`,
  monthDone: (covered: number, dismissed: number) =>
    `${count(covered)} covered, ${count(dismissed)} dismissed`,
  start: 'Draft the report',
  startHint:
    'Opens the customer’s case, or joins the one there is, and drafts the report of the month with its operations.',
  started: 'Report drafted.',
  toCase: 'See the case',
  toReport: 'See the report',
  dismiss: 'Dismiss',
  dismissTitle: 'Dismiss the duty',
  dismissLead: 'Say why no report is needed. It stays in the journal with your name.',
  reason: 'Reason',
  reasons: {
    already_reported: 'Already reported',
    not_reportable: 'The operation is not reportable',
    below_threshold: 'Does not reach the threshold',
    exempt: 'The customer is exempt',
    wrong_data: 'The data was wrong',
  },
  note: 'Explanation',
  dismissed: 'Duty dismissed.',
  closedBy: (name: string) => `by ${name}`,
  basis: {
    internal: (hours: number) => `internal policy: ${count(hours)} h`,
    urgent: 'LFPIORPI arts. 17 XVI and 18: report within 24 hours',
    rules: 'General rules of the LFPIORPI; since DOF 2025-07-16 attempts too',
  },
  emptyTitle: 'No report due with these filters',
  emptyText:
    'When a customer reaches a legal threshold (accumulation over six months, a fee), the report due appears here with its deadline.',
  verb: 'File reports',
  ofMonth: (open: number, month: string) =>
    `${count(open)} ${open === 1 ? 'report' : 'reports'} of ${month} due by law`,
} as const;
