import type { RELATIONSHIP_STATES } from '@atalaya/contract/customers.ts';
import { Failure } from '../../kernel/failure.ts';

/** Where the business relationship stands. What may follow what is here and nowhere else. */
export type RelationshipState = (typeof RELATIONSHIP_STATES)[number];

/**
 * prospect ─► active ⇄ restricted, and from each of them to closed; a closed relationship may be taken up again.
 * A prospect has nothing to restrict; what is closed is first taken up, and then restricted.
 */
export function mayFollow(now: RelationshipState, wanted: RelationshipState): boolean {
  switch (now) {
    case 'prospect':
      return wanted === 'active' || wanted === 'closed';
    case 'active':
      return wanted === 'restricted' || wanted === 'closed';
    case 'restricted':
      return wanted === 'active' || wanted === 'closed';
    case 'closed':
      return wanted === 'active';
  }
}

/** The state wanted. Failure: customers.transition_refused. */
export function nextRelationship(now: RelationshipState, wanted: RelationshipState): RelationshipState {
  if (mayFollow(now, wanted)) return wanted;
  throw new Failure(
    'conflict',
    'customers.transition_refused',
    `the relationship is ${now}, not to become ${wanted}`,
    [{ field: '/state', message: `${now} → ${wanted}` }],
  );
}
