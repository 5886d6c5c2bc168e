import type { FastifyRequest } from 'fastify';
import { Failure } from '../../kernel/failure.ts';
import type { Instant } from '../../kernel/instant.ts';
import { asSystem, type Database, type Tx } from '../../platform/database.ts';
import type { Authenticate, AuthenticateKey, Caller } from '../../platform/http.ts';
import { ensureSameOrigin, sessionTokenOf } from './cookies.ts';
import { keyByDigest } from './keys.ts';
import { type Grants, permissionsOf, withDeploymentGrants } from './permissions.ts';
import { digestOf } from './secrets.ts';
import { useSession } from './sessions.ts';
import { grantsOf } from './users.ts';

/** What another process changed is seen after this time; what this one changed, at once. */
const REMEMBERED_MS = 15_000;
const REMEMBERED_MAX = 10_000;

/** Callers by the digest of their secret, so that a request of a known key costs one hash and one look-up. */
export interface KnownCallers {
  readonly authenticate: Authenticate;
  readonly authenticateKey: AuthenticateKey;
  /** Forgets everyone: rights were changed. */
  forget(): void;
}

type FindCaller = (tx: Tx, digest: string) => Promise<Caller | undefined>;

interface Remembered {
  readonly caller: Caller;
  readonly until: number;
}

export function createAuthenticate(ports: { db: Database; now: () => Instant }): KnownCallers {
  const remembered = new Map<string, Remembered>();
  const asked = new Map<string, Promise<Caller | undefined>>();

  const ask = async (digest: string, find: FindCaller): Promise<Caller | undefined> => {
    const known = asked.get(digest);
    if (known !== undefined) return known;
    const asking = asSystem(ports.db, (tx) => find(tx, digest));
    asked.set(digest, asking);
    try {
      const caller = await asking;
      if (remembered.size >= REMEMBERED_MAX) remembered.clear();
      // Not when everyone was forgotten meanwhile: this answer may be from before the change.
      if (caller !== undefined && asked.get(digest) === asking)
        remembered.set(digest, { caller, until: ports.now() + REMEMBERED_MS });
      return caller;
    } finally {
      if (asked.get(digest) === asking) asked.delete(digest);
    }
  };

  const callerOf = (secret: string, find: FindCaller): Caller | Promise<Caller | undefined> => {
    const digest = digestOf(secret);
    const known = remembered.get(digest);
    if (known !== undefined && known.until > ports.now()) return known.caller;
    remembered.delete(digest);
    return ask(digest, find);
  };

  const byKey = (authorization: string): Caller | Promise<Caller> => {
    const secret = /^(?:bearer|apikey) +([\x21-\x7e]{1,200})$/i.exec(authorization)?.[1];
    if (secret === undefined) throw nobody('the header authorization must be: Bearer <API key>');
    return somebody(callerOf(secret, keyCaller), 'the API key is not known or was revoked');
  };

  return {
    authenticateKey: byKey,
    authenticate(request: FastifyRequest) {
      const { authorization } = request.headers;
      if (authorization !== undefined) return byKey(authorization);
      const token = sessionTokenOf(request);
      if (token === undefined || token === '') throw nobody('sign in, or present an API key');
      ensureSameOrigin(request);
      return somebody(
        callerOf(token, (tx, digest) => staffCaller(tx, digest, ports.now())),
        'the session is over; sign in again',
      );
    },
    forget() {
      asked.clear();
      remembered.clear();
    },
  };
}

const somebody = (
  found: Caller | Promise<Caller | undefined>,
  otherwise: string,
): Caller | Promise<Caller> =>
  found instanceof Promise
    ? found.then((caller) => {
        if (caller === undefined) throw nobody(otherwise);
        return caller;
      })
    : found;

const nobody = (message: string): Failure => new Failure('denied', 'auth.required', message);

async function keyCaller(tx: Tx, digest: string): Promise<Caller | undefined> {
  const key = await keyByDigest(tx, digest);
  if (key === undefined) return undefined;
  const grants: Grants = withDeploymentGrants(new Map([[key.entity, new Set(key.permissions)]]));
  return { actor: key.id, kind: 'key', name: key.name, grants };
}

async function staffCaller(tx: Tx, digest: string, now: Instant): Promise<Caller | undefined> {
  const member = await useSession(tx, digest, now);
  if (member === undefined) return undefined;
  const held = await grantsOf(tx, member.id);
  const entities = [...new Set(held.map(({ entity }) => entity))];
  const grants = new Map(
    entities.map((entity) => [
      entity,
      permissionsOf(held.filter((one) => one.entity === entity).map((one) => one.role)),
    ]),
  );
  return { actor: member.id, kind: 'staff', name: member.name, grants: withDeploymentGrants(grants) };
}
