import { parentPort, workerData } from 'node:worker_threads';
import { isFailure } from '../../../kernel/failure.ts';
import type { Connection } from '../../../platform/database.ts';
import type { FailedOrder, Order, Outcome } from './group.ts';
import { WritingSession } from './session.ts';

/** The thread that writes decisions: seals, hashes and commits one group after another while the next is decided. */
const session = new WritingSession(workerData as Connection);

async function carryOut(order: Order): Promise<Outcome> {
  try {
    if (order.ask === 'commit') return { order: order.order, numbers: await session.commit(order.group) };
    await session.open();
    return { order: order.order, numbers: [] };
  } catch (error) {
    return { order: order.order, failed: told(error) };
  }
}

function told(error: unknown): FailedOrder {
  const code = error instanceof Error && 'code' in error ? String(error.code) : null;
  return {
    message: error instanceof Error ? error.message : String(error),
    code,
    isFailure: isFailure(error),
  };
}

parentPort?.on('message', (order: Order | 'close') => {
  if (order === 'close') void session.end().then(() => parentPort?.close());
  else void carryOut(order).then((outcome) => parentPort?.postMessage(outcome));
});
