import type { SessionView } from '@atalaya/contract/access.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, type Database, DEPLOYMENT, one, type Tx } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Attempts } from './attempts.ts';
import { entitiesInSight } from './entities.ts';
import { signedIn } from './events.ts';
import { permissionsOf } from './permissions.ts';
import { digestOf, newSessionToken, newSignInToken, passwordMatches } from './secrets.ts';
import { foldEmail, grantsOf, type Member, memberByEmail, memberById } from './users.ts';

/** A session lives this long after it was last used. */
const SESSION_MS = 12 * 3_600_000;
/** Use within this time after the last extension is not written. */
const EXTEND_AFTER_MS = 10 * 60_000;

export interface SessionPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly now: () => Instant;
  readonly attempts: Attempts;
}

/** A token that signs this person in once, for `hours`. */
export async function issueSignInToken(
  ports: { db: Database; now: () => Instant },
  member: string,
  hours = 24,
): Promise<string> {
  const token = newSignInToken();
  const until = formatInstant(instantOf(ports.now() + hours * 3_600_000));
  await asSystem(ports.db, async (tx) => {
    await tx.query('delete from access.sign_in_token where expires_at < $1', [formatInstant(ports.now())]);
    await tx.query(
      'insert into access.sign_in_token (token_sha256, entity, member, expires_at) values ($1, $2, $3, $4)',
      [digestOf(token), DEPLOYMENT, member, until],
    );
  });
  return token;
}

export type Credentials = { token: string } | { email: string; password: string };

async function memberOfToken(db: Database, token: string, now: Instant): Promise<Member | undefined> {
  return asSystem(db, async (tx) => {
    const used = await one<{ member: string; expires_at: Instant }>(
      tx,
      'delete from access.sign_in_token where token_sha256 = $1 returning member, expires_at',
      [digestOf(token)],
    );
    return used === undefined || used.expires_at <= now ? undefined : memberById(tx, used.member);
  });
}

/** The hash is compared outside the transaction: it takes a tenth of a second on purpose. */
async function memberOfPassword(db: Database, email: string, password: string): Promise<Member | undefined> {
  const { member, hash } = await asSystem(db, async (tx) => {
    const found = await memberByEmail(tx, email);
    const stored = await one<{ hash: string }>(tx, 'select hash from access.password where member = $1', [
      found?.id ?? '',
    ]);
    return { member: found, hash: stored?.hash };
  });
  return (await passwordMatches(password, hash)) ? member : undefined;
}

/** Opens a session; gives the token for the cookie, shown nowhere else. Failures: auth.locked, auth.wrong_credentials. */
export async function openSession(
  ports: SessionPorts,
  credentials: Credentials,
  ip: string,
): Promise<{ token: string; member: Member; expiresAt: Instant }> {
  const email = 'email' in credentials ? foldEmail(credentials.email) : null;
  ports.attempts.begin(email, ip);
  const now = ports.now();
  const member =
    'token' in credentials
      ? await memberOfToken(ports.db, credentials.token, now)
      : await memberOfPassword(ports.db, credentials.email, credentials.password);
  if (member === undefined)
    throw new Failure('denied', 'auth.wrong_credentials', 'the e-mail, password or link is not valid');
  ports.attempts.succeeded(email);
  const token = newSessionToken();
  const expiresAt = instantOf(now + SESSION_MS);
  await asSystem(ports.db, async (tx) => {
    await tx.query('delete from access.session where expires_at < $1', [formatInstant(now)]);
    await tx.query(
      'insert into access.session (token_sha256, entity, member, created_at, expires_at) values ($1, $2, $3, $4, $5)',
      [digestOf(token), DEPLOYMENT, member.id, formatInstant(now), formatInstant(expiresAt)],
    );
    await ports.journal.record(tx, signedIn, {
      entity: DEPLOYMENT,
      actor: member.id,
      subject: member.id,
      data: { method: 'token' in credentials ? 'link' : 'password' },
    });
  });
  return { token, member, expiresAt };
}

/** Whose session this is; extends it. `undefined` when there is none or it is over. Needs a system transaction. */
export async function useSession(tx: Tx, digest: string, now: Instant): Promise<Member | undefined> {
  const found = await one<{ member: string; expires_at: Instant }>(
    tx,
    'select member, expires_at from access.session where token_sha256 = $1 and expires_at > $2',
    [digest, formatInstant(now)],
  );
  if (found === undefined) return undefined;
  const until = instantOf(now + SESSION_MS);
  if (until - found.expires_at > EXTEND_AFTER_MS)
    await tx.query('update access.session set expires_at = $2 where token_sha256 = $1', [
      digest,
      formatInstant(until),
    ]);
  return memberById(tx, found.member);
}

export const closeSession = (db: Database, token: string): Promise<void> =>
  asSystem(
    db,
    async (tx) =>
      void (await tx.query('delete from access.session where token_sha256 = $1', [digestOf(token)])),
  );

/** When the session ends if it is not used; now where there is none. */
export async function sessionEnd(db: Database, token: string, now: Instant): Promise<Instant> {
  const found = await asSystem(db, (tx) =>
    one<{ expires_at: Instant }>(tx, 'select expires_at from access.session where token_sha256 = $1', [
      digestOf(token),
    ]),
  );
  return found?.expires_at ?? now;
}

/** Who is signed in, for which entities, with which roles. */
export async function sessionView(db: Database, member: Member, expiresAt: Instant): Promise<SessionView> {
  const { entities, grants } = await asSystem(db, async (tx) => ({
    entities: await entitiesInSight(tx),
    grants: await grantsOf(tx, member.id),
  }));
  return {
    user: { id: member.id, name: member.name, email: member.email },
    entities: entities.flatMap((entity) => {
      const roles = grants.filter((grant) => grant.entity === entity.id).map((grant) => grant.role);
      return roles.length === 0 ? [] : [{ entity, roles, permissions: [...permissionsOf(roles)].sort() }];
    }),
    expires_at: formatInstant(expiresAt),
  };
}
