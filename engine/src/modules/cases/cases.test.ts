import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityView } from '@atalaya/contract/access.ts';
import type { CaseRow, StoryStep } from '@atalaya/contract/cases.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../kernel/hash.ts';
import { newId } from '../../kernel/ids.ts';
import { asSystem, one, rows, write } from '../../platform/database.ts';
import { eraseRemarks } from '../alerts/alerts.ts';
import { entryTypes as alertTypes } from '../alerts/events.ts';
import { alertReader } from '../alerts/reactions.ts';
import { mountAlerts } from '../alerts/routes.ts';
import { depositOf, type House, type Staff, startHouse, texts } from '../alerts/testing/house.ts';
import { ATTACHMENT_BYTES_MAX } from './attachments.ts';
import { eraseWords } from './cases.ts';
import { createCasework } from './casework.ts';
import { entryTypes } from './events.ts';
import { markReported, resumeCase } from './reporting.ts';
import { mountCases } from './routes.ts';
import { texts as words } from './story-texts.ts';

let house: House;
let home: string;
let entity: EntityView;
let ana: Staff;
let olga: Staff;
let admin: Staff;
let customer: string;

const reportStep = (caseId: string): StoryStep => ({
  at: new Date().toISOString(),
  kind: 'report',
  reference: `rep_of_${caseId}`,
  text: words('Aviso', 'Aviso', 'Aviso'),
  journal: 1,
});

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'atalaya-cases-'));
  house = await startHouse([...alertTypes, ...entryTypes]);
  entity = await house.entity('norte', 'MX', 'MXN');
  const casework = createCasework({ journal: house.journal, now: house.ports.now });
  mountAlerts(house.http, { ...house, ...house.ports, casework });
  mountCases(house.http, {
    ...house,
    ...house.ports,
    home,
    reportsOfCase: async (_tx, id) => ({ ids: [`rep_of_${id}`], steps: [reportStep(id)] }),
  });
  house.eraseWith.push(
    (tx, erased) => eraseRemarks(tx, house.journal, erased),
    (tx, erased) => eraseWords(tx, house.journal, erased),
  );
  ana = await house.staff('Ana', 'analyst', entity);
  olga = await house.staff('Olga', 'officer', entity);
  admin = await house.staff('Abel', 'admin', entity);
  house.read([alertReader({ journal: house.journal, casework })]);
});
afterAll(async () => {
  await house.close();
  await rm(home, { recursive: true });
});
beforeEach(async () => {
  customer = (await house.customer(entity)).id;
});

const flag = async (findings: Parameters<House['flag']>[1][number]['findings'], event = {}) => {
  const [id = ''] = await house.flag(entity, [
    { customer, event: depositOf(event), findings, value_usd: 115_000 },
  ]);
  await house.worked();
  return id;
};

const casesOf = async (who = ana, query = ''): Promise<CaseRow[]> =>
  (await who.ask('GET', `/v1/cases?customer=${customer}&${query}`)).body.items;

const opened = async (): Promise<CaseRow> => {
  await flag([{ severity: 'critical' }]);
  const [row] = await casesOf();
  if (row === undefined) throw new Error('no case');
  return row;
};

const post = (who: Staff, row: { id: string }, verb: string, body: object) =>
  who.ask('POST', `/v1/cases/${row.id}/${verb}`, body);

describe('a case opens', () => {
  it('by itself for a grave finding, with what waited in the queue; later alerts join it', async () => {
    await flag([{ scenario: 'quiet', severity: 'low' }]);
    expect(await casesOf()).toEqual([]);
    const row = await opened();
    expect(row).toMatchObject({
      state: 'open',
      severity: 'critical',
      alerts: 2,
      value_usd: '2300.00',
      customer_id: customer,
      customer_name: 'Rosa María Ficticia Peña',
    });
    await flag([{ scenario: 'later' }]);
    expect(await casesOf()).toMatchObject([{ id: row.id, alerts: 3 }]);
  });

  it('when a person escalates, joining the one that is open', async () => {
    await flag([{ scenario: 'one' }]);
    await flag([{ scenario: 'two' }]);
    const alerts = (await ana.ask('GET', `/v1/alerts?customer=${customer}`)).body.items;
    const first = await ana.ask('POST', `/v1/alerts/${alerts[0].id}/escalate`, { note: 'raro' });
    expect(first.body.alert.case_id).toBe(first.body.case_id);
    expect(await casesOf()).toMatchObject([{ id: first.body.case_id, alerts: 2 }]);
    await ana.ask('POST', `/v1/alerts/${alerts[1].id}/escalate`, {});
    expect(await casesOf()).toHaveLength(1);
  });

  it('with numbers that have no gaps, whoever opens them and whatever fails', async () => {
    const customers = await Promise.all(Array.from({ length: 8 }, () => house.customer(entity)));
    await house.flag(
      entity,
      customers.map(({ id }) => ({ customer: id, event: depositOf(), findings: [{}] })),
    );
    await house.worked();
    const queue = await Promise.all(
      customers.map(async ({ id }) => (await ana.ask('GET', `/v1/alerts?customer=${id}`)).body.items[0]),
    );
    const replies = await Promise.all(
      [...queue, ...queue].map(({ id }) => ana.ask('POST', `/v1/alerts/${id}/escalate`, {})),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([
      ...Array(8).fill(200),
      ...Array(8).fill(409),
    ]);
    const numbers = await asSystem(house.db, (tx) =>
      rows<{ number: number }>(tx, 'select number from cases.case where entity = $1 order by 1', [entity.id]),
    );
    expect(numbers.map(({ number }) => number)).toEqual(numbers.map((_, i) => i + 1));
  });
});

describe('working a case', () => {
  it('is given to staff who may, noted, and noted words are sealed', async () => {
    const row = await opened();
    const assigned = await post(ana, row, 'assign', { assignee: ana.id });
    expect(assigned.body).toMatchObject({ state: 'investigating', assignee_name: 'Ana' });
    const refused = await post(ana, row, 'assign', { assignee: admin.id });
    expect(refused.body.code).toBe('cases.unknown_assignee');
    const note = await post(ana, row, 'notes', { text: 'Dice que vendió un terreno' });
    expect(note.body).toMatchObject({
      author: ana.id,
      author_name: 'Ana',
      text: 'Dice que vendió un terreno',
    });
    const view = (await ana.ask('GET', `/v1/cases/${row.id}`)).body;
    expect(view.notes).toEqual([note.body]);
    const bytes = await asSystem(house.db, (tx) =>
      rows<{ bytes: Buffer }>(tx, 'select bytes from journal.entry where subject = $1', [row.id]),
    );
    expect(Buffer.concat(bytes.map((entry) => entry.bytes)).toString()).not.toContain('terreno');
  });

  it('ends when a second person agrees, and only then', async () => {
    const row = await opened();
    const proposal = { outcome: 'no_suspicion', reason: 'Origen probado' };
    const proposed = await post(olga, row, 'propose', proposal);
    expect(proposed.body).toMatchObject({ state: 'proposed', proposal: { ...proposal, by: olga.id } });
    for (const agree of [true, false]) {
      const own = await post(olga, row, 'decide', { agree, reason: 'yo misma' });
      expect(own).toMatchObject({ status: 403, body: { code: 'auth.second_person' } });
    }
    expect((await post(ana, row, 'decide', { agree: true, reason: 'x' })).body.code).toBe('auth.denied');
    const second = await house.staff('Omar', 'officer', entity);
    const back = await post(second, row, 'decide', { agree: false, reason: 'falta el contrato' });
    expect(back.body.state).toBe('investigating');
    expect(back.body.proposal).toBeUndefined();
    await post(olga, row, 'propose', proposal);
    const closed = await post(second, row, 'decide', { agree: true, reason: 'de acuerdo' });
    expect(closed.body.state).toBe('closed');
    expect((await post(ana, row, 'notes', { text: 'tarde' })).body.code).toBe('cases.transition_refused');
    expect((await post(second, row, 'decide', { agree: true, reason: 'x' })).body.code).toBe(
      'cases.transition_refused',
    );
  });

  it('that ended leaves new findings to a new case, and is not reopened beside it', async () => {
    const row = await opened();
    await post(ana, row, 'propose', { outcome: 'restrict', reason: 'limitar' });
    await post(olga, row, 'decide', { agree: true, reason: 'sí' });
    await flag([{ severity: 'critical' }]);
    const [next, old] = await casesOf();
    expect(old?.id).toBe(row.id);
    expect(next).toMatchObject({ state: 'open', alerts: 1, number: row.number + 1 });
    const reply = await post(olga, row, 'reopen', { reason: 'algo más' });
    expect(reply.body.code).toBe('cases.another_open');
    await post(ana, next ?? row, 'propose', { outcome: 'no_suspicion', reason: 'igual' });
    await post(olga, next ?? row, 'decide', { agree: true, reason: 'sí' });
    expect((await post(olga, row, 'reopen', { reason: 'algo más' })).body.state).toBe('investigating');
    await flag([{}]);
    expect((await casesOf(ana, 'state=investigating')).map(({ id, alerts }) => [id, alerts])).toEqual([
      [row.id, 1],
    ]);
  });

  it('is another house’s secret', async () => {
    const row = await opened();
    const foreign = await house.staff('Bia', 'officer', await house.entity(`e${Date.now()}`, 'BR', 'BRL'));
    expect((await foreign.ask('GET', `/v1/cases/${row.id}`)).body.code).toBe('cases.unknown');
    expect((await post(foreign, row, 'notes', { text: 'x' })).body.code).toBe('cases.unknown');
  });
});

describe('one screen', () => {
  it('shows customer, alerts, events with those around them, flow and story', async () => {
    const around = await house.flag(entity, [
      {
        customer,
        event: depositOf({ type: 'deposit', occurred_at: '2020-01-01T00:00:00Z' }),
        findings: [{ scenario: 'old' }],
      },
    ]);
    await house.worked();
    const held = await flag([{ outcome: 'hold', title: texts('Retención') }], {
      counterparty: { name: 'Luz Ficticia', account: '002010077777777771' },
    });
    const [row] = await casesOf();
    const view = (await ana.ask('GET', `/v1/cases/${row?.id}`)).body;
    expect(view.customer_view).toMatchObject({ id: customer, display_name: 'Rosa María Ficticia Peña' });
    expect(view.alert_rows).toHaveLength(2);
    expect(view.events.map(({ id }: { id: string }) => id)).toEqual([held, ...around]);
    expect(view.flow.nodes.map(({ label }: { label: string }) => label)).toContain(
      'Luz Ficticia · 002010077777777771',
    );
    const kinds = view.story.map(({ kind }: StoryStep) => kind);
    expect(kinds).toEqual(expect.arrayContaining(['event', 'alert', 'hold', 'customer', 'report']));
    const times = view.story.map(({ at }: StoryStep) => Date.parse(at));
    expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
    const event = view.story.find(({ reference }: StoryStep) => reference === held);
    expect(event.text.es).toBe('Depósito 20,000.00 MXN: Retención');
    expect(event.journal).toBeGreaterThan(0);
  });

  it('is sorted by what is due, ended cases last, page by page', async () => {
    const all = (await ana.ask('GET', '/v1/cases?limit=200')).body;
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await ana.ask('GET', `/v1/cases?limit=3${after}`);
      expect(body.total).toBe(all.items.length);
      paged.push(...body.items.map(({ id }: CaseRow) => id));
      if (body.next === undefined) break;
      after = `&after=${body.next}`;
    }
    expect(paged).toEqual(all.items.map(({ id }: CaseRow) => id));
    const dues = all.items.flatMap(({ due_at }: CaseRow) => (due_at === undefined ? [] : [due_at]));
    expect(dues).toEqual(dues.toSorted());
    expect(dues.length).toBeLessThan(all.items.length);
  });
});

describe('that something is reported', () => {
  it('is known to those who may know, and to nobody else', async () => {
    const row = await opened();
    await post(ana, row, 'propose', { outcome: 'report', reason: 'indicios claros' });
    const known = (await olga.ask('GET', `/v1/cases/${row.id}`)).body;
    expect(known.proposal).toMatchObject({ outcome: 'report', reason: 'indicios claros' });
    expect(known.due_basis).toContain('LFPIORPI');
    expect(known.reports).toEqual([`rep_of_${row.id}`]);
    await post(olga, row, 'decide', { agree: true, reason: 'procede' });
    await write(house.db, { entities: [entity.id] }, (tx) =>
      markReported(tx, house.journal, { caseId: row.id, report: 'rep_1', actor: olga.id }),
    );
    expect((await casesOf(olga))[0]?.state).toBe('reported');
    expect(await casesOf(olga, 'state=reported')).toHaveLength(1);

    const asked = await Promise.all(
      [`/v1/cases/${row.id}`, `/v1/cases?customer=${customer}`].map((url) => admin.ask('GET', url)),
    );
    expect(asked[0]?.body).toMatchObject({ state: 'closed', reports: [] });
    expect(asked[1]?.body.items).toMatchObject([{ state: 'closed' }]);
    expect(await casesOf(admin, 'state=reported')).toEqual([]);
    expect(await casesOf(admin, 'state=closed')).toHaveLength(1);
    const told = JSON.stringify(asked.map(({ body }) => body));
    expect(told).not.toMatch(/report(ar|ed)|indicios|procede|LFPIORPI|Aviso|rep_/);
    const seen = await asSystem(house.db, (tx) =>
      rows<{ type: string }>(
        tx,
        `select distinct type from journal.entry where subject = $1 and type not like 'reports.%' order by 1`,
        [row.id],
      ),
    );
    expect(seen).toEqual([{ type: 'cases.opened' }]);
  });

  it('cannot be guessed from what is not shown: any proposal or decision looks the same', async () => {
    const looks = async (row: CaseRow) => {
      const { body } = await admin.ask('GET', `/v1/cases/${row.id}`);
      const kinds = new Set(body.story.map(({ kind }: StoryStep) => kind));
      return { keys: Object.keys(body).sort(), state: body.state, basis: body.due_basis, kinds };
    };
    const seen = [];
    for (const outcome of ['report', 'no_suspicion']) {
      customer = (await house.customer(entity)).id;
      const row = await opened();
      await post(ana, row, 'propose', { outcome, reason: 'porque sí' });
      const proposed = await looks(row);
      await post(olga, row, 'decide', { agree: outcome === 'report', reason: 'visto' });
      seen.push([proposed, await looks(row)]);
    }
    expect(seen[0]).toEqual(seen[1]);
  });

  it('is undone when the authority refuses', async () => {
    const row = await opened();
    const step = { caseId: row.id, report: 'rep_2', actor: olga.id };
    await write(house.db, { entities: [entity.id] }, (tx) => markReported(tx, house.journal, step));
    await write(house.db, { entities: [entity.id] }, (tx) => resumeCase(tx, house.journal, step));
    expect((await casesOf(olga))[0]?.state).toBe('investigating');
    await flag([{}]);
    expect(await casesOf(olga)).toMatchObject([{ id: row.id, alerts: 1 }]);
  });
});

describe('an attachment', () => {
  const send = async (
    row: { id: string },
    content: Buffer,
    name = 'contrato – ñ.pdf',
    type = 'application/pdf',
  ) => {
    const reply = await house.http.app.inject({
      method: 'POST',
      url: `/v1/cases/${row.id}/attachments?name=${encodeURIComponent(name)}`,
      headers: { 'x-staff': ana.id, 'content-type': type },
      payload: content,
    });
    return { status: reply.statusCode, body: reply.json() };
  };
  const kept = () => readdir(join(home, 'attachments'));

  it('is sealed at rest, proven by the journal, and comes back as it was', async () => {
    const row = await opened();
    const content = Buffer.from(`%PDF-1.7 ${'contrato de compraventa '.repeat(9_000)}`);
    const { body } = await send(row, content);
    expect(body).toMatchObject({
      name: 'contrato – ñ.pdf',
      bytes: content.length,
      sha256: sha256Hex(content),
      media_type: 'application/pdf',
      by: ana.id,
    });
    const entry = await asSystem(house.db, (tx) =>
      one<{ bytes: Buffer }>(
        tx,
        "select bytes from journal.entry where subject = $1 and type = 'cases.attached'",
        [row.id],
      ),
    );
    expect(entry?.bytes.toString()).toContain(body.sha256);
    expect(entry?.bytes.toString()).not.toContain('contrato');
    const [file = ''] = await kept();
    const resting = await readFile(join(home, 'attachments', file));
    expect(sha256Hex(resting)).toBe(file);
    expect(resting.includes('compraventa')).toBe(false);
    const reply = await olga.ask('GET', `/v1/cases/${row.id}/attachments/${body.id}`);
    expect(reply.raw.equals(content)).toBe(true);
    expect(reply.headers['content-disposition']).toBe(
      `attachment; filename="contrato _ _.pdf"; filename*=UTF-8''contrato%20%E2%80%93%20%C3%B1.pdf`,
    );
    expect(reply.headers['x-content-type-options']).toBe('nosniff');

    resting[20] = (resting[20] ?? 0) ^ 1;
    await writeFile(join(home, 'attachments', file), resting);
    const damaged = await olga.ask('GET', `/v1/cases/${row.id}/attachments/${body.id}`);
    expect(damaged).toMatchObject({ status: 503, body: { code: 'cases.attachment_damaged' } });
  });

  it.each([
    ['too large', 'cases.attachment_too_large', Buffer.alloc(ATTACHMENT_BYTES_MAX + 1), 'application/pdf'],
    ['empty', 'cases.attachment_empty', Buffer.alloc(0), 'image/png'],
    ['of another kind', 'request.unsupported_media_type', Buffer.from('<svg/>'), 'application/xml'],
    ['JSON', 'request.unsupported_media_type', Buffer.from('{}'), 'application/json'],
  ])('that is %s is refused and leaves nothing', async (_what, code, content, type) => {
    const row = await opened();
    const before = await kept();
    expect((await send(row, content, 'x', type)).body.code).toBe(code);
    expect(await kept()).toEqual(before);
  });

  it('of a closed or unknown case, or of another case, is refused', async () => {
    const row = await opened();
    const file = Buffer.from('%PDF');
    const { body } = await send(row, file);
    expect((await send({ id: newId('cas') }, file)).body.code).toBe('cases.unknown');
    customer = (await house.customer(entity)).id;
    const other = await opened();
    const reply = await ana.ask('GET', `/v1/cases/${other.id}/attachments/${body.id}`);
    expect(reply.body.code).toBe('cases.unknown_attachment');
    await post(ana, other, 'propose', { outcome: 'no_suspicion', reason: 'x' });
    await post(olga, other, 'decide', { agree: true, reason: 'x' });
    expect((await send(other, file)).body.code).toBe('cases.transition_refused');
  });

  it('and every word go when the customer is erased; the case stays', async () => {
    const row = await opened();
    await post(ana, row, 'notes', { text: 'palabras sobre Rosa' });
    const { body } = await send(row, Buffer.from('%PDF'), 'rosa.pdf');
    await olga.ask('POST', `/v1/customers/${customer}/relationship`, { state: 'closed', reason: 'fin' });
    await olga.ask('POST', `/v1/customers/${customer}/erase`, { reason: 'pidió', legal_basis: 'plazo' });
    const view = await ana.ask('GET', `/v1/cases/${row.id}`);
    expect(view.status).toBe(200);
    expect(JSON.stringify(view.body)).not.toMatch(/Rosa|rosa\.pdf/);
    expect(view.body.attachments[0].sha256).toBe(body.sha256);
    const gone = await ana.ask('GET', `/v1/cases/${row.id}/attachments/${body.id}`);
    expect(gone.body.code).toBe('customers.erased');
    expect((await post(ana, row, 'notes', { text: 'más' })).body.code).toBe('customers.erased');
  });
});
