import { Failure } from '../../kernel/failure.ts';
import type { Tx } from '../../platform/database.ts';
import { permissionsOf } from '../access/permissions.ts';
import { grantsOf, memberById } from '../access/users.ts';

/**
 * Proves that work of this entity can be given to someone: an active member of staff whose roles there may do it.
 * Needs the deployment in the transaction's scope. Failure: the code given.
 */
export async function ensureAssignable(
  tx: Tx,
  work: {
    readonly entity: string;
    readonly assignee: string;
    readonly permission: string;
    readonly code: string;
  },
): Promise<void> {
  const member = await memberById(tx, work.assignee);
  const roles = (await grantsOf(tx, work.assignee))
    .filter(({ entity }) => entity === work.entity)
    .map(({ role }) => role);
  if (member !== undefined && permissionsOf(roles).has(work.permission)) return;
  throw new Failure('policy', work.code, `${work.assignee} cannot be given work of ${work.entity}`, [
    { field: '/assignee', message: work.assignee },
  ]);
}
