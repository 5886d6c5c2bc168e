import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureFirstEntity } from '../../modules/access/entities.ts';
import { ensureApiKey } from '../../modules/access/keys.ts';
import { KEY_PERMISSIONS } from '../../modules/access/permissions.ts';
import { asSystem, type Connection, one } from '../../platform/database.ts';
import { createLog } from '../../platform/log.ts';
import { createTestDatabase } from '../../platform/testing/database.ts';
import { type House, openHouse } from '../house.ts';

/** The whole product in the test's process, on a database and a data folder of its own, listening on the loopback. */
export interface TestHouse {
  readonly house: House;
  readonly url: string;
  /** An API key with everything a key may have. */
  readonly key: string;
  /** ent_… */
  readonly entity: string;
  readonly home: string;
  /** Superuser. */
  readonly connection: Connection;
  /** The first row of a query across all entities. */
  ask<T extends object>(sql: string, values?: readonly unknown[]): Promise<T>;
  /** The engine ends in order and begins again on what it left behind; `house` and `url` are others then. */
  restart(): Promise<void>;
  /** Readers have caught up and every entry is under a checkpoint. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openTestHouse(): Promise<TestHouse> {
  const database = await createTestDatabase();
  const home = mkdtempSync(join(tmpdir(), 'atalaya-house-'));
  const open = () =>
    openHouse({
      connection: database.config,
      home,
      log: createLog(process.env.ATALAYA_TEST_LOG ?? 'silent'),
    });
  let house = await open();
  const { foundation } = house;
  const entity = await ensureFirstEntity(foundation, {
    code: 'prueba',
    name: 'Bolsa de Prueba, S.A. de C.V.',
    jurisdiction: 'MX',
    currency: 'MXN',
    time_zone: 'America/Mexico_City',
  });
  await house.deciding.entities.load();
  const key = 'atk_test-house-test-house-test-house';
  const permissions = [...KEY_PERMISSIONS];
  await ensureApiKey(foundation, { name: 'test', entity: entity.id, permissions, secret: key });
  const ask: TestHouse['ask'] = async <T extends object>(sql: string, values: readonly unknown[] = []) => {
    const row = await asSystem(house.foundation.db, (tx) => one<T>(tx, sql, values));
    if (row === undefined) throw new Error(`no row: ${sql}`);
    return row;
  };
  let url = await house.listen('127.0.0.1', 0);
  return {
    get house() {
      return house;
    },
    get url() {
      return url;
    },
    async restart() {
      await house.close();
      house = await open();
      url = await house.listen('127.0.0.1', 0);
    },
    key,
    entity: entity.id,
    home,
    connection: database.config,
    ask,
    async settled() {
      await house.settled();
      // Transactions of other test files in the same server hold the sealer back.
      const unsealed = `select (select count(*) from journal.entry) - coalesce((select max(size) from journal.checkpoint), 0) as n`;
      while ((await ask<{ n: number }>(unsealed)).n > 0) {
        await sleep(20);
        await house.settled();
      }
    },
    async close() {
      await house.close();
      await database.drop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}
