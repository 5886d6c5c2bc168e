import { formatCount } from '../../format/numbers.ts';

const count = (n: number): string => formatCount(n, 'en');

export const why = {
  title: 'Why not others?',
  ask: 'Look for the nearest scenarios',
  askAgain: 'The nearest that did not fire',
  lead: (silent: number) =>
    silent === 0
      ? 'No other scenario judges this event.'
      : silent === 1
        ? '1 scenario looked at this event and did not fire.'
        : `${count(silent)} scenarios looked at this event and did not fire.`,
  basis: {
    journal: 'The windows were rebuilt from the journal, as they were when it was decided.',
    record: 'The person was erased: only the facts stored with the decision are used.',
  },
  otherRules: 'Another rule-set decided; this answer is that of the live one.',
  nearness: 'Nearness',
  nearnessHint: 'Of the condition farthest from being met; 100 % is met.',
  met: 'met',
  unmet: 'not met',
  unknown: 'not known',
  unknownOf: (names: string) => `not known: ${names}`,
  enough: 'Would have been enough',
  or: 'or',
  together: 'Enough together',
  noWay: 'No change of a single value would have made it fire.',
  working: 'Rebuilding the windows…',
  windows: 'The events inside the windows',
  windowTotal: (total: number, shown: number) =>
    shown < total
      ? `${count(total)} events; the ${count(shown)} newest`
      : total === 1
        ? '1 event'
        : `${count(total)} events`,
  windowEmpty: 'No event inside.',
  keptBy: 'by',
  direction: { in: 'in', out: 'out', none: '—' },
  present: 'this event',
  other: 'another customer',
  columns: { at: 'Happened', what: 'Event', direction: 'Way', amount: 'Amount', usd: 'USD' },
  limits: (min: string, max: string) => `between ${min} and ${max}`,
  forTier: (tier: string) => `for ${tier} risk`,
  forJurisdiction: (code: string) => `for ${code}`,
  replay: 'Make the decision again',
  replayLead:
    'Recomputes the facts from the journal and the decision from the facts, and compares byte by byte.',
  thorough: 'Read everything, trust no index',
  identical: 'Identical, byte by byte.',
  different: 'Different: this does not agree with the entry.',
  notReplayable: 'It cannot be made again.',
  because: {
    rule_set_unavailable: 'The rule-set that decided is not known any more.',
    policy_changed: 'The policy of then was another.',
    person_erased: 'The person was erased, and what was sealed of them can no longer be read.',
    event_refused: 'Today the event would not be taken as it was told.',
  },
  read: (n: number) => (n === 1 ? '1 entry read' : `${count(n)} entries read`),
  readAll: 'all within reach',
  erased: (n: number) => `${count(n)} of persons erased since`,
  member: 'Member',
  stored: 'In the journal',
  made: 'Made again',
  sealedMember: 'sealed',
} as const;
