import { parentPort, workerData } from 'node:worker_threads';
import type { Connection } from '../../../platform/database.ts';
import type { Order } from './group.ts';
import { WritingSession } from './session.ts';
import { Writer } from './writer.ts';

/** The thread that writes decisions: seals, hashes and commits groups while the next are decided. */
const session = new WritingSession(workerData as Connection);
const writer = new Writer({
  open: () => session.open(),
  commit: (group) => session.commit(group),
  told: (outcome) => parentPort?.postMessage(outcome),
});

parentPort?.on('message', (order: Order | 'close') => {
  if (order === 'close') void session.end().then(() => parentPort?.close());
  else writer.take(order);
});
