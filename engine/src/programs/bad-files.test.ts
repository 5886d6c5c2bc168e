import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ImportMapping, ImportView } from '@atalaya/contract/imports.ts';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DecisionCore } from '../modules/decisions/core.ts';
import { runImport } from '../modules/decisions/csv-import-run.ts';
import { type ImportPorts, refusedPath } from '../modules/decisions/csv-imports.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';
import { written } from './testing/written.ts';

/** Files as exchanges have them, through the import over HTTP: good rows go in, bad ones come back as a file with reasons. */
const CUSTOMERS = 1500;
const HEADER = 'folio,fecha,cliente,monto,beneficiario';
const MAPPING: ImportMapping = {
  kind: 'events',
  columns: {
    id: 'folio',
    occurred_at: 'fecha',
    customer: 'cliente',
    amount: 'monto',
    'counterparty.name': 'beneficiario',
  },
  constants: { type: 'deposit', asset: 'MXN', rail: 'bank' },
};

let product: TestHouse;

const call = async (method: string, path: string, type?: string, body?: string | Buffer): Promise<Response> =>
  fetch(`${product.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${product.key}`,
      ...(type === undefined ? {} : { 'content-type': type }),
    },
    ...(body === undefined ? {} : { body: body as BodyInit }),
  });

beforeAll(async () => {
  product = await openTestHouse();
  const lines = Array.from({ length: CUSTOMERS }, (_, i) =>
    JSON.stringify({ reference: `c-${i}`, kind: 'person', name: { given: 'Ana', paternal: `Prueba ${i}` } }),
  );
  const told = await (
    await call('POST', '/v1/customers/batch', 'application/x-ndjson', lines.join('\n'))
  ).text();
  expect(told).not.toContain('problem');
});
afterAll(() => product?.close());

const rowOf = (name: string, i: number): string => {
  const minute = String(i % 60).padStart(2, '0');
  const hour = String(Math.floor(i / 60) % 24).padStart(2, '0');
  const day = String(1 + (Math.floor(i / 1440) % 28)).padStart(2, '0');
  return `${name}-${i},2026-01-${day}T${hour}:${minute}:00Z,c-${i % CUSTOMERS},${100 + (i % 900)}.50,`;
};

async function announce(name: string, mapping: ImportMapping = MAPPING): Promise<string> {
  const reply = await call('POST', '/v1/imports', 'application/json', JSON.stringify({ name, mapping }));
  return ((await reply.json()) as ImportView).id;
}

const viewOf = async (id: string): Promise<ImportView> =>
  (await (await call('GET', `/v1/imports/${id}`)).json()) as ImportView;

async function importFile(name: string, file: string | Buffer, mapping?: ImportMapping): Promise<ImportView> {
  const id = await announce(name, mapping);
  const sent = await call('PUT', `/v1/imports/${id}/file`, 'text/csv', file);
  expect(sent.status).toBe(200);
  for (;;) {
    const view = await viewOf(id);
    if (view.state === 'done' || view.state === 'failed') return view;
    await sleep(50);
  }
}

/** The refused rows by number: code, field, and the cells as they were. */
async function refusedRows(id: string): Promise<Record<string, string>[]> {
  const text = await (await call('GET', `/v1/imports/${id}/refused`)).text();
  return parse(text, { columns: true, relax_column_count: true }) as Record<string, string>[];
}

const decisionsLike = async (pattern: string): Promise<number> =>
  (
    await product.ask<{ n: number }>('select count(*) as n from decisions.decision where reference like $1', [
      pattern,
    ])
  ).n;

test('a file of 70,500 rows with a broken row 70,000: the others go in, and exactly the broken ones come back', {
  timeout: 300_000,
}, async () => {
  const rows = Array.from({ length: 70_500 }, (_, i) => rowOf('big', i + 1));
  const broken: Record<number, [text: string, code: string, field: string]> = {
    3: ['big-3,2026-01-05T10:00:00Z,c-1,"1.234,50",', 'request.invalid', '/amount'],
    500: ['big-500,2026-01-05T10:00:00Z,c-1,10.001,', 'money.too_precise', '/amount'],
    501: ['big-501,05/01/2026 10:00,c-1,10.00,', 'request.invalid', '/occurred_at'],
    35000: ['big-35000,2026-01-05T10:00:00Z,c-1', 'imports.row_malformed', ''],
    35001: ['big-35001,2026-01-05T10:00:00Z,c-1,5,Ana,too,many', 'imports.row_malformed', ''],
    69999: ['big-2,2026-01-05T10:00:00Z,c-1,1.00,', 'activity.duplicate_content', '/id'],
    70000: ['big-70000,2026-02-31T10:00:00Z,c-1,10.00,', 'instant.malformed', '/occurred_at'],
    70500: [
      'big-70500,2026-01-05T10:00:00Z,nobody,10.00,"Núñez, Ana"',
      'activity.unknown_customer',
      '/customer',
    ],
  };
  for (const [row, [text]] of Object.entries(broken)) rows[Number(row) - 1] = text;
  const view = await importFile('big', `${[HEADER, ...rows].join('\n')}\n`);
  expect(view).toMatchObject({
    state: 'done',
    rows_read: 70_500,
    rows_accepted: 70_492,
    rows_repeated: 0,
    rows_refused: 8,
  });
  expect(await decisionsLike('big-%')).toBe(70_492);
  const refused = await refusedRows(view.id);
  expect(
    refused.map(({ atalaya_row, atalaya_code, atalaya_field }) => [
      Number(atalaya_row),
      atalaya_code,
      atalaya_field,
    ]),
  ).toEqual(Object.entries(broken).map(([row, [, code, field]]) => [Number(row), code, field]));
  expect(refused.at(-1)).toMatchObject({
    folio: 'big-70500',
    cliente: 'nobody',
    monto: '10.00',
    beneficiario: 'Núñez, Ana',
  });
  expect(refused.every((row) => row.atalaya_message !== '')).toBe(true);
});

describe('encodings and forms of a file', () => {
  const good = [`${rowOf('latin', 1)}Íñigo Peña`, rowOf('latin', 2)];

  test.each([
    ['ISO-8859-1', 'iso-8859-1', Buffer.from([HEADER, ...good].join('\r\n'), 'latin1')],
    [
      'UTF-8 with a mark',
      'utf-8',
      Buffer.from(`\ufeff${[HEADER, ...good].join('\n').replaceAll('latin-', 'marked-')}`),
    ],
    [
      'UTF-16',
      'utf-16le',
      Buffer.from(`\ufeff${[HEADER, ...good].join('\n').replaceAll('latin-', 'wide-')}`, 'utf16le'),
    ],
  ] as const)('%s as it says it is', async (name, encoding, file) => {
    const view = await importFile(name, file, { ...MAPPING, encoding });
    expect(view).toMatchObject({ state: 'done', rows_accepted: 2, rows_refused: 0 });
    const id = file.toString(encoding === 'utf-16le' ? 'utf16le' : 'latin1').match(/(\w+-1),/)?.[1];
    const shown = (await (await call('GET', `/v1/events/${id}`)).json()) as {
      event: { counterparty?: { name: string } };
    };
    expect(shown.event.counterparty?.name).toBe('Íñigo Peña');
  });

  test('semicolons, quotes in quotes, line feeds in a cell, empty lines', async () => {
    const file = `${HEADER.replaceAll(',', ';')}\r\n\r\nforms-1;2026-01-05T10:00:00Z;c-1;5;"Casa ""La Peña""\r\nde Cambio"\r\n\r\n`;
    const view = await importFile('forms', file, { ...MAPPING, delimiter: ';' });
    expect(view).toMatchObject({ state: 'done', rows_read: 1, rows_accepted: 1 });
    const shown = (await (await call('GET', '/v1/events/forms-1')).json()) as { event: object };
    expect(shown.event).toMatchObject({ counterparty: { name: 'Casa "La Peña"\r\nde Cambio' }, amount: '5' });
  });
});

describe('files that cannot be read to their end are told so, and where', () => {
  const many = Array.from({ length: 700 }, (_, i) => rowOf('part', i + 1));

  test.each([
    [
      'Latin 1 that says it is UTF-8',
      Buffer.from([HEADER, `${rowOf('bytes', 1)}Peña`].join('\n'), 'latin1'),
      /^imports.wrong_encoding: .*utf-8/,
    ],
    [
      'a file cut off in the middle of a letter',
      Buffer.from(`${HEADER}\n${rowOf('cut', 1)}Pe\xc3`, 'latin1'),
      /^imports.wrong_encoding/,
    ],
    [
      'a column of the mapping that is not there',
      `folio,fecha,monto\n1,2,3\n`,
      /^imports.column_missing: .*cliente/,
    ],
    [
      'another delimiter than it says',
      `${HEADER.replaceAll(',', ';')}\n1;2;3;4;5\n`,
      /^imports.column_missing/,
    ],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /^imports\./],
    [
      'a quote that is never closed',
      `${[HEADER, ...many].join('\n')}\npart-701,"2026-01-05T10:00:00Z,c-1,5,\npart-702,2026-01-05T10:00:00Z,c-1,5,\n`,
      /^imports.row_malformed: .*row 701/,
    ],
    [
      'a quote that swallows more than a row can hold',
      `${[HEADER, ...many].join('\n').replaceAll('part-', 'swallow-')}\nswallow-701,"${'x'.repeat(400_000)}\n`,
      /^imports.row_malformed: .*row 701/,
    ],
  ])('%s', async (name, file, failure) => {
    const before = await written(product);
    const view = await importFile(name, file);
    expect(view.state).toBe('failed');
    expect(view.failure).toMatch(failure);
    const after = await written(product);
    expect(Number(after['decisions.decision']) - Number(before['decisions.decision'])).toBe(
      view.rows_accepted,
    );
  });

  test('an empty file is refused when it comes, and one with nothing but a header holds no rows', async () => {
    const id = await announce('empty');
    const sent = await call('PUT', `/v1/imports/${id}/file`, 'text/csv', '');
    expect(sent.status).toBe(422);
    expect(await sent.json()).toMatchObject({ code: 'imports.empty' });
    expect(await viewOf(id)).toMatchObject({ state: 'receiving' });
    expect(await importFile('header', `${HEADER}\n`)).toMatchObject({
      state: 'done',
      rows_read: 0,
      rows_accepted: 0,
    });
  });

  test('a second file, a file that is JSON, a file for nobody', async () => {
    const { id } = await importFile('once', `${HEADER}\n${rowOf('once', 1)}\n`);
    const again = await call('PUT', `/v1/imports/${id}/file`, 'text/csv', 'x');
    expect([again.status, ((await again.json()) as { code: string }).code]).toEqual([
      409,
      'imports.file_present',
    ]);
    const json = await call('PUT', `/v1/imports/${await announce('json')}/file`, 'application/json', '[]');
    expect([json.status, ((await json.json()) as { code: string }).code]).toEqual([
      415,
      'request.unsupported_media_type',
    ]);
    const nobody = await call('PUT', '/v1/imports/job_00000000000000000000000000/file', 'text/csv', 'x');
    expect(nobody.status).toBe(404);
  });
});

describe('an import that dies goes on from its cursor', () => {
  class Killed extends Error {}

  /** The import's own ports, with a core that dies after so many decisions, before or after the last became durable. */
  function dyingPorts(after: number, durable: boolean): ImportPorts {
    const { foundation, deciding } = product.house;
    let left = after;
    const decide: DecisionCore['decide'] = async (entity, actor, observed) => {
      left -= 1;
      if (left < 0 && !durable) throw new Killed('kill -9');
      const decision = await deciding.core.decide(entity, actor, observed);
      if (left < 0) throw new Killed('kill -9');
      return decision;
    };
    return {
      db: foundation.db,
      journal: foundation.journal,
      core: { decide } as DecisionCore,
      home: foundation.home,
      now: foundation.now,
      putCustomers: async () => [],
      registerUnnamed: async () => undefined,
      unknownCustomers: async () => [],
      enqueue: async () => undefined,
    } as ImportPorts;
  }

  test('no row is lost, none is decided twice, the refused rows stand in the file once', {
    timeout: 120_000,
  }, async () => {
    const count = 4000;
    const bad = new Set([1, 499, 500, 501, 1700, 2500, 3999, 4000]);
    const rows = Array.from({ length: count }, (_, i) =>
      bad.has(i + 1) ? `resume-${i + 1},2026-02-31T10:00:00Z,c-1,5,` : rowOf('resume', i + 1),
    );
    const id = await announce('resume');
    const ports = dyingPorts(Number.POSITIVE_INFINITY, true);
    const { receiveFile } = await import('../modules/decisions/csv-imports.ts');
    const { Readable } = await import('node:stream');
    await receiveFile(
      ports,
      { entities: [product.entity] },
      id,
      Readable.from([Buffer.from(`${[HEADER, ...rows].join('\n')}\n`)]),
    );
    for (const [after, durable] of [
      [300, false],
      [900, true],
      [0, true],
      [1200, false],
    ] as const)
      await expect(runImport(dyingPorts(after, durable), id)).rejects.toThrow(Killed);
    expect((await viewOf(id)).rows_read).toBeLessThan(count);
    await runImport(ports, id);
    const view = await viewOf(id);
    expect(view).toMatchObject({ state: 'done', rows_read: count, rows_refused: bad.size });
    expect(view.rows_accepted + view.rows_repeated).toBe(count - bad.size);
    expect(await decisionsLike('resume-%')).toBe(count - bad.size);
    expect((await refusedRows(id)).map((row) => Number(row.atalaya_row))).toEqual([...bad]);
    expect(readFileSync(refusedPath(ports, id), 'utf8').trimEnd().split('\n')).toHaveLength(bad.size + 1);
    await runImport(ports, id);
    expect(await viewOf(id)).toEqual(view);
  });

  test('the same file again is a file of repeats', async () => {
    const file = `${[HEADER, rowOf('same', 1), rowOf('same', 2)].join('\n')}\n`;
    await importFile('same', file);
    const before = await written(product);
    expect(await importFile('same', file)).toMatchObject({
      state: 'done',
      rows_accepted: 0,
      rows_repeated: 2,
    });
    const after = await written(product);
    expect(after['decisions.decision']).toBe(before['decisions.decision']);
  });
});
