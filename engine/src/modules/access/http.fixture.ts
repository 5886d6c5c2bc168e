import type { Role } from '@atalaya/contract/access.ts';
import type { InjectOptions, LightMyRequestResponse } from 'fastify';
import { type Instant, instantOf } from '../../kernel/instant.ts';
import { DEPLOYMENT, openDatabase, write } from '../../platform/database.ts';
import { createHttp } from '../../platform/http.ts';
import { createJournal, declareEntryTypes, type EntryType } from '../../platform/journal.ts';
import { createLog } from '../../platform/log.ts';
import { createMetrics } from '../../platform/metrics.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { createVault } from '../../platform/vault.ts';
import { createEntity } from './entities.ts';
import { entryTypes as ownEntryTypes } from './events.ts';
import { permissionsOf, withDeploymentGrants } from './permissions.ts';

/** A database of its own, two obliged entities (`norte` in Mexico, `sur` in Brazil), and a server that believes the header `as`. */
export async function bootModule(entryTypes: readonly EntryType[], at = '2026-07-01T12:00:00Z') {
  const database = await createTestDatabase();
  const db = openDatabase(database.config, { app: 4, system: 4 });
  const clock = { ms: Date.parse(at) };
  const now = (): Instant => instantOf(clock.ms);
  const vault = createVault(Buffer.alloc(32, 7));
  const journal = createJournal(vault, now);
  await write(db, { entities: [DEPLOYMENT] }, (tx) =>
    declareEntryTypes(tx, journal, [...ownEntryTypes, ...entryTypes]),
  );
  const entityOf = async (code: string, jurisdiction: string, currency: string): Promise<string> =>
    (
      await createEntity({ db, journal }, 'system:test', {
        code,
        name: `Bolsa ${code}`,
        jurisdiction,
        currency,
        time_zone: 'America/Mexico_City',
      })
    ).id;
  const norte = await entityOf('norte', 'MX', 'MXN');
  const sur = await entityOf('sur', 'BR', 'BRL');

  const http = createHttp({
    authenticate: async ({ headers }) => {
      const [role = 'officer', ...entities] = String(headers.as ?? '').split(' ');
      const permissions = permissionsOf([role as Role]);
      return {
        actor: `usr_${role}`,
        kind: 'staff',
        name: role,
        grants: withDeploymentGrants(
          new Map((entities.length === 0 ? [norte] : entities).map((entity) => [entity, permissions])),
        ),
      };
    },
    log: createLog('silent'),
    metrics: createMetrics(),
  });

  return {
    db,
    journal,
    vault,
    http,
    clock,
    now,
    norte,
    sur,
    database,
    /** Calls as a role of `norte`, or of the entities given: `'officer ent_… ent_…'`. */
    call: (
      method: 'GET' | 'POST' | 'PUT' | 'DELETE',
      url: string,
      payload?: InjectOptions['payload'],
      as = 'officer',
      headers: Record<string, string> = {},
    ): Promise<LightMyRequestResponse> =>
      http.app.inject({
        method,
        url,
        headers: { as, ...headers },
        ...(payload === undefined ? {} : { payload }),
      }),
    async close() {
      await http.app.close();
      await db.close();
      await database.drop();
    },
  };
}

export type BootedModule = Awaited<ReturnType<typeof bootModule>>;
