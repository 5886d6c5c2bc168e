import type { ApiKeyView } from '@atalaya/contract/access.ts';
import type { Static } from 'typebox';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { asSystem, type Database, one, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { keyCreated, keyRevoked } from './events.ts';
import { DEFAULT_KEY_PERMISSIONS, KEY_PERMISSIONS } from './permissions.ts';
import { digestOf, newApiSecret } from './secrets.ts';

type KeyView = Static<typeof ApiKeyView>;

interface KeyRow {
  readonly id: string;
  readonly name: string;
  readonly entity: string;
  readonly permissions: string[];
  readonly created_at: Instant;
  readonly revoked_at: Instant | null;
}

const COLUMNS = 'id, name, entity, permissions, created_at, revoked_at';

const present = (row: KeyRow): KeyView => ({
  id: row.id,
  name: row.name,
  entity: row.entity,
  permissions: row.permissions,
  created_at: formatInstant(row.created_at),
  ...(row.revoked_at === null ? {} : { revoked_at: formatInstant(row.revoked_at) }),
});

export interface NewApiKey {
  readonly name: string;
  readonly entity: string;
  readonly permissions?: readonly string[] | undefined;
}

function ensurePermissions(permissions: readonly string[]): readonly string[] {
  const unknown = permissions.flatMap((permission, i) =>
    KEY_PERMISSIONS.has(permission) ? [] : [{ field: `/permissions/${i}`, message: permission }],
  );
  if (unknown.length > 0)
    throw new Failure('caller', 'access.unknown_permission', 'a key cannot have these permissions', unknown);
  return [...new Set(permissions)].sort();
}

async function storeKey(
  ports: { db: Database; journal: Journal },
  call: { scope: Scope; actor: string },
  input: NewApiKey,
  secret: string,
): Promise<KeyView> {
  const permissions = ensurePermissions(input.permissions ?? DEFAULT_KEY_PERMISSIONS);
  if (!/^ent_/.test(input.entity) || !call.scope.entities.includes(input.entity))
    throw new Failure(
      'missing',
      'access.unknown_entity',
      `no obliged entity ${input.entity} within your reach`,
      [{ field: '/entity', message: input.entity }],
    );
  const id = newId('key');
  return write(ports.db, { entities: [input.entity] }, async (tx) => {
    await ports.journal.record(tx, keyCreated, {
      entity: input.entity,
      actor: call.actor,
      subject: id,
      data: { name: input.name, permissions, secret_sha256: digestOf(secret) },
    });
    return keyOf(tx, id);
  });
}

async function keyOf(tx: Tx, id: string): Promise<KeyView> {
  const found = await one<KeyRow>(tx, `select ${COLUMNS} from access.api_key where id = $1`, [id]);
  if (found === undefined) throw new Failure('missing', 'not_found', `no API key ${id}`);
  return present(found);
}

/** Failures: access.unknown_permission (position), access.unknown_entity. The secret is never readable again. */
export async function createApiKey(
  ports: { db: Database; journal: Journal },
  call: { scope: Scope; actor: string },
  input: NewApiKey,
): Promise<{ key: KeyView; secret: string }> {
  const secret = newApiSecret();
  return { key: await storeKey(ports, call, input, secret), secret };
}

/** For programs that keep the secret themselves: the key with this secret, made where there is none. Gives its id. */
export async function ensureApiKey(
  ports: { db: Database; journal: Journal },
  input: NewApiKey & { readonly secret: string },
): Promise<string> {
  const known = await asSystem(ports.db, (tx) =>
    one<{ id: string }>(tx, 'select id from access.api_key where secret_sha256 = $1', [
      digestOf(input.secret),
    ]),
  );
  if (known !== undefined) return known.id;
  const call = { scope: { entities: [input.entity] }, actor: 'system:start' };
  return (await storeKey(ports, call, input, input.secret)).id;
}

/** Keys in sight, the newest first. */
export async function keysInSight(tx: Tx): Promise<KeyView[]> {
  return (await rows<KeyRow>(tx, `select ${COLUMNS} from access.api_key order by entry desc`)).map(present);
}

/** Revoking twice changes nothing. Failure: not_found. */
export function revokeKey(
  ports: { db: Database; journal: Journal },
  call: { scope: Scope; actor: string },
  id: string,
): Promise<KeyView> {
  return write(ports.db, call.scope, async (tx) => {
    const found = await one<{ entity: string; revoked_at: Instant | null }>(
      tx,
      'select entity, revoked_at from access.api_key where id = $1 for update',
      [id],
    );
    if (found === undefined) throw new Failure('missing', 'not_found', `no API key ${id}`);
    if (found.revoked_at === null)
      await ports.journal.record(tx, keyRevoked, {
        entity: found.entity,
        actor: call.actor,
        subject: id,
        data: {},
      });
    return keyOf(tx, id);
  });
}

/** The living key with this digest; needs a system transaction. */
export const keyByDigest = (
  tx: Tx,
  digest: string,
): Promise<{ id: string; name: string; entity: string; permissions: string[] } | undefined> =>
  one(
    tx,
    'select id, name, entity, permissions from access.api_key where secret_sha256 = $1 and revoked_at is null',
    [digest],
  );
