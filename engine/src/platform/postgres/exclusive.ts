import { statSync, unlinkSync } from 'node:fs';
import { createConnection, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Exclusive {
  release(): Promise<void>;
}

/**
 * A lock on a folder that dies with its process: a listening socket named after the folder's device and inode. The kernel
 * gives the name to one process only, and takes it back whatever way that process ends. Waits up to `waitMs` for the
 * holder to leave; then answers with the holder's pid (0 when it does not say).
 */
export async function holdExclusively(
  folder: string,
  waitMs: number,
): Promise<Exclusive | { heldBy: number }> {
  const { dev, ino } = statSync(folder);
  const path = socketName(`atalaya-postgres-${dev}-${ino}`);
  const deadline = Date.now() + waitMs;
  for (;;) {
    const server = await listen(path);
    if (server !== undefined) return { release: () => close(server) };
    const heldBy = await askHolder(path);
    if (heldBy === 'nobody') removeStale(path);
    else if (Date.now() >= deadline) return { heldBy };
    await sleep(heldBy === 'nobody' ? 10 : 100);
  }
}

/** Linux: the abstract namespace, nothing on disk. Elsewhere a socket file, whose leftovers are recognised and removed. */
const socketName = (name: string): string =>
  process.platform === 'linux' ? `\0${name}` : join(tmpdir(), `${name}.lock`);

function listen(path: string): Promise<Server | undefined> {
  const server = createServer((socket) =>
    socket.on('error', () => socket.destroy()).end(String(process.pid)),
  );
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    );
    server.listen({ path }, () => resolve(server.unref()));
  });
}

const close = (server: Server): Promise<void> => new Promise((resolve) => server.close(() => resolve()));

function askHolder(path: string): Promise<number | 'nobody'> {
  return new Promise((resolve) => {
    let said = '';
    const socket = createConnection({ path });
    socket.setTimeout(1000, () => socket.destroy());
    socket.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    socket.on('error', (error: NodeJS.ErrnoException) =>
      resolve(['ECONNREFUSED', 'ENOENT'].includes(error.code ?? '') ? 'nobody' : 0),
    );
    socket.on('close', () => resolve(Number(said) || 0));
  });
}

function removeStale(path: string): void {
  if (path.startsWith('\0')) return;
  try {
    unlinkSync(path);
  } catch {
    // somebody else removed it first
  }
}
