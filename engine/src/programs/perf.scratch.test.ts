import pg from 'pg';
import { afterAll, beforeAll, it } from 'vitest';
import {
  type ReportingHouse,
  startReportingHouse,
  usualEvents,
} from '../modules/reports/testing/reporting-house.ts';
import { mountOverview } from './overview.ts';

let house: ReportingHouse;
beforeAll(async () => {
  house = await startReportingHouse();
  mountOverview(house.http, {
    ...house,
    ...house.ports,
    version: '1',
    ready: () => true,
    ruleSet: () => ({ version: 'a', rules: [] }),
    rates: { read: () => ({ perSecond: 1, p50: 1, p99: 1 }) },
    lists: async () => [],
  });
}, 100000);
afterAll(() => house.close());
it('perf', async () => {
  const found = await house.caseOf(usualEvents());
  const client = new pg.Client(house.config);
  await client.connect();
  await client.query(
    `insert into decisions.decision (id, entity, reference, content, customer, type, occurred_at, recorded_at, asset, amount, value_usd, outcome, scenarios, entry)
   select 'evt_'||i, $1, 'r'||i, '', 'cus_'||(i%500), 'deposit', now() - (i%7000)*interval '1 minute', now() - (100000-i)*interval '0.8 second', 'MXN','1.00', 100, 'allow', case when i%50=0 then '["s"]'::jsonb else '[]' end, 1000000+i from generate_series(1,100000) i`,
    [house.norte.id],
  );
  await client.query('analyze decisions.decision');
  // alerts: many
  for (let n = 0; n < 20; n++)
    await house.flag(
      house.norte,
      Array.from({ length: 200 }, (_, i) => ({
        ...usualEvents()[0]!,
        customer: `cus_${i + n * 200}`,
        findings: [{ scenario: 's' + (i % 5) }],
      })),
    );
  const t0 = performance.now();
  await house.worked();
  console.log('worked 4000 in', performance.now() - t0);
  for (const url of [
    '/v1/overview',
    '/v1/overview',
    '/v1/overview',
    '/v1/status',
    '/v1/status',
    '/v1/alerts',
    '/v1/alerts?state=open',
    `/v1/cases/${found.id}`,
    `/v1/cases/${found.id}`,
    '/v1/cases',
    '/v1/cases',
  ]) {
    const t = performance.now();
    const r = await house.olga.ask('GET', url);
    console.log(url, r.status, Math.round(performance.now() - t), 'ms');
  }
  await client.end();
}, 200000);
