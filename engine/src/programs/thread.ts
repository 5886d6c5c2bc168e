import { setPriority } from 'node:os';
import { type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { ObservationArchive } from '../modules/decisions/backtest/archive/archive.ts';
import { keyEncryptionKey } from '../platform/config.ts';
import { type Connection, type Database, openDatabase } from '../platform/database.ts';
import { createVault, type Vault } from '../platform/vault.ts';

/** What a thread beside the one that decides is given: where the data is. */
export interface ThreadHome {
  readonly connection: Connection;
  readonly home: string;
}

/** Below what answers the exchange; on Linux a priority belongs to the thread that sets it. */
const NICE = { person: 0, behind: 5, background: 10 } as const;

/** Starts a program of this folder in a thread. */
export const startThread = <Data extends object>(program: string, data: Data): Worker =>
  new Worker(new URL(`./${program}`, import.meta.url), {
    workerData: data,
    resourceLimits: { maxOldGenerationSizeMb: 4096 },
    stdout: false,
    stderr: false,
  });

export interface OpenThread<Data> {
  readonly data: Data;
  readonly parent: MessagePort;
  readonly db: Database;
  readonly vault: Vault;
  readonly archive: ObservationArchive;
}

/** Inside a thread: what it was given, its database, and the archive of observations. `who` waits for it. */
export function openThread<Data extends ThreadHome>(who: keyof typeof NICE = 'background'): OpenThread<Data> {
  if (parentPort === null) throw new Error('this program runs in a thread of the server');
  setPriority(0, NICE[who]);
  const data = workerData as Data;
  const secret = keyEncryptionKey(data.home);
  const db = openDatabase(data.connection, { app: 1, system: 3 });
  const vault = createVault(secret);
  return {
    data,
    parent: parentPort,
    db,
    vault,
    archive: new ObservationArchive({ db, vault, home: data.home, secret }),
  };
}
