import type { EntityInput, Role } from '@atalaya/contract/access.ts';
import { entryType } from '../../platform/journal.ts';

export const entityCreated = entryType<EntityInput>({
  type: 'access.entity_created',
  schema: 1,
  state: [
    {
      table: 'access.entity',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        code: '/data/code',
        name: '/data/name',
        jurisdiction: '/data/jurisdiction',
        currency: '/data/currency',
        time_zone: '/data/time_zone',
        tax_id: '/data/tax_id',
        platform_domain: '/data/platform_domain',
        created_at: '/at',
      },
    },
  ],
});

export const memberAdded = entryType<{ active: boolean }, { name: string; email: string }>({
  type: 'access.member_added',
  schema: 1,
  state: [
    {
      table: 'access.member',
      op: 'insert',
      key: { id: '/subject' },
      set: { entity: '/entity', active: '/data/active', created_at: '/at' },
    },
    {
      table: 'access.member_person',
      op: 'insert',
      key: { id: '/subject' },
      set: { entity: '/entity', name: '/personal/name', email: '/personal/email' },
    },
  ],
});

export const roleGranted = entryType<{ role: Role }>({
  type: 'access.role_granted',
  schema: 1,
  state: [
    {
      table: 'access.role_grant',
      op: 'insert',
      key: { member: '/subject', entity: '/entity', role: '/data/role' },
      set: { granted_by: '/actor', granted_at: '/at' },
    },
  ],
});

/** The hash of a secret of 256 random bits may stand in the journal: there is nothing to guess. */
export const keyCreated = entryType<{ name: string; permissions: readonly string[]; secret_sha256: string }>({
  type: 'access.key_created',
  schema: 1,
  state: [
    {
      table: 'access.api_key',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        name: '/data/name',
        secret_sha256: '/data/secret_sha256',
        permissions: '/data/permissions',
        created_at: '/at',
      },
    },
  ],
});

export const keyRevoked = entryType<Record<string, never>>({
  type: 'access.key_revoked',
  schema: 1,
  state: [{ table: 'access.api_key', op: 'update', key: { id: '/subject' }, set: { revoked_at: '/at' } }],
});

/** That it was set; what was set is never in the journal. */
export const passwordSet = entryType<Record<string, never>>({
  type: 'access.password_set',
  schema: 1,
  state: [],
});

export const signedIn = entryType<{ method: 'link' | 'password' }>({
  type: 'access.signed_in',
  schema: 1,
  state: [],
});

export const entryTypes = [
  entityCreated,
  memberAdded,
  roleGranted,
  keyCreated,
  keyRevoked,
  passwordSet,
  signedIn,
];
