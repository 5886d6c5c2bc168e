import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@atalaya/contract/client.gen.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeEtherscan, startFakeEtherscan } from '../modules/tracing/testing/fake-etherscan.ts';
import { tagPack } from '../modules/tracing/testing/tag-pack.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** An investigator asks for an address no block told of: the service is asked, and exposure knows it. */
const account = (byte: number): string => `0x${byte.toString(16).repeat(20)}`;
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const [DARK, MIDDLE, ANA] = [account(0xd1), account(0xd2), account(0xd3)];
const hash = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;

let house: TestHouse;
let service: FakeEtherscan;

beforeAll(async () => {
  service = await startFakeEtherscan([
    { hash: hash(1), block: 1, from: DARK, to: MIDDLE, value: '60000000', token: USDT },
    { hash: hash(2), block: 2, from: MIDDLE, to: ANA, value: '60000000', token: USDT },
  ]);
  house = await openTestHouse();
  const chains = [{ kind: 'etherscan', chain_id: 1, url: service.url, api_key: 'secret' }];
  writeFileSync(join(house.home, 'chains.json'), JSON.stringify(chains));
  await house.restart();
}, 120_000);
afterAll(async () => {
  await house.close();
  await service.stop();
});

test('asked for, walked, and traced to a name', async () => {
  const client = createClient({
    baseUrl: house.url,
    headers: () => ({ authorization: `Bearer ${house.key}` }),
  });
  await client.importTagPack(
    tagPack('prueba', 'ethereum', [`${DARK},Mercado Sombra,darknet_market,service_data`]),
  );
  const { items, askable } = await client.listGraphs({});
  expect(items).toEqual([]);
  expect(askable).toContainEqual({ network: 'ethereum', asset: 'USDT' });

  const query = { network: 'ethereum', asset: 'USDT', address: ANA, direction: 'received' } as const;
  await expect(client.getNeighbours({ query })).rejects.toMatchObject({ code: 'tracing.graph_unknown' });
  const told = await client.fetchAddress({ body: { network: 'ethereum', address: ANA } });
  expect(told).toMatchObject({ transactions: 1, complete: true, host: new URL(service.url).host });
  expect((await client.getNeighbours({ query })).items).toMatchObject([
    { address: MIDDLE, amount: '60.000000' },
  ]);
  expect((await client.getExposure({ query })).slices).toMatchObject([
    { kind: 'untraced', category: 'no_history', share_ppm: 1_000_000 },
  ]);

  await client.fetchAddress({ body: { network: 'ethereum', address: MIDDLE } });
  expect((await client.getExposure({ query })).slices).toMatchObject([
    { kind: 'indirect', category: 'darknet_market', share_ppm: 1_000_000, hops: 2 },
  ]);
  const { direction: _, ...of } = query;
  expect(await client.getRelated({ query: of })).toEqual({ items: [], examined: 0, cut: false });
  await expect(
    client.fetchAddress({ body: { network: 'tron', address: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t' } }),
  ).rejects.toMatchObject({ code: 'tracing.no_source' });
});

test('csv of the *-etl family is read over HTTP as well', async () => {
  const client = createClient({
    baseUrl: house.url,
    headers: () => ({ authorization: `Bearer ${house.key}` }),
  });
  const csv = `hash,block_number,block_timestamp,from_address,to_address,value\n${hash(9)},9,1700000100,${DARK},${ANA},5`;
  const send = (network: string) =>
    client.readBlocks({ query: { network }, type: 'text/csv', body: new TextEncoder().encode(csv) });
  expect((await send('polygon')).items).toEqual([
    { network: 'polygon', asset: 'POL', blocks: 1, transactions: 1, repeated: 0 },
  ]);
  await expect(send('bitcoin')).rejects.toMatchObject({ code: 'chain.network_unknown' });
});
