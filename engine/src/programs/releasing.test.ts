import type { Client } from '@atalaya/contract/client.gen.ts';
import { createClient } from '@atalaya/contract/client.gen.ts';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verifyDatabase } from '../../../cli/src/verify/verify.ts';
import { tagPack } from '../modules/tracing/testing/tag-pack.ts';
import { keyEncryptionKey } from '../platform/config.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';
import { type Colleague, signedIn } from './testing/staff.ts';

/** A list or a tag ends; what was stopped for it alone comes to people, who release it. Over HTTP, as in the product. */
let house: TestHouse;
let exchange: Client;
let ana: Colleague;
let olga: Colleague;

const WALLET = '0x52908400098527886E0F7030069857D2E4169EE7';
const TAGGED = '0x8617E340B3D01FA5F11F306F4090FD50E238070D';
const HEADER = 'id,name,birth,network,wallet';
const MAPPING = {
  reference: 'id',
  name: 'name',
  birth_date: 'birth',
  wallet: 'wallet',
  network: 'network',
  kind: '=person',
};
const LISTED = {
  wallet: `W-1,Hermógenes Quijotillo Zárate,1961-01-01,ethereum,${WALLET}`,
  name: 'N-1,Gumersinda Xochitiotzin Palma,1970-05-02,,',
  other: 'X-1,Nadie Inventado Cualquiera,1950-01-01,,',
};

beforeAll(async () => {
  house = await openTestHouse();
  exchange = createClient({
    baseUrl: house.url,
    headers: () => ({ authorization: `Bearer ${house.key}` }),
  });
  ana = await signedIn(house, 'Ana', 'analyst');
  olga = await signedIn(house, 'Olga', 'officer');
  await exchange.recordPrices({
    body: { prices: [{ asset: 'USDT', currency: 'USD', price: '1.00', at: '2024-03-05T00:00:00Z' }] },
  });
}, 120_000);
afterAll(() => house.close());

let imports = 0;
async function importList(...lines: string[]): Promise<void> {
  imports += 1;
  const text = `${[HEADER, ...lines, `Z-${imports},Relleno Número ${imports},,,`].join('\n')}\n`;
  await olga.api.importSnapshot({
    params: { code: 'propia' },
    body: {
      format: 'csv',
      mapping: MAPPING,
      accept_shrink: true,
      files: [{ name: 'l.csv', base64: Buffer.from(text).toString('base64') }],
    },
  });
}
const importTags = (line: string) => exchange.importTagPack(tagPack('prueba', 'ethereum', [line]));

const put = (reference: string, more: object = {}) =>
  exchange.putCustomer({
    params: { reference },
    body: { kind: 'person', name: { given: 'Ana', paternal: `Prueba ${reference}` }, country: 'MX', ...more },
  });
const deposit = (id: string, customer: string, more: object) =>
  exchange.decideEvent({
    body: {
      id,
      type: 'deposit',
      customer,
      occurred_at: new Date(Date.now() - 1000).toISOString(),
      asset: 'USDT',
      amount: '900.00',
      rail: 'crypto',
      ...more,
    } as never,
  });
const from = (address: string) => ({ wallet: { network: 'ethereum', address } });

const releases = async (customer: string) => (await olga.api.listReleases({ query: { customer } })).items;
const PATIENCE = { timeout: 60_000, interval: 100 };
/** Until the work behind the reply has brought it. */
const release = async (customer: string, state: string) => {
  const wanted = async () => (await releases(customer)).find((one) => one.state === state);
  await expect.poll(wanted, PATIENCE).toBeDefined();
  const found = await wanted();
  return olga.api.getRelease({ params: { id: found?.id ?? '' } });
};
const alertsOf = async (customer: string, scenario: string) =>
  (await ana.api.listAlerts({ query: { customer, scenario } })).items;
const LONG = 300_000;

describe('a blocked deposit', () => {
  test('comes to a person when the wallet leaves the list, and to nobody before', {
    timeout: LONG,
  }, async () => {
    await importList(LISTED.wallet, LISTED.name);
    await put('bloqueada');
    expect(await deposit('d-1', 'bloqueada', from(WALLET))).toMatchObject({ decision: 'block' });
    await importList(LISTED.wallet);
    await olga.api.startReleaseLook({ body: {} });
    await importList(LISTED.other);
    const view = await release('bloqueada', 'open');
    expect(await releases('bloqueada')).toHaveLength(1);
    expect(view).toMatchObject({ operations: 1, value_usd: '900.00', sources: ['propia'] });
    expect(view.items).toMatchObject([
      {
        event: { reference: 'd-1', outcome: 'block' },
        ended: [{ id: 'listed-source' }],
        standing: [],
        grounds: [{ kind: 'list', code: 'propia', version: 3, before: /^snp_/, after: /^snp_/ }],
      },
    ]);
    const due = Date.parse(view.due_at) - Date.parse(view.opened_at);
    expect(due).toBeGreaterThanOrEqual(86_400_000 - 1000);
    expect(due).toBeLessThanOrEqual(3 * 86_400_000 + 1000);
  });

  test('is an alert in its customer’s case, with why', { timeout: LONG }, async () => {
    await expect
      .poll(async () => (await alertsOf('bloqueada', 'release-after-delisting'))[0]?.state, PATIENCE)
      .toBe('in_case');
    const [row] = await alertsOf('bloqueada', 'release-after-delisting');
    const alert = await ana.api.getAlert({ params: { id: row?.id ?? '' } });
    expect(alert.events.map(({ reference }) => reference)).toEqual(['d-1']);
    expect(alert.reasons).toHaveLength(1);
    expect(alert.reasons[0]?.reason.text.en).toMatch(
      /^Is blocked only because of “.+”\. No longer said by: propia v3/,
    );
  });

  test('is released by two people, and the one who proposed is not the other', {
    timeout: LONG,
  }, async () => {
    const { id } = await release('bloqueada', 'open');
    const params = { id };
    const decide = (who: Colleague, agree: boolean) =>
      who.api.decideRelease({ params, body: { agree, reason: 'revisado' } });
    await expect(decide(olga, true)).rejects.toMatchObject({ code: 'releases.transition_refused' });
    await olga.api.proposeRelease({ params, body: { outcome: 'release', reason: 'salió de la lista' } });
    await expect(decide(ana, true)).rejects.toMatchObject({ code: 'auth.denied' });
    await expect(decide(olga, true)).rejects.toMatchObject({ code: 'auth.second_person' });
    const jefa = await signedIn(house, 'Jefa', 'officer');
    expect(await decide(jefa, false)).toMatchObject({ state: 'open' });
    await ana.api.proposeRelease({ params, body: { outcome: 'release', reason: 'de nuevo' } });
    expect(await decide(olga, true)).toMatchObject({ state: 'released', decided_by_name: 'Olga' });
    const view = await olga.api.getRelease({ params });
    expect(view.remarks.map(({ kind }) => kind)).toEqual([
      'proposed_release',
      'returned',
      'proposed_release',
      'agreed',
    ]);
    const { remarks, state } = await exchange.getRelease({ params });
    expect({ remarks, state }).toEqual({ remarks: [], state: 'released' });
    const seen = await exchange.listEntries({ query: { subject: id } });
    expect(seen.items).toEqual([]);
    await olga.api.startReleaseLook({ body: {} });
    await expect.poll(async () => (await olga.api.getReleaseLook()).state, PATIENCE).toBe('idle');
    expect((await releases('bloqueada')).map(({ state }) => state)).toEqual(['released']);
  });
});

test('the coverage of the typology counts it', async () => {
  const { items } = await olga.api.getCoverage();
  const { found } = items.find(({ number }) => number === 5) ?? {};
  expect(found?.outcomes).toMatchObject({ findings: 1, alerts: 1, open: 0, cases: 1 });
  expect(found?.last_fired_at).toBeDefined();
});

test('many operations of one customer are one release, and all of them are asked again', {
  timeout: LONG,
}, async () => {
  await importList(LISTED.wallet);
  await put('muchas');
  for (let n = 0; n < 60; n += 1) await deposit(`m-${n}`, 'muchas', from(WALLET));
  await importList(LISTED.other);
  const all = async () => (await releases('muchas')).map(({ operations }) => operations);
  await expect.poll(all, PATIENCE).toEqual([60]);
  const { id } = await release('muchas', 'open');
  await ana.api.proposeRelease({ params: { id }, body: { outcome: 'release', reason: 'baja' } });
  const decided = await olga.api.decideRelease({ params: { id }, body: { agree: true, reason: 'sí' } });
  expect(decided).toMatchObject({ state: 'released', operations: 60 });
});

describe('a held transfer', () => {
  const party = { counterparty: { name: 'Gumersinda Xochitiotzin Palma', kind: 'person' } };

  test('whose other party leaves the list is released with its hold', { timeout: LONG }, async () => {
    await importList(LISTED.name, LISTED.wallet);
    await put('retenida');
    const decided = await deposit('h-1', 'retenida', {
      rail: 'bank',
      asset: 'MXN',
      amount: '500.00',
      ...party,
    });
    expect(decided).toMatchObject({ decision: 'hold', hold: { state: 'held' } });
    await importList(LISTED.wallet);
    const { id, items } = await release('retenida', 'open');
    expect(items).toMatchObject([{ hold: { state: 'held' }, ended: [{ id: 'listed-name' }] }]);
    await ana.api.proposeRelease({ params: { id }, body: { outcome: 'release', reason: 'baja' } });
    await olga.api.decideRelease({ params: { id }, body: { agree: true, reason: 'sí' } });
    const event = await exchange.getEvent({ params: { id: 'h-1' } });
    expect(event.decision.hold).toMatchObject({ state: 'released', decided_by: olga.id });
  });

  test('stays held when the list names the party again: first lapsed, never released', {
    timeout: LONG,
  }, async () => {
    await importList(LISTED.name, LISTED.wallet);
    await put('vuelve');
    await deposit('v-1', 'vuelve', { rail: 'bank', asset: 'MXN', amount: '500.00', ...party });
    await importList(LISTED.wallet);
    const { id } = await release('vuelve', 'open');
    await ana.api.proposeRelease({ params: { id }, body: { outcome: 'release', reason: 'baja' } });
    await importList(LISTED.name, LISTED.wallet);
    const agreed = olga.api.decideRelease({ params: { id }, body: { agree: true, reason: 'sí' } });
    await expect(agreed).rejects.toMatchObject({
      code: expect.stringMatching(/^releases\.(ground_returned|transition_refused)$/),
    });
    const lapsed = await release('vuelve', 'lapsed');
    expect(lapsed.items[0]?.returned_at).toBeDefined();
    expect((await exchange.getEvent({ params: { id: 'v-1' } })).decision.hold).toMatchObject({
      state: 'held',
    });
  });
});

describe('a customer', () => {
  test('restricted for a confirmed hit alone is proposed too, and active again when agreed', {
    timeout: LONG,
  }, async () => {
    await put('restringida', {
      name: { given: 'Gumersinda', paternal: 'Xochitiotzin Palma' },
      birth_date: '1970-05-02',
    });
    const hitOf = async () =>
      (await olga.api.listHits({ query: { customer: 'restringida', list: 'propia' } })).items[0];
    await expect.poll(async () => (await hitOf())?.state, PATIENCE).toBe('open');
    const id = (await hitOf())?.id ?? '';
    await ana.api.judgeHit({
      params: { id },
      body: { judgement: 'confirm', reason: 'same_person', note: 'es ella' },
    });
    if ((await hitOf())?.state === 'proposed')
      await olga.api.secondHit({ params: { id }, body: { agree: true, note: 'sí' } });
    await olga.api.setRelationship({
      params: { id: 'restringida' },
      body: { state: 'restricted', reason: 'lista' },
    });
    await importList(LISTED.wallet);
    const found = await release('restringida', 'open');
    expect(found).toMatchObject({ relationship: 'restricted', operations: 0 });
    expect(await hitOf()).toMatchObject({ state: 'open', cause: 'delisted' });
    const params = { id: found.id };
    await ana.api.proposeRelease({ params, body: { outcome: 'release', reason: 'baja' } });
    await olga.api.decideRelease({ params, body: { agree: true, reason: 'sí' } });
    const { state } = await olga.api.getCustomer({ params: { id: 'restringida' } });
    expect(state).toBe('active');
    const next = await deposit('r-1', 'restringida', { rail: 'bank', asset: 'MXN', amount: '10.00' });
    expect(next.decision).not.toBe('hold');
  });
});

describe('a tag', () => {
  const line = (category: string) => `${TAGGED},Casa Inventada,${category},forensic`;

  test('that is withdrawn frees what it alone held, not what something else found', {
    timeout: LONG,
  }, async () => {
    await importTags(line('ransomware'));
    await importList(LISTED.wallet, LISTED.name);
    await put('etiqueta');
    await put('doble');
    expect(await deposit('t-1', 'etiqueta', from(TAGGED))).toMatchObject({ decision: 'hold' });
    const both = await deposit('t-2', 'doble', {
      ...from(TAGGED),
      counterparty: { name: 'Gumersinda Xochitiotzin Palma', kind: 'person' },
    });
    expect(both.reasons.map(({ scenario }) => scenario).sort()).toEqual(['listed-name', 'ransomware']);
    await importTags(line('exchange'));
    const { id, items } = await release('etiqueta', 'open');
    expect(items).toMatchObject([
      { ended: [{ id: 'ransomware' }], grounds: [{ kind: 'tag', code: 'ransomware' }] },
    ]);
    expect(await releases('doble')).toEqual([]);
    await ana.api.proposeRelease({ params: { id }, body: { outcome: 'keep', reason: 'otro motivo' } });
    await olga.api.decideRelease({ params: { id }, body: { agree: true, reason: 'sí' } });
    expect((await exchange.getEvent({ params: { id: 't-1' } })).decision.hold).toMatchObject({
      state: 'held',
    });
    await importList(LISTED.wallet);
    const now = await release('doble', 'open');
    expect(now.items[0]?.ended.map(({ id: ended }) => ended).sort()).toEqual(['listed-name', 'ransomware']);
  });
});

test('words about an erased customer go, and what happened stands; the journal verifies', {
  timeout: LONG,
}, async () => {
  await olga.api.setRelationship({ params: { id: 'etiqueta' }, body: { state: 'closed', reason: 'fin' } });
  await olga.api.eraseCustomer({
    params: { id: 'etiqueta' },
    body: { reason: 'plazo cumplido', legal_basis: 'prueba' },
  });
  const remarks = await house.ask<{ n: number }>(
    `select count(*) as n from releases.remark r join customers.customer c on c.id = r.customer where c.reference = 'etiqueta'`,
  );
  expect(remarks.n).toBe(0);
  await house.settled();
  const report = await verifyDatabase(house.connection, { kek: keyEncryptionKey(house.home), state: true });
  expect(report.problems).toEqual([]);
  expect(report.not_checked.join(' ')).not.toMatch(/releases\./);
});
