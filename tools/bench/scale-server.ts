import { createHash } from 'node:crypto';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import { asSystem, one } from '@atalaya/engine/platform/database.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { startOrConnect } from '@atalaya/engine/platform/postgres/connect.ts';
import { openHouse } from '@atalaya/engine/programs/house.ts';
import { parentOf } from './cpu.ts';
import type { ServerReady } from './server.ts';

/** The product on the home of argv[2], in a process of its own; the home stays, so that it can be started again. */
export interface ScaleReady extends ServerReady {
  readonly entity: string;
  /** From the start of the process's own work, PostgreSQL running, to ready to decide. */
  readonly opened_ms: number;
}

export interface ScaleReport {
  readonly rss: number;
  readonly known: number;
  readonly known_bytes: number;
  readonly acquainted: number;
  readonly windows: Readonly<Record<string, unknown>> & {
    readonly bytes: number;
    readonly events: number;
    readonly bytes_per_customer: number;
    readonly rows_on_disk: number;
    readonly bytes_on_disk: number;
    readonly pause_ms_max: number;
  };
}

export type ScaleAsk = { readonly ask: 'report' | 'snapshot' | 'end' };

const [, , home = ''] = process.argv;
const log = createLog(process.env.ATALAYA_LOG ?? 'warn');
const postgres = await startOrConnect({ databaseUrl: null, home });
const began = performance.now();
const house = await openHouse({ connection: postgres.connection, home, log });
const opened_ms = Math.round(performance.now() - began);
const entity = await ensureFirstEntity(house.foundation, {
  code: 'bench',
  name: 'Bench',
  jurisdiction: 'MX',
  currency: 'MXN',
  time_zone: 'America/Mexico_City',
});
await house.deciding.entities.load();
const secret = `atk_${createHash('sha256').update(home).digest('base64url')}`;
await ensureApiKey(house.foundation, { name: 'bench', entity: entity.id, secret });
const url = await house.listen('127.0.0.1', 0);
const backend = await asSystem(house.foundation.db, (tx) =>
  one<{ pid: number }>(tx, 'select pg_backend_pid() as pid'),
);
process.send?.({
  url,
  key: secret,
  pid: process.pid,
  postgresPid: backend === undefined ? null : parentOf(backend.pid),
  entity: entity.id,
  opened_ms,
} satisfies ScaleReady);

process.on('message', ({ ask }: ScaleAsk) => void answer(ask));

async function answer(ask: ScaleAsk['ask']): Promise<void> {
  const { keeper, book, acquainting } = house.deciding;
  if (ask === 'snapshot') process.send?.((await keeper.snapshot()) ?? {});
  else if (ask === 'report') {
    const acquainted = await acquainting.done;
    process.send?.({
      rss: process.memoryUsage.rss(),
      known: book.size,
      known_bytes: book.bytes,
      acquainted,
      windows: { ...keeper.report() },
    } satisfies ScaleReport);
  } else {
    await house.close();
    await postgres.stop();
    process.exit(0);
  }
}
