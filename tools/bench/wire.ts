import { connect, type Socket } from 'node:net';

/**
 * A lean HTTP/1.1 client for load: one socket, one request at a time, bodies made beforehand. It shares the cores with
 * what it measures, so it does as little as it can; it reads Content-Length and chunked replies and nothing else.
 */
export interface WireReply {
  readonly status: number;
  readonly body: Buffer;
}

export class Wire {
  readonly #socket: Socket;
  #received: Buffer = Buffer.alloc(0);
  #wanted: { resolve: (reply: WireReply) => void; reject: (error: Error) => void } | null = null;

  constructor(host: string, port: number) {
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('connection closed')));
  }

  send(request: Buffer): Promise<WireReply> {
    return new Promise((resolve, reject) => {
      this.#wanted = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    const wanted = this.#wanted;
    this.#wanted = null;
    wanted?.reject(error);
  }

  #take(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk]);
    const reply = parseReply(this.#received);
    if (reply === null) return;
    this.#received = this.#received.subarray(reply.length);
    const wanted = this.#wanted;
    this.#wanted = null;
    wanted?.resolve(reply);
  }
}

function parseReply(data: Buffer): (WireReply & { length: number }) | null {
  const head = data.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const headers = data.toString('latin1', 0, head).toLowerCase();
  const status = Number(headers.slice(9, 12));
  const start = head + 4;
  const length = /\r\ncontent-length: (\d+)/.exec(headers);
  if (length !== null) {
    const end = start + Number(length[1]);
    return data.length < end ? null : { status, body: data.subarray(start, end), length: end };
  }
  return chunked(data, start, status);
}

function chunked(data: Buffer, start: number, status: number): (WireReply & { length: number }) | null {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const line = data.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = Number.parseInt(data.toString('latin1', at, line), 16);
    const end = line + 2 + size;
    if (data.length < end + 2) return null;
    if (size === 0) return { status, body: Buffer.concat(parts), length: end + 2 };
    parts.push(data.subarray(line + 2, end));
    at = end + 2;
  }
}

export function requestBytes(path: string, host: string, key: string, type: string, body: string): Buffer {
  const bytes = Buffer.from(body);
  const head =
    `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\ncontent-type: ${type}\r\n` +
    `content-length: ${bytes.length}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}
