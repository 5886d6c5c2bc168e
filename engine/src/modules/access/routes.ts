import {
  createApiKey as createApiKeyRoute,
  createEntity as createEntityRoute,
  createUser,
  type EntityView,
  getSession,
  listApiKeys,
  listEntities,
  listUsers,
  revokeApiKey,
  signIn,
  signOut,
} from '@atalaya/contract/access.ts';
import { Failure } from '../../kernel/failure.ts';
import { type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, type Database, read } from '../../platform/database.ts';
import type { Caller, Http } from '../../platform/http.ts';
import type { Journal } from '../../platform/journal.ts';
import { createAttempts } from './attempts.ts';
import type { KnownCallers } from './authenticate.ts';
import { ensureNotForeign, noSessionCookie, sessionCookie, sessionTokenOf } from './cookies.ts';
import { createEntity, entitiesInSight } from './entities.ts';
import { createApiKey, keysInSight, revokeKey } from './keys.ts';
import { withDeployment } from './permissions.ts';
import { closeSession, issueSignInToken, openSession, sessionEnd, sessionView } from './sessions.ts';
import { addUser, grantAdmin, memberById, usersInSight } from './users.ts';

export interface AccessPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly callers: KnownCallers;
  readonly now?: () => Instant;
  /** Told after the commit, and waited for: whoever was told of a new obliged entity can use it at once. */
  readonly entityCreated?: (entity: EntityView) => Promise<void>;
}

/** Hours within which a new staff member signs in for the first time. */
const INVITATION_HOURS = 72;

export function mountAccess(http: Http, given: AccessPorts): void {
  const now = given.now ?? (() => instantOf(Date.now()));
  const ports = { ...given, now, attempts: createAttempts(now) };
  mountSessions(http, ports);
  mountStaff(http, ports);
  mountKeys(http, ports);
}

type Ports = AccessPorts & {
  readonly now: () => Instant;
  readonly attempts: ReturnType<typeof createAttempts>;
};

const ensureStaff = (caller: Caller): void => {
  if (caller.kind !== 'staff') throw new Failure('denied', 'auth.denied', 'an API key has no session');
};

function mountSessions(http: Http, ports: Ports): void {
  http.mount(signIn, async ({ body, request, reply }) => {
    ensureNotForeign(request);
    const { token, member, expiresAt } = await openSession(ports, body, request.ip);
    reply.header('set-cookie', sessionCookie(request, token));
    return sessionView(ports.db, member, expiresAt);
  });

  http.mount(getSession, async ({ caller, request }) => {
    ensureStaff(caller);
    const member = await asSystem(ports.db, (tx) => memberById(tx, caller.actor));
    if (member === undefined) throw new Failure('denied', 'auth.required', 'sign in again');
    const end = await sessionEnd(ports.db, sessionTokenOf(request) ?? '', ports.now());
    return sessionView(ports.db, member, end);
  });

  http.mount(signOut, async ({ caller, request, reply }) => {
    ensureStaff(caller);
    await closeSession(ports.db, sessionTokenOf(request) ?? '');
    ports.callers.forget();
    reply.header('set-cookie', noSessionCookie(request));
    return {};
  });
}

function mountStaff(http: Http, ports: Ports): void {
  http.mount(listUsers, async ({ scope }) => ({
    items: await read(ports.db, withDeployment(scope), (tx) => usersInSight(tx, scope)),
  }));

  http.mount(createUser, async ({ scope, caller, body }) => {
    const user = await addUser(ports, { scope, actor: caller.actor }, body);
    return { user, token: await issueSignInToken(ports, user.id, INVITATION_HOURS) };
  });

  http.mount(listEntities, async ({ scope }) => ({ items: await read(ports.db, scope, entitiesInSight) }));

  http.mount(createEntityRoute, async ({ caller, body }) => {
    ensureStaff(caller);
    const made = await createEntity(ports, caller.actor, body, (tx, entity) =>
      grantAdmin(tx, ports.journal, caller.actor, entity),
    );
    ports.callers.forget();
    await ports.entityCreated?.(made);
    return made;
  });
}

function mountKeys(http: Http, ports: Ports): void {
  http.mount(createApiKeyRoute, ({ scope, caller, body }) =>
    createApiKey(ports, { scope, actor: caller.actor }, body),
  );

  http.mount(listApiKeys, async ({ scope }) => ({ items: await read(ports.db, scope, keysInSight) }));

  http.mount(revokeApiKey, async ({ scope, caller, params }) => {
    const revoked = await revokeKey(ports, { scope, actor: caller.actor }, params.id);
    ports.callers.forget();
    return revoked;
  });
}
