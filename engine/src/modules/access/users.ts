import type { Role, UserView } from '@atalaya/contract/access.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import {
  asSystem,
  type Database,
  DEPLOYMENT,
  one,
  rows,
  type Scope,
  type Tx,
  write,
} from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { memberAdded, passwordSet, roleGranted } from './events.ts';
import { withDeployment } from './permissions.ts';
import { hashPassword } from './secrets.ts';

export interface Grant {
  readonly entity: string;
  readonly role: Role;
}

export interface NewUser {
  readonly name: string;
  readonly email: string;
  readonly password?: string | undefined;
  readonly grants: readonly Grant[];
}

interface MemberRow {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly grants: UserView['grants'];
}

const MEMBERS = `
  select m.id, p.name, p.email, m.active,
    (select coalesce(jsonb_agg(jsonb_build_object('entity', g.entity, 'role', g.role) order by g.entity, g.role), '[]')
     from access.role_grant g where g.member = m.id and (g.entity = any ($1) or $1 is null)) as grants
  from access.member m join access.member_person p on p.id = m.id`;

/** E-mail addresses are compared in lower case. */
export const foldEmail = (email: string): string => email.trim().toLowerCase();

/** Staff with a role in the scope; of their roles only those. */
export async function usersInSight(tx: Tx, scope: Scope): Promise<UserView[]> {
  const found = await rows<MemberRow>(
    tx,
    `${MEMBERS} where exists (select 1 from access.role_grant g where g.member = m.id and g.entity = any ($1)) order by p.name, m.id`,
    [scope.entities],
  );
  return found.map((row) => ({ ...row }));
}

async function grant(
  tx: Tx,
  journal: Journal,
  actor: string,
  member: string,
  grants: readonly Grant[],
): Promise<void> {
  const held = await rows<Grant>(tx, 'select entity, role from access.role_grant where member = $1', [
    member,
  ]);
  const missing = [...new Map(grants.map((one) => [`${one.entity} ${one.role}`, one])).values()].filter(
    (one) => !held.some((had) => had.entity === one.entity && had.role === one.role),
  );
  await journal.recordMany(
    tx,
    roleGranted,
    missing.map(({ entity, role }) => ({ entity, actor, subject: member, data: { role } })),
  );
}

/** Stores the hash outside the journal and notes in the journal that it was set. */
async function setPassword(
  tx: Tx,
  journal: Journal,
  actor: string,
  member: string,
  hash: string,
): Promise<void> {
  await tx.query(
    `insert into access.password (member, entity, hash) values ($1, $2, $3)
     on conflict (member) do update set hash = excluded.hash`,
    [member, DEPLOYMENT, hash],
  );
  await journal.record(tx, passwordSet, { entity: DEPLOYMENT, actor, subject: member, data: {} });
}

/** Failures: request.invalid (e-mail), access.unknown_entity (a grant outside the scope), access.email_taken. */
export async function addUser(
  ports: { db: Database; journal: Journal },
  call: { scope: Scope; actor: string },
  input: NewUser,
): Promise<UserView> {
  const email = foldEmail(input.email);
  if (!/^[^\s@]+@[^\s@]+$/.test(email))
    throw new Failure('caller', 'request.invalid', 'the e-mail address is not one', [
      { field: '/email', message: 'not an e-mail address' },
    ]);
  input.grants.forEach(({ entity }, i) => {
    if (!call.scope.entities.includes(entity) || entity === DEPLOYMENT)
      throw new Failure('missing', 'access.unknown_entity', `no obliged entity ${entity} within your reach`, [
        { field: `/grants/${i}/entity`, message: entity },
      ]);
  });
  const hash = input.password === undefined ? undefined : await hashPassword(input.password);
  const id = newId('usr');
  return write(ports.db, withDeployment(call.scope), async (tx) => {
    await tx.query('select pg_advisory_xact_lock(hashtext($1))', [`access.member ${email}`]);
    if ((await memberByEmail(tx, email)) !== undefined)
      throw new Failure('conflict', 'access.email_taken', 'there already is a user with that e-mail', [
        { field: '/email', message: 'taken' },
      ]);
    await ports.journal.record(tx, memberAdded, {
      entity: DEPLOYMENT,
      actor: call.actor,
      subject: id,
      data: { active: true },
      personal: { person: id, content: { name: input.name, email } },
    });
    await grant(tx, ports.journal, call.actor, id, input.grants);
    if (hash !== undefined) await setPassword(tx, ports.journal, call.actor, id, hash);
    const made = await one<MemberRow>(tx, `${MEMBERS} where m.id = $2`, [call.scope.entities, id]);
    if (made === undefined) throw new Failure('operator', 'internal', 'the user was not stored');
    return { ...made };
  });
}

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

/** An active staff member; needs the deployment in the transaction's scope. */
export const memberById = (tx: Tx, id: string): Promise<Member | undefined> =>
  one<Member>(
    tx,
    'select m.id, p.name, p.email from access.member m join access.member_person p on p.id = m.id where m.id = $1 and m.active',
    [id],
  );

export const memberByEmail = (tx: Tx, email: string): Promise<Member | undefined> =>
  one<Member>(
    tx,
    'select m.id, p.name, p.email from access.member m join access.member_person p on p.id = m.id where p.email = $1 and m.active',
    [foldEmail(email)],
  );

export const grantsOf = (tx: Tx, member: string): Promise<Grant[]> =>
  rows<Grant>(tx, 'select entity, role from access.role_grant where member = $1 order by entity, role', [
    member,
  ]);

/** For programs: the staff member with this e-mail, made or given the roles that are missing. */
export async function ensureUser(ports: { db: Database; journal: Journal }, input: NewUser): Promise<Member> {
  const scope: Scope = { entities: input.grants.map(({ entity }) => entity) };
  const known = await asSystem(ports.db, (tx) => memberByEmail(tx, input.email));
  if (known === undefined) return addUser(ports, { scope, actor: 'system:start' }, input);
  await write(ports.db, withDeployment(scope), (tx) =>
    grant(tx, ports.journal, 'system:start', known.id, input.grants),
  );
  return known;
}

/** Makes someone admin of an entity they created. */
export const grantAdmin = (tx: Tx, journal: Journal, member: string, entity: string): Promise<void> =>
  grant(tx, journal, member, member, [{ entity, role: 'admin' }]);

/** Display names of staff and keys by id, also of those beyond the scope: they acted on what is in it. */
export async function actorNames(tx: Tx, actors: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const found = await rows<{ id: string; name: string }>(tx, 'select id, name from access.actor_names($1)', [
    actors,
  ]);
  return new Map(found.map(({ id, name }) => [id, name]));
}
