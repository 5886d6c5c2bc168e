import { afterAll, beforeAll, expect, it } from 'vitest';
import { verifyDatabase } from '../../../../cli/src/verify/verify.ts';
import { asSystem, rows } from '../../platform/database.ts';
import { openXsd } from '../jurisdictions/testing/xsd.ts';
import {
  institution,
  type ReportingHouse,
  startReportingHouse,
  usualEvents,
} from './testing/reporting-house.ts';

/** Alerts, cases, reports and schemas: every row is what the entries say, by code that shares nothing with the writer. */
let house: ReportingHouse;

beforeAll(async () => {
  house = await startReportingHouse();
});
afterAll(() => house.close());

async function workToTheEnd(accepted: boolean): Promise<{ customer: string; caseId: string }> {
  const { ana, olga, omar } = house;
  const found = await house.caseOf(usualEvents());
  const caseUrl = `/v1/cases/${found.id}`;
  const now = new Date().toISOString();
  const steps: [typeof ana, string, unknown][] = [
    [ana, `${caseUrl}/assign`, { assignee: ana.id }],
    [ana, `${caseUrl}/notes`, { text: 'nota «ñ»' }],
    [ana, `${caseUrl}/attachments?name=x.pdf`, Buffer.from('%PDF')],
    [ana, `${caseUrl}/propose`, { outcome: 'report', reason: 'indicios' }],
    [olga, `${caseUrl}/decide`, { agree: true, reason: 'procede' }],
    [ana, `${caseUrl}/reports`, {}],
    [ana, `${caseUrl}/reports`, { subject: institution }],
  ];
  for (const [who, url, body] of steps) expect((await who.ask('POST', url, body)).status).toBe(200);
  const [, id] = (await olga.ask('GET', caseUrl)).body.reports;
  const reportSteps: [typeof ana, string, object][] = [
    [ana, 'propose', {}],
    [olga, 'approve', { agree: false, reason: 'corregir' }],
    [ana, 'propose', {}],
    [omar, 'approve', { agree: true, reason: 'sí' }],
    [olga, 'filed', { filed_at: now }],
    [ana, 'acknowledgement', { folio: '2026-1', received_at: now, accepted, note: 'acuse' }],
  ];
  for (const [who, verb, body] of reportSteps)
    expect((await who.ask('POST', `/v1/reports/${id}/${verb}`, body)).status).toBe(200);
  return { customer: found.customer.id, caseId: found.id };
}

it('equals the fold of the journal, an erased customer included', async () => {
  expect(await house.importSchema(openXsd)).toBe(200);
  expect(await house.importSchema(openXsd)).toBe(200);
  await workToTheEnd(true);
  const { customer, caseId } = await workToTheEnd(false);
  const alerts = (await house.ana.ask('GET', `/v1/alerts?customer=${customer}`)).body.items;
  expect(alerts.every(({ case_id }: { case_id: string }) => case_id === caseId)).toBe(true);
  const waiting = await house.customer(house.norte);
  const [event] = usualEvents();
  if (event === undefined) throw new Error('no event');
  await house.flag(house.norte, [{ ...event, customer: waiting.id, findings: [{}] }]);
  await house.worked();
  const [alert] = (await house.ana.ask('GET', `/v1/alerts?customer=${waiting.id}`)).body.items;
  for (const [verb, body] of [
    ['assign', { assignee: house.ana.id }],
    ['clear', { reason: 'other', note: 'a' }],
    ['reopen', { note: 'b' }],
    ['escalate', { note: 'c' }],
  ])
    expect((await house.ana.ask('POST', `/v1/alerts/${alert.id}/${verb}`, body)).status).toBe(200);
  const { olga } = house;
  await olga.ask('POST', `/v1/customers/${customer}/relationship`, { state: 'closed', reason: 'fin' });
  const erased = await olga.ask('POST', `/v1/customers/${customer}/erase`, { reason: 'x', legal_basis: 'y' });
  expect(erased.body.erased).toBe(true);

  const report = await verifyDatabase(house.config, { kek: house.kek, state: true });
  expect(report.problems).toEqual([]);
  expect(report.boxes.closed).toBe(0);
  expect(report.boxes.erased).toBeGreaterThanOrEqual(10);
  const own = ['jurisdictions', 'alerts', 'cases', 'reports'];
  const tables = await asSystem(house.db, (tx) =>
    rows<{ name: string }>(
      tx,
      `select schemaname || '.' || tablename as name from pg_tables where schemaname = any ($1) order by 1`,
      [own],
    ),
  );
  expect(tables).toHaveLength(14);
  const said = report.not_checked.join('\n');
  for (const { name } of tables) expect(said).not.toContain(name);
});
