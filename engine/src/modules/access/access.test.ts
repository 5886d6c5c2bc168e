import { ROLES } from '@atalaya/contract/access.ts';
import { ROUTES } from '@atalaya/contract/routes.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, type Database, openDatabase, read, rows, write } from '../../platform/database.ts';
import { createHttp, type Http } from '../../platform/http.ts';
import { createJournal, declareEntryTypes, type Journal } from '../../platform/journal.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database.ts';
import { createVault } from '../../platform/vault.ts';
import { createAttempts } from './attempts.ts';
import { createAuthenticate } from './authenticate.ts';
import { createEntity, ensureFirstEntity } from './entities.ts';
import { entryTypes } from './events.ts';
import { createApiKey, ensureApiKey } from './keys.ts';
import { KEY_PERMISSIONS, permissionsOf } from './permissions.ts';
import { mountAccess } from './routes.ts';
import { newApiSecret } from './secrets.ts';
import { issueSignInToken } from './sessions.ts';
import { actorNames, addUser, ensureUser } from './users.ts';

let database: TestDatabase;
let db: Database;
let journal: Journal;
let http: Http;
let clock = Date.parse('2026-03-01T12:00:00Z');
const now = (): Instant => instantOf(clock);
let norte: string;
let sur: string;

const entityInput = (code: string, name: string, jurisdiction: string, currency: string) => ({
  code,
  name,
  jurisdiction,
  currency,
  time_zone: 'America/Mexico_City',
});

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.config, { app: 4, system: 4 });
  journal = createJournal(createVault(Buffer.alloc(32, 7)), now);
  await write(db, { entities: ['*'] }, (tx) => declareEntryTypes(tx, journal, entryTypes));
  norte = (await ensureFirstEntity({ db, journal }, entityInput('norte', 'Bolsa Norte', 'MX', 'MXN'))).id;
  sur = (await createEntity({ db, journal }, 'system:test', entityInput('sur', 'Bolsa Sur', 'BR', 'BRL'))).id;
  const callers = createAuthenticate({ db, now });
  http = createHttp({
    authenticate: callers.authenticate,
    log: createLog('silent'),
    metrics: createMetrics(),
  });
  mountAccess(http, { db, journal, callers, now });
});

afterAll(async () => {
  await http.app.close();
  await db.close();
  await database.drop();
});

const same = { 'sec-fetch-site': 'same-origin' };

async function signInWith(payload: object, headers: Record<string, string> = {}) {
  const reply = await http.app.inject({ method: 'POST', url: '/v1/session', payload, headers });
  const cookie = String(reply.headers['set-cookie'] ?? '').split(';')[0] ?? '';
  return { reply, cookie };
}

async function admin(email: string, entity = norte): Promise<{ id: string; cookie: string }> {
  const member = await ensureUser(
    { db, journal },
    { name: 'Olga Prueba', email, grants: [{ entity, role: 'admin' }] },
  );
  const { cookie } = await signInWith({ token: await issueSignInToken({ db, now }, member.id) });
  return { id: member.id, cookie };
}

describe('signing in', () => {
  test('with a one-time token, once', async () => {
    const member = await ensureUser(
      { db, journal },
      { name: 'Ana Prueba', email: 'Ana@Norte.example', grants: [{ entity: norte, role: 'analyst' }] },
    );
    const token = await issueSignInToken({ db, now }, member.id);
    const { reply } = await signInWith({ token });
    expect(reply.statusCode).toBe(200);
    expect(reply.headers['set-cookie']).toMatch(
      /^atalaya_session=ats_\S+; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(reply.json()).toMatchObject({
      user: { id: member.id, name: 'Ana Prueba', email: 'ana@norte.example' },
      entities: [{ entity: { id: norte, code: 'norte' }, roles: ['analyst'] }],
    });
    const again = await signInWith({ token });
    expect(again.reply.json()).toMatchObject({ code: 'auth.wrong_credentials' });
    const late = await issueSignInToken({ db, now }, member.id, 1);
    clock += 3_600_001;
    expect((await signInWith({ token: late })).reply.json()).toMatchObject({
      code: 'auth.wrong_credentials',
    });
  });

  test('with a password, and not with another one', async () => {
    await addUser(
      { db, journal },
      { scope: { entities: [norte] }, actor: 'system:test' },
      {
        name: 'Beto Prueba',
        email: 'beto@norte.example',
        password: 'caballo correcto 9',
        grants: [{ entity: norte, role: 'officer' }],
      },
    );
    const right = await signInWith({ email: 'BETO@norte.example', password: 'caballo correcto 9' });
    expect(right.reply.statusCode).toBe(200);
    const wrong = await signInWith({ email: 'beto@norte.example', password: 'caballo correcto 8' });
    expect(wrong.reply.json()).toMatchObject({ code: 'auth.wrong_credentials' });
    expect(wrong.cookie).toBe('');
    const nobody = await signInWith({ email: 'nadie@norte.example', password: 'caballo correcto 9' });
    expect(nobody.reply.json()).toMatchObject({ code: 'auth.wrong_credentials' });
  });

  test('is slowed down for one network address, and free again after a quarter of an hour', async () => {
    const guess = async (remoteAddress: string) =>
      (
        await http.app.inject({
          method: 'POST',
          url: '/v1/session',
          payload: { token: 'ati_not_a_token_of_ours' },
          remoteAddress,
        })
      ).json().code;
    for (let i = 0; i < 60; i += 1) expect(await guess('192.0.2.9')).toBe('auth.wrong_credentials');
    expect(await guess('192.0.2.9')).toBe('auth.locked');
    expect(await guess('192.0.2.10')).toBe('auth.wrong_credentials');
    clock += 15 * 60_000 + 1;
    expect(await guess('192.0.2.9')).toBe('auth.wrong_credentials');
  });

  test('is slowed down for one e-mail after eight attempts from anywhere, unless one was right', () => {
    let at = 0;
    const attempts = createAttempts(() => at);
    const locks = (email: string, ip: string): boolean => {
      try {
        attempts.begin(email, ip);
        return false;
      } catch {
        return true;
      }
    };
    const tries = Array.from({ length: 9 }, (_, i) => locks('victima@norte.example', `192.0.2.${i}`));
    expect(tries).toEqual([...Array(8).fill(false), true]);
    expect(locks('otra@norte.example', '192.0.2.1')).toBe(false);
    attempts.succeeded('victima@norte.example');
    expect(locks('victima@norte.example', '192.0.2.1')).toBe(false);
    for (let i = 0; i < 9; i += 1) locks('victima@norte.example', `198.51.100.${i}`);
    at += 15 * 60_000 + 1;
    expect(locks('victima@norte.example', '192.0.2.1')).toBe(false);
  });

  test('a session slides for twelve hours and ends when it is left', async () => {
    const { cookie } = await admin('olga@norte.example');
    const session = () => http.app.inject({ url: '/v1/session', headers: { cookie } });
    const first = (await session()).json();
    clock += 11 * 3_600_000;
    const second = (await session()).json();
    expect(Date.parse(second.expires_at) - Date.parse(first.expires_at)).toBe(11 * 3_600_000);
    clock += 12 * 3_600_000 + 20_000;
    expect((await session()).json()).toMatchObject({ status: 401, code: 'auth.required' });
  });

  test('signing out ends the session at once', async () => {
    const { cookie } = await admin('olga2@norte.example');
    const out = await http.app.inject({ method: 'DELETE', url: '/v1/session', headers: { cookie, ...same } });
    expect(out.statusCode).toBe(200);
    expect(out.headers['set-cookie']).toMatch(/Max-Age=0/);
    expect((await http.app.inject({ url: '/v1/session', headers: { cookie } })).statusCode).toBe(401);
  });
});

describe('a cookie changes something only from our own pages', () => {
  const payload = {
    name: 'Caja',
    entity: '',
  };
  test.each([
    ['same-origin by the browser’s word', { 'sec-fetch-site': 'same-origin' }, 200],
    ['the same origin', { origin: 'http://atalaya.test', host: 'atalaya.test' }, 200],
    ['another site', { 'sec-fetch-site': 'cross-site' }, 403],
    ['another site of the same domain', { 'sec-fetch-site': 'same-site' }, 403],
    ['another origin', { origin: 'https://evil.example', host: 'atalaya.test' }, 403],
    ['a sandboxed frame', { origin: 'null', host: 'atalaya.test' }, 403],
    ['no word at all', {}, 403],
  ])('%s', async (_what, headers, status) => {
    const { cookie } = await admin('csrf@norte.example');
    const reply = await http.app.inject({
      method: 'POST',
      url: '/v1/keys',
      headers: { cookie, ...headers },
      payload: { ...payload, entity: norte },
    });
    expect(reply.statusCode).toBe(status);
    if (status === 403) expect(reply.json().code).toBe('request.cross_origin');
  });

  test('another site cannot sign its visitor in', async () => {
    const member = await ensureUser(
      { db, journal },
      { name: 'Olga Prueba', email: 'csrf@norte.example', grants: [] },
    );
    const token = await issueSignInToken({ db, now }, member.id);
    const { reply } = await signInWith({ token }, { origin: 'https://evil.example' });
    expect(reply.json().code).toBe('request.cross_origin');
  });
});

describe('API keys', () => {
  test('open what they are for, and nothing at once after they are revoked', async () => {
    const { cookie } = await admin('llaves@norte.example');
    const made = (
      await http.app.inject({
        method: 'POST',
        url: '/v1/keys',
        headers: { cookie, ...same },
        payload: { name: 'Motor', entity: norte, permissions: ['activity:write', 'watchlists:read'] },
      })
    ).json();
    expect(made.secret).toMatch(/^atk_[\w-]{43}$/);
    const callEntities = () =>
      http.app.inject({ url: '/v1/entities', headers: { authorization: `Bearer ${made.secret}` } });
    expect((await callEntities()).json().items).toEqual([expect.objectContaining({ id: norte })]);
    const users = await http.app.inject({
      url: '/v1/users',
      headers: { authorization: `Bearer ${made.secret}` },
    });
    expect(users.json()).toMatchObject({ status: 403, code: 'auth.denied' });
    const revoked = await http.app.inject({
      method: 'DELETE',
      url: `/v1/keys/${made.key.id}`,
      headers: { cookie, ...same },
    });
    expect(revoked.json()).toMatchObject({ id: made.key.id, revoked_at: expect.any(String) });
    expect((await callEntities()).json()).toMatchObject({ status: 401, code: 'auth.required' });
  });

  test('never get a permission that is a person’s', async () => {
    const call = { scope: { entities: [norte] }, actor: 'system:test' };
    await expect(
      createApiKey({ db, journal }, call, {
        name: 'x',
        entity: norte,
        permissions: ['activity:read', 'reports:approve'],
      }),
    ).rejects.toMatchObject({ code: 'access.unknown_permission', details: [{ field: '/permissions/1' }] });
    await expect(createApiKey({ db, journal }, call, { name: 'x', entity: sur })).rejects.toMatchObject({
      code: 'access.unknown_entity',
    });
  });

  test('a program that keeps the secret gets the same key again', async () => {
    const secret = newApiSecret();
    const first = await ensureApiKey({ db, journal }, { name: 'demo', entity: norte, secret });
    expect(await ensureApiKey({ db, journal }, { name: 'demo', entity: norte, secret })).toBe(first);
  });

  test('nonsense is not a key', async () => {
    for (const authorization of ['Bearer atk_no', 'Basic YTpi', 'Bearer', ''])
      expect((await http.app.inject({ url: '/v1/entities', headers: { authorization } })).statusCode).toBe(
        401,
      );
  });
});

describe('obliged entities are kept apart', () => {
  test('an admin sees and gives rights for their own entity only', async () => {
    const { cookie } = await admin('sur@sur.example', sur);
    const get = async (url: string) => (await http.app.inject({ url, headers: { cookie } })).json().items;
    expect((await get('/v1/entities')).map((one: { id: string }) => one.id)).toEqual([sur]);
    expect((await get('/v1/users')).map((one: { email: string }) => one.email)).toEqual(['sur@sur.example']);
    expect(await get('/v1/keys')).toEqual([]);
    const made = await http.app.inject({
      method: 'POST',
      url: '/v1/users',
      headers: { cookie, ...same },
      payload: { name: 'Intruso', email: 'i@sur.example', grants: [{ entity: norte, role: 'admin' }] },
    });
    expect(made.json()).toMatchObject({
      code: 'access.unknown_entity',
      errors: [{ field: '/grants/0/entity' }],
    });
  });

  test('by PostgreSQL itself: a query without WHERE sees the scope only', async () => {
    const seen = await read(db, { entities: [sur] }, (tx) =>
      rows<{ entity: string }>(
        tx,
        'select distinct entity from access.role_grant union select entity from journal.entry',
      ),
    );
    expect(seen.map((row) => row.entity)).toEqual([sur]);
    await expect(
      write(db, { entities: [sur] }, (tx) =>
        tx.query(`insert into vault.person_key (person, entity, wrapped) values ('cus_x', '${norte}', '')`),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  test('the journal takes no UPDATE and no DELETE from the application', async () => {
    for (const statement of [
      "update journal.entry set type = 'x'",
      'delete from journal.entry',
      'truncate journal.entry',
    ])
      for (const pool of [db.app, db.system])
        await expect(pool.query(statement)).rejects.toThrow(/permission denied/);
  });

  test('whoever creates an entity becomes its admin', async () => {
    const { cookie, id } = await admin('grupo@norte.example');
    const post = (payload: object) =>
      http.app.inject({ method: 'POST', url: '/v1/entities', headers: { cookie, ...same }, payload });
    const made = await post(entityInput('este', 'Bolsa Este', 'CO', 'COP'));
    expect(made.statusCode).toBe(200);
    const session = (await http.app.inject({ url: '/v1/session', headers: { cookie } })).json();
    expect(session.entities).toContainEqual(
      expect.objectContaining({ entity: expect.objectContaining({ code: 'este' }), roles: ['admin'] }),
    );
    expect((await post(entityInput('este', 'Otra', 'CO', 'COP'))).json().code).toBe('access.entity_exists');
    expect((await post(entityInput('raro', 'Otra', 'XX', 'COP'))).json().errors[0].field).toBe(
      '/jurisdiction',
    );
    const names = await read(db, { entities: [sur] }, (tx) => actorNames(tx, [id, 'system:start']));
    expect(names).toEqual(new Map([[id, 'Olga Prueba']]));
  });
});

describe('the journal', () => {
  test('holds who got which right, and staff names only sealed', async () => {
    const found = await asSystem(db, (tx) =>
      rows<{ type: string; bytes: Buffer }>(tx, 'select type, bytes from journal.entry'),
    );
    const types = new Set(found.map((row) => row.type));
    for (const { type } of entryTypes.filter((one) => one.type !== 'journal.type_declared'))
      expect(types).toContain(type);
    expect(found.map((row) => row.bytes.toString('utf8')).join('\n')).not.toMatch(
      /Olga|example|atk_|ats_|ati_/,
    );
  });

  test('no secret is stored as it is', async () => {
    const stored = await asSystem(db, (tx) =>
      rows<{ all: string }>(
        tx,
        `select (select coalesce(string_agg(k::text, ''), '') from access.api_key k) || (select string_agg(s::text, '') from access.session s)
          || (select coalesce(string_agg(p::text, ''), '') from access.password p) as all`,
      ),
    );
    expect(stored[0]?.all).not.toMatch(/atk_|ats_|caballo/);
    expect(stored[0]?.all).toMatch(/scrypt\$15\$8\$3\$/);
  });
});

describe('roles', () => {
  const named = new Set(
    Object.values(ROUTES)
      .flat()
      .flatMap(({ permission }) => (permission === null || permission === 'session' ? [] : [permission])),
  );

  test('every permission of a route is held by some role', () => {
    expect([...named].filter((permission) => !permissionsOf(ROLES).has(permission))).toEqual([]);
  });

  test.each([
    [
      'analyst',
      ['cases:work', 'reports:write'],
      ['reports:approve', 'cases:decide', 'decisions:resolve', 'customers:write'],
    ],
    [
      'officer',
      ['cases:decide', 'reports:approve', 'decisions:resolve', 'customers:erase'],
      ['access:write'],
    ],
    [
      'auditor',
      ['journal:read', 'reports:read', 'cases:read'],
      ['alerts:work', 'customers:write', 'reports:write'],
    ],
    ['engineer', ['activity:write', 'customers:write'], ['reports:read', 'cases:read', 'alerts:read']],
    ['admin', ['access:write', 'customers:read'], ['reports:read', 'cases:work', 'decisions:resolve']],
  ] as const)('%s', (role, has, lacks) => {
    const held = permissionsOf([role]);
    expect(has.filter((one) => !held.has(one))).toEqual([]);
    expect(lacks.filter((one) => held.has(one))).toEqual([]);
  });

  test('a key never learns of reports, cases or alerts, nor gives access', () => {
    expect(
      [...KEY_PERMISSIONS].filter((one) => /^(reports|cases|alerts|access):|:erase|:resolve/.test(one)),
    ).toEqual([]);
  });
});
