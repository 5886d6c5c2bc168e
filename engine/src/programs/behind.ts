import { join } from 'node:path';
import { alertReader } from '../modules/alerts/reactions.ts';
import { createSealer } from '../modules/audit/sealer.ts';
import { createCasework } from '../modules/cases/casework.ts';
import { loadAvi } from '../modules/reports/avi.ts';
import { dueReader } from '../modules/reports/reactions.ts';
import { startFeed, startLoop } from '../platform/feed.ts';
import type { Foundation } from './foundation.ts';

/**
 * What is made of decisions behind the reply and asks nothing of the thread that decides: alerts and the cases they open,
 * duties to report, and the sealed tree.
 */
export interface Behind {
  /** Something was committed: look soon. With types, only those who read one of them. */
  wake(types?: readonly string[]): void;
  /** Resolves when everything committed before the call has been read, and everything sealable is sealed. */
  settled(): Promise<void>;
  stop(): Promise<void>;
}

const SEAL_MS = 1000;

export function workBehind({
  db,
  journal,
  signer,
  log,
  home,
  now,
}: Pick<Foundation, 'db' | 'journal' | 'signer' | 'log' | 'home' | 'now'>): Behind {
  const casework = createCasework({ journal, now });
  const readers = [alertReader({ journal, casework }), dueReader({ journal, avi: loadAvi() })];
  const feed = startFeed(db, readers, log);
  const sealer = createSealer({ db, signer, now, log: join(home, 'checkpoints.log') });
  const sealing = startLoop(() => sealer.seal().then(() => false), 'sealer', log, SEAL_MS);
  return {
    wake: (types) => feed.wake(types),
    async settled() {
      await feed.settled();
      await sealing.settled();
    },
    stop: async () => void (await Promise.all([feed.stop(), sealing.stop()])),
  };
}
