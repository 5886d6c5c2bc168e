import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { download } from './download.ts';

/** An issuer at its wire format: ranges, marks of versions, broken connections, redirections. */
const content = Buffer.from(Array.from({ length: 200_000 }, (_, i) => 32 + ((i * 7) % 90)));
let folder: string;
let server: Server;
let url: string;
let asked: IncomingMessage[] = [];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let etag = '"one"';

const serve = (request: IncomingMessage, response: ServerResponse, cutAt?: number): void => {
  const range = /^bytes=(\d+)-$/.exec(request.headers.range ?? '');
  const from = range !== null && request.headers['if-range'] === etag ? Number(range[1]) : 0;
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304).end();
    return;
  }
  const headers = { etag, 'content-length': content.length - from };
  if (from === 0) response.writeHead(200, headers);
  else
    response.writeHead(206, {
      ...headers,
      'content-range': `bytes ${from}-${content.length - 1}/${content.length}`,
    });
  if (cutAt === undefined) response.end(content.subarray(from));
  else response.write(content.subarray(from, cutAt), () => destroyAfter(response, cutAt));
};

/** The connection breaks once all that was sent is on disk on the other side, however slow that is. */
function destroyAfter(response: ServerResponse, bytes: number): void {
  if (response.destroyed) return;
  const kept = Math.max(0, ...readdirSync(folder).map((name) => statSync(join(folder, name)).size));
  if (kept >= bytes) response.destroy();
  else setTimeout(() => destroyAfter(response, bytes), 5);
}

const fetchNow = (more: { env?: NodeJS.ProcessEnv; url?: string; idleMs?: number } = {}) =>
  download({ folder, name: 'list.xml', url: `${url}/list.xml`, env: {}, ...more });

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'atalaya-fetch-'));
  asked = [];
  etag = '"one"';
  answer = (request, response) => serve(request, response);
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true });
});

describe('fetching from the issuer', () => {
  it('goes on where the connection broke, and gives the bytes of one version', async () => {
    answer = (request, response) => serve(request, response, 80_000);
    await expect(fetchNow()).rejects.toMatchObject({ code: 'watchlists.fetch_failed' });
    answer = (request, response) => serve(request, response, 150_000);
    await expect(fetchNow()).rejects.toMatchObject({ code: 'watchlists.fetch_failed' });
    answer = (request, response) => serve(request, response);
    const done = await fetchNow();
    expect(asked.map((request) => request.headers.range)).toEqual([
      undefined,
      'bytes=80000-',
      'bytes=150000-',
    ]);
    expect(done).toMatchObject({ resumed: 150_000, bytes: 50_000, unchanged: false });
    expect(readFileSync(done.path).equals(content)).toBe(true);
  });

  it('begins again when the issuer published another version meanwhile', async () => {
    answer = (request, response) => serve(request, response, 80_000);
    await expect(fetchNow()).rejects.toThrow();
    etag = '"two"';
    answer = (request, response) => serve(request, response);
    const done = await fetchNow();
    expect(done).toMatchObject({ resumed: 0, bytes: content.length });
    expect(readFileSync(done.path).equals(content)).toBe(true);
  });

  it('does not fetch twice what did not change', async () => {
    await fetchNow();
    expect(await fetchNow()).toMatchObject({ bytes: 0, unchanged: true });
    expect(asked[1]?.headers['if-none-match']).toBe('"one"');
    etag = '"two"';
    expect(await fetchNow()).toMatchObject({ bytes: content.length, unchanged: false });
  });

  it.each([
    ['an error of the issuer', (_q: IncomingMessage, r: ServerResponse) => void r.writeHead(503).end()],
    [
      'a page that redirects for ever',
      (_q: IncomingMessage, r: ServerResponse) => void r.writeHead(302, { location: '/list.xml' }).end(),
    ],
    [
      'fewer bytes than stated',
      (_q: IncomingMessage, r: ServerResponse) => {
        r.writeHead(200, { 'content-length': 100 });
        r.write('short', () => r.destroy());
      },
    ],
    ['silence', () => undefined],
  ])('refuses %s', async (_what, how) => {
    answer = how;
    await expect(fetchNow({ idleMs: 200 })).rejects.toMatchObject({ code: 'watchlists.fetch_failed' });
  });

  it('follows a redirection, and goes through the proxy of the environment', async () => {
    answer = (request, response) =>
      request.url === '/moved'
        ? void response.writeHead(307, { location: '/list.xml' }).end()
        : serve(request, response);
    expect((await fetchNow({ url: `${url}/moved` })).bytes).toBe(content.length);
    asked = [];
    const proxied = await fetchNow({ url: 'http://issuer.invalid/list.xml', env: { HTTP_PROXY: url } });
    expect(proxied.bytes).toBe(content.length);
    expect(asked[0]?.url).toBe('http://issuer.invalid/list.xml');
  });
});
