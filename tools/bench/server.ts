import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import { KEY_PERMISSIONS } from '@atalaya/engine/modules/access/permissions.ts';
import { asSystem, one } from '@atalaya/engine/platform/database.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { startOrConnect } from '@atalaya/engine/platform/postgres/connect.ts';
import { openHouse } from '@atalaya/engine/programs/house.ts';
import { parentOf } from './cpu.ts';
import { compareWithLive, goLiveWithAnother, type Prepared, prepareRuleSets } from './server-rule-sets.ts';

/**
 * The product as it ships, on a home of its own, in a process of its own: what a benchmark measures. Talks to its parent
 * by messages: tells where it listens, answers how many decisions the database holds.
 */
export interface ServerReady {
  readonly url: string;
  readonly key: string;
  readonly pid: number;
  readonly postgresPid: number | null;
}

const home = mkdtempSync(join(tmpdir(), 'atalaya-bench-'));
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
const secret = `atk_${randomBytes(24).toString('base64url')}`;
await ensureApiKey(house.foundation, {
  name: 'bench',
  entity: entity.id,
  permissions: [...KEY_PERMISSIONS],
  secret,
});
const url = await house.listen('127.0.0.1', 0);
const backend = await asSystem(house.foundation.db, (tx) =>
  one<{ pid: number }>(tx, 'select pg_backend_pid() as pid'),
);
process.send?.({
  url,
  key: secret,
  pid: process.pid,
  postgresPid: backend === undefined ? null : parentOf(backend.pid),
} satisfies ServerReady);

export interface ServerAsk {
  readonly ask: 'count' | 'prepare' | 'backtest' | 'swap' | 'settle' | 'end';
}

let prepared: Prepared | null = null;

process.on('message', (message: ServerAsk) => void answer(message));

async function answer(message: ServerAsk): Promise<void> {
  if (message.ask === 'prepare') {
    prepared = await prepareRuleSets(house, entity.id);
    process.send?.(prepared);
    return;
  }
  if (message.ask === 'backtest' || message.ask === 'swap') {
    if (prepared === null) throw new Error('nothing was prepared');
    const work = message.ask === 'backtest' ? compareWithLive : goLiveWithAnother;
    process.send?.(await work(house, entity.id, prepared));
    return;
  }
  if (message.ask === 'settle') {
    await house.settled();
    process.send?.('settled');
    return;
  }
  if (message.ask === 'count') {
    const counted = await asSystem(house.foundation.db, (tx) =>
      one<{ decisions: number; entries: number }>(
        tx,
        "select (select count(*) from decisions.decision) as decisions, (select count(*) from journal.entry where type in ('decisions.decided', 'decisions.flagged')) as entries",
      ),
    );
    process.send?.(counted);
    return;
  }
  await house.close();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
  process.exit(0);
}
