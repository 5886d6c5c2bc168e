import type { Socket } from 'node:net';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { replayDecisions, windowDigests } from '@atalaya/engine/programs/from-zero.ts';
import { openSupervised } from '@atalaya/engine/programs/supervise.ts';
import pg from 'pg';

/**
 * The product as `serve` runs it, on the home of argv[2], in a process of its own that is there to be killed. Talks to its
 * parent by messages: tells where it listens, answers digests of the windows. Its API key is the one of argv[3].
 */
export interface ServerReady {
  readonly url: string;
}
export type Ask = { readonly ask: 'settle' | 'digests' | 'deafen' };
export interface Digests {
  /** Of the windows in memory, and of those made from the journal. */
  readonly live: string;
  readonly rebuilt: string;
  /** References of events that are decided otherwise when everything is decided again from the beginning. */
  readonly differing: readonly string[];
}

/** The connection that commits decisions, known since it connects. */
let committer: unknown;
const { connect } = pg.Client.prototype;
Object.assign(pg.Client.prototype, {
  connect(this: pg.Client & { connectionParameters?: { application_name?: string } }, ...args: unknown[]) {
    if (this.connectionParameters?.application_name === 'atalaya decisions') committer = this;
    return Reflect.apply(connect, this, args) as unknown;
  },
});

const [, , home = '', secret = ''] = process.argv;
const opening = openSupervised({ home, databaseUrl: null }, createLog('warn'));
process.on('SIGTERM', () => void opening.then(({ end }) => end()).then(() => process.exit(0)));
// A parent that is gone has no use for us.
process.on('disconnect', () => void opening.then(({ end }) => end()).finally(() => process.exit(1)));

const { house, fatal } = await opening;
void fatal.then((failure) => {
  process.stderr.write(`${failure.code}: ${failure.message}\n`);
  process.exit(1);
});
const entity = await ensureFirstEntity(house.foundation, {
  code: 'crash',
  name: 'Crash test',
  jurisdiction: 'MX',
  currency: 'MXN',
  time_zone: 'America/Mexico_City',
});
await house.deciding.entities.load();
await ensureApiKey(house.foundation, {
  name: 'crash',
  entity: entity.id,
  permissions: ['activity:write', 'customers:write', 'watchlists:write'],
  secret,
});
const url = await house.listen('127.0.0.1', 0);
process.on('message', ({ ask }: Ask) => void answer(ask));
process.send?.({ url } satisfies ServerReady);

async function answer(ask: Ask['ask']): Promise<void> {
  if (ask === 'deafen') {
    deafen();
    process.send?.({ deaf: true });
  } else if (ask === 'settle') {
    await house.settled();
    process.send?.({ settled: true });
  } else process.send?.(await digests());
}

async function digests(): Promise<Digests> {
  const { foundation, deciding } = house;
  const { differing } = await replayDecisions(foundation, deciding.monitor.ruleSet);
  return { ...(await windowDigests(foundation, deciding.monitor)), differing };
}

/** The network between the house and its database fails in the worst moment: what is committed now is never heard of. */
function deafen(): void {
  const stream = (committer as { connection?: { stream?: Socket } } | undefined)?.connection?.stream;
  stream?.pause();
  setTimeout(() => stream?.destroy(), Math.random() * 40);
}
