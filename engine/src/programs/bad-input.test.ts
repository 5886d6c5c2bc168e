import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BatchLine, Decision } from '@atalaya/contract/decisions.ts';
import type { Problem } from '@atalaya/contract/schema.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { openTestHouse, type TestHouse } from './testing/house.ts';
import { written } from './testing/written.ts';

/** Mistakes of an exchange, sent to the whole product over HTTP: each is told with code and field, and leaves no trace. */
interface BadInput {
  readonly name: string;
  readonly event?: Readonly<Record<string, unknown>>;
  readonly raw?: Readonly<Record<string, string>>;
  readonly times?: number;
  readonly body?: string;
  readonly encoding?: 'latin1' | 'utf16le';
  readonly before?: string;
  readonly after?: string;
  readonly type?: string;
  readonly status: number;
  readonly code: string;
  readonly field?: string;
}

const CASES = parse(readFileSync(join(import.meta.dirname, 'bad-input.cases.yaml'), 'utf8')) as BadInput[];
const GOOD = {
  type: 'deposit',
  id: 'ev-1',
  customer: 'c-1',
  occurred_at: '2026-01-15T10:00:00Z',
  asset: 'MXN',
  amount: '1500.50',
  rail: 'bank',
};

let product: TestHouse;
let before: object;

const send = (path: string, body: string | Buffer, type: string): Promise<Response> =>
  fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': type },
    body: body as BodyInit,
  });

beforeAll(async () => {
  product = await openTestHouse();
  const customers = ['c-1', 'c-2'].map((reference) =>
    JSON.stringify({ reference, kind: 'person', name: { given: 'Ana', paternal: 'Prueba' } }),
  );
  const registered = await send('/v1/customers/batch', customers.join('\n'), 'application/x-ndjson');
  expect(await registered.text()).not.toContain('problem');
  await product.settled();
});
afterAll(() => product?.close());
beforeEach(async () => {
  before = await written(product);
});

function bytesOf({ event, raw, times = 1, body, encoding, before: head = '', after = '' }: BadInput): Buffer {
  const members = Object.entries({ ...GOOD, ...event }).filter(([, value]) => value !== null);
  let text = body ?? JSON.stringify(Object.fromEntries(members));
  for (const [word, put] of Object.entries(raw ?? {})) text = text.replace(word, () => put.repeat(times));
  return Buffer.concat([
    Buffer.from(head, 'hex'),
    Buffer.from(text, encoding ?? 'utf8'),
    Buffer.from(after, 'hex'),
  ]);
}

describe('POST /v1/events', () => {
  test.each(CASES)('$name', async (bad) => {
    const reply = await send('/v1/events', bytesOf(bad), bad.type ?? 'application/json');
    const problem = (await reply.json()) as Problem;
    expect(problem).toMatchObject({ status: bad.status, code: bad.code });
    expect(reply.status).toBe(bad.status);
    expect(reply.headers.get('content-type')).toContain('application/problem+json');
    if (bad.field !== undefined) expect(problem.errors?.map((error) => error.field)).toContain(bad.field);
    for (const text of Object.values(problem.texts)) expect(text).not.toBe('');
    expect(await written(product)).toEqual(before);
  });
});

test.each([
  ['/v1/events', 'abc'],
  ['/v1/events', "1' or '1"],
  ['/v1/holds', '2026 hld'],
  ['/v1/journal', 'abc'],
  ['/v1/checkpoints', 'WyJ4Il0'],
])('GET %s?after=%s: a page cursor that is not ours', async (path, after) => {
  const reply = await fetch(`${product.url}${path}?after=${encodeURIComponent(after)}`, {
    headers: { authorization: `Bearer ${product.key}` },
  });
  expect(await reply.json()).toMatchObject({ status: 400, code: 'request.cursor_invalid' });
});

describe('the same id again', () => {
  const one = { ...GOOD, id: 'twice-1' };
  const reversed = `\ufeff${JSON.stringify(Object.fromEntries(Object.entries(one).reverse()), null, 2)}`;
  let first: Decision;

  test('the same content is answered the same, however it is written', async () => {
    first = (await (await send('/v1/events', JSON.stringify(one), 'application/json')).json()) as Decision;
    expect(first.repeated).toBeUndefined();
    before = await written(product);
    for (const body of [JSON.stringify(one), reversed]) {
      const again = await send('/v1/events', body, 'application/json; charset=utf-8');
      expect(again.status).toBe(200);
      expect(await again.json()).toEqual({ ...first, repeated: true });
    }
    expect(await written(product)).toEqual(before);
  });

  test('other content is refused, naming the entry of the first', async () => {
    const reply = await send('/v1/events', JSON.stringify({ ...one, amount: '1500.51' }), 'application/json');
    expect(reply.status).toBe(409);
    const problem = (await reply.json()) as Problem;
    expect(problem).toMatchObject({
      code: 'activity.duplicate_content',
      errors: [{ field: '/id', message: expect.stringContaining(String(first.journal)) as string }],
    });
    expect(await written(product)).toEqual(before);
  });

  test('many at once are decided once', async () => {
    const body = JSON.stringify({ ...GOOD, id: 'twice-2' });
    const replies = await Promise.all(
      Array.from({ length: 20 }, () => send('/v1/events', body, 'application/json')),
    );
    const answers = (await Promise.all(replies.map((reply) => reply.json()))) as Decision[];
    expect(new Set(answers.map((answer) => answer.decision_id)).size).toBe(1);
    expect(answers.filter((answer) => answer.repeated !== true)).toHaveLength(1);
  });
});

interface BatchCase {
  readonly event?: Readonly<Record<string, unknown>>;
  readonly text?: string;
  readonly hex?: string;
  readonly letters?: number;
  readonly told: string;
  readonly field?: string;
}

describe('POST /v1/events/batch', () => {
  const lines = parse(readFileSync(join(import.meta.dirname, 'bad-batch.cases.yaml'), 'utf8')) as BatchCase[];
  const bytesOfLine = ({ event, text, hex, letters }: BatchCase): Buffer => {
    if (hex !== undefined) return Buffer.from(hex, 'hex');
    if (letters !== undefined)
      return Buffer.from(JSON.stringify({ ...GOOD, id: 'b-long', note: 'n'.repeat(letters) }));
    return Buffer.from(text ?? JSON.stringify({ ...GOOD, ...event }));
  };
  const batch = async (body: Buffer): Promise<BatchLine[]> => {
    const reply = await send('/v1/events/batch', body, 'application/x-ndjson');
    expect(reply.status).toBe(200);
    const text = await reply.text();
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as BatchLine);
  };

  test.each([
    ['lines end with a line feed', '\n', ''],
    ['lines end as on Windows, the first begins with a byte order mark', '\r\n', '\ufeff'],
  ])('each line is told, good ones go in beside bad ones: %s', async (_, end, mark) => {
    const own = (line: BatchCase): BatchCase => ({
      ...line,
      ...(line.event === undefined
        ? {}
        : { event: { ...line.event, id: `${String(line.event.id)}${mark === '' ? '' : '-w'}` } }),
    });
    const body = lines.flatMap((line) => [bytesOfLine(own(line)), Buffer.from(end)]);
    const answers = new Map(
      (await batch(Buffer.concat([Buffer.from(mark), ...body]))).map((answer) => [answer.row, answer]),
    );
    for (const [i, { told, field }] of lines.entries()) {
      const answer = answers.get(i + 1);
      if (told === 'none') expect(answer).toBeUndefined();
      else if (told === 'decided' || told === 'repeated')
        expect(answer).toMatchObject({ row: i + 1, decision: told === 'repeated' ? { repeated: true } : {} });
      else {
        expect(answer).toMatchObject({ row: i + 1, problem: { code: told } });
        const errors = answer !== undefined && 'problem' in answer ? (answer.problem.errors ?? []) : [];
        expect(errors.every((error) => error.row === i + 1)).toBe(true);
        if (field !== undefined) expect(errors.map((error) => error.field)).toContain(field);
      }
    }
    const decided = lines.filter(({ told }) => told === 'decided').length;
    const after = await written(product);
    expect(after).toEqual({
      ...before,
      'decisions.decision': Number(Reflect.get(before, 'decisions.decision')) + decided,
      'journal.entry': Number(Reflect.get(before, 'journal.entry')) + decided,
    });
  });

  test('a batch that is JSON, or empty, is told so', async () => {
    const json = await send('/v1/events/batch', JSON.stringify([GOOD]), 'application/json');
    expect(json.status).toBe(415);
    expect(await json.json()).toMatchObject({ code: 'request.unsupported_media_type' });
    expect(await (await send('/v1/events/batch', '', 'application/x-ndjson')).text()).toBe('');
    expect(await written(product)).toEqual(before);
  });
});

describe('what stands in addresses and names', () => {
  test.each([
    ['GET', '/v1/events?limit=1000000', undefined],
    ['GET', '/v1/events/%zz', undefined],
    ['GET', `/v1/events/${'x'.repeat(300)}`, undefined],
    ['POST', '/v1/imports', { name: 'a\u0000b', mapping: { kind: 'events', columns: { id: 'id' } } }],
    ['POST', '/v1/imports', { name: 'a', mapping: { kind: 'events', columns: { id: 'i\u0000d' } } }],
    [
      'POST',
      '/v1/imports',
      { name: 'a', mapping: { kind: 'events', columns: { '__proto__.polluted': 'id' } } },
    ],
    [
      'POST',
      '/v1/imports',
      {
        name: 'a',
        mapping: { kind: 'events', columns: {}, constants: { 'constructor.prototype.polluted': 'yes' } },
      },
    ],
    [
      'POST',
      '/v1/prices',
      { prices: [{ asset: 'BTC', currency: 'MXN', price: '1', at: '2026-02-31T00:00:00Z' }] },
    ],
    [
      'POST',
      '/v1/prices',
      { prices: [{ asset: 'BTC', currency: 'MXN', price: '0', at: '2026-02-01T00:00:00Z' }] },
    ],
    ['POST', '/v1/prices', { prices: [] }],
  ])('%s %s is refused with a code, not broken by it', async (method, path, body) => {
    const reply = await fetch(`${product.url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${product.key}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const problem = (await reply.json()) as Problem;
    expect(problem).toMatchObject({ code: expect.stringMatching(/^(?!internal)/) as string });
    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(reply.status).toBeLessThan(500);
    expect(await written(product)).toEqual(before);
  });
});
