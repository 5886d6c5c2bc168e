import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asSystem, rows } from '../../platform/database.ts';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { entryTypes } from './events.ts';
import { watchFreshness } from './fetch-lists.ts';
import { mountOwnership } from './ownership-routes.ts';
import { mountWatchlists } from './routes.ts';

/** Lists as an operator sees them over HTTP: two times, versions, policies, secrets, owners. */
let house: BootedModule;
let imported: string[] = [];

beforeAll(async () => {
  house = await bootModule(entryTypes, '2026-03-01T12:00:00Z');
  const ports = { ...house, imported: async (code: string) => void imported.push(code) };
  mountWatchlists(house.http, ports);
  mountOwnership(house.http, ports);
});
afterAll(() => house.close());
beforeEach(() => {
  imported = [];
});

const HEADER = 'id,name,birth,rfc,since,until,alta';
const MAPPING = {
  reference: 'id',
  name: 'name',
  birth_date: 'birth',
  'identifier:rfc': 'rfc',
  listed_on: 'since',
  delisted_on: 'until',
  kind: '=person',
};
const send = (code: string, lines: readonly string[], more: object = {}, as = 'officer') =>
  house.call(
    'POST',
    `/v1/watchlists/${code}/snapshots`,
    {
      format: 'csv',
      mapping: MAPPING,
      files: [
        { name: 'l.csv', base64: Buffer.from(`${[HEADER, ...lines].join('\n')}\n`).toString('base64') },
      ],
      ...more,
    },
    as,
  );
const get = async (url: string, as = 'officer') => (await house.call('GET', url, undefined, as)).json();
const names = async (query: string): Promise<string[]> =>
  (await get(`/v1/watchlists/dos/listings?${query}`)).items.map((one: { name: string }) => one.name);

describe('two times', () => {
  test('what was in force on a day, and what we knew of it', async () => {
    await send('dos', ['A,Ana Inventada,,,2020-01-01,,', 'B,Berta Inventada,,,2021-06-01,,'], {
      issued_on: '2026-02-28',
    });
    house.clock.ms = Date.parse('2026-04-01T12:00:00Z');
    await send('dos', ['A,Ana Inventada,,,2020-01-01,,', 'C,Carla Inventada,,,2026-03-20,,'], {
      issued_on: '2026-03-31',
      accept_shrink: true,
    });
    expect(await names('in_force_on=2020-06-01')).toEqual(['Ana Inventada']);
    expect(await names('in_force_on=2022-01-01')).toEqual(['Ana Inventada', 'Berta Inventada']);
    expect(await names('in_force_on=2026-03-30')).toEqual([
      'Ana Inventada',
      'Berta Inventada',
      'Carla Inventada',
    ]);
    // Berta left with the version of 31 March; before 1 April we did not know it, nor of Carla.
    expect(await names('in_force_on=2026-04-01')).toEqual(['Ana Inventada', 'Carla Inventada']);
    expect(await names('in_force_on=2026-03-30&known_at=2026-03-15T00:00:00Z')).toEqual([
      'Ana Inventada',
      'Berta Inventada',
    ]);
  });

  test('a version says what it added, changed and took off, with digests', async () => {
    house.clock.ms += 1000;
    await send('dos', ['A,Ana Inventada,1980,,2020-01-01,,', 'D,Dora Inventada,,,,,'], {
      accept_shrink: true,
    });
    const { items } = await get('/v1/watchlists/dos/snapshots/3/changes');
    expect(items).toMatchObject([
      { change: 'changed', reference: 'A', fields: ['birthDates'] },
      { change: 'removed', reference: 'C' },
      { change: 'added', reference: 'D' },
    ]);
    expect(items[0].sha256).not.toBe(items[0].sha256_before);
    expect(items[0].sha256).toMatch(/^[0-9a-f]{64}$/);
    const page = await get('/v1/watchlists/dos/snapshots/3/changes?limit=2');
    expect(page).toMatchObject({ next: 'C' });
    expect(
      (await get(`/v1/watchlists/dos/snapshots/3/changes?limit=2&after=${page.next}`)).items,
    ).toHaveLength(1);
    expect((await get('/v1/watchlists/dos/history?reference=A')).items).toMatchObject([
      { birth_dates: ['1980'] },
      { birth_dates: [] },
    ]);
    expect((await house.call('GET', '/v1/watchlists/dos/history?reference=Z')).json().code).toBe(
      'watchlists.listing_unknown',
    );
  });

  test('other files than the issuer stated are refused', async () => {
    const reply = await send('dos', ['Z,Zoe Inventada,,,,,'], { sha256: '0'.repeat(64) });
    expect(reply.json()).toMatchObject({ status: 422, code: 'watchlists.hash_mismatch' });
  });
});

describe('policy', () => {
  test('says how a list is used; only who may, and only addresses that may be fetched', async () => {
    const set = (body: object, as = 'officer') => house.call('PUT', '/v1/watchlists/dos/settings', body, as);
    expect((await get('/v1/watchlists')).items[0]).toMatchObject({
      category: 'own',
      mode: 'live',
      decides: true,
    });
    expect((await set({ category: 'pep', decides: false, threshold: 0.9 })).json()).toMatchObject({
      category: 'pep',
      decides: false,
      threshold: 0.9,
    });
    expect(imported).toEqual(['dos']);
    expect((await set({ fresh_hours: 48, threshold: null })).json()).not.toHaveProperty('threshold');
    expect((await set({ mode: 'off' }, 'engineer')).statusCode).toBe(403);
    for (const url of ['http://issuer.example/l', 'ftp://x/l', 'https://a:b@issuer.example/l', 'nowhere'])
      expect((await set({ source: [{ name: 'l.csv', url }] })).json().code).toBe(
        url === 'nowhere' ? 'request.invalid' : 'watchlists.source_invalid',
      );
    expect((await set({ source: [{ name: 'l.csv', url: 'https://issuer.example/l.csv' }] })).statusCode).toBe(
      200,
    );
  });

  test('a list that nobody brought in raises the alarm once, and ends it', async () => {
    house.clock.ms += 49 * 3_600_000;
    expect(await watchFreshness(house)).toBe(1);
    expect(await watchFreshness(house)).toBe(0);
    await send('dos', ['A,Ana Inventada,1980,,2020-01-01,,', 'D,Dora Inventada,,,,,']);
    expect(await watchFreshness(house)).toBe(1);
    expect((await get('/v1/watchlists')).items[0].stale).toBe(false);
  });
});

describe('a confidential list', () => {
  const SECRET = 'Ermenegilda Xochitiotzin Palma';
  const lines = [`OF-1,${SECRET},1970-01-01,XOPE700101AB1,,,`, 'OF-2,Otro Nombre Inventado,,,,,'];

  test('is stored sealed: no name, number or reference of it is readable anywhere', async () => {
    const reply = await send('lpb', lines, { confidential: true });
    expect(reply.json()).toMatchObject({ listings: 2, names: 2 });
    const everything = await asSystem(house.db, async (tx) => [
      ...(await rows<{ t: string }>(tx, 'select l::text as t from watchlists.listing l where code = $1', [
        'lpb',
      ])),
      ...(await rows<{ t: string }>(tx, "select convert_from(bytes, 'UTF8') as t from journal.entry")),
    ]);
    const text = everything.map((row) => row.t).join('\n');
    for (const part of ['Ermenegilda', 'XOPE700101', 'Otro Nombre', 'OF-1']) expect(text).not.toContain(part);
    expect(text).toContain('lpb');
  });

  test('is read by those who may, and by the others only that there is a listing', async () => {
    const listings = async (as: string) => (await get('/v1/watchlists/lpb/listings', as)).items;
    expect((await listings('officer')).map((one: { name: string }) => one.name).sort()).toEqual(
      [SECRET, 'Otro Nombre Inventado'].sort(),
    );
    for (const role of ['analyst', 'auditor', 'engineer', 'admin'])
      for (const listing of await listings(role))
        expect(listing).toMatchObject({
          confidential: true,
          name: '',
          aliases: [],
          identifiers: [],
          birth_dates: [],
        });
    expect(await get('/v1/watchlists/lpb/snapshots/1/changes', 'analyst')).toMatchObject({
      items: [
        { name: '', fields: [] },
        { name: '', fields: [] },
      ],
    });
  });

  test('keeps the references from version to version, and its problems tell no words', async () => {
    house.clock.ms += 1000;
    const changed = [
      `OF-1,${SECRET},1971-01-01,XOPE700101AB1,,,`,
      lines[1] ?? '',
      'OF-3,Tercero Inventado,ayer,,,,',
    ];
    expect((await send('lpb', changed)).json()).toMatchObject({ added: 1, changed: 1, removed: 0 });
    const [snapshot] = await asSystem(house.db, (tx) =>
      rows<{ problems: { message: string }[] }>(
        tx,
        "select problems from watchlists.snapshot where code = 'lpb' order by number desc limit 1",
      ),
    );
    expect(snapshot?.problems.map((one) => one.message)).toEqual(['']);
    expect((await send('lpb', changed, { confidential: false })).json().code).toBe(
      'watchlists.confidentiality_changed',
    );
  });
});

describe('owned 50 % or more', () => {
  const own = (owner: object, reference: string, share: string, more: object = {}) =>
    house.call('POST', '/v1/ownerships', {
      owner,
      owned: { reference, name: `${reference} Inventada SA`, country: 'PA' },
      share,
      source: 'registro público',
      ...more,
    });
  const owned = async (): Promise<string[]> =>
    ((await get('/v1/watchlists/ownership/listings')).items ?? [])
      .filter((one: { active: boolean }) => one.active)
      .map((one: { reference: string; remarks: string }) => `${one.reference} ${one.remarks}`);

  test('becomes a listing of its own, through chains, and leaves when the share does', async () => {
    await house.call('PUT', '/v1/watchlists/dos/settings', { category: 'sanctions' });
    const ana = { list: 'dos', reference: 'A' };
    expect((await own(ana, 'alfa', '25')).statusCode).toBe(200);
    expect(await get('/v1/watchlists')).not.toMatchObject({ items: [{}, {}, { code: 'ownership' }] });
    await own({ list: 'dos', reference: 'D' }, 'alfa', '25');
    await own({ list: 'ownership', reference: 'alfa' }, 'beta', '1/2');
    expect(await owned()).toEqual([
      'alfa 50 %: Ana Inventada 25 %; Dora Inventada 25 %',
      'beta 50 %: alfa Inventada SA 50 %',
    ]);
    expect(imported).toContain('ownership');
    expect((await own(ana, 'alfa', '24.999999')).json()).toMatchObject({ share: '24.999999' });
    expect(await owned()).toEqual([]);
    expect((await own(ana, 'alfa', '120')).json().code).toBe('watchlists.share_invalid');
    expect((await own({ list: 'dos', reference: 'nobody' }, 'alfa', '50')).json().code).toBe(
      'watchlists.listing_unknown',
    );
    expect((await get('/v1/ownerships')).items).toHaveLength(3);
  });
});
