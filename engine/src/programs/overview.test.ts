import type { Overview, Status } from '@atalaya/contract/overview.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../kernel/ids.ts';
import { depositOf, type Staff } from '../modules/alerts/testing/house.ts';
import { decided } from '../modules/decisions/events.ts';
import {
  institution,
  type ReportingHouse,
  startReportingHouse,
  usualEvents,
} from '../modules/reports/testing/reporting-house.ts';
import { asSystem, one, write } from '../platform/database.ts';
import { createActivityTally } from './activity-tally.ts';
import { mountOverview } from './overview.ts';

let house: ReportingHouse;
let stale = false;

beforeAll(async () => {
  house = await startReportingHouse();
  mountOverview(house.http, {
    ...house,
    ...house.ports,
    titleOf: () => undefined,
    version: '9.9.9',
    ready: () => true,
    ruleSet: () => ({ version: 'abc', rules: [1, 2, 3] }),
    rates: { read: () => ({ perSecond: 12.5, p50: 1, p99: 2 }) },
    book: { size: 7, bytes: 7000 },
    windows: () => ({
      bytes: 4000,
      keys: { 'customer.id': 4 },
      entries: 40,
      events: 9,
      rows_on_disk: 5,
      bytes_on_disk: 600,
      brought_back: 1,
      bytes_per_customer: 1000,
      snapshot_journal: 3,
      snapshot_at: 0,
      pause_ms_max: 1.5,
    }),
    lists: async () => [
      {
        id: 'lst_1',
        code: 'l',
        name: 'L',
        issuer: 'I',
        format: 'csv',
        stale,
        category: 'own',
        mode: 'live',
        weak_aliases: 'capped',
        decides: true,
        confidential: false,
        fresh_hours: 24,
      },
    ],
  });
});
afterAll(() => house.close());
beforeEach(() => {
  stale = false;
});

const overviewFor = async (who: Staff): Promise<Overview> => (await who.ask('GET', '/v1/overview')).body;

/** Ordinary events that nothing was found about, recorded some hours ago. */
async function passed(count: number, hoursAgo: number, entity = house.norte.id): Promise<void> {
  const at = house.ports.now() - hoursAgo * 3_600_000;
  await write(house.db, { entities: [entity] }, (tx) =>
    house.journal.recordMany(
      tx,
      decided,
      Array.from({ length: count }, () => ({
        entity,
        actor: 'key_x',
        subject: newId('evt'),
        at: at as ReturnType<typeof house.ports.now>,
        data: {
          reference: newId('evt'),
          content: '',
          customer: 'cus_x',
          type: 'deposit',
          occurred_at: new Date(at).toISOString(),
          asset: 'MXN',
          amount: '10.00',
          value_usd: 55,
          rail: 'bank',
          network: null,
          address: null,
          event: depositOf(),
          gathered: { jurisdiction: 'MX', currency: 'MXN', customer: { kind: 'person' } },
          facts: {},
          findings: [],
          outcome: 'allow',
          scenarios: [],
          message: null,
          rule_set: 'x',
          versions: { policy: 1, matching: 'test' },
          lists: {},
          hold: null,
        },
      })),
    ),
  );
}

describe('the overview', () => {
  it('counts the last day by the hour, and what was found in it', async () => {
    await passed(40, 0.1);
    await passed(7, 3);
    await passed(5, 30);
    const found = await house.caseOf(usualEvents());
    const { since_yesterday: day, by_hour: hours } = await overviewFor(house.ana);
    expect(day).toMatchObject({ events: 50, allow: 47, review: 3, hold: 0, block: 0, cases_opened: 1 });
    expect(day.value_usd).toBe((47 * 0.55 + 8990).toFixed(2));
    expect(hours).toHaveLength(24);
    expect(hours.map(({ hour }) => hour)).toEqual(hours.map(({ hour }) => hour).toSorted());
    expect(hours.reduce((sum, { flagged }) => sum + flagged, 0)).toBe(3);
    expect(hours.at(-4)?.events).toBe(7);
    expect(found.number).toBeGreaterThan(0);
  });

  it('shows each person what waits for them', async () => {
    const { ana, olga, omar, admin } = house;
    const found = await house.caseOf(usualEvents());
    await ana.ask('POST', `/v1/cases/${found.id}/assign`, { assignee: ana.id });
    await olga.ask('POST', `/v1/cases/${found.id}/propose`, { outcome: 'report', reason: 'x' });
    const made = (await ana.ask('POST', `/v1/cases/${found.id}/reports`, { subject: institution })).body;
    const waiting = await house.customer(house.norte);
    const [event] = usualEvents();
    if (event === undefined) throw new Error('no event');
    await house.flag(house.norte, [
      { ...event, event: depositOf(), customer: waiting.id, findings: [{}] },
      { ...event, event: depositOf(), customer: waiting.id, findings: [{ scenario: 'h', outcome: 'hold' }] },
    ]);
    await house.flag(house.norte, [{ ...event, event: depositOf(), customer: newId('cus'), findings: [{}] }]);
    await house.worked();

    const omars = await overviewFor(omar);
    expect(omars.needs_me.approvals.map(({ id }) => id)).toEqual([found.id]);
    expect(omars.needs_me.reports.map(({ id }) => id)).toEqual([made.id]);
    expect(omars.needs_me.holds).toHaveLength(1);
    expect(omars.needs_me.alerts).toHaveLength(1);
    expect(omars.needs_me.counts).toMatchObject({
      open_alerts: 1,
      unassigned_alerts: 1,
      approvals: 1,
      holds: 1,
      reports_due: 1,
    });
    expect((await overviewFor(olga)).needs_me).toMatchObject({ approvals: [], counts: { approvals: 0 } });
    const anas = await overviewFor(ana);
    expect(anas.needs_me.approvals).toEqual([]);
    expect(anas.needs_me.due_cases.map(({ id }) => id)).toContain(found.id);
    expect(anas.recent).toHaveLength(12);

    const admins = await overviewFor(admin);
    expect(admins.needs_me).toMatchObject({ approvals: [], reports: [], counts: { reports_due: 0 } });
    expect(admins.since_yesterday.reports_filed).toBe(0);
    expect(JSON.stringify(admins)).not.toMatch(/report(ar|ed)|LFPIORPI|rep_0/);
  });

  it('shows an entity its own, and a programmer no work', async () => {
    const sur = await house.entity('sur', 'BR', 'BRL');
    const bia = await house.staff('Bia', 'officer', sur);
    const empty = await overviewFor(bia);
    expect(empty.since_yesterday).toMatchObject({ events: 0, alerts_opened: 0, cases_opened: 0 });
    expect(empty.needs_me.counts).toMatchObject({ open_alerts: 0, holds: 0, open_cases: 0 });
    expect(empty.recent).toEqual([]);
    await passed(2, 0, sur.id);
    expect((await overviewFor(bia)).since_yesterday.events).toBe(2);
    const eva = await overviewFor(await house.staff('Eva', 'engineer', house.norte));
    expect(eva.needs_me).toMatchObject({ approvals: [], reports: [], due_cases: [], alerts: [] });
    expect(eva.recent.length).toBeGreaterThan(0);
  });
});

describe('the tally behind it', () => {
  it('counts the same whether it was kept or not, hour after hour', async () => {
    const kept = createActivityTally(house.db);
    const entities = [house.norte.id];
    const sum = async (tally: typeof kept, now: ReturnType<typeof house.ports.now>) =>
      (await tally.read(entities, now)).map((hour) => [hour.hour, hour.tally.events, hour.tally.cents]);
    for (let step = 0; step < 3; step += 1) {
      const now = house.ports.now();
      expect(await sum(kept, now)).toEqual(await sum(createActivityTally(house.db), now));
      await passed(3, 0);
      house.clock.ahead_ms += 40_000 + step * 3_600_000;
    }
    house.clock.ahead_ms += 26 * 3_600_000;
    const later = await kept.read(entities, house.ports.now());
    expect(later.every(({ tally }) => tally.events === 0)).toBe(true);
    house.clock.ahead_ms = 0;
  });
});

describe('the status line', () => {
  it('says what runs, how fast, how stale, and how far behind', async () => {
    const ask = async (): Promise<Status> => (await house.ana.ask('GET', '/v1/status')).body;
    const calm = await ask();
    const last = await asSystem(house.db, (tx) =>
      one<{ number: number }>(tx, 'select max(number) as number from journal.entry'),
    );
    expect(calm).toMatchObject({
      version: '9.9.9',
      live: true,
      events_per_second: 12.5,
      rule_set: 'abc',
      scenarios: 3,
      lists_stale: 0,
      journal_entries: last?.number,
      behind: 0,
      windows: {
        bytes: 4000,
        customers: 4,
        bytes_per_customer: 1000,
        entries: 40,
        rows_on_disk: 5,
        bytes_on_disk: 600,
        snapshot_journal: 3,
        snapshot_at: '1970-01-01T00:00:00.000Z',
        pause_ms_max: 1.5,
        known_customers: 7,
        known_bytes: 7000,
      },
    });
    stale = true;
    expect((await ask()).lists_stale).toBe(1);
    // As if the reader had stopped before the last events.
    await asSystem(house.db, (tx) =>
      tx.query("update journal.cursor set number = 0 where reader = 'alerts'"),
    );
    expect((await ask()).behind).toBeGreaterThan(3);
  });
});
