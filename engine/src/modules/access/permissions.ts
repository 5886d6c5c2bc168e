import type { Role } from '@atalaya/contract/access.ts';
import { DEPLOYMENT, type Scope } from '../../platform/database.ts';

/** Who may do what: the permissions named by the routes of the contract, by role. */

const CASE_READS = [
  'activity',
  'customers',
  'decisions',
  'monitoring',
  'watchlists',
  'screening',
  'journal',
].map((noun) => `${noun}:read`);
const READS = [...CASE_READS, 'alerts:read', 'cases:read', 'jurisdictions:read'];

const ANALYST = [
  ...READS,
  'alerts:work',
  'screening:work',
  'cases:work',
  'reports:read',
  'reports:write',
  'monitoring:write',
];

const PERMISSIONS: Readonly<Record<Role, readonly string[]>> = {
  analyst: ANALYST,
  officer: [
    ...ANALYST,
    'cases:decide',
    'reports:approve',
    'monitoring:approve',
    'decisions:resolve',
    'customers:write',
    'customers:erase',
    'watchlists:write',
    'watchlists:configure',
    'watchlists:confidential',
    'screening:decide',
    'jurisdictions:write',
  ],
  auditor: [...READS, 'reports:read', 'access:read'],
  engineer: [
    'activity:read',
    'activity:write',
    'customers:read',
    'customers:write',
    'decisions:read',
    'watchlists:read',
    'watchlists:write',
    'screening:read',
    'monitoring:read',
    'monitoring:write',
    'jurisdictions:read',
    'access:read',
  ],
  admin: [...READS, 'jurisdictions:write', 'access:read', 'access:write'],
};

/** A program may never judge, decide as a second person, erase, see that a report exists, or give access. */
export const KEY_PERMISSIONS: ReadonlySet<string> = new Set([
  ...CASE_READS,
  'activity:write',
  'customers:write',
  'watchlists:write',
  'monitoring:write',
  'jurisdictions:read',
  'jurisdictions:write',
]);

/** What a key of the exchange gets when nothing is asked for. */
export const DEFAULT_KEY_PERMISSIONS: readonly string[] = [
  'activity:read',
  'activity:write',
  'customers:read',
  'customers:write',
  'decisions:read',
  'screening:read',
];

/** Whoever has one of these for any entity has it for records of the deployment: lists, staff, their journal entries. */
const OF_DEPLOYMENT: ReadonlySet<string> = new Set([
  'watchlists:read',
  'watchlists:write',
  'watchlists:configure',
  'watchlists:confidential',
  'screening:read',
  'monitoring:read',
  'monitoring:write',
  'monitoring:approve',
  'jurisdictions:read',
  'jurisdictions:write',
  'journal:read',
  'access:read',
  'access:write',
]);

export const permissionsOf = (roles: Iterable<Role>): Set<string> =>
  new Set([...roles].flatMap((role) => PERMISSIONS[role]));

export type Grants = ReadonlyMap<string, ReadonlySet<string>>;

/** entity → permissions, with the deployment's own records under `*`. */
export function withDeploymentGrants(grants: ReadonlyMap<string, ReadonlySet<string>>): Grants {
  const shared = new Set(
    [...grants.values()].flatMap((held) => [...held].filter((one) => OF_DEPLOYMENT.has(one))),
  );
  return shared.size === 0 ? grants : new Map([...grants, [DEPLOYMENT, shared]]);
}

/** The scope and the records of the deployment; for routes whose permission was checked already. */
export const withDeployment = (scope: Scope): Scope => ({
  entities: [...new Set([...scope.entities, DEPLOYMENT])],
});
