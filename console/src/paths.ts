/**
 * The only place that builds a URL of the console. Every view has one that reproduces it: the noun in the path, the
 * filters in the query. `paths.test.ts` keeps a snapshot of all of them.
 */
type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Appends what is set; empty and undefined members vanish, so that equal views have equal URLs. */
export function withQuery(path: string, query: Query = {}): string {
  const pairs = Object.entries(query).filter(
    ([, value]) => value !== undefined && value !== '' && value !== false,
  );
  if (pairs.length === 0) return path;
  return `${path}?${new URLSearchParams(pairs.map(([key, value]) => [key, String(value)]))}`;
}

const part = encodeURIComponent;

export interface AlertsFilter {
  readonly state?: string;
  readonly severity?: string;
  readonly assignee?: string;
  readonly asset?: string;
  readonly scenario?: string;
  readonly customer?: string;
  /** The alert shown in the preview pane. */
  readonly at?: string;
}
export interface CasesFilter {
  readonly state?: string;
  readonly assignee?: string;
  readonly customer?: string;
}
export interface EventsFilter {
  readonly outcome?: string;
  readonly type?: string;
  readonly customer?: string;
}
export interface MapFilter {
  readonly network?: string;
  readonly asset?: string;
  readonly address?: string;
  readonly policy?: string;
  readonly direction?: string;
  /** The address in the panel. */
  readonly at?: string | undefined;
}
export interface CustomersFilter {
  readonly q?: string;
  readonly rating?: string;
  readonly state?: string;
}
export interface JournalFilter {
  readonly type?: string;
  readonly subject?: string;
  readonly actor?: string;
}
export interface ListingsFilter {
  readonly tab?: string;
  readonly q?: string;
  readonly known_at?: string;
  readonly on?: string;
  readonly version?: string;
}
export interface HitsFilter {
  readonly state?: string;
  readonly list?: string;
  readonly score?: string;
  readonly customer?: string;
  /** The hit shown in the pane. */
  readonly at?: string;
}
export interface ReleasesFilter {
  readonly state?: string;
  readonly customer?: string;
}
export interface ScreenFilter {
  readonly name?: string;
  readonly kind?: string;
  readonly birth?: string;
  readonly country?: string;
  readonly address?: string;
}
export interface DuesFilter {
  readonly state?: string;
  readonly month?: string;
}
export interface CoverageFilter {
  readonly state?: string;
  readonly family?: string;
  readonly order?: string;
}
export type RuleSetTab = 'scenarios' | 'changes' | 'backtests' | 'shadow' | 'history';
export type SettingsTab = 'users' | 'keys' | 'entities' | 'schemas';

export const path = {
  today: () => '/',
  signIn: (token?: string) => withQuery('/sign-in', { token }),
  alerts: (filter: AlertsFilter = {}) => withQuery('/alerts', { ...filter }),
  alert: (id: string) => `/alerts/${part(id)}`,
  cases: (filter: CasesFilter = {}) => withQuery('/cases', { ...filter }),
  case: (id: string, focus?: string) => withQuery(`/cases/${part(id)}`, { focus }),
  customers: (filter: CustomersFilter = {}) => withQuery('/customers', { ...filter }),
  customer: (id: string) => `/customers/${part(id)}`,
  events: (filter: EventsFilter = {}) => withQuery('/events', { ...filter }),
  event: (id: string) => `/events/${part(id)}`,
  map: (filter: MapFilter = {}) => withQuery('/map', { ...filter }),
  scenarios: () => '/scenarios',
  scenario: (id: string) => `/scenarios/${part(id)}`,
  coverage: (filter: CoverageFilter = {}) => withQuery('/coverage', { ...filter }),
  ruleSets: () => '/rule-sets',
  ruleSet: (id: string, tab?: RuleSetTab) => withQuery(`/rule-sets/${part(id)}`, { tab }),
  /** The file without its ending: what has one is a file of the pages. */
  ruleSetScenario: (id: string, file: string, line?: number, as?: 'text') =>
    withQuery(`/rule-sets/${part(id)}/${part(file.replace(/\.yaml$/, ''))}`, { line, as }),
  backtest: (id: string) => `/backtests/${part(id)}`,
  lists: () => '/lists',
  list: (code: string, filter: ListingsFilter = {}) => withQuery(`/lists/${part(code)}`, { ...filter }),
  listImport: (code?: string) => withQuery('/lists/import', { code }),
  screen: (filter: ScreenFilter = {}) => withQuery('/lists/screen', { ...filter }),
  hits: (filter: HitsFilter = {}) => withQuery('/screening', { ...filter }),
  releases: (filter: ReleasesFilter = {}) => withQuery('/releases', { ...filter }),
  release: (id: string) => `/releases/${part(id)}`,
  screeningRuns: (at?: string) => withQuery('/screening/runs', { at }),
  reports: (state?: string) => withQuery('/reports', { state }),
  dues: (filter: DuesFilter = {}) => withQuery('/reports/due', { ...filter }),
  report: (id: string) => `/reports/${part(id)}`,
  journal: (filter: JournalFilter = {}) => withQuery('/journal', { ...filter }),
  entry: (number: number) => `/journal/${number}`,
  imports: () => '/imports',
  importNew: () => '/imports/new',
  import: (id: string) => `/imports/${part(id)}`,
  settings: (tab?: SettingsTab) => (tab === undefined ? '/settings' : `/settings/${tab}`),
} as const;

/** Reads the named members of the query; anything else in the URL is ignored. */
export function readQuery<const K extends string>(
  raw: Readonly<Record<string, unknown>>,
  keys: readonly K[],
): Partial<Record<K, string>> {
  const read: Partial<Record<K, string>> = {};
  for (const key of keys) {
    const value = raw[key];
    if (typeof value === 'string' && value !== '') read[key] = value;
  }
  return read;
}
