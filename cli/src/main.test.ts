import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { atalaya as runCommand } from './atalaya.ts';

/** The command line against a server that speaks the wire format: what is sent, what is shown, how it ends. */
const folder = mkdtempSync(join(tmpdir(), 'atalaya-cli-'));
const FILES = ['rows.csv', 'map.yaml', 'event.json', 'events.ndjson', 'list.csv', 'nowhere.json'];
const csv = 'id,amount\n1,10\n2,zz\n';
const sha256 = createHash('sha256').update(csv).digest('hex');
const texts = { es: 'La lista encogió.', pt: 'A lista encolheu.', en: 'The list shrank.' };

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly type: string;
  readonly key: string;
  readonly body: string;
}
let asked: Asked[] = [];
let earlier: object[] = [];
let polls = 0;

const importView = (state: string): object => ({
  id: 'imp_1',
  entity: 'ent_1',
  name: 'rows.csv',
  kind: 'events',
  state,
  sha256,
  bytes: csv.length,
  bytes_read: state === 'done' ? csv.length : 5,
  rows_read: 2,
  rows_accepted: 1,
  rows_repeated: 0,
  rows_refused: 1,
});

const decision = (event: string, extra: object = {}): object => ({
  event,
  decision_id: 'evt_1',
  decision: 'hold',
  reasons: [
    {
      scenario: 'structuring',
      severity: 'high',
      outcome: 'hold',
      title: { es: 'Fraccionamiento', pt: 'Fracionamento', en: 'Structuring' },
      text: { es: 'Muchos depósitos chicos.', pt: '…', en: 'Many small deposits.' },
      values: [{ name: 'count_24h', kind: 'aggregate', value: 9 }],
    },
  ],
  facts: {},
  rule_set: 'abc',
  journal: 7,
  decided_at: '2026-11-22T12:00:00.000Z',
  ...extra,
});

interface Reply {
  readonly status?: number;
  readonly body: object | string;
}

const REPLIES: Readonly<Record<string, (body: string) => Reply>> = {
  'POST /v1/events': (body) => ({ body: decision(JSON.parse(body).id) }),
  'POST /v1/events/batch': () => ({
    body: `${JSON.stringify(decision('a'))}\n{"row":2,"code":"activity.unknown_customer"}\n`,
  }),
  'GET /v1/imports': () => ({ body: { items: earlier } }),
  'POST /v1/imports': () => ({ body: importView('receiving') }),
  'PUT /v1/imports/imp_1/file': () => ({ body: importView('waiting') }),
  'POST /v1/imports/imp_1/resume': () => ({ body: importView('waiting') }),
  'GET /v1/imports/imp_1': () => {
    polls += 1;
    return { body: importView(polls < 2 ? 'running' : 'done') };
  },
  'GET /v1/imports/imp_1/refused': () => ({ body: 'id,amount,row,code\n2,zz,2,money.malformed\n' }),
  'POST /v1/watchlists/test-list/snapshots': () => {
    const errors = [{ field: '/files/0', row: 3, message: 'lost 7 of 10' }];
    const problem = {
      type: 'x',
      title: 't',
      status: 422,
      code: 'watchlists.shrunk',
      detail: 'd',
      texts,
      errors,
    };
    return { status: 422, body: problem };
  },
};
const unknown = { type: 'x', title: 't', status: 404, code: 'not_found', detail: 'none', texts };

function answer({ method, url, body }: Asked, response: ServerResponse): void {
  const reply = REPLIES[`${method} ${url.split('?')[0]}`]?.(body) ?? { status: 404, body: unknown };
  response.writeHead(reply.status ?? 200, { 'content-type': 'application/json' });
  response.end(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
}

const server = createServer((request: IncomingMessage, response: ServerResponse) => {
  void textOf(request).then((body) => {
    const { method = '', url = '', headers } = request;
    const one = { method, url, type: headers['content-type'] ?? '', key: headers.authorization ?? '', body };
    asked.push(one);
    answer(one, response);
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  writeFileSync(
    join(folder, 'cli.json'),
    JSON.stringify({ url: `http://127.0.0.1:${port}/`, key: 'atk_test' }),
  );
  writeFileSync(join(folder, 'rows.csv'), csv);
  writeFileSync(join(folder, 'map.yaml'), 'kind: events\ncolumns:\n  id: id\n  amount: amount\n');
  writeFileSync(join(folder, 'event.json'), '{"id":"dep-1","type":"deposit"}');
  writeFileSync(join(folder, 'events.ndjson'), '{"id":"a"}\n{"id":"b"}\n');
  writeFileSync(join(folder, 'list.csv'), 'name\nAna\n');
});
beforeEach(() => {
  asked = [];
  earlier = [];
  polls = 0;
});
afterAll(async () => {
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs in this process; words that name a file of the folder become its path. */
async function atalaya(...args: string[]): Promise<Ended> {
  const said = { out: '', err: '' };
  const located = args.map((word) => (FILES.includes(word) ? join(folder, word) : word));
  const env = { ATALAYA_HOME: folder, LANG: 'en_US.UTF-8' };
  const code = await runCommand(located, env, {
    out: (text) => {
      said.out += text;
    },
    err: (text) => {
      said.err += text;
    },
    terminal: false,
  });
  return { code, ...said };
}

describe('the command line', () => {
  it('helps in both languages, and says when it does not understand', async () => {
    const [es, en, one, wrong] = [
      await atalaya('--help', '--lang', 'es'),
      await atalaya(),
      await atalaya('verify', '--help'),
      await atalaya('nothing'),
    ];
    expect([es.code, en.code, one.code, wrong.code]).toEqual([0, 0, 0, 2]);
    expect(es.out).toContain('Uso: npm run -s atalaya');
    expect(en.out).toContain('Usage: npm run -s atalaya');
    expect(one.out).toContain('--bundle FILE');
    expect(wrong.err).toContain('There is no command "nothing"');
  });

  it('decides one event, with the key of cli.json', async () => {
    const { code, out } = await atalaya('decide', 'event.json');
    expect(code).toBe(0);
    expect(out).toContain('dep-1: HOLD');
    expect(out).toContain('Structuring [structuring, high, hold]');
    expect(asked).toEqual([
      {
        method: 'POST',
        url: '/v1/events',
        type: 'application/json',
        key: 'Bearer atk_test',
        body: '{"id":"dep-1","type":"deposit"}',
      },
    ]);
    const { out: json } = await atalaya('decide', 'event.json', '--json');
    expect(JSON.parse(json)).toMatchObject({ event: 'dep-1', decision: 'hold' });
  });

  it('decides many as they are read, and ends with 1 when one was refused', async () => {
    const { code, out } = await atalaya('decide', 'events.ndjson');
    expect(code).toBe(1);
    expect(out.trim().split('\n')).toHaveLength(2);
    expect(asked[0]).toMatchObject({ type: 'application/x-ndjson', body: '{"id":"a"}\n{"id":"b"}\n' });
  });

  it('imports a file, follows it, and writes the refused rows', async () => {
    const { code, out } = await atalaya('import', 'events', 'rows.csv', '--mapping', 'map.yaml');
    expect(code).toBe(1);
    expect(out).toContain('2 rows, 1 accepted, 0 repeated, 1 refused');
    expect(readFileSync(join(folder, 'rows.csv.refused.csv'), 'utf8')).toContain('2,zz,2,money.malformed');
    expect(asked.map(({ method, url }) => `${method} ${url.split('?')[0]}`)).toEqual([
      'GET /v1/imports',
      'POST /v1/imports',
      'PUT /v1/imports/imp_1/file',
      'GET /v1/imports/imp_1',
      'GET /v1/imports/imp_1',
      'GET /v1/imports/imp_1/refused',
    ]);
    expect(asked[1]?.body).toBe(
      '{"name":"rows.csv","mapping":{"kind":"events","columns":{"id":"id","amount":"amount"}}}',
    );
    expect(asked[2]).toMatchObject({ type: 'text/csv', body: csv });
  });

  it.each([
    ['paused', 'POST /v1/imports/imp_1/resume'],
    ['failed', 'POST /v1/imports/imp_1/resume'],
    ['receiving', 'PUT /v1/imports/imp_1/file'],
    ['running', 'GET /v1/imports/imp_1'],
    ['done', 'GET /v1/imports/imp_1/refused'],
  ])('goes on with an earlier import that is %s', async (state, next) => {
    earlier = [importView(state)];
    await atalaya('import', 'events', 'rows.csv', '--mapping', 'map.yaml');
    const steps = asked.map(({ method, url }) => `${method} ${url.split('?')[0]}`);
    expect(steps.slice(0, 2)).toEqual(['GET /v1/imports', next]);
    expect(steps).not.toContain('POST /v1/imports');
  });

  it('imports anew when told so', async () => {
    earlier = [importView('done')];
    await atalaya('import', 'events', 'rows.csv', '--mapping', 'map.yaml', '--again');
    expect(asked[0]).toMatchObject({ method: 'POST', url: '/v1/imports' });
  });

  it('shows a refusal in the language asked for, with field and row', async () => {
    const { code, err } = await atalaya(
      'watchlists',
      'import',
      'test-list',
      '--format',
      'csv',
      'list.csv',
      '--lang',
      'es',
    );
    expect(code).toBe(1);
    expect(err).toContain('La lista encogió. [watchlists.shrunk]');
    expect(err).toContain('fila 3 · /files/0: lost 7 of 10');
    expect(JSON.parse(asked[0]?.body ?? '')).toEqual({
      format: 'csv',
      files: [{ name: 'list.csv', base64: Buffer.from('name\nAna\n').toString('base64') }],
    });
  });

  it.each([
    [['decide'], 2],
    [['decide', 'nowhere.json'], 2],
    [['decide', 'list.csv'], 2],
    [['import', 'events', 'rows.csv'], 2],
    [['import', 'events', 'rows.csv', '--mapping', 'rows.csv'], 2],
    [['watchlists', 'import', 'x', '--format', 'pdf', 'list.csv'], 2],
    [['prove', 'one'], 2],
    [['events', 'get', 'evt_9'], 1],
    [['verify', '--nonsense'], 2],
    [['verify'], 2],
    [['verify', '--database', 'postgres://127.0.0.1:1/none'], 3],
    [['verify', '--bundle', 'list.csv'], 1],
    [['export', '--from', '1'], 2],
  ])('%j ends with %i and says why', async (args, wanted) => {
    const { code, err } = await atalaya(...args);
    expect(code).toBe(wanted);
    expect(err.length).toBeGreaterThan(10);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('is a program of its own, and ends with 3 when the service is not there', async () => {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts'), 'status'], {
      env: {
        PATH: process.env.PATH,
        ATALAYA_URL: 'http://127.0.0.1:1',
        ATALAYA_KEY: 'k',
        ATALAYA_HOME: folder,
      },
    });
    const err = await textOf(child.stderr);
    expect(child.exitCode ?? (await new Promise((resolve) => child.once('exit', resolve)))).toBe(3);
    expect(err).toContain('could not be reached');
  });
});
