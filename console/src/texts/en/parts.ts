import { formatCount } from '../../format/numbers.ts';
import type { Catalogue } from '../catalogue.ts';

const count = (n: number): string => formatCount(n, 'en');

export const parts: Catalogue['parts'] = {
  copy: 'Copy',
  copied: 'Copied',
  copyThis: (what) => `Copy ${what}`,
  loading: 'Loading…',
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  undo: 'Undo',
  yes: 'Yes',
  no: 'No',
  selected: (n) => `${count(n)} selected`,
  selectAll: 'Select all that are visible',
  selectRow: 'Select',
  left: (span) => `${span} left`,
  overdue: (span) => `${span} overdue`,
  unassigned: 'Unassigned',
  approx: (dollars) => `≈ ${dollars} USD`,
  errors: {
    title: 'It could not be done',
    loadTitle: 'It could not be read',
    unreachable: 'The server did not answer.',
    lost: 'Nothing that was saved is lost; what you typed is still on the screen.',
    nothingLost: 'Nothing was lost.',
    doRetry: 'Check your connection and try again.',
    doDenied: 'Your role does not allow it. Ask whoever administers the users for access.',
    doMissing: 'It may have moved, or belong to another obliged entity.',
    doConflict: 'Someone changed it first. Reload and look again.',
    doFix: 'Correct what is marked and send it again.',
    doLater: 'Try again in a moment. If it goes on, tell engineering the code below.',
    retry: 'Try again',
    code: 'Code',
    request: 'Request',
    row: (n) => `Row ${count(n)}`,
    boundary: 'This screen stumbled over an error of ours.',
    boundaryDo: 'Your data are safe on the server. Reload the page; if it happens again, tell engineering.',
    reload: 'Reload',
    notFound: 'There is no screen here.',
    notFoundDo: 'The address does not exist. Go back to Today, or search with Ctrl K.',
  },
  sparkline: (days, events) =>
    `Activity of ${count(days)} days: ${count(events)} ${events === 1 ? 'event' : 'events'}`,
  optional: 'optional',
};
