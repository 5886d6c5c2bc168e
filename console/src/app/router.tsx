import {
  createRootRoute,
  createRoute,
  createRouter,
  type ErrorComponentProps,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { Empty } from '../parts/notes.tsx';
import { Page } from '../parts/page.tsx';
import { useTexts } from '../texts/catalogue.ts';
import { Root } from './frame.tsx';

const root = createRootRoute({ component: Root, notFoundComponent: NotFound, errorComponent: Broken });

function NotFound() {
  const { errors } = useTexts().parts;
  return (
    <Page title="404">
      <Empty title={errors.notFound}>{errors.notFoundDo}</Empty>
    </Page>
  );
}

function Broken({ error }: ErrorComponentProps) {
  const { errors } = useTexts().parts;
  return (
    <div className="boot-error">
      <Empty
        title={errors.boundary}
        action={
          <button type="button" className="button" onClick={() => location.reload()}>
            {errors.reload}
          </button>
        }
      >
        {errors.boundaryDo} <code>{String(error)}</code>
      </Empty>
    </div>
  );
}

const at = (path: string, component: ReturnType<typeof lazyRouteComponent>) =>
  createRoute({ getParentRoute: () => root, path, component, errorComponent: Broken });

const today = lazyRouteComponent(() => import('../screens/today/today.tsx'), 'Today');
const alerts = lazyRouteComponent(() => import('../screens/alerts/queue.tsx'), 'Queue');
const alert = lazyRouteComponent(() => import('../screens/alerts/alert.tsx'), 'AlertPage');
const cases = lazyRouteComponent(() => import('../screens/cases/cases.tsx'), 'Cases');
const caseView = lazyRouteComponent(() => import('../screens/cases/case.tsx'), 'CasePage');
const customers = lazyRouteComponent(() => import('../screens/customers/customers.tsx'), 'Customers');
const customer = lazyRouteComponent(() => import('../screens/customers/customer.tsx'), 'CustomerPage');
const events = lazyRouteComponent(() => import('../screens/events/events.tsx'), 'Events');
const event = lazyRouteComponent(() => import('../screens/events/event.tsx'), 'EventPage');
const map = lazyRouteComponent(() => import('../screens/map/map.tsx'), 'MapPage');
const scenarios = lazyRouteComponent(() => import('../screens/scenarios/scenarios.tsx'), 'Scenarios');
const scenario = lazyRouteComponent(() => import('../screens/scenarios/scenario.tsx'), 'ScenarioPage');
const coverage = lazyRouteComponent(() => import('../screens/scenarios/coverage.tsx'), 'Coverage');
const ruleSets = lazyRouteComponent(() => import('../screens/rule-sets/rule-sets.tsx'), 'RuleSets');
const ruleSet = lazyRouteComponent(() => import('../screens/rule-sets/rule-set.tsx'), 'RuleSetPage');
const scenarioEditor = lazyRouteComponent(() => import('../screens/rule-sets/editor.tsx'), 'ScenarioEditor');
const backtest = lazyRouteComponent(() => import('../screens/rule-sets/backtest.tsx'), 'BacktestPage');
const lists = lazyRouteComponent(() => import('../screens/lists/lists.tsx'), 'Lists');
const list = lazyRouteComponent(() => import('../screens/lists/list.tsx'), 'ListPage');
const listImport = lazyRouteComponent(() => import('../screens/lists/list-import.tsx'), 'ListImport');
const screening = lazyRouteComponent(() => import('../screens/lists/screening.tsx'), 'Screening');
const hits = lazyRouteComponent(() => import('../screens/screening/hits.tsx'), 'Hits');
const screeningRuns = lazyRouteComponent(() => import('../screens/screening/runs.tsx'), 'ScreeningRuns');
const releases = lazyRouteComponent(() => import('../screens/releases/releases.tsx'), 'Releases');
const release = lazyRouteComponent(() => import('../screens/releases/release.tsx'), 'ReleasePage');
const reports = lazyRouteComponent(() => import('../screens/reports/reports.tsx'), 'Reports');
const dues = lazyRouteComponent(() => import('../screens/reports/dues.tsx'), 'Dues');
const report = lazyRouteComponent(() => import('../screens/reports/report.tsx'), 'ReportPage');
const journal = lazyRouteComponent(() => import('../screens/journal/journal.tsx'), 'Journal');
const entry = lazyRouteComponent(() => import('../screens/journal/entry.tsx'), 'EntryPage');
const imports = lazyRouteComponent(() => import('../screens/imports/imports.tsx'), 'Imports');
const importNew = lazyRouteComponent(() => import('../screens/imports/import-new.tsx'), 'ImportNew');
const importView = lazyRouteComponent(() => import('../screens/imports/import.tsx'), 'ImportPage');
const settings = lazyRouteComponent(() => import('../screens/settings/settings.tsx'), 'Settings');

const screens = [
  today,
  alerts,
  alert,
  cases,
  caseView,
  customers,
  customer,
  events,
  event,
  map,
  scenarios,
  scenario,
  coverage,
  ruleSets,
  ruleSet,
  scenarioEditor,
  backtest,
  lists,
  list,
  listImport,
  screening,
  hits,
  screeningRuns,
  releases,
  release,
  reports,
  dues,
  report,
  journal,
  entry,
  imports,
  importNew,
  importView,
  settings,
];

/** Fetches every screen while nothing else happens, so that moving between them never waits. */
export const fetchScreens = (): void => {
  for (const screen of screens) void screen.preload?.();
};

const tree = root.addChildren([
  at('/', today),
  at('/sign-in', today),
  at('/alerts', alerts),
  at('/alerts/$id', alert),
  at('/cases', cases),
  at('/cases/$id', caseView),
  at('/customers', customers),
  at('/customers/$id', customer),
  at('/events', events),
  at('/events/$id', event),
  at('/map', map),
  at('/scenarios', scenarios),
  at('/scenarios/$id', scenario),
  at('/coverage', coverage),
  at('/rule-sets', ruleSets),
  at('/rule-sets/$id', ruleSet),
  at('/rule-sets/$id/$file', scenarioEditor),
  at('/backtests/$id', backtest),
  at('/lists', lists),
  at('/lists/import', listImport),
  at('/lists/screen', screening),
  at('/lists/$code', list),
  at('/screening', hits),
  at('/screening/runs', screeningRuns),
  at('/releases', releases),
  at('/releases/$id', release),
  at('/reports', reports),
  at('/reports/due', dues),
  at('/reports/$id', report),
  at('/journal', journal),
  at('/journal/$number', entry),
  at('/imports', imports),
  at('/imports/new', importNew),
  at('/imports/$id', importView),
  at('/settings', settings),
  at('/settings/$tab', settings),
]);

/** The query holds plain texts, as the path builder writes them: no JSON in the address bar. */
export const router = createRouter({
  routeTree: tree,
  parseSearch: (search) => Object.fromEntries(new URLSearchParams(search)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
    ).toString();
    return text === '' ? '' : `?${text}`;
  },
  scrollRestoration: true,
});
