import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'en');

export const releases: Catalogue['releases'] = {
  title: 'Releases',
  one: 'Release after a delisting',
  back: 'Hits',
  link: 'Releases',
  total: (n: number) => (n === 1 ? '1 customer' : `${count(n)} customers`),
  sentence: 'Showing {state}',
  states: {
    'open,proposed': 'those that wait for a decision',
    proposed: 'those that wait for a second person',
    released: 'those released',
    kept: 'those kept stopped',
    lapsed: 'those that lapsed',
    '': 'all',
  },
  columns: {
    due: 'Due',
    customer: 'Customer',
    what: 'What is stopped',
    value: 'Value',
    sources: 'No longer said by',
    state: 'State',
    opened: 'Since',
  },
  operations: (n: number) => (n === 1 ? '1 operation' : `${count(n)} operations`),
  restriction: 'the customer’s restriction',
  restrictionNote:
    'The customer’s restriction rested on a confirmed hit whose listing was taken off. Releasing makes the customer active again.',
  stateWords: {
    open: 'To be proposed',
    proposed: 'Awaits second person',
    released: 'Released',
    kept: 'Kept stopped',
    lapsed: 'Lapsed',
  },
  emptyTitle: 'Nothing to release',
  emptyText:
    'When a list or a tag no longer names somebody, what was stopped for that alone appears here. Nothing is released by itself: two people decide.',
  look: 'Look again now',
  looking: 'What is stopped is asked again with the lists of now',
  items: 'Operations',
  noItems: 'No operation is stopped for this alone.',
  history: 'History',
  itemColumns: {
    ended: 'Only for',
    grounds: 'What changed',
    standing: 'Also found',
  },
  returned: 'the list names it again',
  ground: {
    list: (code: string, version: string, day: string) =>
      `${code} no longer names it${version === '' ? '' : ` since version ${version}`}${day === '' ? '' : ` (${day})`}`,
    tag: (code: string, _version: string, _day: string) => `tag ${code} withdrawn`,
    exposure: (code: string, _version: string, _day: string) => `leads to ${code} no more`,
  },
  proposals: {
    release: (who: string) => `${who} proposed to release.`,
    keep: (who: string) => `${who} proposed to keep it stopped.`,
  },
  decidedBy: (who: string) => `${who} agreed.`,
  waitsForSecond: 'Another person must decide',
  acts: { release: 'Propose to release', keep: 'Propose to keep', agree: 'Agree', return: 'Send back' },
  actLeads: {
    release: 'Another person must agree. The lists are asked once more before anything is released.',
    keep: 'Another person must agree. What is stopped stays so.',
    return: 'It goes back to whoever proposed, with your words.',
  },
  leads: {
    release:
      'Holds are released and the restriction, if there is one, is lifted. Of what was blocked the exchange reads here that it may go on.',
    keep: 'What is stopped stays so, and is not proposed again.',
  },
  reason: 'Reason',
  reasonHint: 'Stands in the journal, sealed with the customer’s key.',
  said: {
    release: 'Sent to a second person',
    keep: 'Sent to a second person',
    agree: 'Decided',
    return: 'Sent back',
  },
  remarkKinds: {
    proposed_release: 'proposed to release',
    proposed_keep: 'proposed to keep it stopped',
    agreed: 'agreed',
    returned: 'sent it back',
  },
  verb: 'Release or keep',
  what: (n: number) =>
    n === 0
      ? 'Restriction without a ground'
      : n === 1
        ? '1 operation without a ground'
        : `${count(n)} operations without a ground`,
};
