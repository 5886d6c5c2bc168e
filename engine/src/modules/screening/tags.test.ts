import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { entryTypes } from '../watchlists/events.ts';
import { mountWatchlists } from '../watchlists/routes.ts';
import { createScreening, type Screening } from './screening.ts';

/** Tags of addresses come in through the door of the lists, and tell who is across without banning anybody. */
let house: BootedModule;
let screening: Screening;

beforeAll(async () => {
  house = await bootModule(entryTypes, '2026-07-01T12:00:00Z');
  screening = createScreening();
  mountWatchlists(house.http, { ...house, imported: () => screening.load(house.db) });
});

afterAll(() => house.close());

const MARKET = '0x52908400098527886E0F7030069857D2E4169EE7';
const POOL = '0xde709f2102306220921060314715629080e2fb77';

const importList = (code: string, mapping: object, lines: readonly string[]) =>
  house.call(
    'POST',
    `/v1/watchlists/${code}/snapshots`,
    {
      format: 'csv',
      name: code,
      mapping,
      files: [{ name: 'list.csv', base64: Buffer.from(`${lines.join('\n')}\n`).toString('base64') }],
    },
    'officer',
  );

test('an imported tag is told of the address; a ban on the same address stays a ban', async () => {
  const tags = { reference: 'id', wallet: 'address', network: 'chain', tags: 'category', name: 'actor' };
  const reply = await importList('own-tags', tags, [
    'id,address,chain,category,actor',
    `t1,${MARKET},ethereum,Darknet Market;reported,Mercado Inventado`,
    `t2,${POOL},ethereum,mining-pool,Minas Inventadas`,
  ]);
  expect(reply.json()).toMatchObject({ listings: 2, wallets: 2, quarantined: 0 });
  expect(screening.screenAddress('ethereum', MARKET)).toEqual({
    listed: false,
    lists: [],
    tags: ['darknet_market', 'reported'],
  });
  expect(screening.screenAddress('ethereum', POOL.toUpperCase().replace('0X', '0x')).tags).toEqual([
    'mining_pool',
  ]);
  expect(screening.screenParty({ name: 'Mercado Inventado', kind: null, country: null }).listed).toBe(false);

  await importList('bans', { reference: 'id', wallet: 'address', network: 'chain' }, [
    'id,address,chain',
    `b1,${MARKET},ethereum`,
  ]);
  expect(screening.screenAddress('ethereum', MARKET)).toEqual({
    listed: true,
    lists: ['bans'],
    tags: ['darknet_market', 'reported'],
  });
  expect(screening.screenAddress('bitcoin', '1FictitiousBTCAddressAAAAAAAAAAAAA').tags).toEqual([]);
});
