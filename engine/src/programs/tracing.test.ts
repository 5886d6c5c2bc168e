import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import { TAINT_POLICIES } from '@atalaya/contract/tracing.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureFirstEntity } from '../modules/access/entities.ts';
import { ensureApiKey } from '../modules/access/keys.ts';
import { tagPack } from '../modules/tracing/testing/tag-pack.ts';
import { asSystem, rows } from '../platform/database.ts';
import { createLog } from '../platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../platform/testing/database.ts';
import { type House, openHouse } from './house.ts';

/** Blocks in, tags in, exposure out: over HTTP, as an exchange does it. */
const home = mkdtempSync(join(tmpdir(), 'atalaya-tracing-'));
const secret = `atk_${randomBytes(24).toString('base64url')}`;
let database: TestDatabase;
let house: House;
let client: Client;

const address = (byte: number): string => `0x${byte.toString(16).repeat(20)}`;
const DARK = address(0xd0);
const EXCHANGE = address(0xe0);
const [MIDDLE, ANA] = [address(0xa1), address(0xa2)];
const hash = (number: number): string => number.toString(16).padStart(64, '0');
const transfer = (from: string | null, to: string, amount: string, tx: number) => ({
  from,
  to,
  amount,
  tx: hash(tx),
});

async function send(lines: readonly object[]): Promise<void> {
  const body = Buffer.from(lines.map((line) => JSON.stringify(line)).join('\n'));
  await client.readBlocks({ query: {}, type: 'application/x-ndjson', body: new Uint8Array(body) });
}

const block = (height: number, transfers: readonly object[]) => ({
  network: 'ethereum',
  asset: 'USDT',
  height,
  time: `2024-03-05T12:00:${String(height).padStart(2, '0')}Z`,
  transfers,
});

beforeAll(async () => {
  database = await createTestDatabase();
  house = await openHouse({
    connection: database.config,
    home,
    log: createLog(process.env.ATALAYA_TEST_LOG ?? 'silent'),
  });
  const entity = await ensureFirstEntity(house.foundation, {
    code: 'prueba',
    name: 'Bolsa de Prueba, S.A. de C.V.',
    jurisdiction: 'MX',
    currency: 'MXN',
    time_zone: 'America/Mexico_City',
  });
  await house.deciding.entities.load();
  await ensureApiKey(house.foundation, {
    name: 'tracing',
    entity: entity.id,
    secret,
    permissions: [
      'screening:read',
      'watchlists:read',
      'watchlists:write',
      'activity:write',
      'customers:write',
      'decisions:read',
    ],
  });
  const baseUrl = await house.listen('127.0.0.1', 0);
  client = createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${secret}` }) });
  await client.importTagPack(
    tagPack('prueba', 'ethereum', [
      `${DARK},Mercado Sombra,darknet_market,service_data`,
      `${EXCHANGE},Casa Clara,exchange,service_data`,
    ]),
  );
  await send([
    block(1, [transfer(DARK, MIDDLE, '60', 1), transfer(EXCHANGE, MIDDLE, '40', 2)]),
    block(2, [transfer(MIDDLE, ANA, '50', 3)]),
  ]);
}, 120_000);
beforeAll(async () => {
  await client.putCustomer({
    params: { reference: 'ana' },
    body: { kind: 'person', name: { given: 'Ana', paternal: 'Prueba' }, country: 'MX' },
  });
  const price = { asset: 'USDT', currency: 'USD', price: '1.00', at: '2024-03-05T00:00:00Z' };
  await client.recordPrices({ body: { prices: [price] } });
});
afterAll(async () => {
  await house.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const ask = (policy: (typeof TAINT_POLICIES)[number]) =>
  client.getExposure({
    query: { network: 'ethereum', asset: 'USDT', address: ANA, direction: 'received', policy },
  });

describe('exposure', () => {
  test.each([
    ['haircut', { darknet_market: '30.000000', exchange: '20.000000' }],
    ['fifo', { darknet_market: '50.000000' }],
    ['lifo', { darknet_market: '10.000000', exchange: '40.000000' }],
    ['tiho', { darknet_market: '50.000000' }],
    ['poison', { darknet_market: '50.000000' }],
  ] as const)('under %s', async (policy, expected) => {
    const { slices, total, note } = await ask(policy);
    expect(total).toBe('50.000000');
    expect(Object.fromEntries(slices.map(({ category, amount }) => [category, amount]))).toEqual(expected);
    expect(slices.reduce((sum, { share_ppm }) => sum + share_ppm, 0)).toBe(1_000_000);
    expect(note.es).toContain('mínimo');
  });

  test('shows who, how sure, and the way the money went', async () => {
    const { slices, as_of, tags_version } = await ask('haircut');
    expect(slices[0]).toMatchObject({
      kind: 'indirect',
      category: 'darknet_market',
      attribution: { entity: 'Mercado Sombra', confidence: 50 },
      share_ppm: 600_000,
      hops: 2,
      path: [
        { from: DARK, to: MIDDLE, amount: '60.000000', tx: hash(1), block: 1 },
        { from: MIDDLE, to: ANA, amount: '50.000000', tx: hash(3), block: 2 },
      ],
    });
    expect(as_of.block).toBe(2);
    expect(tags_version).not.toBe('none');
  });

  test('what was never read is said, not called clean', async () => {
    await expect(
      client.getExposure({
        query: { network: 'ethereum', asset: 'USDT', address: address(0xff), direction: 'sent' },
      }),
    ).rejects.toMatchObject({ status: 404, code: 'tracing.address_unseen' });
    await expect(
      client.getExposure({ query: { network: 'tron', asset: 'USDT', address: ANA, direction: 'sent' } }),
    ).rejects.toMatchObject({ status: 404, code: 'tracing.graph_unknown' });
  });
});

test('neighbours, the largest first, and what the others add up to', async () => {
  const query = {
    network: 'ethereum',
    asset: 'USDT',
    address: MIDDLE,
    direction: 'received',
    limit: 1,
  } as const;
  const { items, rest } = await client.getNeighbours({ query });
  expect(items).toMatchObject([
    { address: DARK, amount: '60.000000', count: 1, attribution: { category: 'darknet_market' } },
  ]);
  expect(rest).toEqual({ count: 1, amount: '40.000000' });
});

test('graphs are there again after a stop; a block that does not follow is refused, naming it', async () => {
  const { items } = await client.listGraphs({});
  expect(items).toMatchObject([{ network: 'ethereum', asset: 'USDT', movements: 3, as_of: { block: 2 } }]);
  await expect(send([block(2, [])])).rejects.toMatchObject({
    status: 409,
    code: 'tracing.block_out_of_order',
  });
  await expect(send([{ ...block(3, []), height: -1 }])).rejects.toMatchObject({
    status: 400,
    code: 'request.invalid',
  });
});

test('anyone can run a graph of their own through the method', async () => {
  const transactions = [
    {
      id: 't1',
      inputs: [
        { source: 'D', value: '30' },
        { source: null, value: '70' },
      ],
      outputs: ['40', '60'],
    },
  ];
  const answers = await Promise.all(
    TAINT_POLICIES.map(async (policy) => {
      const answer = await client.calculateTaint({ body: { policy, transactions } });
      return [policy, answer.transactions[0]?.outputs.join(' ')];
    }),
  );
  expect(Object.fromEntries(answers)).toEqual({
    haircut: '12 18',
    fifo: '30 0',
    lifo: '0 30',
    tiho: '0 30',
    poison: '40 60',
  });
});

describe('decisions', () => {
  const decide = (id: string, type: 'deposit' | 'withdrawal', across: string, amount: string) =>
    client.decideEvent({
      body: {
        id,
        type,
        customer: 'ana',
        occurred_at: '2024-03-05T13:00:00Z',
        asset: 'USDT',
        amount,
        rail: 'crypto',
        wallet: { network: 'ethereum', address: across },
      },
    });

  test('a deposit whose money came from a darknet market some hops before is reviewed, and says so', async () => {
    const decision = await decide('d-1', 'deposit', MIDDLE, '900');
    expect(decision.decision).toBe('review');
    const [reason] = decision.reasons;
    expect(reason).toMatchObject({ scenario: 'darknet-market' });
    const values = Object.fromEntries(reason?.values.map(({ name, value }) => [name, value]) ?? []);
    expect(values).toMatchObject({
      'exposure.darknet_market_share': 6000,
      'exposure.darknet_market_usd': 54_000,
      'exposure.darknet_market_hops': 2,
    });
  });

  test('a withdrawal is judged before it leaves: beyond a market its own tag counts', async () => {
    expect((await decide('w-1', 'withdrawal', DARK, '900')).decision).toBe('review');
    expect((await decide('w-2', 'withdrawal', EXCHANGE, '900')).decision).toBe('allow');
  });

  test('too little of it, or nothing known, finds nothing', async () => {
    expect((await decide('d-2', 'deposit', MIDDLE, '300')).decision).toBe('allow');
    expect((await decide('d-3', 'deposit', address(0xfe), '900')).decision).toBe('allow');
  });

  test('blocks read later change what is known from then on', async () => {
    const stranger = address(0xab);
    expect((await decide('d-4', 'deposit', stranger, '900')).decision).toBe('allow');
    await send([block(5, [transfer(DARK, MIDDLE, '1000', 50), transfer(MIDDLE, stranger, '900', 51)])]);
    expect((await decide('d-5', 'deposit', stranger, '900')).decision).toBe('review');
  });
});

test('tags learned later raise what they say of the past, once', async () => {
  const late = address(0xcd);
  const deposit = {
    id: 'd-9',
    type: 'deposit' as const,
    customer: 'ana',
    occurred_at: '2024-03-05T13:00:00Z',
    asset: 'USDT',
    amount: '900',
    rail: 'crypto' as const,
    wallet: { network: 'ethereum', address: late },
  };
  expect((await client.decideEvent({ body: deposit })).decision).toBe('allow');
  const tag = (code: string) =>
    client.importTagPack(tagPack(code, 'ethereum', [`${late},Grupo ${code},ransomware,service_data`]));
  const rescored = async () => {
    for (;;) {
      const view = await client.getRescoring({});
      if (view.state === 'idle' && view.finished_at !== undefined && view.why === 'tags') return view;
      await setTimeout(50);
    }
  };
  await tag('tarde');
  const found = () =>
    asSystem(house.foundation.db, (tx) =>
      rows<{ event: string; category: string }>(
        tx,
        'select event, category from tracing.exposure_found order by id',
      ),
    );
  const alerts = () =>
    asSystem(house.foundation.db, (tx) =>
      rows<{ scenario: string; findings: number }>(
        tx,
        "select scenario, findings from alerts.alert where scenario = 'exposure-found-later'",
      ),
    );
  // The figure told is that of the last pass, and the alert may be another category's: what was written counts.
  const ransomware = async () => (await found()).filter(({ category }) => category === 'ransomware').length;
  await expect.poll(ransomware, { timeout: 20_000 }).toBe(1);
  await expect.poll(async () => (await alerts()).length, { timeout: 20_000 }).toBe(1);
  await rescored();
  const before = await found();
  await tag('mas-tarde');
  await expect.poll(async () => (await rescored()).found, { timeout: 20_000 }).toBe(0);
  expect(await found()).toEqual(before);
});
