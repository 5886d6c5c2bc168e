import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import type { SnapshotView } from '@atalaya/contract/watchlists.ts';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import { KEY_PERMISSIONS } from '@atalaya/engine/modules/access/permissions.ts';
import { asSystem, one } from '@atalaya/engine/platform/database.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { createTestDatabase } from '@atalaya/engine/platform/testing/database.ts';
import { openHouse } from '@atalaya/engine/programs/house.ts';

/** The whole product in this process on a database of its own, and an exchange's client speaking HTTP to it. */
export interface ConformanceHouse {
  readonly client: Client;
  /** Numbers the tests hold the API's answers against, read from the database itself. */
  count(sql: string): Promise<number>;
  /** Sends files of the shared folder as an operator would. */
  importList(
    code: string,
    format: ListInput['format'],
    files: readonly ListFile[],
    more?: Omit<ListInput, 'format' | 'files'>,
  ): Promise<SnapshotView>;
  close(): Promise<void>;
}

type ListInput = Parameters<Client['importSnapshot']>[0]['body'];

export interface ListFile {
  readonly name: string;
  readonly content: Buffer;
}

export const listFile = (path: string): ListFile => ({ name: basename(path), content: readFileSync(path) });

export async function bootConformanceHouse(): Promise<ConformanceHouse> {
  const database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'atalaya-conformance-'));
  const house = await openHouse({ connection: database.config, home, log: createLog('silent') });
  const { foundation } = house;
  const entity = await ensureFirstEntity(foundation, {
    code: 'prueba',
    name: 'Bolsa de Prueba, S.A. de C.V.',
    jurisdiction: 'MX',
    currency: 'MXN',
    time_zone: 'America/Mexico_City',
  });
  await house.deciding.entities.load();
  const secret = `atk_${randomBytes(24).toString('base64url')}`;
  await ensureApiKey(foundation, {
    name: 'conformance',
    entity: entity.id,
    permissions: [...KEY_PERMISSIONS],
    secret,
  });
  const baseUrl = await house.listen('127.0.0.1', 0);
  const client = createClient({ baseUrl, headers: () => ({ authorization: `Bearer ${secret}` }) });
  return {
    client,
    count: async (sql) => {
      const found = await asSystem(foundation.db, (tx) => one<{ n: number }>(tx, sql));
      return Number(found?.n);
    },
    importList: (code, format, files, more) =>
      client.importSnapshot({
        params: { code },
        body: {
          format,
          ...more,
          files: files.map(({ name, content }) => ({ name, base64: content.toString('base64') })),
        },
      }),
    close: async () => {
      await house.close();
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
