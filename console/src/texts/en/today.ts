import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'en');

export const today: Catalogue['today'] = {
  greeting: { morning: 'Good morning', afternoon: 'Good afternoon', evening: 'Good evening' },
  needsMe: 'Needs me now',
  needsMeAside: (n) => (n === 1 ? '1 matter' : `${count(n)} matters`),
  nothing: 'Nothing waits for you.',
  nothingDo:
    'Decisions that need a second person, reports to file, held operations and cases about to fall due will appear here.',
  toQueue: 'Go to the queue',
  verbs: {
    approval: 'Decide',
    report: { draft: 'Complete report', proposed: 'Approve report', approved: 'File report' },
    hold: 'Release or reject',
    case: 'Resolve',
    alert: 'Review',
  },
  proposedBy: (name) => `proposed by ${name}`,
  held: (amount) => `Holds ${amount}`,
  caseNumber: (n) => `Case ${n}`,
  groups: { overdue: 'Overdue', soon: 'Soon', today: 'Today', later: 'Later', none: 'No deadline' },
  queueLine: (open, unassigned) =>
    `${count(open)} open ${open === 1 ? 'alert' : 'alerts'}, ${count(unassigned)} unassigned`,
  since: 'Since yesterday',
  lastDay: 'last 24 hours',
  events: (n) => (n === 1 ? 'event' : 'events'),
  moved: 'moved',
  byHour: 'Events per hour; lit, those not simply allowed',
  alertsOpened: 'Alerts opened',
  alertsCleared: 'Alerts cleared',
  casesOpened: 'Cases opened',
  reportsFiled: 'Reports filed',
  live: 'Right now',
  health: 'Health',
  perSecond: 'Events per second',
  p50: 'Decision, median',
  p99: 'Decision, p99',
  ruleSet: 'Rules',
  entries: 'Journal entries',
  sealed: 'Last checkpoint',
  sealedOver: (n) => `over ${n} entries`,
  noSeal: 'none yet',
  lists: 'Lists',
  listMissing: 'not imported',
  listStale: 'stale',
  listAge: (span) => `${span} ago`,
};
