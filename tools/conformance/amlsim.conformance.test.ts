import { createReadStream, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import type { ImportMapping, ImportView } from '@atalaya/contract/imports.ts';
import { describeWith, sharedFolder } from '@atalaya/engine/platform/testing/requirements.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootConformanceHouse, type ConformanceHouse } from './house.fixture.ts';

const ROWS = 118_250;
const HEAD_ROWS = 3000;

const mapping: ImportMapping = {
  kind: 'events',
  columns: {
    customer: 'sourceNodeId',
    to_customer: 'targetNodeId',
    amount: 'value',
    occurred_at: 'time',
  },
  constants: { type: 'transfer', asset: 'USD' },
  id_template: 'aml-{row}',
  time: { format: 'step', start: '2024-01-01T00:00:00Z', step_seconds: 86_400 },
  register_missing_customers: true,
};

/** The 20K sample of AMLSim: what others made goes in as an exchange's file would, and is decided row by row. */
describeWith(sharedFolder(), 'AMLSim 20K through the CSV import', (shared) => {
  const file = join(shared, 'data/ml/amlsim/20K_fanin200/transactions.csv');
  let house: ConformanceHouse;
  beforeAll(async () => {
    house = await bootConformanceHouse();
  }, 300_000);
  afterAll(() => house.close());

  async function importRows(name: string, body: Readable, seen: ImportView[]): Promise<ImportView> {
    const { id } = await house.client.createImport({ body: { name, mapping } });
    await house.client.putImportFile({
      params: { id },
      type: 'text/csv',
      body: Readable.toWeb(body) as ReadableStream<Uint8Array>,
    });
    for (;;) {
      const view = await house.client.getImport({ params: { id } });
      seen.push(view);
      if (view.state === 'done' || view.state === 'failed') return view;
      await setTimeout(100);
    }
  }

  test('every row is decided, and the progress is seen moving', { timeout: 300_000 }, async () => {
    const seen: ImportView[] = [];
    const view = await importRows('AMLSim 20K', createReadStream(file), seen);
    expect(view).toMatchObject({
      state: 'done',
      rows_read: ROWS,
      rows_accepted: ROWS,
      rows_repeated: 0,
      rows_refused: 0,
      bytes: statSync(file).size,
      bytes_read: statSync(file).size,
    });
    expect(await house.count('select count(*) as n from decisions.decision')).toBe(ROWS);
    expect(await house.count('select count(distinct reference) as n from decisions.decision')).toBe(ROWS);
    expect(
      await house.count(
        "select count(*) as n from journal.entry where type like 'decisions.%' and subject like 'evt_%' and type <> 'decisions.hold_placed'",
      ),
    ).toBe(ROWS);

    const progress = seen.map((one) => one.rows_read);
    expect(new Set(progress).size).toBeGreaterThan(10);
    expect(progress).toEqual([...progress].sort((a, b) => a - b));
    expect(seen.some((one) => one.state === 'running' && one.seconds_left !== undefined)).toBe(true);
  });

  test('every account of the file is a customer', async () => {
    const lines = readFileSync(file, 'utf8').trim().split('\n').slice(1);
    const accounts = new Set(lines.flatMap((line) => line.split(',').slice(0, 2)));
    expect(await house.count('select count(*) as n from customers.customer')).toBe(accounts.size);
  });

  test('the head of the same file again repeats, and decides nothing', async () => {
    const head = readFileSync(file, 'utf8')
      .split('\n')
      .slice(0, HEAD_ROWS + 1)
      .join('\n');
    const view = await importRows('AMLSim 20K, head', Readable.from([Buffer.from(`${head}\n`)]), []);
    expect(view).toMatchObject({
      state: 'done',
      rows_read: HEAD_ROWS,
      rows_accepted: 0,
      rows_repeated: HEAD_ROWS,
      rows_refused: 0,
    });
    expect(await house.count('select count(*) as n from decisions.decision')).toBe(ROWS);
  });
});
