import type { ReportDue, ReportView } from '@atalaya/contract/reports.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyDatabase } from '../../../../cli/src/verify/verify.ts';
import type { Staff } from '../alerts/testing/house.ts';
import { nextDueState } from './due.ts';
import {
  institution,
  knownInFull,
  type ReportingHouse,
  startReportingHouse,
  usualEvents,
} from './testing/reporting-house.ts';

let house: ReportingHouse;

beforeAll(async () => {
  house = await startReportingHouse();
});
afterAll(() => house.close());

const duty = { scenario: 'six-month-accumulation', severity: 'low', outcome: 'allow' } as const;

/** A customer known in full who reached the threshold at each of the usual events. */
async function reached(
  findings: readonly object[] = [{ ...duty, report: { amount: 2_500_000, threshold: 2_463_510 } }],
) {
  const customer = await house.customer(house.norte, knownInFull);
  const events = usualEvents().map((event) => ({
    ...event,
    findings,
    customer: customer.id,
    outcome: 'allow' as const,
  }));
  const ids = await house.flag(house.norte, events);
  await house.worked();
  return { customer: customer.id, events: ids };
}

async function duesOf(customer: string, filter = ''): Promise<{ items: ReportDue[]; total: number }> {
  const { status, body } = await house.ana.ask('GET', `/v1/reports/due?customer=${customer}${filter}`);
  expect(status).toBe(200);
  return body;
}

async function onlyDue(customer: string): Promise<ReportDue> {
  const { items } = await duesOf(customer);
  const [due] = items;
  if (due === undefined || items.length > 1) throw new Error(`${items.length} duties`);
  return due;
}

const post = async (who: Staff, url: string, body: object = {}) => {
  const reply = await who.ask('POST', url, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
};

describe('a duty to report', () => {
  it('opens no alert and no case, and enters the reports due of its month', async () => {
    const { customer, events } = await reached();
    expect(await onlyDue(customer)).toMatchObject({
      state: 'open',
      scenario: duty.scenario,
      currency: 'MXN',
      amount: '25000.00',
      threshold: '24635.10',
      findings: 3,
      due_at: expect.any(String),
    });
    expect([...(await onlyDue(customer)).events].sort()).toEqual([...events].sort());
    for (const list of ['alerts', 'cases'])
      expect((await house.ana.ask('GET', `/v1/${list}?customer=${customer}`)).body.items).toEqual([]);
  });

  it('is due on the 17th of the month after the operations', async () => {
    const { customer } = await reached();
    const { month, due_at } = await onlyDue(customer);
    const next = new Date(`${month}-01T12:00:00Z`);
    next.setUTCMonth(next.getUTCMonth() + 1);
    expect(due_at?.slice(0, 7)).toBe(next.toISOString().slice(0, 7));
    expect(Number(due_at?.slice(8, 10))).toBeGreaterThan(10);
  });

  it('beside a suspicion opens the alert of the suspicion alone', async () => {
    const { customer } = await reached([
      { scenario: 'structuring' },
      { ...duty, report: { amount: 2_500_000, threshold: 2_463_510 } },
    ]);
    expect((await duesOf(customer)).total).toBe(1);
    const { body } = await house.ana.ask('GET', `/v1/alerts?customer=${customer}`);
    expect(body.items.map(({ scenario }: { scenario: string }) => scenario)).toEqual(['structuring']);
  });

  it('counts in the month at a glance', async () => {
    const { customer } = await reached();
    const { month } = await onlyDue(customer);
    const { body } = await house.ana.ask('GET', `/v1/reports/due?month=${month}&state=open&limit=1`);
    const counted = body.months.find((one: { month: string }) => one.month === month);
    expect(counted.open).toBe(body.total);
    expect(counted.customers).toBeGreaterThanOrEqual(4);
    expect(body.items).toHaveLength(1);
    const second = await house.ana.ask('GET', `/v1/reports/due?month=${month}&limit=1&after=${body.next}`);
    expect(second.body.items[0].id).not.toBe(body.items[0].id);
  });
});

async function started(customer: string): Promise<ReportView> {
  const due = await onlyDue(customer);
  return post(house.ana, `/v1/reports/due/${due.id}/start`);
}

async function file(report: ReportView): Promise<void> {
  const url = `/v1/reports/${report.id}`;
  await house.ana.ask('PATCH', url, { subject: institution });
  await post(house.ana, `${url}/propose`);
  await post(house.olga, `${url}/approve`, { agree: true, reason: 'completo' });
  await post(house.olga, `${url}/filed`, { filed_at: new Date().toISOString() });
}

describe('the report of a duty', () => {
  it('is drafted with one click, in a case, with the operations, without any alert', async () => {
    const { customer, events } = await reached();
    const due = await onlyDue(customer);
    const report = await started(customer);
    expect(report).toMatchObject({
      state: 'draft',
      month: due.month,
      priority: 'normal',
      customer_id: customer,
    });
    expect(report.fields.alert_type).toBe('100');
    expect([...(report.fields.events ?? [])].sort()).toEqual([...events].sort());
    expect(await onlyDue(customer)).toMatchObject({ state: 'open', case_id: report.case_id });
    expect((await house.ana.ask('GET', `/v1/cases/${report.case_id}`)).body).toMatchObject({
      customer_id: customer,
    });
  });

  it('covers the duty when it is filed; what is found later in that month is due anew', async () => {
    const { customer } = await reached();
    const report = await started(customer);
    await file(report);
    expect(await onlyDue(customer)).toMatchObject({ state: 'covered', report: report.id });
    const [again] = usualEvents();
    if (again === undefined) throw new Error('no event');
    await house.flag(house.norte, [
      { ...again, customer, findings: [{ ...duty, report: { amount: 2_600_000, threshold: null } }] },
    ]);
    await house.worked();
    expect((await duesOf(customer, '&state=open')).items).toMatchObject([
      { amount: '26000.00', findings: 1 },
    ]);
  });

  it('refused by the authority, leaves it due again', async () => {
    const { customer } = await reached();
    const report = await started(customer);
    await file(report);
    const receipt = { folio: '2026-9', received_at: new Date().toISOString(), accepted: false };
    await post(house.ana, `/v1/reports/${report.id}/acknowledgement`, receipt);
    const due = await onlyDue(customer);
    expect(due.state).toBe('open');
    expect(due.report).toBeUndefined();
  });
});

describe('dismissing', () => {
  it('is for officers, with a reason, once; the words are sealed', async () => {
    const { customer } = await reached();
    const { id, journal } = await onlyDue(customer);
    const body = { reason: 'already_reported', note: 'Presentado en papel con folio 77' };
    expect((await house.ana.ask('POST', `/v1/reports/due/${id}/dismiss`, body)).status).toBe(403);
    const dismissed = await post(house.olga, `/v1/reports/due/${id}/dismiss`, body);
    expect(dismissed).toMatchObject({
      state: 'dismissed',
      dismissed_reason: 'already_reported',
      closed_by_name: 'Olga',
    });
    expect(dismissed.journal).toBeGreaterThan(journal);
    const again = await house.olga.ask('POST', `/v1/reports/due/${id}/dismiss`, body);
    expect(again.body.code).toBe('reports.due_closed');
    const start = await house.ana.ask('POST', `/v1/reports/due/${id}/start`, {});
    expect(start.body.code).toBe('reports.due_closed');
  });

  it('is seen by nobody who may not know of reports', async () => {
    const engineer = await house.staff('Eva', 'engineer', house.norte);
    expect((await engineer.ask('GET', '/v1/reports/due')).status).toBe(403);
  });
});

it.each([
  ['open', 'start', 'open'],
  ['open', 'cover', 'covered'],
  ['open', 'dismiss', 'dismissed'],
  ['open', 'reopen', null],
  ['covered', 'reopen', 'open'],
  ['covered', 'start', null],
  ['covered', 'cover', null],
  ['covered', 'dismiss', null],
  ['dismissed', 'reopen', null],
  ['dismissed', 'start', null],
  ['dismissed', 'cover', null],
  ['dismissed', 'dismiss', null],
] as const)('%s, %s: %s', (now, action, next) => {
  if (next === null)
    expect(() => nextDueState(now, action)).toThrow(expect.objectContaining({ code: 'reports.due_closed' }));
  else expect(nextDueState(now, action)).toBe(next);
});

it('every row is what the entries say, by code that shares nothing with the writer', async () => {
  const report = await verifyDatabase(house.config, { kek: house.kek, state: true });
  expect(report.problems).toEqual([]);
  expect(report.not_checked.join()).not.toContain('reports.due');
});
