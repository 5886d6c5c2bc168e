import type { ReportView } from '@atalaya/contract/reports.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sha256Hex } from '../../kernel/hash.ts';
import { newId } from '../../kernel/ids.ts';
import { asSystem, one, rows } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import { depositOf, type Staff } from '../alerts/testing/house.ts';
import { releaseCompiledSchemas } from '../jurisdictions/schemas.ts';
import { openXsd, xsdOf } from '../jurisdictions/testing/xsd.ts';
import { parseAvi } from './formats/mx-avi/check-avi.ts';
import {
  clabe,
  institution,
  type ReportingHouse,
  startReportingHouse,
  usualEvents,
} from './testing/reporting-house.ts';

let house: ReportingHouse;
let ana: Staff;
let olga: Staff;
let omar: Staff;

beforeAll(async () => {
  house = await startReportingHouse();
  ({ ana, olga, omar } = house);
});
afterAll(async () => {
  releaseCompiledSchemas();
  await house.close();
});

const draft = async (caseId: string, fields: object = { subject: institution }): Promise<ReportView> =>
  (await ana.ask('POST', `/v1/cases/${caseId}/reports`, fields)).body;
const post = (who: Staff, id: string, verb: string, body: object = {}) =>
  who.ask('POST', `/v1/reports/${id}/${verb}`, body);
const rejecting = ({ rules }: ReportView) => rules.filter(({ action }) => action === 'reject');
const entryOf = async (number: number): Promise<{ type: string; body: EntryBody }> => {
  const found = await asSystem(house.db, (tx) =>
    one<{ type: string; bytes: Buffer }>(tx, 'select type, bytes from journal.entry where number = $1', [
      number,
    ]),
  );
  return { type: found?.type ?? '', body: JSON.parse(found?.bytes.toString() ?? '{}') };
};
const justNow = () => new Date().toISOString();

describe('from an alert to the authority’s answer', () => {
  it('every step stands in the journal, and the bytes filed are those approved', async () => {
    const found = await house.caseOf(usualEvents());
    const made = await draft(found.id);
    expect(made).toMatchObject({
      state: 'draft',
      format: 'mx-avi',
      reference: `C${found.number}R1`,
      priority: '24h',
      customer_name: 'Rosa María Ficticia Peña',
      schema: { imported: false },
    });
    expect(rejecting(made)).toEqual([]);
    expect(made.fields.events).toHaveLength(3);
    expect(made.fields.narrative).toMatch(/^Fraccionamiento\. 3 operaciones del .* por 8990\.00 USD\.$/);
    const values = new Map(made.preview.map(({ path, value }) => [path.split('/').at(-1), value]));
    expect(values.get('cantidad_activo_virtual')).toBe('0.05');
    expect(values.get('apellido_paterno')).toBe('FICTICIA');
    expect(made.preview[0]?.label).toEqual({
      es: 'Mes reportado',
      pt: 'Mês reportado',
      en: 'Month reported',
    });
    expect(made.lossy.map(({ original }) => original)).toContain('bc1qinvented0000000000000000000000');

    const proposed = (await post(ana, made.id, 'propose')).body;
    expect(proposed).toMatchObject({ state: 'proposed', proposed_by: ana.id });
    const approved = (await post(olga, made.id, 'approve', { agree: true, reason: 'completo' })).body;
    expect(approved).toMatchObject({ state: 'approved', approved_by: olga.id, sha256: proposed.sha256 });
    const file = await ana.ask('GET', `/v1/reports/${made.id}/file`);
    expect(sha256Hex(file.raw)).toBe(approved.sha256);
    expect(file.headers['content-disposition']).toBe(`attachment; filename="${made.reference}.xml"`);
    const { type, body } = await entryOf(approved.journal);
    expect(type).toBe('reports.approved');
    expect(body.data).toMatchObject({ sha256: approved.sha256, bytes: file.raw.length, schema_sha256: null });
    expect(JSON.stringify(body)).not.toMatch(/FICTICIA/i);
    const informe = parseAvi(file.raw).informe[0];
    expect(informe?.aviso[0]?.referencia_aviso).toBe(made.reference);
    const detail = informe?.aviso[0]?.operaciones_persona.detalle_operaciones;
    expect(detail?.operaciones_compra?.compra[0]?.monto_operacion).toBe('59999.99');
    expect(detail?.operaciones_fondos?.fondos_depositados?.deposito).toHaveLength(1);
    expect(approved.preview).toEqual(made.preview);

    const filed = (await post(olga, made.id, 'filed', { filed_at: justNow() })).body;
    expect(filed.state).toBe('filed');
    const ended = (await olga.ask('GET', `/v1/cases/${found.id}`)).body;
    expect(ended).toMatchObject({ state: 'reported', reports: [made.id] });
    const acknowledged = await post(ana, made.id, 'acknowledgement', {
      folio: '2026-778899',
      received_at: justNow(),
      accepted: true,
      note: 'Acuse por correo',
    });
    expect(acknowledged.body).toMatchObject({
      state: 'accepted',
      acknowledgement: '2026-778899',
      receipt: { folio: '2026-778899', accepted: true, note: 'Acuse por correo' },
    });
    const receipt = await entryOf(acknowledged.body.receipt.journal);
    expect(receipt.type).toBe('reports.acknowledged');
    expect(receipt.body.data).toMatchObject({ folio: '2026-778899', accepted: true });
    expect(sha256Hex((await ana.ask('GET', `/v1/reports/${made.id}/file`)).raw)).toBe(approved.sha256);

    const { story } = (await olga.ask('GET', `/v1/cases/${found.id}`)).body;
    const told = story.filter(({ kind }: { kind: string }) => kind === 'report');
    expect(told.map(({ text }: { text: { en: string } }) => text.en.split(/[ :(]/)[1])).toEqual(
      expect.arrayContaining(['drafted', 'proposed', 'approved', 'filed']),
    );
    expect(told.at(-1).text.es).toBe('Acuse de la autoridad: 2026-778899');
  });
});

describe('the second person', () => {
  it('is never the first: neither to agree nor to send back', async () => {
    const found = await house.caseOf(usualEvents());
    const { id } = (await olga.ask('POST', `/v1/cases/${found.id}/reports`, { subject: institution })).body;
    await post(olga, id, 'propose');
    for (const agree of [true, false]) {
      const own = await post(olga, id, 'approve', { agree, reason: 'yo' });
      expect(own).toMatchObject({ status: 403, body: { code: 'auth.second_person' } });
    }
    expect((await post(ana, id, 'approve', { agree: true, reason: 'x' })).body.code).toBe('auth.denied');
    const back = await post(omar, id, 'approve', { agree: false, reason: 'falta narrativa' });
    expect(back.body.state).toBe('draft');
    expect(back.body.sha256).toBeUndefined();
    expect((await ana.ask('GET', `/v1/reports/${id}/file`)).body.code).toBe('reports.not_approved');
  });

  it('agrees with what was proposed, not with what the case says since', async () => {
    const found = await house.caseOf(usualEvents());
    const { id } = await draft(found.id);
    await post(ana, id, 'propose');
    const { reference, ...known } = found.customer;
    const input = Object.fromEntries(
      ['kind', 'name', 'birth_date', 'country', 'nationality', 'activity_code', 'identity_numbers'].map(
        (key) => [key, known[key as keyof typeof known]],
      ),
    );
    const put = await olga.ask('PUT', `/v1/customers/${reference}`, {
      ...input,
      name: { given: 'Otra', paternal: 'Persona' },
    });
    expect(put.status).toBe(200);
    const reply = await post(olga, id, 'approve', { agree: true, reason: 'sí' });
    expect(reply.body.code).toBe('reports.changed_since_proposed');
  });
});

describe('a draft', () => {
  it('is refused where no format is known, and where the case has ended', async () => {
    const sur = await house.entity('sur', 'BR', 'BRL');
    const bia = await house.staff('Bia', 'officer', sur);
    const customer = await house.customer(sur);
    await house.flag(sur, [
      { customer: customer.id, event: depositOf(), findings: [{ severity: 'critical' }] },
    ]);
    await house.worked();
    const [row] = (await bia.ask('GET', '/v1/cases')).body.items;
    const reply = await bia.ask('POST', `/v1/cases/${row.id}/reports`, {});
    expect(reply.body).toMatchObject({ code: 'reports.format_unavailable', errors: [{ message: 'BR' }] });

    const found = await house.caseOf(usualEvents());
    await ana.ask('POST', `/v1/cases/${found.id}/propose`, { outcome: 'no_suspicion', reason: 'x' });
    await olga.ask('POST', `/v1/cases/${found.id}/decide`, { agree: true, reason: 'x' });
    const late = await ana.ask('POST', `/v1/cases/${found.id}/reports`, {});
    expect(late.body.code).toBe('reports.case_not_ready');
  });

  it('is not proposed while a rule rejects, and every rule says where', async () => {
    const found = await house.caseOf(usualEvents(), { identity_numbers: [], activity_code: undefined });
    const made = await draft(found.id, {});
    const rules = rejecting(made).map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['AVI-010', 'AVI-012', 'AVI-023']));
    const reply = await post(ana, made.id, 'propose');
    expect(reply).toMatchObject({ status: 409, body: { code: 'reports.rules_reject' } });
    expect(reply.body.errors).toHaveLength(rejecting(made).length);
    expect(reply.body.errors[0].field).toMatch(/^\/archivo\//);
    const edited = await ana.ask('PATCH', `/v1/reports/${made.id}`, {
      subject: {
        document_type: 'ine',
        document_number: '0123456789012',
        activity_code: '8944098',
        ...institution,
      },
    });
    expect(rejecting(edited.body)).toEqual([]);
    expect((await post(ana, made.id, 'propose')).body.state).toBe('proposed');
    const frozen = await ana.ask('PATCH', `/v1/reports/${made.id}`, { narrative: 'otra' });
    expect(frozen.body.code).toBe('reports.transition_refused');
  });

  it('keeps what was answered, takes an answer back, and refuses what nobody asked', async () => {
    const found = await house.caseOf(usualEvents());
    const made = await draft(found.id, { subject: { clabe, ...institution }, alert_type: '4104' });
    const edit = (fields: object) => ana.ask('PATCH', `/v1/reports/${made.id}`, fields);
    const edited = await edit({
      narrative: 'Compró y retiró el mismo día',
      subject: { phone: '5512345678' },
    });
    expect(edited.body.fields).toMatchObject({
      alert_type: '4104',
      narrative: 'Compró y retiró el mismo día',
      subject: { clabe, phone: '5512345678' },
    });
    const back = await edit({ subject: { clabe: '' } });
    expect(back.body.fields.subject.clabe).toBeUndefined();
    expect((await edit({ subject: { shoe_size: '27' } })).body).toMatchObject({
      code: 'reports.unknown_answer',
      errors: [{ field: '/subject/shoe_size' }],
    });
    expect((await edit({ subject: { birth_date: '1990-02-30' } })).body.code).toBe('date.malformed');
    expect((await edit({ month: '2019-01' })).body.code).toBe('request.invalid');
    expect((await edit({ month: '2025-13' })).body.code).toBe('request.invalid');
    expect((await edit({ shoe: 1 })).body.code).toBe('request.invalid');
    const stored = await asSystem(house.db, (tx) =>
      rows<{ bytes: Buffer }>(tx, 'select bytes from journal.entry where subject = $1', [made.id]),
    );
    expect(Buffer.concat(stored.map(({ bytes }) => bytes)).toString()).not.toMatch(/Compró|5512345678/);
  });

  it('reports the events chosen, of this customer only', async () => {
    const found = await house.caseOf(usualEvents());
    const other = await house.caseOf(usualEvents());
    const { fields } = await draft(other.id);
    const [first = '', second = ''] = (await draft(found.id)).fields.events ?? [];
    const chosen = await draft(found.id, { events: [first], subject: institution });
    expect(chosen.fields.events).toEqual([first]);
    const foreign = await ana.ask('POST', `/v1/cases/${found.id}/reports`, {
      events: [second, fields.events?.[0], 'evt_none'],
    });
    expect(foreign.body).toMatchObject({
      code: 'reports.unknown_event',
      errors: [{ field: '/events/1' }, { field: '/events/2' }],
    });
    const none = await draft(found.id, { events: [] });
    expect(rejecting(none).map(({ rule }) => rule)).toContain('ATA-004');
  });

  it('gives way to a new one until it is proposed', async () => {
    const found = await house.caseOf(usualEvents());
    const first = await draft(found.id);
    const second = await draft(found.id);
    expect(second.reference).toBe(`C${found.number}R2`);
    expect((await ana.ask('GET', `/v1/reports/${first.id}`)).body.state).toBe('withdrawn');
    await post(ana, second.id, 'propose');
    const third = await ana.ask('POST', `/v1/cases/${found.id}/reports`, {});
    expect(third.body).toMatchObject({ code: 'reports.already_drafted', errors: [{ message: second.id }] });
  });

  it('is due 24 hours after something to report was held to be there, or on the 17th', async () => {
    const found = await house.caseOf(usualEvents());
    await ana.ask('POST', `/v1/cases/${found.id}/propose`, { outcome: 'report', reason: 'indicios' });
    const { proposal } = (await olga.ask('GET', `/v1/cases/${found.id}`)).body;
    house.clock.ahead_ms += 3_600_000;
    try {
      const made = await draft(found.id);
      expect(Date.parse(made.due_at ?? '') - Date.parse(proposal.at)).toBeLessThan(24 * 3_600_000 + 2_000);
      expect(made.due_basis).toContain('LFPIORPI');
      const monthly = await ana.ask('PATCH', `/v1/reports/${made.id}`, {
        priority: 'normal',
        month: '2026-03',
      });
      expect(monthly.body.due_at).toBe('2026-04-18T05:59:59.999Z');
    } finally {
      house.clock.ahead_ms = 0;
    }
  });
});

describe('the authority’s schema', () => {
  it('rejects beside the rules once it was imported, and the view says which one', async () => {
    const found = await house.caseOf(usualEvents());
    const made = await draft(found.id);
    expect(await house.importSchema(xsdOf('xs:string'))).toBe(200);
    const strict = (await ana.ask('GET', `/v1/reports/${made.id}`)).body;
    expect(strict.schema).toMatchObject({ imported: true, valid: false });
    expect(strict.schema.errors[0].path).toMatch(/^\/archivo/);
    expect((await post(ana, made.id, 'propose')).body.code).toBe('reports.rules_reject');
    expect(await house.importSchema(openXsd)).toBe(200);
    expect((await post(ana, made.id, 'propose')).body.state).toBe('proposed');
    const approved = (await post(olga, made.id, 'approve', { agree: true, reason: 'sí' })).body;
    expect(approved.schema).toMatchObject({ imported: true, valid: true });
    const { body } = await entryOf(approved.journal);
    expect(body.data).toMatchObject({ schema_sha256: approved.schema.sha256 });
  });
});

describe('filing', () => {
  const approved = async () => {
    const found = await house.caseOf(usualEvents());
    const { id } = await draft(found.id);
    await post(ana, id, 'propose');
    await post(olga, id, 'approve', { agree: true, reason: 'sí' });
    return { id, found };
  };

  it('happens after approval and not in the future', async () => {
    const { id } = await approved();
    for (const filed_at of ['2020-01-01T00:00:00Z', '2999-01-01T00:00:00Z'])
      expect((await post(olga, id, 'filed', { filed_at })).body.code).toBe('reports.date_impossible');
    expect((await post(olga, id, 'filed', { filed_at: 'yesterday at noon, or so' })).body.code).toBe(
      'instant.malformed',
    );
    expect((await post(olga, id, 'filed', { filed_at: justNow() })).body.state).toBe('filed');
    expect((await post(olga, id, 'filed', { filed_at: justNow() })).body.code).toBe(
      'reports.transition_refused',
    );
  });

  it('that the authority refuses opens the case again for another report', async () => {
    const { id, found } = await approved();
    await post(olga, id, 'filed', { filed_at: justNow() });
    const receipt = { folio: '2026-1', received_at: justNow(), accepted: false };
    expect((await post(ana, id, 'acknowledgement', receipt)).body.state).toBe('refused');
    expect((await olga.ask('GET', `/v1/cases/${found.id}`)).body.state).toBe('investigating');
    const again = await draft(found.id);
    expect(again.reference).toBe(`C${found.number}R2`);
    expect(rejecting(again)).toEqual([]);
  });

  it('is erased with the customer: the hash stays, the words go', async () => {
    const { id, found } = await approved();
    await olga.ask('POST', `/v1/customers/${found.customer.id}/relationship`, {
      state: 'closed',
      reason: 'x',
    });
    await olga.ask('POST', `/v1/customers/${found.customer.id}/erase`, { reason: 'x', legal_basis: 'y' });
    const view = (await ana.ask('GET', `/v1/reports/${id}`)).body;
    expect(view).toMatchObject({ state: 'approved', fields: {}, preview: [], lossy: [] });
    expect(view.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect((await ana.ask('GET', `/v1/reports/${id}/file`)).body.code).toBe('customers.erased');
  });
});

describe('nobody else learns of it', () => {
  it('neither by asking for reports, nor by the case, nor in another house', async () => {
    const found = await house.caseOf(usualEvents());
    const made = await draft(found.id);
    await post(ana, made.id, 'propose');
    const sees = async (who: Staff) =>
      Promise.all(
        ['/v1/reports', `/v1/reports/${made.id}`, `/v1/reports/${made.id}/file`].map(
          async (url) => (await who.ask('GET', url)).status,
        ),
      );
    expect(await sees(house.admin)).toEqual([403, 403, 403]);
    const { body } = await house.admin.ask('GET', `/v1/cases/${found.id}`);
    expect(body.reports).toEqual([]);
    expect(JSON.stringify(body)).not.toMatch(/aviso|report(ed|ar)|rep_/i);
    const foreign = await house.staff('Ola', 'officer', await house.entity(`z${Date.now()}`, 'MX', 'MXN'));
    expect((await foreign.ask('GET', '/v1/reports')).body.items).toEqual([]);
    expect((await foreign.ask('GET', `/v1/reports/${made.id}`)).body.code).toBe('reports.unknown');
    expect((await foreign.ask('POST', `/v1/reports/${newId('rep')}/propose`, {})).body.code).toBe(
      'reports.unknown',
    );
  });

  it('lists those due first, the ended ones last, page by page', async () => {
    const all = (await ana.ask('GET', '/v1/reports?limit=200')).body.items;
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await ana.ask('GET', `/v1/reports?limit=4${after}`);
      paged.push(...body.items.map(({ id }: { id: string }) => id));
      if (body.next === undefined) break;
      after = `&after=${body.next}`;
    }
    expect(paged).toEqual(all.map(({ id }: { id: string }) => id));
    const open = ['draft', 'proposed', 'approved'];
    const ended = all.map(({ state }: { state: string }) => !open.includes(state));
    expect(ended).toEqual(ended.toSorted());
  });
});
