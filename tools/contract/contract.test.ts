import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { ApiProblem, createClient } from '@atalaya/contract/client.gen.ts';
import { ERRORS, problemText } from '@atalaya/contract/errors.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildOpenApi } from './openapi.ts';
import { operations, ROOT } from './text.ts';

const engine = join(ROOT, 'engine', 'src');
/** Codes of pure functions whose callers ask well, or that no caller reaches: they speak for their kind. */
const INTERNAL = new Set(['merkle.out_of_range']);

interface Seen {
  method: string;
  url: string;
  type: string;
  key: string;
  body: string;
}

const seen: Seen[] = [];
const server: Server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { method = '', url = '', headers } = request;
    const key = headers.authorization ?? '';
    seen.push({
      method,
      url,
      type: headers['content-type'] ?? '',
      key,
      body: Buffer.concat(chunks).toString(),
    });
    if (url.includes('missing')) {
      response.writeHead(404, { 'content-type': 'application/problem+json' });
      const texts = { es: 'no', pt: 'não', en: 'no' };
      response.end(
        JSON.stringify({ type: 'x', title: 't', status: 404, code: 'cases.unknown', detail: 'd', texts }),
      );
    } else if (url.includes('broken')) {
      response.writeHead(502);
      response.end('<html>');
    } else if (url.includes('refused')) {
      response.end('row,code\n');
    } else {
      response.end(JSON.stringify({ ok: true }));
    }
  });
});

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const client = () =>
  createClient({
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    headers: () => ({ authorization: 'Bearer k' }),
  });

describe('the generated client', () => {
  it('fills the path, the query and a JSON body', async () => {
    await client().getCase({ params: { id: 'cas/1 ñ' } });
    await client().listCases({ query: { limit: 2 } });
    await client().addNote({ params: { id: 'c' }, body: { text: 'señal' } });
    expect(seen.slice(-3)).toEqual([
      { method: 'GET', url: '/v1/cases/cas%2F1%20%C3%B1', type: '', key: 'Bearer k', body: '' },
      { method: 'GET', url: '/v1/cases?limit=2', type: '', key: 'Bearer k', body: '' },
      {
        method: 'POST',
        url: '/v1/cases/c/notes',
        type: 'application/json',
        key: 'Bearer k',
        body: '{"text":"señal"}',
      },
    ]);
  });

  it('streams a raw body and hands back a raw reply', async () => {
    const body = new Blob(['a,b\n1,2\n']).stream();
    await client().putImportFile({ params: { id: 'imp' }, body, type: 'text/csv' });
    expect(seen.at(-1)).toMatchObject({ method: 'PUT', type: 'text/csv', body: 'a,b\n1,2\n' });
    const reply = await client().getRefusedRows({ params: { id: 'imp' } });
    expect(await reply.text()).toBe('row,code\n');
  });

  it('throws the problem the server told, and one of its own where it told none', async () => {
    const told = await client()
      .getCase({ params: { id: 'missing' } })
      .catch((error: unknown) => error);
    expect(told).toBeInstanceOf(ApiProblem);
    expect(told).toMatchObject({ status: 404, code: 'cases.unknown', problem: { texts: { es: 'no' } } });
    await expect(client().getCase({ params: { id: 'broken' } })).rejects.toMatchObject({
      status: 502,
      code: 'unavailable',
    });
    const nowhere = createClient({ baseUrl: 'http://127.0.0.1:1' });
    await expect(nowhere.getHealth()).rejects.toMatchObject({ status: 0, code: 'unavailable' });
  });
});

describe('the OpenAPI document', () => {
  const text = buildOpenApi();
  const document = JSON.parse(text) as {
    paths: Record<
      string,
      Record<string, { operationId: string; parameters?: { in: string; name: string }[] }>
    >;
    components: Record<string, Record<string, unknown>>;
  };

  it('has every operation once, with the parameters of its path', () => {
    const found = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.values(methods).map((operation) => ({ path, ...operation })),
    );
    expect(found.map(({ operationId }) => operationId).sort()).toEqual(
      operations()
        .map(({ route }) => route.id)
        .sort(),
    );
    for (const { path, parameters = [] } of found) {
      const wanted = [...path.matchAll(/\{([a-z_]+)\}/g)].map(([, name]) => name);
      expect(
        parameters
          .filter((one) => one.in === 'path')
          .map(({ name }) => name)
          .sort(),
      ).toEqual(wanted.sort());
    }
  });

  it('has no two paths that differ in names only', () => {
    const shapes = Object.keys(document.paths).map((path) => path.replaceAll(/\{[a-z_]+\}/g, '{}'));
    expect(new Set(shapes).size).toBe(shapes.length);
  });

  it('refers only to components it has', () => {
    for (const [, group = '', name = ''] of text.matchAll(/"#\/components\/([a-zA-Z]+)\/([A-Za-z0-9]+)"/g)) {
      expect(document.components[group], `${group}/${name}`).toHaveProperty(name);
    }
  });
});

describe('the error codes', () => {
  it('have texts in three languages', () => {
    for (const [code, { status, texts }] of Object.entries(ERRORS)) {
      expect(status, code).toBeGreaterThanOrEqual(400);
      expect(
        Object.values(texts).every((text) => text.trim().length > 5),
        code,
      ).toBe(true);
    }
  });

  it('fall back to their kind, and to ours without one', () => {
    expect(problemText('nothing.known', 'conflict').status).toBe(409);
    expect(problemText('toString').status).toBe(500);
    expect(problemText('watchlists.shrunk', 'conflict').status).toBe(422);
  });

  it('list every code that the engine refuses a caller with', () => {
    const missing = new Set<string>();
    for (const file of readdirSync(engine, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts') || file.includes('.test.')) continue;
      const source = readFileSync(join(engine, file), 'utf8');
      for (const [, kind, code = ''] of source.matchAll(/new Failure\(\s*'(\w+)',\s*'([a-z0-9_.]+)'/g)) {
        if (kind !== 'operator' && !Object.hasOwn(ERRORS, code) && !INTERNAL.has(code))
          missing.add(`${code} (${file})`);
      }
    }
    const hint =
      'add a line `code | status | es | pt | en` to contract/src/errors.ts and run node tools/contract.ts';
    expect([...missing], hint).toEqual([]);
  });
});
