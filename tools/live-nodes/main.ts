import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import { KEY_PERMISSIONS } from '@atalaya/engine/modules/access/permissions.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { startOrConnect } from '@atalaya/engine/platform/postgres/connect.ts';
import { openHouse as openWholeHouse } from '@atalaya/engine/programs/house.ts';
import { startAnvil } from './anvil.ts';
import { startBcoin } from './bcoin.ts';
import type { OpenHouse } from './house.ts';
import { fetchNodes } from './packages.ts';
import { tellEverything } from './tell-everything.ts';

/**
 * `node tools/live-nodes/main.ts`: anvil and bcoin, fetched where they are not there yet, before the product with its own PostgreSQL.
 * Prints one line of JSON; ends with 1 where something was not as it must be.
 */
async function openHouse(): Promise<OpenHouse & { close(): Promise<void> }> {
  const home = mkdtempSync(join(tmpdir(), 'atalaya-live-'));
  const log = createLog(process.env.ATALAYA_LOG ?? 'error');
  const postgres = await startOrConnect({ databaseUrl: process.env.DATABASE_URL ?? null, home });
  const open = () => openWholeHouse({ connection: postgres.connection, home, log });
  let house = await open();
  const entity = await ensureFirstEntity(house.foundation, {
    code: 'live',
    name: 'Live',
    jurisdiction: 'MX',
    currency: 'MXN',
    time_zone: 'America/Mexico_City',
  });
  const key = `atk_${randomBytes(24).toString('base64url')}`;
  await ensureApiKey(house.foundation, {
    name: 'live',
    entity: entity.id,
    permissions: [...KEY_PERMISSIONS],
    secret: key,
  });
  let url = '';
  return {
    key,
    home,
    get url() {
      return url;
    },
    async restart() {
      await house.close();
      house = await open();
      url = await house.listen('127.0.0.1', 0);
    },
    async close() {
      await house.close();
      await postgres.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const packages = await fetchNodes();
const [anvil, bcoin] = [await startAnvil(packages), await startBcoin(packages)];
const house = await openHouse();
try {
  process.stdout.write(`${JSON.stringify(await tellEverything(house, anvil, bcoin, 20))}\n`);
} finally {
  await house.close();
  await Promise.all([anvil.stop(), bcoin.stop()]);
}
