import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canonicalBytes } from '../../kernel/canonical.ts';
import { leafHash } from '../../kernel/merkle.ts';
import { asSystem, one, read, rows } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { entryTypes } from './events.ts';
import type { KnownCustomer } from './known.ts';
import { customerId, customerNames, knownCustomers } from './queries.ts';
import { loadRatingTables } from './rating-tables.ts';
import { mountCustomers } from './routes.ts';

let house: BootedModule;
const told: KnownCustomer[] = [];
const erased: string[] = [];

beforeAll(async () => {
  house = await bootModule(entryTypes);
  mountCustomers(house.http, {
    ...house,
    tables: loadRatingTables(),
    changed: (customers) => told.push(...customers),
    erased: (id) => erased.push(id),
    eraseWith: [],
    activityOf: async () => new Map(),
  });
});

afterAll(() => house.close());

const ana = {
  kind: 'person',
  name: { given: 'Ana Lucía', paternal: 'Muñoz', maternal: 'Peña' },
  birth_date: '1990-04-12',
  country: 'MX',
  nationality: 'MX',
  occupation: 'employed',
  purpose: 'savings',
  declared_monthly_income: { asset: 'MXN', amount: '25000' },
  identity_numbers: [{ type: 'passport', value: 'G-1234567', country: 'MX' }],
  registered_at: '2025-01-02T10:00:00-06:00',
};

const put = (reference: string, body: object, as?: string) =>
  house.call('PUT', `/v1/customers/${reference}`, body, as);

const entryCount = async (): Promise<number> =>
  (await asSystem(house.db, (tx) => one<{ n: number }>(tx, 'select count(*) as n from journal.entry')))?.n ??
  0;

describe('putting a customer', () => {
  test('registers, answers everything known, and tells the core', async () => {
    const reply = await put('ana-1', ana);
    expect(reply.json()).toMatchObject({
      reference: 'ana-1',
      entity: house.norte,
      state: 'active',
      erased: false,
      display_name: 'Ana Lucía Muñoz Peña',
      birth_date: '1990-04-12',
      registered_at: '2025-01-02T16:00:00.000Z',
      risk: { rating: 'low', points: 0, reasons: [] },
      warnings: [],
    });
    expect(told.at(-1)).toEqual({
      id: reply.json().id,
      entity: house.norte,
      reference: 'ana-1',
      relationship: 'active',
      kind: 'person',
      country: 'MX',
      registeredAt: Date.parse('2025-01-02T16:00:00Z'),
      birthYear: 1990,
      rating: 'low',
      occupation: 'employed',
      purpose: 'savings',
      incomeMonthly: { asset: 'MXN', amount: '25000' },
      volumeMonthly: null,
      pep: null,
      licensedExchanger: null,
      name: 'Ana Lucía Muñoz Peña',
      erased: false,
    });
  });

  test('the same again writes nothing; another fact is one entry', async () => {
    const before = (await put('ana-2', ana)).json();
    const [count, changes] = [await entryCount(), told.length];
    expect((await put('ana-2', ana)).json()).toEqual(before);
    expect([await entryCount(), told.length]).toEqual([count, changes]);
    const after = (await put('ana-2', { ...ana, occupation: 'public_office' })).json();
    expect(await entryCount()).toBe(count + 1);
    expect(after).toMatchObject({ id: before.id, risk: { rating: 'medium', points: 30 } });
    expect(after.risk.reasons[0].text.es).toMatch(/cargo público/);
    expect(after.journal).toBeGreaterThan(before.journal);
    expect(told.at(-1)).toMatchObject({ id: before.id, rating: 'medium' });
  });

  test('two requests for a new reference at once make one customer', async () => {
    const replies = await Promise.all([1, 2, 3, 4].map(() => put('ana-3', ana)));
    expect(new Set(replies.map((reply) => reply.json().id)).size).toBe(1);
  });

  test('names and identity numbers are in the journal only sealed', async () => {
    const bytes = await asSystem(house.db, (tx) =>
      rows<{ bytes: Buffer }>(tx, 'select bytes from journal.entry'),
    );
    expect(Buffer.concat(bytes.map((row) => row.bytes)).toString('utf8')).not.toMatch(
      /Mu(ñ|n)oz|1234567|1990-04/,
    );
  });

  test('inputs that do not fit the identity numbers are taken, with a warning', async () => {
    const { warnings } = (
      await put('aviso-1', { ...ana, identity_numbers: [{ type: 'curp', value: 'GOLM800101HDFRPR09' }] })
    ).json();
    expect(warnings).toEqual([
      expect.objectContaining({ code: 'identity_number_invalid', field: '/identity_numbers/0' }),
    ]);
    expect(Object.keys(warnings[0].text)).toEqual(['es', 'pt', 'en']);
  });

  test.each([
    ['no name', { ...ana, name: undefined }, 'customers.name_required', '/name'],
    ['a person with a legal name', { ...ana, legal_name: 'X' }, 'customers.kind_mismatch', '/legal_name'],
    [
      'an organization with a birth date',
      { kind: 'organization', legal_name: 'X', birth_date: '1990-01-01' },
      'customers.kind_mismatch',
      '/birth_date',
    ],
    ['an organization without a name', { kind: 'organization' }, 'customers.name_required', '/legal_name'],
    [
      'a birth date to come',
      { ...ana, birth_date: '2026-07-03' },
      'customers.birth_date_impossible',
      '/birth_date',
    ],
    [
      'a birth date of 1900',
      { ...ana, birth_date: '1900-01-01' },
      'customers.birth_date_impossible',
      '/birth_date',
    ],
    ['a day that is not', { ...ana, birth_date: '1999-02-29' }, 'date.malformed', '/birth_date'],
    ['no such country', { ...ana, country: 'XX' }, 'country.unknown', '/country'],
    [
      'no such country of a document',
      { ...ana, identity_numbers: [{ type: 'dni', value: '1', country: 'ZZ' }] },
      'country.unknown',
      '/identity_numbers/0/country',
    ],
    [
      'an unknown asset',
      { ...ana, declared_monthly_income: { asset: 'XXX', amount: '1' } },
      'money.unknown_asset',
      '/declared_monthly_income/asset',
    ],
    [
      'cents of cents',
      { ...ana, declared_monthly_income: { asset: 'MXN', amount: '1.005' } },
      'money.too_precise',
      '/declared_monthly_income/amount',
    ],
    [
      'registered in the future',
      { ...ana, registered_at: '2026-07-02T00:00:00Z' },
      'instant.out_of_range',
      '/registered_at',
    ],
    [
      'registered without a zone',
      { ...ana, registered_at: '2026-01-02T00:00:00' },
      'request.invalid',
      '/registered_at',
    ],
    ['a blank name', { ...ana, name: { given: '   ', paternal: 'X' } }, 'request.invalid', '/name/given'],
    [
      'half a surrogate',
      { ...ana, name: { given: 'A\ud800', paternal: 'X' } },
      'request.invalid',
      '/name/given',
    ],
    ['an unknown member', { ...ana, religion: 'x' }, 'request.invalid', '/religion'],
    ['a number for a text', { ...ana, country: 52 }, 'request.invalid', '/country'],
  ])('refuses %s and writes nothing', async (_what, body, code, field) => {
    const count = await entryCount();
    const reply = await put('malo-1', body);
    expect(reply.json().code).toBe(code);
    expect(reply.json().errors[0].field).toBe(field);
    expect(await entryCount()).toBe(count);
  });
});

describe('a batch', () => {
  const post = async (lines: readonly (string | object)[]) => {
    const payload = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n');
    const reply = await house.call('POST', '/v1/customers/batch', payload, 'officer', {
      'content-type': 'application/x-ndjson',
    });
    return reply.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
  };

  test('takes the good lines and answers each bad one with its row', async () => {
    const answers = await post([
      { reference: 'lote-1', ...ana },
      '{"reference": "lote-2", ',
      { reference: 'lote-3', ...ana, country: 'XX' },
      '',
      { reference: 'lote-5', ...ana, colour: 'red' },
      { ...ana },
      { reference: 'lote-7', ...ana, name: { given: 'Rosa', paternal: 'Vera' } },
    ]);
    expect(answers.map((line) => [line.row, line.reference ?? line.problem.code])).toEqual([
      [1, 'lote-1'],
      [2, 'request.malformed_json'],
      [3, 'country.unknown'],
      [5, 'request.invalid'],
      [6, 'request.invalid'],
      [7, 'lote-7'],
    ]);
    expect(answers[2].problem.errors).toEqual([{ row: 3, field: '/country', message: expect.any(String) }]);
    expect((await house.call('GET', '/v1/customers/lote-7')).json()).toMatchObject({ id: answers[5].id });
    expect((await house.call('GET', '/v1/customers/lote-3')).statusCode).toBe(404);
  });

  test('a reference told twice is put twice, in order', async () => {
    const answers = await post([
      { reference: 'doble-1', ...ana },
      { reference: 'doble-2', ...ana },
      { reference: 'doble-1', ...ana, country: 'CO' },
    ]);
    expect(answers[0].id).toBe(answers[2].id);
    expect((await house.call('GET', '/v1/customers/doble-1')).json().country).toBe('CO');
  });

  test('of 1,201 lines is stored in groups, all of it', async () => {
    const lines = Array.from({ length: 1201 }, (_, i) => ({ reference: `mil-${i}`, ...ana }));
    const answers = await post(lines);
    expect(answers.map((line) => line.reference)).toEqual(lines.map((line) => line.reference));
    const known = await asSystem(house.db, (tx) =>
      knownCustomers(tx, [
        { entity: house.norte, reference: 'mil-1200' },
        { entity: house.sur, reference: 'mil-1200' },
      ]),
    );
    expect(known.map((one) => one.reference)).toEqual(['mil-1200']);
  });
});

describe('finding', () => {
  beforeAll(async () => {
    await put('hallar-1', { ...ana, name: { given: 'Íñigo', paternal: 'Zúñiga', maternal: 'de la Ó' } });
    await put('hallar-2', {
      kind: 'organization',
      legal_name: 'Cafés Ñandú del Sureste, S.A. de C.V.',
      identity_numbers: [{ type: 'rfc', value: 'CNS-100101-AB1' }],
    });
  });

  test.each([
    ['zuniga', ['hallar-1']],
    ['ZÚÑIGA inigo', ['hallar-1']],
    ['iñ zu', ['hallar-1']],
    ['nandu cafes', ['hallar-2']],
    ['cns100101ab1', ['hallar-2']],
    ['hallar-', ['hallar-2', 'hallar-1']],
    ['zuniga nandu', []],
    ["' or 1=1 --", []],
    ['& | ! :*', []],
    ['%', []],
  ])('%s', async (q, references) => {
    const reply = await house.call('GET', `/v1/customers?q=${encodeURIComponent(q)}`);
    expect(reply.json().items.map((row: { reference: string }) => row.reference)).toEqual(references);
  });

  test('pages by key without losing or repeating anyone', async () => {
    const seen: string[] = [];
    let after = '';
    do {
      const page = (await house.call('GET', `/v1/customers?q=mil-1&limit=100${after}`)).json();
      seen.push(...page.items.map((row: { reference: string }) => row.reference));
      after = page.next === undefined ? '' : `&after=${page.next}`;
    } while (after !== '');
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toHaveLength(1 + 10 + 100 + 201);
  });

  test('by rating and state', async () => {
    const page = (await house.call('GET', '/v1/customers?rating=medium&state=active')).json();
    expect(page.items.map((row: { reference: string }) => row.reference)).toContain('ana-2');
    expect(new Set(page.items.map((row: { rating: string }) => row.rating))).toEqual(new Set(['medium']));
  });
});

describe('obliged entities', () => {
  test('do not see each other’s customers, also where they use the same reference', async () => {
    await put('ana-1', { ...ana, name: { given: 'Otra', paternal: 'Persona' } }, `officer ${house.sur}`);
    const get = async (as: string) => (await house.call('GET', '/v1/customers/ana-1', undefined, as)).json();
    expect((await get(`officer ${house.norte}`)).display_name).toBe('Ana Lucía Muñoz Peña');
    expect((await get(`officer ${house.sur}`)).display_name).toBe('Otra Persona');
    expect((await get(`officer ${house.norte} ${house.sur}`)).code).toBe('access.entity_required');
    const names = await read(house.db, { entities: [house.sur] }, (tx) =>
      rows<{ display_name: string }>(tx, 'select display_name from customers.person'),
    );
    expect(names.map((row) => row.display_name)).toEqual(['Otra Persona']);
    const found = await house.call('GET', '/v1/customers?q=ana', undefined, `officer ${house.sur}`);
    expect(found.json().items.map((row: { entity: string }) => row.entity)).toEqual([house.sur]);
  });

  test('a key of several must say for which the customer is', async () => {
    const reply = await put('x', ana, `officer ${house.norte} ${house.sur}`);
    expect(reply.json().code).toBe('access.entity_required');
  });
});

describe('the relationship', () => {
  test('moves by a person with a reason, and the core is told', async () => {
    const { id } = (await put('rel-1', ana)).json();
    const set = (state: string) =>
      house.call('POST', '/v1/customers/rel-1/relationship', { state, reason: 'documentos vencidos' });
    expect((await set('restricted')).json()).toMatchObject({ id, state: 'restricted' });
    expect(told.at(-1)).toMatchObject({ id, relationship: 'restricted' });
    expect((await set('prospect')).json()).toMatchObject({
      status: 409,
      code: 'customers.transition_refused',
    });
    const entry = await asSystem(house.db, (tx) =>
      one<{ bytes: Buffer; actor: string }>(
        tx,
        "select bytes, actor from journal.entry where subject = $1 and type = 'customers.relationship_set'",
        [id],
      ),
    );
    expect(entry?.actor).toBe('usr_officer');
    expect(JSON.parse(entry?.bytes.toString() ?? '').data).toEqual({
      state: 'restricted',
      before: 'active',
      reason: 'documentos vencidos',
    });
    expect((await put('rel-1', ana)).json().state).toBe('restricted');
  });

  test('an analyst may not', async () => {
    const reply = await house.call(
      'POST',
      '/v1/customers/rel-1/relationship',
      { state: 'closed', reason: 'x' },
      'analyst',
    );
    expect(reply.statusCode).toBe(403);
  });
});

describe('erasing', () => {
  const erase = (reference: string) =>
    house.call('POST', `/v1/customers/${reference}/erase`, {
      reason: 'venció el plazo de conservación',
      legal_basis: 'LFPDPPP art. 11',
    });

  test('waits for the end of the relationship', async () => {
    await put('borrar-1', ana);
    expect((await erase('borrar-1')).json()).toMatchObject({
      status: 409,
      code: 'customers.retention_pending',
    });
  });

  test('makes the person unreadable everywhere and leaves every hash', async () => {
    const { id } = (
      await put('borrar-2', { ...ana, name: { given: 'Inolvidable', paternal: 'Quetzalli' } })
    ).json();
    await put('borrar-2', { ...ana, name: { given: 'Inolvidable', paternal: 'Quetzalli', maternal: 'Ix' } });
    await house.call('POST', '/v1/customers/borrar-2/relationship', {
      state: 'closed',
      reason: 'pidió la baja',
    });
    const reply = await erase('borrar-2');
    expect(reply.json()).toMatchObject({ id, erased: true, display_name: '', country: 'MX' });
    expect(reply.json()).not.toHaveProperty('name');
    expect(reply.json()).not.toHaveProperty('birth_date');
    expect(erased).toEqual([id]);
    expect(told.at(-1)).toMatchObject({ id, name: null, birthYear: null });

    const entries = await asSystem(house.db, (tx) =>
      rows<{ type: string; bytes: Buffer; leaf_hash: Buffer }>(
        tx,
        'select type, bytes, leaf_hash from journal.entry where subject = $1 order by number',
        [id],
      ),
    );
    expect(entries.map((entry) => entry.type.slice('customers.'.length))).toEqual([
      'registered',
      'updated',
      'relationship_set',
      'erased',
    ]);
    for (const { bytes, leaf_hash } of entries) {
      const body = JSON.parse(bytes.toString('utf8')) as EntryBody;
      expect(canonicalBytes(body)).toEqual(bytes);
      expect(leafHash(bytes)).toEqual(leaf_hash);
      for (const { person, box } of body.sealed ?? [])
        expect(
          await asSystem(house.db, (tx) =>
            house.vault.openBox(tx, person, box, `${body.type}\n${body.subject}`),
          ),
        ).toBeUndefined();
    }
    expect(await everythingStored()).not.toMatch(READABLE);
    const names = await asSystem(house.db, (tx) => customerNames(tx, [id]));
    expect(names.get(id)).toEqual({ name: '', reference: 'borrar-2' });
  });

  test('is final: neither told again nor erased again', async () => {
    expect((await put('borrar-2', ana)).json()).toMatchObject({ status: 409, code: 'customers.erased' });
    expect((await erase('borrar-2')).json().code).toBe('customers.erased');
    const moved = await house.call('POST', '/v1/customers/borrar-2/relationship', {
      state: 'active',
      reason: 'x',
    });
    expect(moved.json().code).toBe('customers.erased');
  });

  /** The name as text, as a search word, or inside bytes. */
  const READABLE = new RegExp(`inolvidable|quetzalli|${Buffer.from('Quetzalli').toString('hex')}`, 'i');

  async function everythingStored(): Promise<string> {
    return asSystem(house.db, async (tx) => {
      const tables = await rows<{ name: string }>(
        tx,
        `select table_schema || '.' || table_name as name from information_schema.tables
         where table_schema in ('customers', 'vault', 'journal', 'access')`,
      );
      expect(tables.map((table) => table.name)).toContain('customers.person');
      const dumped: string[] = [];
      for (const { name } of tables)
        for (const row of await rows<{ t: string }>(tx, `select t::text as t from ${name} t`))
          dumped.push(row.t);
      return dumped.join('\n');
    });
  }
});

test('our id and the exchange’s both name a customer', async () => {
  const { id } = (await put('id-1', ana)).json();
  const ids = await read(house.db, { entities: [house.norte] }, (tx) =>
    Promise.all([customerId(tx, 'id-1'), customerId(tx, id)]),
  );
  expect(ids).toEqual([id, id]);
  const unknown = read(house.db, { entities: [house.sur] }, (tx) => customerId(tx, id));
  await expect(unknown).rejects.toMatchObject({ code: 'customers.unknown' });
});
