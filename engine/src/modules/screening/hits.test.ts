import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyDatabase } from '../../../../cli/src/verify/verify.ts';
import { formatInstant } from '../../kernel/instant.ts';
import { asSystem, rows } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { actorNames } from '../access/users.ts';
import { readCustomer } from '../customers/customer.ts';
import { type CustomerPorts, putCustomer } from '../customers/customers.ts';
import { entryTypes as customerTypes } from '../customers/events.ts';
import { customerId, customerNames } from '../customers/queries.ts';
import { loadRatingTables } from '../customers/rating-tables.ts';
import { entryTypes as watchlistTypes } from '../watchlists/events.ts';
import { mountWatchlists } from '../watchlists/routes.ts';
import { mountEcosystem } from './ecosystem-routes.ts';
import { entryTypes } from './events.ts';
import { mountHits } from './hit-routes.ts';
import { eraseHits, expireClearances } from './hits.ts';
import type { SeenPage } from './past-counterparties.ts';
import { customerScreener } from './reactions.ts';
import { mountScreening } from './routes.ts';
import { announceDelta, type RunPorts, workRun } from './runs.ts';
import type { SeenParty } from './screen-parties.ts';
import { screenSeen } from './screen-parties.ts';
import { createScreening } from './screening.ts';
import { workTrial } from './trials.ts';

/** The life of a hit as people and issuers drive it: HTTP, the reader behind the reply, and runs. */
let house: BootedModule;
let customers: CustomerPorts;
let ports: { -readonly [K in keyof RunPorts]: RunPorts[K] };
const queue: string[] = [];
let seen: SeenParty[] = [];
const screening = createScreening();

beforeAll(async () => {
  house = await bootModule([...customerTypes, ...watchlistTypes, ...entryTypes]);
  const { db, journal, vault, now, http } = house;
  customers = {
    ...house,
    tables: loadRatingTables(),
    changed: () => undefined,
    erased: () => undefined,
    eraseWith: [(tx, customer) => eraseHits(tx, journal, customer)],
  };
  ports = {
    db,
    journal,
    vault,
    now,
    screening,
    enqueue: async (id) => void queue.push(id),
    seenWith: async () => seen,
    seenSince: async () => ({ parties: [], last: null }),
  };
  mountWatchlists(http, {
    ...house,
    imported: async (code) => {
      await screening.load(db, vault);
      await announceDelta(ports, code);
    },
  });
  mountScreening(http, { db, vault, screening });
  mountEcosystem(http, { db, vault, screening });
  mountHits(http, { ...ports, names: customerNames, actorNames, customerId });
});
afterAll(() => house.close());

const HEADER = 'id,name,birth,rfc,wallet,note';
const MAPPING = {
  reference: 'id',
  name: 'name',
  birth_date: 'birth',
  'identifier:rfc': 'rfc',
  wallet: 'wallet',
  remarks: 'note',
  kind: '=person',
};
const importList = async (code: string, lines: readonly string[], more: object = {}) => {
  house.clock.ms += 1000;
  const base64 = Buffer.from(`${[HEADER, ...lines].join('\n')}\n`).toString('base64');
  const body = {
    format: 'csv',
    mapping: MAPPING,
    accept_shrink: true,
    files: [{ name: 'l.csv', base64 }],
    ...more,
  };
  const reply = await house.call('POST', `/v1/watchlists/${code}/snapshots`, body);
  expect(reply.statusCode).toBe(200);
  await workQueue();
};
const workQueue = async (): Promise<void> => {
  for (const id of queue.splice(0)) {
    await workRun(ports, id);
    await workTrial(ports, id);
  }
};

/** What the feed would do after the reply. */
async function read(after: number): Promise<void> {
  const reader = customerScreener(ports);
  await asSystem(house.db, async (tx) => {
    const entries = await rows<{ number: number; bytes: Buffer }>(
      tx,
      'select number, bytes from journal.entry where number > $1 and type = any ($2) order by number',
      [after, reader.types],
    );
    await reader.handle(
      tx,
      entries.map((row) => ({
        number: row.number,
        body: JSON.parse(row.bytes.toString('utf8')) as EntryBody,
      })),
    );
  });
}
const put = async (
  reference: string,
  given: string,
  paternal: string,
  more: object = {},
): Promise<string> => {
  house.clock.ms += 1000;
  const [last] = await asSystem(house.db, (tx) =>
    rows<{ n: number }>(tx, 'select max(number) as n from journal.entry'),
  );
  const input = readCustomer(
    reference,
    { kind: 'person', name: { given, paternal }, country: 'MX', ...more },
    house.now(),
  );
  const id = await putCustomer(customers, { entity: house.norte, actor: 'key_test' }, input);
  await read(last?.n ?? 0);
  return id;
};

const hits = async (query = '', as = 'officer') =>
  (await house.call('GET', `/v1/screening/hits?${query}`, undefined, as)).json().items as Record<
    string,
    unknown
  >[];
const only = async (query = '') => {
  const found = await hits(query);
  expect(found).toHaveLength(1);
  return found[0] as { id: string; state: string; cause: string; score: number };
};
const act = (id: string, verb: string, body: object, as = 'officer') =>
  house.call('POST', `/v1/screening/hits/${id}/${verb}`, body, as);
const judge = (id: string, more: object = {}, as = 'officer') =>
  act(id, 'judge', { judgement: 'clear', reason: 'different_birth_date', note: 'comprobado', ...more }, as);
const fourEyes = (from: number) =>
  house.call('PUT', '/v1/screening/policy', {
    threshold: 0.75,
    threshold_high_risk: 0.75,
    four_eyes: from,
    clearance_days: 365,
  });

const first = ['L-1,Gumersinda Xochitiotzin Palma,1970-05-02,,,', 'L-2,Anacleto Zubizarreta Ferrusca,,,,'];

describe('a hit', () => {
  test('is raised at onboarding, once, and explained side by side', async () => {
    await importList('propia', first);
    await fourEyes(1);
    await put('c-1', 'Gumersinda', 'Xochitiotzin Palma');
    const hit = await only('customer=c-1');
    expect(hit).toMatchObject({
      state: 'open',
      cause: 'onboarding',
      listing_name: 'Gumersinda Xochitiotzin Palma',
    });
    await put('c-1', 'Gumersinda', 'Xochitiotzin Palma', { email: 'a@b.example' });
    expect(await only('customer=c-1')).toEqual(hit);
    const view = (await house.call('GET', `/v1/screening/hits/${hit.id}`)).json();
    expect(view).toMatchObject({
      matched_name: 'Gumersinda Xochitiotzin Palma',
      versions: { snapshot: /^snp_/ },
    });
    expect(view.facts).toContainEqual({
      fact: 'birth_date',
      subject: '',
      listing: '1970-05-02',
      verdict: 'unknown',
    });
    const total = view.reasons.reduce((sum: number, reason: { effect: number }) => sum + reason.effect, 0);
    expect(Math.abs(total - view.score)).toBeLessThan(0.002);
  });

  test('of somebody on no list is not there, and that they were screened is on record', async () => {
    await put('c-2', 'Ladislao', 'Quintanar');
    expect(await hits('customer=c-2')).toEqual([]);
    const [entry] = await asSystem(house.db, (tx) =>
      rows<{ bytes: Buffer }>(
        tx,
        "select bytes from journal.entry where type = 'screening.customers_screened' order by number desc limit 1",
      ),
    );
    expect(JSON.parse(entry?.bytes.toString('utf8') ?? '').data).toMatchObject({
      cause: 'onboarding',
      lists: { propia: expect.stringMatching(/^snp_/) },
      customers: [{ hits: 0, input: expect.stringMatching(/^[0-9a-f]{64}$/) }],
    });
  });

  test('cleared, stays so while nothing that matters changes, and reopens when it does', async () => {
    const { id } = await only('customer=c-1');
    expect((await judge(id)).json()).toMatchObject({ state: 'cleared', scope: 'listing' });
    await put('c-1', 'Gumersinda', 'Xochitiotzin Palma', {
      occupation: 'contadora',
    });
    await importList('propia', [
      'L-1,Gumersinda Xochitiotzin Palma,1970-05-02,,,otra observación',
      first[1] ?? '',
    ]);
    expect(await only('customer=c-1')).toMatchObject({ id, state: 'cleared' });
    await put('c-1', 'Gumersinda', 'Xochitiotzin Palma', { birth_date: '1970-05-02' });
    expect(await only('customer=c-1')).toMatchObject({ id, state: 'open', cause: 'profile' });
    expect((await judge(id)).json().state).toBe('cleared');
    await importList('propia', [
      'L-1,Gumersinda Xochitiotzin Palma,1970-05-02,XOPG700502AB1,,',
      first[1] ?? '',
    ]);
    expect(await only('customer=c-1')).toMatchObject({ id, state: 'cleared' });
    await put('c-1', 'Gumersinda', 'Xochitiotzin Palma', {
      birth_date: '1970-05-02',
      identity_numbers: [{ type: 'rfc', value: 'XOPG700502AB1', country: 'MX' }],
    });
    expect(await only('customer=c-1')).toMatchObject({ state: 'open', cause: 'profile' });
  });

  test('is judged by two persons from the policy’s score on', async () => {
    await fourEyes(0.5);
    const { id } = await only('customer=c-1');
    const confirm = { judgement: 'confirm', reason: 'same_identity_number' };
    expect((await judge(id, confirm, 'analyst')).json()).toMatchObject({
      state: 'proposed',
      proposal: 'confirm',
    });
    expect((await act(id, 'second', { agree: true, note: 'sí' }, 'analyst')).statusCode).toBe(403);
    expect((await judge(id)).json().code).toBe('screening.transition_refused');
    expect((await act(id, 'second', { agree: false, note: 'falta el documento' })).json()).toMatchObject({
      state: 'open',
      cause: 'returned',
    });
    await judge(id, confirm);
    expect((await act(id, 'second', { agree: true, note: 'yo mismo' })).json().code).toBe(
      'auth.second_person',
    );
    await act(id, 'second', { agree: false, note: 'otra vez' }, 'officer').catch(() => undefined);
    expect((await only('customer=c-1')).state).toBe('proposed');
    await act(id, 'reopen', { note: 'de nuevo' });
    await judge(id, confirm, 'analyst');
    expect((await act(id, 'second', { agree: true, note: 'de acuerdo' })).json()).toMatchObject({
      state: 'confirmed',
    });
    const view = (await house.call('GET', `/v1/screening/hits/${id}`)).json();
    expect(view.remarks.map((one: { kind: string }) => one.kind).slice(-2)).toEqual([
      'proposed_confirm',
      'agreed',
    ]);
    await fourEyes(1);
  });

  test('can be made again from what was recorded', async () => {
    const { id } = await only('customer=c-1');
    expect((await act(id, 'replay', {})).json()).toMatchObject({ same: true, inputs: true });
  });

  test('confirmed and delisted, is looked at again where it stood alone', async () => {
    await importList('otra', ['O-1,Gumersinda Xochitiotzin Palma,1970-05-02,,,']);
    const other = (await hits('customer=c-1&list=otra'))[0] as { id: string; state: string; cause: string };
    expect(other).toMatchObject({ state: 'open', cause: 'list_delta' });
    await judge(other.id, { judgement: 'confirm', reason: 'same_person' });
    await importList('otra', ['O-9,Nadie Inventado,,,,']);
    expect((await hits('customer=c-1&list=otra'))[0]).toMatchObject({ state: 'lapsed', cause: 'delisted' });
    await importList('propia', [first[1] ?? '']);
    const open = (await hits('customer=c-1&list=propia'))[0] as { id: string };
    expect(open).toMatchObject({ state: 'open', cause: 'delisted' });
    const { delisted } = (await house.call('GET', `/v1/screening/hits/${open.id}`)).json();
    const [version] = (await house.call('GET', '/v1/watchlists/propia/snapshots')).json().items;
    expect(delisted).toEqual({
      snapshot: version.id,
      version: version.number,
      on: formatInstant(house.now()).slice(0, 10),
    });
  });

  test('comes back with the listing', async () => {
    await importList('otra', ['O-1,Gumersinda Xochitiotzin Palma,1970-05-02,,,']);
    const back = (await hits('customer=c-1&list=otra'))[0] as { id: string };
    expect(back).toMatchObject({ state: 'open', cause: 'list_delta' });
    const view = (await house.call('GET', `/v1/screening/hits/${back.id}`)).json();
    expect(view.delisted).toBeUndefined();
  });

  test('of a clearance that ended is open again', async () => {
    await put('c-3', 'Anacleto', 'Zubizarreta Ferrusca');
    const { id } = await only('customer=c-3');
    const until = formatInstant(house.now()).slice(0, 10);
    expect((await judge(id, { until: '2099-01-01' })).json().code).toBe('screening.until_invalid');
    expect((await judge(id, { until })).json()).toMatchObject({ state: 'cleared' });
    expect(await expireClearances(ports, formatInstant(house.now()))).toBe(0);
    house.clock.ms += 2 * 86_400_000;
    expect(await expireClearances(ports, formatInstant(house.now()))).toBe(1);
    expect(await only('customer=c-3')).toMatchObject({ state: 'open', cause: 'expired' });
  });

  test('cleared for a whole list covers what comes later, until the party changes', async () => {
    const { id } = await only('customer=c-3');
    await judge(id, { scope: 'list' });
    await importList('propia', [first[1] ?? '', 'L-3,Anacleto Zubizarreta Ferrusca,,,,']);
    expect((await hits('customer=c-3')).map((one) => `${one.state} ${one.cause}`).sort()).toEqual([
      'cleared covered',
      'cleared judged',
    ]);
  });

  test('of a wallet is found in what moved before the list knew it', async () => {
    const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
    const [{ id, entity } = { id: '', entity: '' }] = await asSystem(house.db, (tx) =>
      rows<{ id: string; entity: string }>(
        tx,
        "select id, entity from customers.customer where reference = 'c-2'",
      ),
    );
    seen = [
      {
        entity,
        customer: id,
        rating: 'low',
        event: 'evt_1',
        name: null,
        wallet: { network: 'ethereum', address: WALLET.toLowerCase() },
      },
    ];
    await importList('carteras', [`W-1,,,,${WALLET},`]);
    seen = [];
    expect(await only('customer=c-2')).toMatchObject({ subject_kind: 'wallet', state: 'open' });
    expect((await hits('customer=c-2'))[0]).toMatchObject({
      subject_name: WALLET.toLowerCase(),
      list: 'carteras',
    });
  });

  test('of a counterparty belongs to whom they dealt with, once for the same name', async () => {
    const [{ id, entity } = { id: '', entity: '' }] = await asSystem(house.db, (tx) =>
      rows<{ id: string; entity: string }>(
        tx,
        "select id, entity from customers.customer where reference = 'c-2'",
      ),
    );
    const party: SeenParty = {
      entity,
      customer: id,
      rating: 'low',
      event: 'evt_2',
      name: { name: 'Anacleto Zubizarreta Ferrusca', kind: 'person' },
      wallet: null,
    };
    for (const event of ['evt_2', 'evt_3'])
      await asSystem(house.db, (tx) => screenSeen(tx, ports, [{ ...party, event }], 'counterparty'));
    const found = (await hits('customer=c-2&list=propia')).filter(
      (one) => one.subject_kind === 'counterparty',
    );
    expect(found.map((one) => one.reference).sort()).toEqual(['L-2', 'L-3']);
  });
});

describe('a past counterparty', () => {
  const NAME = 'Wenceslada Tlapanco Quiroz';
  const reported = async (event: string): Promise<SeenPage['parties']> => {
    const [{ id, entity } = { id: '', entity: '' }] = await asSystem(house.db, (tx) =>
      rows<{ id: string; entity: string }>(
        tx,
        "select id, entity from customers.customer where reference = 'c-2'",
      ),
    );
    const name = { name: NAME, kind: 'person' } as const;
    return [{ entity, customer: id, rating: 'low', event, name, wallet: null, at: house.now() }];
  };
  const found = async () =>
    (await hits('list=tarde')).map((one) => [one.subject_kind, one.reference, one.state]);

  test('is screened when a list comes to know them, page by page, and no more once it does not', async () => {
    const pages = [await reported('evt_8'), await reported('evt_9')];
    ports.seenSince = async (_tx, _entity, _since, after) =>
      after === '' ? { parties: pages[0] ?? [], last: 'evt_8' } : { parties: pages[1] ?? [], last: null };
    await importList('tarde', [`T-1,${NAME},,,,`, 'T-2,Somebody Else Entirely,,,,']);
    expect(await found()).toEqual([['counterparty', 'T-1', 'open']]);
    await importList('tarde', ['T-1,Filemona Zacatenco Barrón,,,,', 'T-2,Somebody Else Entirely,,,,']);
    expect(await found()).toEqual([['counterparty', 'T-1', 'lapsed']]);
    ports.seenSince = async () => ({ parties: [], last: null });
  });
});

describe('a confidential list', () => {
  test('gives hits to all, and its content to those who may read it', async () => {
    await importList('lpb', ['OF-7,Petronila Ahuatzi Cuamatzi,1960-01-01,,,'], { confidential: true });
    await put('c-7', 'Petronila', 'Ahuatzi Cuamatzi');
    const [hit] = await hits('customer=c-7', 'analyst');
    expect(hit).toMatchObject({ list: 'lpb', listing_name: '', customer_name: 'Petronila Ahuatzi Cuamatzi' });
    const view = async (as: string) =>
      (await house.call('GET', `/v1/screening/hits/${hit?.id}`, undefined, as)).json();
    expect(await view('analyst')).toMatchObject({ matched_name: '', facts: [], listing: { name: '' } });
    expect((await view('analyst')).reasons.every((one: { listing: string }) => one.listing === '')).toBe(
      true,
    );
    expect(await view('officer')).toMatchObject({ listing: { name: 'Petronila Ahuatzi Cuamatzi' } });
    const screened = (
      await house.call('POST', '/v1/screen', { name: 'Petronila Ahuatzi Cuamatzi' }, 'analyst')
    ).json();
    expect(screened.matches[0]).toMatchObject({ match: true, matched_name: '', listing: { name: '' } });
    expect((await act(String(hit?.id), 'replay', {}, 'analyst')).json()).toMatchObject({ same: true });
  });
});

describe('a trial', () => {
  test('tells what another threshold would have done, and raises nothing', async () => {
    const before = await hits();
    const started = await house.call('POST', '/v1/screening/runs', { kind: 'trial', threshold: 0.99 });
    await workQueue();
    const { state, result } = (await house.call('GET', `/v1/screening/runs/${started.json().id}`)).json();
    expect(state).toBe('done');
    expect(result).toMatchObject({ customers: 4, added: 0, hits_now: result.hits_then + result.removed });
    expect(result.removed).toBeGreaterThan(0);
    expect(await hits()).toEqual(before);
  });

  test('of a list that is not in use shows its hits, and the list screens nobody meanwhile', async () => {
    house.clock.ms += 1000;
    await importList('prueba', ['P-0,Nadie Inventado,,,,']);
    await house.call('PUT', '/v1/watchlists/prueba/settings', { mode: 'trial' });
    await workQueue();
    await importList('prueba', ['P-1,Ladislao Quintanar,,,,']);
    expect(await hits('list=prueba')).toEqual([]);
    const started = await house.call('POST', '/v1/screening/runs', { kind: 'trial', list: 'prueba' });
    await workQueue();
    const { result } = (await house.call('GET', `/v1/screening/runs/${started.json().id}`)).json();
    expect(result.by_list).toContainEqual({ key: 'prueba', in_use: 0, tried: 1 });
    await house.call('PUT', '/v1/watchlists/prueba/settings', { mode: 'live' });
    await workQueue();
    expect(await hits('list=prueba')).toMatchObject([{ customer: 'c-2', state: 'open' }]);
  });
});

describe('the match API of the ecosystem', () => {
  const match = async (queries: object, dataset = 'default', query = '') =>
    (await house.call('POST', `/v1/ftm/match/${dataset}?${query}`, { queries })).json();

  test('answers example entities, each by itself', async () => {
    const { responses, limit } = await match({
      a: { schema: 'Person', properties: { name: ['Anacleto Zubizarreta Ferrusca'], birthDate: '1990' } },
      b: { schema: 'Company', properties: { name: ['???'] } },
      c: {
        schema: 'CryptoWallet',
        properties: { publicKey: ['0x52908400098527886E0F7030069857D2E4169EE7'] },
      },
      d: { schema: 'Person', properties: { firstName: ['Nadie'], lastName: ['Parecido'] } },
    });
    expect(limit).toBe(5);
    expect(responses.a.results[0]).toMatchObject({
      id: 'propia:L-2',
      caption: 'Anacleto Zubizarreta Ferrusca',
      schema: 'Person',
      properties: { name: ['Anacleto Zubizarreta Ferrusca'] },
      datasets: ['propia'],
      match: true,
    });
    const [best] = responses.a.results;
    expect(Object.keys(best.features)).toEqual(Object.keys(best.explanations));
    expect(responses.a).toMatchObject({
      status: 200,
      total: { relation: 'eq' },
      query: { schema: 'Person' },
    });
    expect(responses.b).toMatchObject({ status: 422, results: [], detail: 'screening.name_unusable' });
    expect(responses.c.results[0]).toMatchObject({ id: 'carteras:W-1', score: 1, match: true });
    expect(responses.d.results).toEqual([]);
  });

  test('takes datasets, thresholds and cleared entities as the ecosystem does', async () => {
    const query = { a: { schema: 'Person', properties: { name: ['Anacleto Zubizarreta Ferrusca'] } } };
    expect((await match(query, 'otra')).responses.a.results).toEqual([]);
    expect((await match(query, 'default', 'exclude_dataset=propia')).responses.a.results).toEqual([]);
    const ids = async (more: string) =>
      (await match(query, 'propia', more)).responses.a.results.map((one: { id: string }) => one.id).sort();
    expect(await ids('')).toEqual(['propia:L-2', 'propia:L-3']);
    expect(await ids('limit=1')).toHaveLength(1);
    expect(await ids('exclude_entity_ids=propia:L-2')).toEqual(['propia:L-3']);
    expect(await ids('threshold=1&cutoff=1')).toEqual([]);
    expect((await match(query, 'nothing')).code).toBe('screening.dataset_unknown');
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`q${i}`, query.a]));
    expect((await match(many)).code).toBe('screening.too_many_queries');
  });

  test('searches, and says which datasets there are', async () => {
    const found = (await house.call('GET', '/v1/ftm/search/default?q=Gumersinda%20Xochitiotzin')).json();
    expect(found.results[0]).toMatchObject({ id: 'otra:O-1' });
    const { datasets } = (await house.call('GET', '/v1/ftm/catalog')).json();
    expect(datasets.map((one: { name: string }) => one.name)).toContain('propia');
  });
});

describe('an erased customer', () => {
  test('takes what was compared and written with them; that there was a hit stays', async () => {
    const [{ id } = { id: '' }] = await asSystem(house.db, (tx) =>
      rows<{ id: string }>(tx, "select id from customers.customer where reference = 'c-3'"),
    );
    await asSystem(house.db, (tx) =>
      eraseHits(tx, house.journal, { id, entity: house.norte, actor: 'usr_officer' }),
    );
    const left = await asSystem(house.db, (tx) =>
      rows<{ n: number }>(
        tx,
        `select (select count(*) from screening.hit_person where customer = $1)
           + (select count(*) from screening.remark where customer = $1) as n`,
        [id],
      ),
    );
    expect(left).toEqual([{ n: 0 }]);
    const [hit] = await hits('customer=c-3');
    expect((await house.call('GET', `/v1/screening/hits/${hit?.id}`)).json()).toMatchObject({
      reasons: [],
      facts: [],
    });
    expect((await act(String(hit?.id), 'replay', {})).json().code).toBe('screening.not_replayable');
  });
});

describe('a weak alias', () => {
  const WEAK = 'id,name,weak';
  const bring = async (more: readonly string[] = []) => {
    house.clock.ms += 1000;
    const base64 = Buffer.from(
      `${[WEAK, 'D-1,Nicanora Atzompa Villar,El Tlacuache Pardo', ...more].join('\n')}\n`,
    );
    const files = [{ name: 'd.csv', base64: base64.toString('base64') }];
    const mapping = { reference: 'id', name: 'name', weak_aliases: 'weak', kind: '=person' };
    const reply = await house.call('POST', '/v1/watchlists/debil/snapshots', {
      format: 'csv',
      mapping,
      files,
    });
    expect(reply.statusCode).toBe(200);
    await workQueue();
  };
  const matched = async (name: string): Promise<string[]> => {
    const reply = await house.call('POST', '/v1/screen', { name, kind: 'person' });
    return reply.json().matches.map((match: { matched_name: string }) => match.matched_name);
  };

  test('is worth what the policy of its list says, and its hit can be made again', async () => {
    await bring();
    expect(await matched('El Tlacuache Pardo')).toEqual([]);
    const configure = (weak_aliases: string) =>
      house.call('PUT', '/v1/watchlists/debil/settings', { weak_aliases });
    expect((await configure('full')).statusCode).toBe(200);
    expect(await matched('El Tlacuache Pardo')).toEqual(['El Tlacuache Pardo']);
    await put('c-weak', 'El Tlacuache', 'Pardo');
    const { id } = await only('customer=c-weak&list=debil');
    expect((await act(id, 'replay', {})).json()).toMatchObject({ same: true });
    expect((await configure('ignored')).statusCode).toBe(200);
    expect(await matched('El Tlacuache Pardo')).toEqual([]);
    expect(await matched('Nicanora Atzompa Villar')).toEqual(['Nicanora Atzompa Villar']);
    expect((await act(id, 'replay', {})).json()).toMatchObject({ same: true });
  });
});

test('the independent verifier folds the same state out of the journal', async () => {
  const report = await verifyDatabase(house.database.config, { kek: Buffer.alloc(32, 7), state: true });
  expect(report.problems).toEqual([]);
  expect(report.not_checked.join(' ')).not.toMatch(/screening\.(hit|remark|policy)/);
});
