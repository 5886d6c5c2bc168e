import { Agent, request as ask } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Failure } from '../kernel/failure.ts';
import { type Caller, createHttp, type Http } from './http.ts';
import { createLog } from './log.ts';
import { createMetrics } from './metrics.ts';

/** Every way to ask gives the same answer, whether the express lane or the router gives it. */
const metrics = createMetrics();
const caller: Caller = {
  actor: 'key_1',
  kind: 'key',
  name: 'test',
  grants: new Map([
    ['ent_1', new Set(['events.write'])],
    ['ent_2', new Set(['events.write'])],
  ]),
};
const denied = new Failure('denied', 'auth.required', 'no such key');
const byKey = (authorization: string): Caller => {
  if (authorization !== 'Bearer good') throw denied;
  return caller;
};
const ECHO = {
  id: 'echo',
  method: 'POST',
  path: '/v1/echo',
  permission: 'events.write',
  summary: 'echo',
  reply: null,
} as const;
let http: Http;
let port = 0;
let viaLane = 0;

beforeAll(async () => {
  http = createHttp({
    authenticate: ({ headers }) => byKey(headers.authorization ?? ''),
    authenticateKey: (authorization) => {
      viaLane += 1;
      return byKey(authorization);
    },
    log: createLog('silent'),
    metrics,
    bodyLimit: 200,
  });
  http.mountExpress(ECHO, async ({ entity, body, caller: { actor } }) => {
    if (body === null) throw new Failure('caller', 'request.invalid', 'nothing to echo');
    return JSON.stringify({ entity, actor, body });
  });
  await http.app.listen({ host: '127.0.0.1', port: 0 });
  port = (http.app.server.address() as AddressInfo).port;
});

afterAll(() => http.app.close());

interface Told {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: Record<string, unknown>;
}

/** `chunked` bodies have no length beforehand: the router takes them. */
function post(body: string, headers: Record<string, string>, chunked: boolean): Promise<Told> {
  return new Promise((resolve, reject) => {
    const length = chunked ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const sent = ask(
      { port, host: '127.0.0.1', method: 'POST', path: '/v1/echo', headers: { ...headers, ...length } },
      (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: JSON.parse(text) }),
        );
      },
    );
    sent.on('error', reject);
    sent.write(body.slice(0, 3));
    setImmediate(() => sent.end(body.slice(3)));
  });
}

const GOOD = { 'content-type': 'application/json', authorization: 'Bearer good', 'atalaya-entity': 'ent_2' };

const CASES: readonly [
  what: string,
  body: string,
  headers: Record<string, string>,
  status: number,
  code?: string,
][] = [
  ['an event', '{"name":"Ana Ñandú"}', GOOD, 200],
  ['a byte order mark before it', '\ufeff{"a":1}', GOOD, 200],
  ['what the handler refuses', 'null', GOOD, 400, 'request.invalid'],
  ['broken JSON', '{"a":', GOOD, 400, 'request.malformed_json'],
  ['a member named __proto__', '{"__proto__":{"a":1}}', GOOD, 400, 'request.malformed_json'],
  ['the same in escapes', '{"\\u005f_proto__":{"a":1}}', GOOD, 400, 'request.malformed_json'],
  [
    'a member named constructor with a prototype',
    '{"constructor":{"prototype":{}}}',
    GOOD,
    400,
    'request.malformed_json',
  ],
  ['a value named __proto__', '{"a":"__proto__"}', GOOD, 200],
  ['an unknown key', '{}', { ...GOOD, authorization: 'Bearer bad' }, 401, 'auth.required'],
  ['an obliged entity it has no right to', '{}', { ...GOOD, 'atalaya-entity': 'ent_9' }, 403, 'auth.denied'],
  [
    'several entities, none named',
    '{}',
    { 'content-type': 'application/json', authorization: 'Bearer good' },
    400,
    'access.entity_required',
  ],
  ['too much', `"${'x'.repeat(300)}"`, GOOD, 413, 'request.too_large'],
  [
    'another content type',
    '<a/>',
    { ...GOOD, 'content-type': 'application/xml' },
    415,
    'request.unsupported_media_type',
  ],
];

test.each(CASES)('%s: lane and router answer alike', async (_, body, headers, status, code) => {
  const [told, routed] = [await post(body, headers, false), await post(body, headers, true)];
  for (const one of [told, routed]) {
    expect(one.status).toBe(status);
    expect(one.body.code).toBe(code);
    expect(one.headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    });
    if (code !== undefined) expect(one.body.request).toMatch(/^\w+-\w+$/);
  }
  expect(told.headers['content-type']).toBe(routed.headers['content-type']);
  if (status === 200) expect(told.body).toEqual(routed.body);
  if (status === 200) expect(told.body).toMatchObject({ entity: 'ent_2', actor: 'key_1' });
});

test('the lane is what answers an exchange, and counts', async () => {
  const before = viaLane;
  await post('{"a":1}', GOOD, false);
  expect(viaLane).toBe(before + 1);
  await post('{"a":1}', GOOD, true);
  expect(viaLane).toBe(before + 1);
  expect(await metrics.registry.metrics()).toMatch(
    /atalaya_requests_total\{route="\/v1\/echo",status="200"\} \d+/,
  );
});

test('a body that breaks off leaves the server well', async () => {
  await new Promise<void>((resolve) => {
    const sent = ask({
      port,
      method: 'POST',
      path: '/v1/echo',
      headers: { ...GOOD, 'content-length': '100' },
    });
    sent.on('error', () => resolve());
    sent.write('{"a":');
    setTimeout(() => sent.destroy(), 20);
  });
  expect((await post('{"a":1}', GOOD, false)).status).toBe(200);
});

test('a server that closes says so on a connection that stays, and ends it', async () => {
  const closing = createHttp({
    authenticate: () => caller,
    authenticateKey: () => caller,
    log: createLog('silent'),
    metrics: createMetrics(),
  });
  let answer = (): void => undefined;
  const reached = new Promise<void>((arrived) => {
    closing.mountExpress(ECHO, () => {
      arrived();
      return new Promise((resolve) => {
        answer = () => resolve('{}');
      });
    });
  });
  await closing.app.listen({ host: '127.0.0.1', port: 0 });
  const at = (closing.app.server.address() as AddressInfo).port;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const post = (): Promise<{ status: number; connection: string | undefined }> =>
    new Promise((resolve, reject) => {
      const sent = ask(
        { agent, port: at, method: 'POST', path: ECHO.path, headers: { ...GOOD, 'content-length': '2' } },
        (response) => {
          response.resume();
          response.on('end', () =>
            resolve({ status: response.statusCode ?? 0, connection: response.headers.connection }),
          );
        },
      );
      sent.on('error', reject);
      sent.end('{}');
    });
  const first = post();
  const second = post();
  await reached;
  const closed = closing.app.close();
  await expect.poll(() => closing.app.server.listening).toBe(false);
  answer();
  expect((await first).status).toBe(200);
  const told = await second.catch((error: NodeJS.ErrnoException) => error.code);
  expect([{ status: 503, connection: 'close' }, 'ECONNREFUSED', 'ECONNRESET']).toContainEqual(told);
  await closed;
  agent.destroy();
});
