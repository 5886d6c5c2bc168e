import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EntityView } from '@atalaya/contract/access.ts';
import { ensureFirstEntity } from '../modules/access/entities.ts';
import { ensureApiKey } from '../modules/access/keys.ts';
import { DEFAULT_KEY_PERMISSIONS } from '../modules/access/permissions.ts';
import { issueSignInToken } from '../modules/access/sessions.ts';
import { ensureUser, type Member } from '../modules/access/users.ts';
import { secretFile } from '../platform/config.ts';
import type { House } from './house.ts';

/** A house somebody can walk into: an obliged entity, its staff, and a key for the exchange. Made once, kept. */
export interface DemoHouse {
  readonly entity: EntityView;
  readonly staff: { readonly officer: Member; readonly analyst: Member };
  readonly apiKey: string;
}

const DEMO_ENTITY = {
  code: 'demo-mx',
  name: 'Casa Cripto Demo, S.A. de C.V.',
  jurisdiction: 'MX',
  currency: 'MXN',
  time_zone: 'America/Mexico_City',
  tax_id: 'CCD190315AB4',
  platform_domain: 'demo.example',
} as const;

export async function furnish(house: House, url: string): Promise<DemoHouse> {
  const { foundation, deciding } = house;
  const entity = await ensureFirstEntity(foundation, DEMO_ENTITY);
  await deciding.entities.load();
  const grant = (...roles: ('analyst' | 'officer' | 'admin' | 'auditor' | 'engineer')[]) =>
    roles.map((role) => ({ entity: entity.id, role }));
  const officer = await ensureUser(foundation, {
    name: 'Olivia Oficial',
    email: 'oficial@demo.example',
    grants: grant('officer', 'admin', 'engineer'),
  });
  const analyst = await ensureUser(foundation, {
    name: 'Andrés Analista',
    email: 'analista@demo.example',
    grants: grant('analyst'),
  });
  await ensureUser(foundation, {
    name: 'Aura Auditora',
    email: 'auditora@demo.example',
    grants: grant('auditor'),
  });
  const apiKey = secretFile(
    foundation.home,
    'demo.key',
    () => `atk_${randomBytes(24).toString('base64url')}`,
  );
  await ensureApiKey(foundation, {
    name: 'demo exchange',
    entity: entity.id,
    secret: apiKey,
    permissions: [
      ...DEFAULT_KEY_PERMISSIONS,
      'watchlists:write',
      'jurisdictions:write',
      'screening:read',
      'journal:read',
    ],
  });
  writeFileSync(join(foundation.home, 'cli.json'), `${JSON.stringify({ url, key: apiKey }, null, 2)}\n`, {
    mode: 0o600,
  });
  return { entity, staff: { officer, analyst }, apiKey };
}

/** A link that signs this person in once. */
export const signInLink = async (house: House, url: string, member: Member): Promise<string> =>
  `${url}/sign-in#token=${await issueSignInToken(house.foundation, member.id)}`;

interface DemoState {
  /** RFC 3339: the first day of the demo's world; the same world goes on at every start. */
  readonly start: string;
  readonly days: number;
  readonly customers: number;
  readonly seed: string;
  historyTold: boolean;
  caseWorked: boolean;
}

const DAYS = 30;

/** What the demo remembers between starts. */
export function demoState(home: string): { state: DemoState; save: () => void } {
  const path = join(home, 'demo.json');
  const state: DemoState = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as DemoState)
    : {
        start: new Date(Date.now() - DAYS * 86_400_000).toISOString(),
        days: DAYS,
        customers: 300,
        seed: 'atalaya',
        historyTold: false,
        caseWorked: false,
      };
  const save = (): void => writeFileSync(path, JSON.stringify(state, null, 2));
  save();
  return { state, save };
}
