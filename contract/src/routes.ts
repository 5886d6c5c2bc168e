import * as access from './access.ts';
import * as activity from './activity.ts';
import * as alerts from './alerts.ts';
import * as backtests from './backtests.ts';
import * as cases from './cases.ts';
import * as chains from './chains.ts';
import * as customers from './customers.ts';
import * as decisions from './decisions.ts';
import * as explain from './explain.ts';
import * as imports from './imports.ts';
import * as journal from './journal.ts';
import * as jurisdictions from './jurisdictions.ts';
import * as monitoring from './monitoring.ts';
import * as overview from './overview.ts';
import * as releases from './releases.ts';
import * as reports from './reports.ts';
import type { RouteSpec } from './route.ts';
import * as ruleSets from './rule-sets.ts';
import * as screening from './screening.ts';
import * as tags from './tags.ts';
import * as tracing from './tracing.ts';
import * as wallets from './wallets.ts';
import * as watchlists from './watchlists.ts';

const isRoute = (value: unknown): value is RouteSpec =>
  typeof value === 'object' &&
  value !== null &&
  'method' in value &&
  'path' in value &&
  'permission' in value;

/** Every border crossing, by module, in the order of the house. OpenAPI and the client are generated from this. */
export const ROUTES: Readonly<Record<string, readonly RouteSpec[]>> = Object.fromEntries(
  Object.entries({
    access,
    journal,
    jurisdictions,
    customers,
    wallets,
    activity,
    imports,
    tags,
    chains,
    tracing,
    watchlists,
    screening,
    monitoring,
    ruleSets,
    decisions,
    explain,
    backtests,
    releases,
    alerts,
    cases,
    reports,
    overview,
  }).map(([module, exports]) => [module, Object.values<unknown>(exports).filter(isRoute)]),
);
