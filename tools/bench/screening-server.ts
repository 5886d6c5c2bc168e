import { randomBytes } from 'node:crypto';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { startOrConnect } from '@atalaya/engine/platform/postgres/connect.ts';
import { openHouse } from '@atalaya/engine/programs/house.ts';

/**
 * The product as it ships, on a home where `screening-fill.ts` brought the lists in: `screening-server.ts HOME`. Tells its
 * parent where it listens; answers `memory`; ends on `end`.
 */
export interface ScreeningServerReady {
  readonly url: string;
  readonly key: string;
}

const home = process.argv[2] ?? '';
const log = createLog(process.env.ATALAYA_LOG ?? 'warn');
const postgres = await startOrConnect({ databaseUrl: process.env.DATABASE_URL ?? null, home });
const house = await openHouse({ connection: postgres.connection, home, log });
const entity = await ensureFirstEntity(house.foundation, {
  code: 'bench',
  name: 'Bench',
  jurisdiction: 'MX',
  currency: 'MXN',
  time_zone: 'America/Mexico_City',
});
await house.deciding.entities.load();
const key = `atk_${randomBytes(24).toString('base64url')}`;
await ensureApiKey(house.foundation, { name: 'bench', entity: entity.id, secret: key });
const url = await house.listen('127.0.0.1', 0);
process.send?.({ url, key } satisfies ScreeningServerReady);

process.on('message', (message: 'memory' | 'end') => void answer(message));

async function answer(message: 'memory' | 'end'): Promise<void> {
  if (message === 'memory') {
    process.send?.(process.memoryUsage().rss);
    return;
  }
  await house.close();
  await postgres.stop();
  process.exit(0);
}
