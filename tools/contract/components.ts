import * as access from '@atalaya/contract/access.ts';
import * as activity from '@atalaya/contract/activity.ts';
import * as alerts from '@atalaya/contract/alerts.ts';
import * as backtests from '@atalaya/contract/backtests.ts';
import * as cases from '@atalaya/contract/cases.ts';
import * as customers from '@atalaya/contract/customers.ts';
import * as decisions from '@atalaya/contract/decisions.ts';
import * as imports from '@atalaya/contract/imports.ts';
import * as journal from '@atalaya/contract/journal.ts';
import * as jurisdictions from '@atalaya/contract/jurisdictions.ts';
import * as monitoring from '@atalaya/contract/monitoring.ts';
import * as overview from '@atalaya/contract/overview.ts';
import * as reports from '@atalaya/contract/reports.ts';
import * as ruleSets from '@atalaya/contract/rule-sets.ts';
import * as schema from '@atalaya/contract/schema.ts';
import * as wallets from '@atalaya/contract/wallets.ts';
import * as watchlists from '@atalaya/contract/watchlists.ts';

const MODULES: readonly object[] = [
  schema,
  access,
  journal,
  jurisdictions,
  customers,
  wallets,
  activity,
  imports,
  watchlists,
  monitoring,
  ruleSets,
  decisions,
  backtests,
  alerts,
  cases,
  reports,
  overview,
];

type Json = Record<string, unknown>;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Objects and unions with a capital name become components; small strings stay where they are used. */
const isComponent = (name: string, value: unknown): value is Json =>
  /^[A-Z][a-z]/.test(name) && isObject(value) && (value.type === 'object' || Array.isArray(value.anyOf));

export interface Components {
  /** The schema with every named schema inside it replaced by a reference. */
  readonly refer: (schema: unknown) => unknown;
  /** The named schemas that were referred to, by name. */
  readonly schemas: () => Json;
}

export function collectComponents(): Components {
  const names = new Map<string, string>();
  for (const module of MODULES) {
    for (const [name, value] of Object.entries<unknown>({ ...module })) {
      if (!isComponent(name, value)) continue;
      const text = JSON.stringify(value);
      if (!names.has(text)) names.set(text, name);
    }
  }
  const used = new Map<string, unknown>();
  const inline = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(refer);
    if (!isObject(value)) return value;
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, refer(inner)]));
  };
  const refer = (value: unknown): unknown => {
    const name = isObject(value) ? names.get(JSON.stringify(value)) : undefined;
    if (name === undefined) return inline(value);
    if (!used.has(name)) {
      used.set(name, undefined);
      used.set(name, inline(value));
    }
    return { $ref: `#/components/schemas/${name}` };
  };
  const schemas = (): Json => Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)));
  return { refer, schemas };
}
