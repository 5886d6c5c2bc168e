import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { asSystem, one } from '../../platform/database.ts';
import { describeWith, sharedFolder } from '../../platform/testing/requirements.ts';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { entryTypes } from '../watchlists/events.ts';
import { mountWatchlists } from '../watchlists/routes.ts';
import { mountScreening } from './routes.ts';
import { createScreening } from './screening.ts';

/** The issuers' own files through the API, as an operator sends them. */
describeWith(sharedFolder(), 'real lists through the API', (shared) => {
  let house: BootedModule;
  const screening = createScreening();

  beforeAll(async () => {
    house = await bootModule(entryTypes);
    mountWatchlists(house.http, { ...house, imported: () => screening.load(house.db) });
    mountScreening(house.http, { db: house.db, screening });
  });
  afterAll(() => house.close());

  const lists = join(shared, 'data/lists');
  const fileOf = (path: string, content = readFileSync(join(lists, path))) => ({
    name: basename(path),
    base64: content.toString('base64'),
  });
  const importFiles = async (code: string, format: string, files: readonly object[], more: object = {}) => {
    house.clock.ms += 1000;
    return (
      await house.call('POST', `/v1/watchlists/${code}/snapshots`, { format, files, ...more }, 'officer')
    ).json();
  };
  const ofac2021 = ['sdn', 'alt', 'add', 'sdn_comments'].map((name) => `ofac-2021-07/${name}.csv`);
  const screenFor = async (body: object) => (await house.call('POST', '/v1/screen', body)).json();

  test('OFAC 2021, UN and SAT 69-B come in whole', async () => {
    expect(
      await importFiles(
        'ofac-sdn',
        'ofac-sdn-csv',
        ofac2021.map((path) => fileOf(path)),
      ),
    ).toMatchObject({
      number: 1,
      listings: 8_976,
      quarantined: 0,
    });
    expect(await importFiles('un', 'un-xml', [fileOf('un-2026-02/UN_consolidated.xml')])).toMatchObject({
      number: 1,
      listings: 1_003,
      issued_on: '2026-02-27',
    });
    expect(
      await importFiles('sat-69b', 'mx-sat-69b', [fileOf('mx-sat-69b-2023-07/Listado_Completo_69-B.csv')]),
    ).toMatchObject({ number: 1, listings: 12_686 });
    const stored = await asSystem(house.db, (tx) =>
      one<{ n: number }>(tx, 'select count(*) as n from watchlists.listing where known_until is null'),
    );
    expect(stored?.n).toBe(8_976 + 1_003 + 12_686);
  });

  test('the next year’s OFAC keeps what did not change', async () => {
    const next = ['ofac-2023-01/sdn.csv', 'ofac-2023-01/add.csv'].map((path) => fileOf(path));
    const reply = await importFiles('ofac-sdn', 'ofac-sdn-csv', next, { accept_shrink: true });
    expect(reply).toMatchObject({ number: 2, listings: 11_443 });
    expect(8_976 + reply.added - reply.removed).toBe(11_443);
    const kept = await asSystem(house.db, (tx) =>
      one<{ n: number }>(
        tx,
        "select count(*) as n from watchlists.listing where code = 'ofac-sdn' and known_until is null and snapshot = 1",
      ),
    );
    expect(kept?.n).toBe(8_976 - reply.removed - reply.changed);
  });

  test('a file cut off, or cut short at a line, leaves the old version', async () => {
    const whole = readFileSync(join(lists, 'mx-sat-69b-2023-07/Listado_Completo_69-B.csv'));
    const lines = whole.toString('latin1').split('\n');
    const short = Buffer.from(`${lines.slice(0, Math.floor(lines.length * 0.94)).join('\n')}\n`, 'latin1');
    expect(
      await importFiles('sat-69b', 'mx-sat-69b', [
        fileOf('mx-sat-69b-2023-07/Listado_Completo_69-B.csv', short),
      ]),
    ).toMatchObject({ status: 422, code: 'watchlists.shrunk' });
    const un = readFileSync(join(lists, 'un-2026-02/UN_consolidated.xml'));
    expect(
      await importFiles('un', 'un-xml', [fileOf('un.xml', un.subarray(0, Math.floor(un.length * 0.9)))]),
    ).toMatchObject({ code: 'watchlists.unparseable' });
    const { items } = (await house.call('GET', '/v1/watchlists')).json();
    expect(
      items.map((list: { code: string; current: { number: number; listings: number } }) => [
        list.code,
        list.current.number,
        list.current.listings,
      ]),
    ).toEqual([
      ['ofac-sdn', 2, 11_443],
      ['sat-69b', 1, 12_686],
      ['un', 1, 1_003],
    ]);
  });

  test('a listed wallet and a listed name are found through all of them; a delisted taxpayer is not', async () => {
    const wallets = screening.snapshots();
    expect(wallets.map((one) => one.list)).toEqual(['ofac-sdn', 'sat-69b', 'un']);
    const rows = readFileSync(join(lists, 'ofac-2023-01/sdn.csv'), 'latin1');
    const [, address = ''] = /Digital Currency Address - XBT ([A-Za-z0-9]{26,})/.exec(rows) ?? [];
    const byWallet = await screenFor({ network: 'bitcoin', address });
    expect(byWallet.matches[0]).toMatchObject({ listing: { list: 'ofac-sdn' }, score: 1, match: true });

    const active = await asSystem(house.db, (tx) =>
      one<{ name: string; inactive: string }>(
        tx,
        `select (select name from watchlists.listing where code = 'sat-69b' and (content ->> 'active')::boolean
                 and content ->> 'kind' = 'organization' order by reference limit 1) as name,
                (select name from watchlists.listing where code = 'sat-69b' and not (content ->> 'active')::boolean
                 and content ->> 'kind' = 'organization' and length(name) > 40 order by reference limit 1) as inactive`,
      ),
    );
    const found = await screenFor({ name: active?.name, kind: 'organization' });
    expect(found.matches[0]).toMatchObject({ listing: { list: 'sat-69b', name: active?.name }, match: true });
    const cleared = await screenFor({ name: active?.inactive, kind: 'organization' });
    expect(cleared.matches.map((match: { listing: { name: string } }) => match.listing.name)).not.toContain(
      active?.inactive,
    );
  });
});
