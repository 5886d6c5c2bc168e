import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import type { ImportMapping, ImportView } from '@atalaya/contract/imports.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensureFirstEntity } from '../modules/access/entities.ts';
import { ensureApiKey } from '../modules/access/keys.ts';
import { asSystem, one } from '../platform/database.ts';
import { createLog } from '../platform/log.ts';
import { createTestDatabase, type TestDatabase } from '../platform/testing/database.ts';
import { type House, openHouse } from './house.ts';

/** CSV files through the API of the whole house, as an exchange sends them. */
const home = mkdtempSync(join(tmpdir(), 'atalaya-imports-'));
const secret = `atk_${randomBytes(24).toString('base64url')}`;
let database: TestDatabase;
let house: House;
let client: Client;

async function open(): Promise<void> {
  house = await openHouse({ connection: database.config, home, log: createLog('silent') });
  const entity = await ensureFirstEntity(house.foundation, {
    code: 'prueba',
    name: 'Bolsa de Prueba, S.A. de C.V.',
    jurisdiction: 'MX',
    currency: 'MXN',
    time_zone: 'America/Mexico_City',
  });
  await house.deciding.entities.load();
  await ensureApiKey(house.foundation, { name: 'imports', entity: entity.id, secret });
  const baseUrl = await house.listen('127.0.0.1', 0);
  client = createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${secret}` }) });
}

beforeAll(async () => {
  database = await createTestDatabase();
  await open();
}, 120_000);
afterAll(async () => {
  await house.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

const HEADER = 'folio,cliente,destino,monto,activo,fecha';
const mapping: ImportMapping = {
  kind: 'events',
  columns: {
    id: 'folio',
    customer: 'cliente',
    to_customer: 'destino',
    amount: 'monto',
    asset: 'activo',
    occurred_at: 'fecha',
  },
  constants: { type: 'transfer' },
  register_missing_customers: true,
};

const rowsOf = (prefix: string, count: number): string[] =>
  Array.from(
    { length: count },
    (_, i) => `${prefix}-${i + 1},c-${i % 40},c-${(i + 7) % 40},12.50,USD,2024-03-05T12:00:00Z`,
  );

async function send(
  lines: readonly string[],
  more: Partial<ImportMapping> = {},
  encoding: BufferEncoding = 'utf8',
) {
  const { id } = await client.createImport({
    body: { name: 'movimientos', mapping: { ...mapping, ...more } },
  });
  const body = Buffer.from(`${lines.join('\n')}\n`, encoding);
  await client.putImportFile({ params: { id }, type: 'text/csv', body: new Uint8Array(body) });
  return id;
}

async function until(id: string, enough: (view: ImportView) => boolean): Promise<ImportView> {
  for (;;) {
    const view = await client.getImport({ params: { id } });
    if (enough(view)) return view;
    await setTimeout(20);
  }
}

const ended = ({ state }: ImportView): boolean => state === 'done' || state === 'failed';
const importOf = async (
  lines: readonly string[],
  more: Partial<ImportMapping> = {},
  encoding?: BufferEncoding,
) => until(await send(lines, more, encoding), ended);

const decisionsOf = async (prefix: string): Promise<number> => {
  const found = await asSystem(house.foundation.db, (tx) =>
    one<{ n: number }>(tx, 'select count(*) as n from decisions.decision where reference like $1', [
      `${prefix}-%`,
    ]),
  );
  return Number(found?.n);
};

describe('a file with broken rows', () => {
  const lines = rowsOf('mixed', 1203);
  const broken: readonly (readonly [row: number, line: string, code: string, field: string])[] = [
    [3, 'mixed-3,c-1,c-2,12.50,USD', 'imports.row_malformed', ''],
    [501, 'mixed-501,ghost-1,ghost-2,12.50,NOPE,2024-03-05T12:00:00Z', 'activity.unknown_asset', '/asset'],
    [502, 'mixed-502,ghost-1,ghost-2,-4,USD,2024-03-05T12:00:00Z', 'request.invalid', '/amount'],
    [
      1203,
      'mixed-1203,ghost-1,ghost-2,12.50,USD,1900-03-05T12:00:00Z',
      'activity.occurred_too_early',
      '/occurred_at',
    ],
  ];
  for (const [row, line] of broken) lines[row - 1] = line;
  let view: ImportView;
  beforeAll(async () => {
    view = await importOf([HEADER, ...lines]);
  }, 120_000);

  test('takes the good ones and refuses the others', async () => {
    expect(view).toMatchObject({
      state: 'done',
      rows_read: 1203,
      rows_accepted: 1203 - broken.length,
      rows_refused: broken.length,
      rows_repeated: 0,
    });
    expect(await decisionsOf('mixed')).toBe(1203 - broken.length);
  });

  test('gives the bad ones back as a file, with row, code and field', async () => {
    const refused = await (await client.getRefusedRows({ params: { id: view.id } })).text();
    const [header, ...back] = refused.trim().split('\n');
    expect(header).toBe(`${HEADER},atalaya_row,atalaya_code,atalaya_field,atalaya_message`);
    expect(back).toHaveLength(broken.length);
    for (const [i, [row, line, code, field]] of broken.entries()) {
      // A row with too few cells comes back with as many as the header has.
      const cells = line.split(',').length < HEADER.split(',').length ? `${line},` : line;
      expect(back[i]?.startsWith(`${cells},${row},${code},${field},`), back[i]).toBe(true);
    }
  });

  test('registers whom good rows name, by the reference alone, and no one else', async () => {
    const customer = await client.getCustomer({ params: { id: 'c-39' } });
    expect(customer).toMatchObject({ reference: 'c-39', kind: 'person', display_name: '', state: 'active' });
    expect(customer.name).toBeUndefined();
    await expect(client.getCustomer({ params: { id: 'ghost-1' } })).rejects.toMatchObject({ status: 404 });
  });

  test('sent again corrected, repeats what was good and takes the rest', async () => {
    for (const [row] of broken) lines[row - 1] = `mixed-${row},c-1,c-2,12.50,USD,2024-03-05T12:00:00Z`;
    expect(await importOf([HEADER, ...lines])).toMatchObject({
      rows_accepted: broken.length,
      rows_repeated: 1203 - broken.length,
      rows_refused: 0,
    });
    expect(await decisionsOf('mixed')).toBe(1203);
  });
});

test('an import interrupted by a stop goes on from its cursor; every row is decided once', {
  timeout: 120_000,
}, async () => {
  const id = await send([HEADER, ...rowsOf('stopped', 6000)]);
  await until(id, ({ rows_read }) => rows_read >= 500);
  await house.close();
  await open();
  const resumed = await client.getImport({ params: { id } });
  expect(resumed.state).not.toBe('failed');
  expect(resumed.rows_read).toBeGreaterThanOrEqual(500);
  const view = await until(id, ended);
  expect(view).toMatchObject({ state: 'done', rows_read: 6000, rows_refused: 0 });
  expect(view.rows_accepted + view.rows_repeated).toBe(6000);
  expect(await decisionsOf('stopped')).toBe(6000);
});

describe('a file that cannot be read', () => {
  test('is refused for a column it lacks, before any row', async () => {
    const view = await importOf([HEADER.replace('monto', 'importe'), ...rowsOf('lacking', 3)]);
    expect(view).toMatchObject({ state: 'failed', rows_read: 0, rows_accepted: 0 });
    expect(view.failure).toMatch(/^imports\.column_missing: /);
    expect(await decisionsOf('lacking')).toBe(0);
  });

  test('stops where its encoding ends, and goes on once more from there', async () => {
    const lines = [HEADER, ...rowsOf('coded', 5), 'coded-6,c-1,niño,12.50,USD,2024-03-05T12:00:00Z'];
    const view = await importOf(lines, {}, 'latin1');
    expect(view.failure).toMatch(/^imports\.wrong_encoding: /);
    const again = await importOf(lines, { encoding: 'iso-8859-1' }, 'latin1');
    expect(again).toMatchObject({ state: 'done', rows_accepted: 5, rows_refused: 1 });
  });
});
