import { entryType } from '../../platform/journal.ts';
import type { PersonalDetails, Profile } from './customer.ts';
import type { Risk } from './rating.ts';
import type { RelationshipState } from './relationship.ts';
import type { Warning } from './warnings.ts';

export interface CustomerFactsData {
  readonly profile: Profile;
  readonly rating: string;
  readonly risk: Pick<Risk, 'version' | 'points' | 'reasons'>;
  readonly warnings: readonly Warning[];
}

const facts = {
  kind: '/data/profile/kind',
  country: '/data/profile/country',
  profile: '/data/profile',
  rating: '/data/rating',
  risk: '/data/risk',
  warnings: '/data/warnings',
  updated_at: '/at',
};

const person = { entity: '/entity', details: '/personal' };

export const customerRegistered = entryType<
  CustomerFactsData & { reference: string; state: RelationshipState; erased: false },
  PersonalDetails
>({
  type: 'customers.registered',
  schema: 1,
  state: [
    {
      table: 'customers.customer',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        reference: '/data/reference',
        state: '/data/state',
        erased: '/data/erased',
        created_at: '/at',
        ...facts,
      },
    },
    { table: 'customers.person', op: 'insert', key: { id: '/subject' }, set: person },
  ],
});

export const customerUpdated = entryType<CustomerFactsData, PersonalDetails>({
  type: 'customers.updated',
  schema: 1,
  state: [
    { table: 'customers.customer', op: 'update', key: { id: '/subject' }, set: facts },
    { table: 'customers.person', op: 'update', key: { id: '/subject' }, set: person },
  ],
});

export const relationshipSet = entryType<{
  state: RelationshipState;
  before: RelationshipState;
  reason: string;
}>({
  type: 'customers.relationship_set',
  schema: 1,
  state: [
    {
      table: 'customers.customer',
      op: 'update',
      key: { id: '/subject' },
      set: { state: '/data/state', updated_at: '/at' },
    },
  ],
});

/** In the same transaction the person's key is destroyed: what was sealed before stays sealed for ever. */
export const customerErased = entryType<{
  erased: true;
  warnings: readonly Warning[];
  reason: string;
  legal_basis: string;
}>({
  type: 'customers.erased',
  schema: 1,
  state: [
    {
      table: 'customers.customer',
      op: 'update',
      key: { id: '/subject' },
      set: { erased: '/data/erased', warnings: '/data/warnings', updated_at: '/at' },
    },
    { table: 'customers.person', op: 'delete', key: { id: '/subject' }, set: {} },
  ],
});

export const entryTypes = [customerRegistered, customerUpdated, relationshipSet, customerErased];
