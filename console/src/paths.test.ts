import { expect, test } from 'vitest';
import { path, readQuery, withQuery } from './paths.ts';

test('every view has one URL', () => {
  expect({
    today: path.today(),
    signIn: path.signIn('abc'),
    alerts: path.alerts(),
    alertsFiltered: path.alerts({
      state: 'open',
      severity: 'high',
      assignee: 'none',
      asset: 'USDT',
      at: 'alr_1',
    }),
    alert: path.alert('alr_1'),
    cases: path.cases({ assignee: 'me' }),
    case: path.case('cas_1'),
    caseFocused: path.case('cas_1', 'evt_9'),
    customers: path.customers({ q: 'Muñoz Ñ', rating: 'high' }),
    customer: path.customer('a/b c'),
    events: path.events({ outcome: 'hold', type: 'withdrawal' }),
    event: path.event('evt_1'),
    map: path.map({ network: 'tron', asset: 'USDT', address: 'TAddress', policy: 'fifo' }),
    scenarios: path.scenarios(),
    scenario: path.scenario('rapid-in-out'),
    ruleSets: path.ruleSets(),
    ruleSet: path.ruleSet('rul_1', 'backtests'),
    ruleSetScenario: path.ruleSetScenario('rul_1', '034-rapid-in-out.yaml', 12),
    ruleSetText: path.ruleSetScenario('rul_1', '034-rapid-in-out.yaml', undefined, 'text'),
    backtest: path.backtest('bkt_1'),
    lists: path.lists(),
    list: path.list('ofac-sdn', { tab: 'listings', q: 'x' }),
    listImport: path.listImport('un'),
    hits: path.hits({ state: 'open', at: 'hit_1' }),
    releases: path.releases({ state: 'open' }),
    release: path.release('rls_1'),
    screeningRuns: path.screeningRuns('job_1'),
    screen: path.screen({ name: 'Ana & Co', kind: 'organization' }),
    coverage: path.coverage({ state: 'gap' }),
    dues: path.dues({ state: 'open', month: '2026-10' }),
    reports: path.reports('draft'),
    report: path.report('rep_1'),
    journal: path.journal({ type: 'customers.registered' }),
    entry: path.entry(12),
    imports: path.imports(),
    importNew: path.importNew(),
    import: path.import('imp_1'),
    settings: path.settings(),
    settingsKeys: path.settings('keys'),
  }).toMatchInlineSnapshot(`
    {
      "alert": "/alerts/alr_1",
      "alerts": "/alerts",
      "alertsFiltered": "/alerts?state=open&severity=high&assignee=none&asset=USDT&at=alr_1",
      "backtest": "/backtests/bkt_1",
      "case": "/cases/cas_1",
      "caseFocused": "/cases/cas_1?focus=evt_9",
      "cases": "/cases?assignee=me",
      "coverage": "/coverage?state=gap",
      "customer": "/customers/a%2Fb%20c",
      "customers": "/customers?q=Mu%C3%B1oz+%C3%91&rating=high",
      "dues": "/reports/due?state=open&month=2026-10",
      "entry": "/journal/12",
      "event": "/events/evt_1",
      "events": "/events?outcome=hold&type=withdrawal",
      "hits": "/screening?state=open&at=hit_1",
      "import": "/imports/imp_1",
      "importNew": "/imports/new",
      "imports": "/imports",
      "journal": "/journal?type=customers.registered",
      "list": "/lists/ofac-sdn?tab=listings&q=x",
      "listImport": "/lists/import?code=un",
      "lists": "/lists",
      "map": "/map?network=tron&asset=USDT&address=TAddress&policy=fifo",
      "release": "/releases/rls_1",
      "releases": "/releases?state=open",
      "report": "/reports/rep_1",
      "reports": "/reports?state=draft",
      "ruleSet": "/rule-sets/rul_1?tab=backtests",
      "ruleSetScenario": "/rule-sets/rul_1/034-rapid-in-out?line=12",
      "ruleSetText": "/rule-sets/rul_1/034-rapid-in-out?as=text",
      "ruleSets": "/rule-sets",
      "scenario": "/scenarios/rapid-in-out",
      "scenarios": "/scenarios",
      "screen": "/lists/screen?name=Ana+%26+Co&kind=organization",
      "screeningRuns": "/screening/runs?at=job_1",
      "settings": "/settings",
      "settingsKeys": "/settings/keys",
      "signIn": "/sign-in?token=abc",
      "today": "/",
    }
  `);
});

test('empty members vanish', () => {
  expect(withQuery('/x', { a: '', b: undefined, c: false, d: 0 })).toBe('/x?d=0');
});

test('only known, non-empty members are read back', () => {
  const url = new URL(path.alerts({ state: 'open', asset: 'USDT' }), 'http://x');
  const raw = { ...Object.fromEntries(url.searchParams), evil: 'x', severity: '' };
  expect(readQuery(raw, ['state', 'severity', 'asset'])).toEqual({ state: 'open', asset: 'USDT' });
});
