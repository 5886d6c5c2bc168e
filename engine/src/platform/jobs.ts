import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { type Connection, survive } from './database.ts';
import type { Logger } from './log.ts';

/** Long work behind the reply, durable in PostgreSQL: a job survives the process and is worked at least once. */
export interface Jobs {
  /** Works the queue one job at a time; a job whose process died is worked again. */
  work<T extends object>(queue: string, handle: (data: T) => Promise<void>): Promise<void>;
  send(queue: string, data: object, options?: { readonly key?: string }): Promise<void>;
  stop(): Promise<void>;
}

const HOUR_S = 3600;
/** A job sent here is begun at once; this is how long one waits that another process sent, or that is tried again. */
const POLL_S = 2;

export async function startJobs(connection: Connection, log: Logger): Promise<Jobs> {
  const pool = new pg.Pool({ ...connection, max: 3, application_name: 'atalaya jobs' });
  survive(pool);
  const boss = new PgBoss({
    schema: 'jobs',
    db: { executeSql: (text, values) => pool.query(text, values as unknown[] | undefined) },
  });
  boss.on('error', (error) => log.warn({ reason: error.message }, 'jobs'));
  await boss.start();
  const workers = new Map<string, string>();
  return {
    async work(queue, handle) {
      await boss.createQueue(queue, {
        policy: 'exclusive',
        retryLimit: 100,
        retryDelay: 1,
        expireInSeconds: HOUR_S,
        heartbeatSeconds: 15,
      });
      const worker = await boss.work<Parameters<typeof handle>[0]>(
        queue,
        { pollingIntervalSeconds: POLL_S, batchSize: 1 },
        async ([job]) => {
          if (job !== undefined) await handle(job.data);
        },
      );
      workers.set(queue, worker);
    },
    async send(queue, data, options = {}) {
      await boss.send(queue, data, options.key === undefined ? {} : { singletonKey: options.key });
      const worker = workers.get(queue);
      if (worker !== undefined) boss.notifyWorker(worker);
    },
    async stop() {
      await boss.stop({ graceful: true, timeout: 5000 });
      await pool.end();
    },
  };
}
