import { Failure } from '../../kernel/failure.ts';
import type { StoredDecision } from './core-ports.ts';

/** What the core refuses with. */
export const unavailable = (cause?: unknown): Failure =>
  new Failure(
    'operator',
    'unavailable',
    'not decided and not recorded; send the same event again',
    [],
    cause,
  );

export const unknownCustomer = (reference: string): Failure =>
  new Failure('missing', 'activity.unknown_customer', `customer ${reference} is not registered`, [
    { field: '/customer', message: reference },
  ]);

export const erasedCustomer = (reference: string): Failure =>
  new Failure('conflict', 'customers.erased', `customer ${reference} was erased`, [
    { field: '/customer', message: reference },
  ]);

export const otherContent = (before: StoredDecision): Failure =>
  new Failure(
    'conflict',
    'activity.duplicate_content',
    `event ${before.reference} was decided with other content`,
    [{ field: '/id', message: `journal entry ${before.entry}` }],
  );
