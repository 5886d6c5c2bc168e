import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem, one, read, rows } from '../../platform/database.ts';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { digestOfListings } from '../watchlists/digest.ts';
import { entryTypes } from '../watchlists/events.ts';
import { currentListings } from '../watchlists/listings.ts';
import { mountWatchlists } from '../watchlists/routes.ts';
import { mountScreening } from './routes.ts';
import { createScreening, type Screening } from './screening.ts';

/** Lists come in through the one door, and are screened from then on: the two modules are tested together. */
let house: BootedModule;
let screening: Screening;

beforeAll(async () => {
  house = await bootModule(entryTypes, '2026-07-01T12:00:00Z');
  screening = createScreening();
  mountWatchlists(house.http, { ...house, imported: () => screening.load(house.db) });
  mountScreening(house.http, { db: house.db, screening });
});

afterAll(() => house.close());

const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const mapping = {
  reference: 'Folio',
  name: 'Nombre',
  kind: '=person',
  'identifier:rfc': 'RFC',
  listed_on: 'Alta',
  wallet: 'Cartera',
  asset: '=ETH',
};
const header = 'Folio,Nombre,RFC,Alta,Cartera';
const people = (from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, i) => `P-${from + i},Persona Inventada ${from + i},,2020-01-01,`);
const first = [
  header,
  'A-1,Ladislao Quintanar Ferrusca,QUFL700101AB1,2020-05-05,',
  `A-2,Eufemia Ordorica Zetina,,,${WALLET}`,
  ...people(0, 40),
];

const base64 = (lines: readonly string[]): string => Buffer.from(`${lines.join('\n')}\n`).toString('base64');

/** Every import is a day after the one before. */
const importLines = (lines: readonly string[], more: object = {}, as = 'officer') => {
  house.clock.ms += 24 * 3_600_000;
  return house.call(
    'POST',
    '/v1/watchlists/propia/snapshots',
    {
      format: 'csv',
      name: 'Lista propia',
      mapping,
      files: [{ name: 'propia.csv', base64: base64(lines) }],
      ...more,
    },
    as,
  );
};

const screenFor = async (body: object) => (await house.call('POST', '/v1/screen', body, 'analyst')).json();
const listings = async (query = '') =>
  (await house.call('GET', `/v1/watchlists/propia/listings?limit=200${query}`)).json().items;
const entryCount = async (): Promise<number> =>
  (await asSystem(house.db, (tx) => one<{ n: number }>(tx, 'select count(*) as n from journal.entry')))?.n ??
  0;

describe('a list', () => {
  test('that was never imported is unknown', async () => {
    expect((await house.call('GET', '/v1/watchlists')).json()).toEqual({ items: [] });
    expect((await house.call('GET', '/v1/watchlists/propia/listings')).json().code).toBe(
      'watchlists.unknown',
    );
    expect(await screenFor({ name: 'Ladislao Quintanar Ferrusca' })).toEqual({ matches: [], snapshots: [] });
  });

  test('comes in as a version, and is screened before the answer', async () => {
    const reply = await importLines(first, { issued_on: '2026-06-30' });
    expect(reply.json()).toMatchObject({
      number: 1,
      issued_on: '2026-06-30',
      imported_at: '2026-07-02T12:00:00.000Z',
      imported_by: 'usr_officer',
      listings: 42,
      names: 42,
      wallets: 1,
      added: 42,
      removed: 0,
      changed: 0,
      quarantined: 0,
      current: true,
    });
    const { matches, snapshots } = await screenFor({ name: 'Ladislao Quintanar', kind: 'person' });
    expect(snapshots).toEqual([{ list: 'propia', snapshot: reply.json().id, sha256: reply.json().sha256 }]);
    expect(matches).toHaveLength(1);
    expect(matches[0]).toMatchObject({
      listing: {
        list: 'propia',
        reference: 'A-1',
        in_force_from: '2020-05-05',
        known_from: '2026-07-02T12:00:00.000Z',
      },
      matched_name: 'Ladislao Quintanar Ferrusca',
      match: true,
    });
    const effects = matches[0].reasons.map((reason: { effect: number }) => reason.effect);
    expect(effects.reduce((sum: number, effect: number) => sum + effect, 0)).toBeCloseTo(matches[0].score, 3);
    expect(screening.versions()).toEqual({ propia: reply.json().id });
  });

  test('told again with the same bytes only notes that it was checked', async () => {
    const [before, count] = [await listings(), await entryCount()];
    const reply = await importLines(first);
    expect(reply.json()).toMatchObject({ number: 1, current: true, imported_at: '2026-07-02T12:00:00.000Z' });
    expect(await entryCount()).toBe(count + 1);
    expect(await listings()).toEqual(before);
  });

  test('is stale a day after it was last checked', async () => {
    const stale = async () => (await house.call('GET', '/v1/watchlists')).json().items[0].stale;
    expect(await stale()).toBe(false);
    house.clock.ms += 24 * 3_600_000 + 1;
    expect(await stale()).toBe(true);
  });

  test('keeps both times of what changes, appears, goes and comes back', async () => {
    const second = [
      header,
      'A-1,Ladislao Quintanar Ferrusca,QUFL700101AB1,2020-05-05,',
      ...people(1, 40),
      'P-0,Persona Corregida,,2020-01-01,',
      'A-3,Filiberto Arrangoiz Labastida,,,',
    ];
    const reply = await importLines(second, { issued_on: '2026-07-03' });
    const known = reply.json().imported_at;
    expect(reply.json()).toMatchObject({ number: 2, added: 1, removed: 1, changed: 1, listings: 42 });
    const byReference = Object.fromEntries(
      (await listings()).map((one: { reference: string }) => [one.reference, one]),
    );
    expect(byReference['A-1']).toMatchObject({ known_from: '2026-07-02T12:00:00.000Z' });
    expect(byReference['A-2']).toMatchObject({ known_from: known, in_force_until: '2026-07-03' });
    expect(byReference['A-3']).toMatchObject({ known_from: known, in_force_from: '2026-07-03' });
    expect(byReference['P-0']).toMatchObject({ name: 'Persona Corregida', known_from: known });

    const then = Object.fromEntries(
      (await listings('&known_at=2026-07-03T00:00:00Z')).map((one: { reference: string }) => [
        one.reference,
        one,
      ]),
    );
    expect(then['A-2']).toMatchObject({ known_until: known });
    expect(then['A-2']).not.toHaveProperty('in_force_until');
    expect(then['A-3']).toBeUndefined();
    expect(then['P-0']).toMatchObject({ name: 'Persona Inventada 0' });
    expect((await screenFor({ name: 'Eufemia Ordorica Zetina' })).matches).toEqual([]);
    expect((await screenFor({ address: WALLET, network: 'ethereum' })).matches).toEqual([]);

    const third = await importLines([...second, `A-2,Eufemia Ordorica Zetina,,,${WALLET}`]);
    expect(third.json()).toMatchObject({ number: 3, added: 1, removed: 0, changed: 0 });
    expect((await screenFor({ name: 'Eufemia Ordorica Zetina' })).matches).toHaveLength(1);
    expect((await house.call('GET', '/v1/watchlists/propia/snapshots')).json().items).toMatchObject([
      { number: 3, current: true },
      { number: 2, current: false },
      { number: 1, current: false },
    ]);
  });

  test('has in the journal the digest of its listings, which anyone can make again', async () => {
    const stored = await read(house.db, { entities: ['*'] }, async (tx) => ({
      listings: await currentListings(tx, 'propia'),
      entry: await one<{ bytes: Buffer }>(
        tx,
        "select bytes from journal.entry where type = 'watchlists.snapshot_imported' order by number desc limit 1",
      ),
    }));
    const { data } = JSON.parse(stored.entry?.bytes.toString() ?? '');
    expect(data.digest).toBe(digestOfListings(stored.listings.map((row) => row.content)));
    expect(data.counts.listings).toBe(stored.listings.length);
    const [changed, ...others] = stored.listings.map((row) => row.content);
    if (changed === undefined) throw new Error('no listing');
    expect(digestOfListings([{ ...changed, programs: ['X'] }, ...others])).not.toBe(data.digest);
    expect(digestOfListings([...others, changed])).toBe(data.digest);
  });

  test.each([
    ['shrinks by more than 5 %', [header, ...people(0, 39)], {}, 'watchlists.shrunk'],
    ['has no listing', [header], {}, 'watchlists.unparseable'],
    ['lacks a column of its mapping', ['Folio,Apodo', 'A-1,X'], {}, 'watchlists.column_missing'],
    ['has a mapping of nothing', first, { mapping: { reference: 'Folio' } }, 'watchlists.mapping_invalid'],
    ['is of another format', first, { format: 'un-xml' }, 'watchlists.unparseable'],
    ['is not base64', first, { files: [{ name: 'x.csv', base64: 'Zm9v!!!!' }] }, 'request.invalid'],
    ['was issued on no day', first, { issued_on: '2026-02-30' }, 'date.malformed'],
  ])('that %s is refused whole and the old version stays', async (_what, lines, more, code) => {
    const [before, count, versions] = [await listings(), await entryCount(), screening.versions()];
    const reply = await importLines(lines, more);
    expect(reply.json().code).toBe(code);
    expect(reply.statusCode).toBeGreaterThanOrEqual(400);
    expect(await listings()).toEqual(before);
    expect(await entryCount()).toBe(count);
    expect(screening.versions()).toEqual(versions);
  });

  test('may shrink when a person says that the issuer did remove so many', async () => {
    const reply = await importLines([header, ...people(0, 20), `A-2,Eufemia Ordorica Zetina,,,${WALLET}`], {
      accept_shrink: true,
    });
    expect(reply.json()).toMatchObject({ number: 4, listings: 21 });
    const entry = await asSystem(house.db, (tx) =>
      one<{ bytes: Buffer; actor: string }>(
        tx,
        "select bytes, actor from journal.entry where type = 'watchlists.snapshot_imported' order by number desc limit 1",
      ),
    );
    expect(JSON.parse(entry?.bytes.toString() ?? '').data.accepted_shrink).toBe(true);
  });

  test('remembers its mapping', async () => {
    const reply = await importLines([header, ...people(0, 25)], { mapping: undefined });
    expect(reply.json()).toMatchObject({ number: 5, listings: 25 });
  });

  test('is imported by those who may, one at a time', async () => {
    expect((await importLines(first, {}, 'analyst')).statusCode).toBe(403);
    const replies = await Promise.all([importLines(first), importLines([...first, ...people(50, 52)])]);
    expect(replies.map((reply) => reply.json().number).sort()).toEqual([6, 7]);
    const open = await asSystem(house.db, (tx) =>
      rows<{ n: number }>(
        tx,
        'select count(*) as n from watchlists.listing where known_until is null group by code, reference having count(*) > 1',
      ),
    );
    expect(open).toEqual([]);
  });

  test('is searched by words of any of its names, and paged by reference', async () => {
    expect(
      (await listings('&q=ferrusca%20ladis')).map((one: { reference: string }) => one.reference),
    ).toEqual(['A-1']);
    expect((await listings('&q=A-2')).map((one: { reference: string }) => one.reference)).toEqual(['A-2']);
    const all = await listings();
    const paged: unknown[] = [];
    for (let after = ''; ; ) {
      const page = (await house.call('GET', `/v1/watchlists/propia/listings?limit=10&after=${after}`)).json();
      paged.push(...page.items);
      if (page.next === undefined) break;
      after = page.next;
    }
    expect(paged).toEqual(all);
  });
});

describe('screening', () => {
  test('finds a wallet exactly, on networks that share its keys, and not elsewhere', async () => {
    const exact = await screenFor({ address: WALLET.toLowerCase(), network: 'ethereum' });
    expect(exact.matches).toMatchObject([
      { listing: { reference: 'A-2' }, matched_name: WALLET, score: 1, match: true },
    ]);
    expect(screening.screenAddress('ethereum', WALLET)).toEqual({
      listed: true,
      lists: ['propia'],
      tags: [],
    });
    expect(screening.screenAddress('polygon', WALLET).listed).toBe(true);
    expect(screening.screenAddress('ethereum', WALLET.replace('5', '6')).listed).toBe(false);
  });

  test('finds by identity number, and shows what is below the threshold only when asked', async () => {
    const byNumber = await screenFor({
      name: 'Otro Nombre',
      identifiers: [{ type: 'rfc', value: 'QUFL-700101-AB1' }],
    });
    expect(byNumber.matches[0]).toMatchObject({ listing: { reference: 'A-1' } });
    const low = await screenFor({ name: 'Ladislao Quintanar Montemayor', threshold: 0.01 });
    expect(low.matches[0]?.score).toBeLessThan(0.5);
  });

  test.each([
    [{}, 'screening.nothing_to_screen'],
    [{ name: '!!!' }, 'screening.name_unusable'],
    [{ address: WALLET, network: 'dogechain' }, 'screening.network_unknown'],
    [{ name: 'Ana', birth_date: '1990-02-31' }, 'date.malformed'],
    [{ nombre: 'Ana' }, 'request.invalid'],
  ])('refuses %j', async (body, code) => {
    expect((await screenFor(body)).code).toBe(code);
  });

  test('for the core: remembers names, and forgets them with the lists they were screened against', async () => {
    const party = { name: 'Gumersinda Xochitiotzin Palma', kind: 'person' as const, country: null };
    expect(screening.screenParty(party)).toEqual({ listed: false, lists: [] });
    await importLines([...first, 'N-1,Gumersinda Xochitiotzin Palma,,,']);
    expect(screening.screenParty(party)).toEqual({ listed: true, lists: ['propia'] });
    expect(screening.screenParty({ ...party, name: '???' })).toEqual({ listed: false, lists: [] });
  });

  test('after a start, from the database alone', async () => {
    const other = createScreening();
    expect(other.versions()).toEqual({});
    await other.load(house.db);
    expect(other.versions()).toEqual(screening.versions());
    expect(other.matchName({ name: 'Ladislao Quintanar Ferrusca' })).toEqual(
      screening.matchName({ name: 'Ladislao Quintanar Ferrusca' }),
    );
  });
});
