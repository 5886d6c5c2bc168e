import type { EntityView } from '@atalaya/contract/access.ts';
import type { AlertRow } from '@atalaya/contract/alerts.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { asSystem, one, rows, write } from '../../platform/database.ts';
import { eraseRemarks } from './alerts.ts';
import { type Casework, joinCases, type RaisedAlert, settleAlerts } from './casework.ts';
import { entryTypes } from './events.ts';
import { alertReader } from './reactions.ts';
import { mountAlerts } from './routes.ts';
import { depositOf, type House, type Staff, startHouse, texts } from './testing/house.ts';

let house: House;
let entity: EntityView;
let other: EntityView;
let ana: Staff;
let customer: string;
let taken: RaisedAlert[] = [];
const CASE = newId('cas');

/** Stands for cases, which come after alerts: whatever asks for a case joins the same one. */
const casework = (): Casework => ({
  take: async (tx, actor, raised) => {
    taken.push(...raised);
    const asking = raised.filter(({ opensCase }) => opensCase);
    await joinCases(
      tx,
      house.journal,
      actor,
      asking.map((alert) => ({ caseId: CASE, alert, state: 'open' })),
    );
  },
  escalate: async (tx, actor, alert, note) => {
    await joinCases(tx, house.journal, actor, [{ caseId: CASE, alert, state: 'open', note }]);
    return CASE;
  },
});

beforeAll(async () => {
  house = await startHouse(entryTypes);
  entity = await house.entity('norte', 'MX', 'MXN');
  other = await house.entity('sur', 'BR', 'BRL');
  const ports = { ...house, ...house.ports, casework: casework() };
  mountAlerts(house.http, ports);
  ana = await house.staff('Ana', 'analyst', entity);
  house.eraseWith.push((tx, erased) => eraseRemarks(tx, house.journal, erased));
  house.read([alertReader({ journal: house.journal, casework: ports.casework })]);
});
afterAll(() => house.close());
beforeEach(async () => {
  taken = [];
  customer = (await house.customer(entity)).id;
});

const flag = async (...findings: Parameters<House['flag']>[1][number]['findings'][number][]) => {
  const ids = await house.flag(
    entity,
    findings.map((finding) => ({ customer, event: depositOf(), findings: [finding], value_usd: 115_000 })),
  );
  await house.worked();
  return ids;
};

const listed = async (query = ''): Promise<AlertRow[]> =>
  (await ana.ask('GET', `/v1/alerts?customer=${customer}&${query}`)).body.items;

const only = async (): Promise<AlertRow> => {
  const [row, ...more] = await listed();
  if (row === undefined || more.length > 0) throw new Error(`${more.length + 1} alerts`);
  return row;
};

describe('findings become alerts', () => {
  it('one open alert for a customer and scenario, whatever number of findings', async () => {
    const events = await flag({}, {}, { severity: 'high' });
    const before = await only();
    expect(before).toMatchObject({
      state: 'open',
      severity: 'high',
      findings: 3,
      value_usd: '3450.00',
      assets: ['MXN'],
      customer_name: 'Rosa María Ficticia Peña',
      title: texts('Fraccionamiento'),
    });
    events.push(...(await flag({}, { scenario: 'velocity', title: texts('Prisa') })));
    const both = await listed();
    expect(both.map(({ scenario, findings }) => [scenario, findings])).toEqual([
      ['structuring', 4],
      ['velocity', 1],
    ]);
    expect(both[0]?.id).toBe(before.id);
    const view = (await ana.ask('GET', `/v1/alerts/${before.id}`)).body;
    expect(view.events.map(({ id }: { id: string }) => id).sort()).toEqual(events.slice(0, 4).sort());
    expect(view.reasons).toHaveLength(4);
    expect(view.reasons[0].reason.text.es).toBe('Tres depósitos bajo el umbral');
    expect(view.activity).toHaveLength(30);
    expect(view.activity.at(-1)).toMatchObject({ count: 5, value_usd: '5750.00' });
  });

  it('are entries of the journal that say who wrote them', async () => {
    await flag({});
    const { id } = await only();
    const found = await asSystem(house.db, (tx) =>
      rows<{ type: string; actor: string }>(
        tx,
        'select type, actor from journal.entry where subject = $1 order by number',
        [id],
      ),
    );
    expect(found).toEqual([{ type: 'alerts.opened', actor: 'system:alerts' }]);
  });

  it('ask for a case when money is stopped or the finding is critical, and wait otherwise', async () => {
    await flag({ outcome: 'hold' });
    expect((await only()).state).toBe('in_case');
    expect((await only()).case_id).toBe(CASE);
    await flag({ scenario: 'quiet' });
    expect(taken.map(({ opensCase }) => opensCase)).toEqual([true, false]);
    expect((await listed('state=open')).map(({ scenario }) => scenario)).toEqual(['quiet']);
  });

  it('join an alert in a case, and open a new one when that case has ended', async () => {
    await flag({ severity: 'critical' });
    await flag({});
    expect(await only()).toMatchObject({ state: 'in_case', findings: 2 });
    const settle = (active: boolean) =>
      write(house.db, { entities: [entity.id] }, (tx) =>
        settleAlerts(tx, house.journal, 'usr_x', { entity: entity.id, caseId: CASE, active }),
      );
    await settle(false);
    await flag({});
    expect((await listed()).map(({ state, findings }) => [state, findings])).toEqual([
      ['in_case', 2],
      ['open', 1],
    ]);
    await settle(true);
    await flag({});
    expect((await listed()).map(({ findings }) => findings).sort()).toEqual([2, 2]);
  });

  it('thousands at once, each worked exactly once', async () => {
    const customers = Array.from({ length: 40 }, () => newId('cus'));
    await house.flag(
      entity,
      Array.from({ length: 4000 }, (_, i) => ({
        customer: customers[i % 40] ?? '',
        event: depositOf(),
        findings: [{ scenario: `s${i % 3}` }],
      })),
    );
    await house.worked();
    const counted = await asSystem(house.db, (tx) =>
      one<{ alerts: number; findings: number }>(
        tx,
        'select count(*) as alerts, sum(findings) as findings from alerts.alert where customer = any ($1)',
        [customers],
      ),
    );
    expect(counted).toEqual({ alerts: 120, findings: 4000 });
  });
});

describe('the queue', () => {
  it('is sorted most severe first, then oldest, and paged without gap or repetition', async () => {
    const severities = ['low', 'high', 'medium', 'high', 'low'] as const;
    for (const [i, severity] of severities.entries()) await flag({ severity, scenario: `q${i}` });
    const whole = await listed();
    expect(whole.map(({ scenario }) => scenario)).toEqual(['q1', 'q3', 'q2', 'q0', 'q4']);
    const paged: string[] = [];
    for (let after = ''; ; ) {
      const { body } = await ana.ask('GET', `/v1/alerts?customer=${customer}&limit=2${after}`);
      expect(body.total).toBe(5);
      paged.push(...body.items.map(({ scenario }: AlertRow) => scenario));
      if (body.next === undefined) break;
      after = `&after=${body.next}`;
    }
    expect(paged).toEqual(['q1', 'q3', 'q2', 'q0', 'q4']);
    expect((await ana.ask('GET', '/v1/alerts?after=abc')).body.code).toBe('request.cursor_invalid');
  });

  it('filters', async () => {
    await flag({}, { scenario: 'velocity', severity: 'high' });
    const [first] = await listed('scenario=velocity');
    await ana.ask('POST', `/v1/alerts/${first?.id}/assign`, { assignee: ana.id });
    const count = async (query: string) => (await listed(query)).length;
    expect(await count('assignee=me')).toBe(1);
    expect(await count('assignee=none')).toBe(1);
    expect(await count('severity=high')).toBe(1);
    expect(await count('asset=MXN')).toBe(2);
    expect(await count('asset=BTC')).toBe(0);
    expect(await count('state=cleared')).toBe(0);
  });

  it('shows an obliged entity its own alerts only', async () => {
    await flag({});
    const { id } = await only();
    const bruno = await house.staff('Bruno', 'analyst', other);
    expect((await bruno.ask('GET', '/v1/alerts')).body).toEqual({ items: [], total: 0 });
    expect((await bruno.ask('GET', `/v1/alerts/${id}`)).status).toBe(404);
    const reply = await bruno.ask('POST', `/v1/alerts/${id}/clear`, { reason: 'other', note: 'no' });
    expect(reply.body.code).toBe('alerts.unknown');
  });
});

describe('working an alert', () => {
  it('is given to staff who may work it, and to nobody else', async () => {
    await flag({});
    const { id } = await only();
    const mine = await ana.ask('POST', `/v1/alerts/${id}/assign`, { assignee: ana.id });
    expect(mine.body).toMatchObject({ assignee: ana.id, assignee_name: 'Ana' });
    const engineer = await house.staff('Eva', 'engineer', entity);
    const foreigner = await house.staff('Bia', 'analyst', other);
    for (const assignee of [engineer.id, foreigner.id, newId('usr')]) {
      const reply = await ana.ask('POST', `/v1/alerts/${id}/assign`, { assignee });
      expect(reply.body.code).toBe('alerts.unknown_assignee');
    }
    const back = await ana.ask('POST', `/v1/alerts/${id}/assign`, { assignee: null });
    expect(back.body.assignee).toBeUndefined();
  });

  it('is cleared with a reason, reopened with another, and the words are sealed', async () => {
    await flag({});
    const { id } = await only();
    const body = { reason: 'explained', note: 'Vendió su coche; contrato visto' };
    expect((await ana.ask('POST', `/v1/alerts/${id}/clear`, body)).body.state).toBe('cleared');
    expect((await ana.ask('POST', `/v1/alerts/${id}/clear`, body)).body.code).toBe(
      'alerts.transition_refused',
    );
    const entries = await asSystem(house.db, (tx) =>
      rows<{ bytes: Buffer }>(
        tx,
        "select bytes from journal.entry where subject = $1 and type = 'alerts.cleared'",
        [id],
      ),
    );
    expect(entries[0]?.bytes.toString()).not.toContain('coche');
    const remarks = () =>
      asSystem(house.db, (tx) =>
        rows<{ kind: string; text: string; author: string }>(
          tx,
          'select kind, text, author from alerts.remark where alert = $1 order by at, id',
          [id],
        ),
      );
    expect(await remarks()).toEqual([{ kind: 'cleared', text: body.note, author: ana.id }]);
    const reopened = await ana.ask('POST', `/v1/alerts/${id}/reopen`, { note: 'Contrato falso' });
    expect(reopened.body.state).toBe('open');
    expect(await remarks()).toHaveLength(2);
  });

  it('keeps no words about a customer who was erased, and takes none any more', async () => {
    await flag({}, { scenario: 'velocity' });
    const [first, second] = await listed();
    await ana.ask('POST', `/v1/alerts/${first?.id}/clear`, { reason: 'other', note: 'palabras' });
    const officer = await house.staff('Olga', 'officer', entity);
    await officer.ask('POST', `/v1/customers/${customer}/relationship`, { state: 'closed', reason: 'fin' });
    const erased = await officer.ask('POST', `/v1/customers/${customer}/erase`, {
      reason: 'lo pidió',
      legal_basis: 'plazo vencido',
    });
    expect(erased.body.erased).toBe(true);
    const left = await asSystem(house.db, (tx) =>
      rows(tx, 'select id from alerts.remark where customer = $1', [customer]),
    );
    expect(left).toEqual([]);
    const reply = await ana.ask('POST', `/v1/alerts/${second?.id}/clear`, { reason: 'other', note: 'más' });
    expect(reply.body.code).toBe('customers.erased');
    expect((await listed()).map(({ customer_name }) => customer_name)).toEqual([undefined, undefined]);
  });

  it('stays cleared when another alert has taken its place', async () => {
    await flag({});
    const { id } = await only();
    await ana.ask('POST', `/v1/alerts/${id}/clear`, { reason: 'duplicate', note: 'ya vista' });
    await flag({});
    expect(await listed('state=open')).toHaveLength(1);
    const reply = await ana.ask('POST', `/v1/alerts/${id}/reopen`, { note: 'otra vez' });
    expect(reply.body.code).toBe('alerts.another_open');
  });

  it('is escalated once', async () => {
    await flag({});
    const { id } = await only();
    const reply = await ana.ask('POST', `/v1/alerts/${id}/escalate`, { note: 'ver origen' });
    expect(reply.body).toMatchObject({ case_id: CASE, alert: { state: 'in_case', case_id: CASE } });
    const again = await ana.ask('POST', `/v1/alerts/${id}/escalate`, {});
    expect(again.body.code).toBe('alerts.transition_refused');
    const remark = await asSystem(house.db, (tx) =>
      one<{ kind: string }>(tx, 'select kind from alerts.remark where alert = $1', [id]),
    );
    expect(remark?.kind).toBe('escalated');
  });
});
