import { instantOf } from '../kernel/instant.ts';
import { createJournal } from '../platform/journal.ts';
import { createLog } from '../platform/log.ts';
import { type Behind, workBehind } from './behind.ts';
import { signerIn } from './foundation.ts';
import { openThread, type ThreadHome } from './thread.ts';

/** Works behind the reply in a thread of its own, until it is told to stop. */
export interface BehindThreadData extends ThreadHome {
  readonly logLevel: string;
}

export type BehindOrder =
  | { readonly wake: readonly string[] | null }
  | { readonly settle: number }
  | { readonly stop: true };

/** The order to settle that was carried out. */
export interface BehindAnswer {
  readonly settled: number;
}

const { data, parent, db, vault } = openThread<BehindThreadData>('behind');
const now = () => instantOf(Date.now());
const behind: Behind = workBehind({
  db,
  journal: createJournal(vault, now),
  signer: signerIn(data.home),
  log: createLog(data.logLevel),
  home: data.home,
  now,
});

parent.on('message', (order: BehindOrder) => {
  if ('wake' in order) behind.wake(order.wake ?? undefined);
  else if ('settle' in order)
    void behind.settled().then(() => parent.postMessage({ settled: order.settle } satisfies BehindAnswer));
  else void stop();
});

async function stop(): Promise<void> {
  await behind.stop();
  await db.close();
  parent.close();
}
