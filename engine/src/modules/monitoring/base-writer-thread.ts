import { parentPort } from 'node:worker_threads';
import type { Description } from './base-file.ts';
import { writeBase } from './windows/base-writer.ts';

/** The thread that writes snapshots: takes changed rows as they come, then lays them over the older snapshot. */
export type ToWriter =
  | { readonly rows: Uint8Array }
  | {
      readonly path: string;
      readonly older: string | null;
      readonly tail: Uint8Array;
      readonly description: Description;
      readonly cutoff: number;
    };
export type FromWriter = { readonly written: true } | { readonly failed: string };

const chunks: Buffer[] = [];

function write(order: Exclude<ToWriter, { rows: Uint8Array }>): FromWriter {
  try {
    const { path, older, tail, description, cutoff } = order;
    writeBase(path, older, chunks, Buffer.from(tail), description, cutoff);
    return { written: true };
  } catch (error) {
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

parentPort?.on('message', (message: ToWriter) => {
  if ('rows' in message) {
    chunks.push(Buffer.from(message.rows.buffer, message.rows.byteOffset, message.rows.length));
    return;
  }
  parentPort?.postMessage(write(message));
  parentPort?.close();
});
