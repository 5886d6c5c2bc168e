import { connect, type Socket } from 'node:net';

/**
 * A lean HTTP/1.1 client for load: one socket, one request at a time, bodies made beforehand. It shares the cores with
 * what it measures, so it does as little as it can; it reads Content-Length and chunked replies and nothing else.
 */
export type OnReply = (status: number, body: Buffer) => void;

export class Wire {
  readonly #socket: Socket;
  #received: Buffer | null = null;
  #wanted: OnReply | null = null;
  readonly #failed: (error: Error) => void;

  constructor(host: string, port: number, failed: (error: Error) => void) {
    this.#failed = failed;
    this.#socket = connect({ host, port, noDelay: true });
    this.#socket.on('data', (chunk: Buffer) => this.#take(chunk));
    this.#socket.on('error', (error) => this.#fail(error));
    this.#socket.on('close', () => this.#fail(new Error('connection closed')));
  }

  send(request: Uint8Array, reply: OnReply): void {
    this.#wanted = reply;
    this.#socket.write(request);
  }

  close(): void {
    this.#wanted = null;
    this.#socket.destroy();
  }

  #fail(error: Error): void {
    if (this.#wanted === null) return;
    this.#wanted = null;
    this.#failed(error);
  }

  #take(chunk: Buffer): void {
    const data = this.#received === null ? chunk : Buffer.concat([this.#received, chunk]);
    const reply = parseReply(data);
    if (reply === null) {
      this.#received = data;
      return;
    }
    this.#received = null;
    const wanted = this.#wanted;
    this.#wanted = null;
    wanted?.(reply.status, reply.body);
  }
}

const HEAD_END = Buffer.from('\r\n\r\n');
const LENGTH = Buffer.from('\r\ncontent-length: ');
const DIGIT_0 = 48;

function parseReply(data: Buffer): { status: number; body: Buffer } | null {
  const head = data.indexOf(HEAD_END);
  if (head < 0) return null;
  const status = Number(data.toString('latin1', 9, 12));
  const start = head + HEAD_END.length;
  const field = data.indexOf(LENGTH);
  if (field < 0 || field > head) return chunked(data, start, status);
  let length = 0;
  for (let at = field + LENGTH.length; ; at += 1) {
    const digit = (data[at] ?? 0) - DIGIT_0;
    if (digit < 0 || digit > 9) break;
    length = length * 10 + digit;
  }
  return data.length < start + length ? null : { status, body: data.subarray(start, start + length) };
}

function chunked(data: Buffer, start: number, status: number): { status: number; body: Buffer } | null {
  const parts: Buffer[] = [];
  for (let at = start; ; ) {
    const line = data.indexOf('\r\n', at);
    if (line < 0) return null;
    const size = Number.parseInt(data.toString('latin1', at, line), 16);
    const end = line + 2 + size;
    if (data.length < end + 2) return null;
    if (size === 0) return { status, body: Buffer.concat(parts) };
    parts.push(data.subarray(line + 2, end));
    at = end + 2;
  }
}

const PAGE = 16 * 1024 * 1024;

/** Requests made beforehand, in a few large pages: nothing for the garbage collector to walk while it is measured. */
export class Requests {
  readonly #pages: Buffer[] = [];
  #free = PAGE;
  /** Page, start, length per request. */
  readonly #places: number[] = [];

  get count(): number {
    return this.#places.length / 3;
  }

  add(path: string, host: string, key: string, type: string, body: string): void {
    const bytes = Buffer.byteLength(body);
    const text =
      `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nauthorization: Bearer ${key}\r\ncontent-type: ${type}\r\n` +
      `content-length: ${bytes}\r\n\r\n${body}`;
    const length = Buffer.byteLength(text);
    if (this.#free + length > PAGE) {
      this.#pages.push(Buffer.allocUnsafeSlow(PAGE));
      this.#free = 0;
    }
    this.#pages.at(-1)?.write(text, this.#free);
    this.#places.push(this.#pages.length - 1, this.#free, length);
    this.#free += length;
  }

  at(i: number): Buffer {
    const [page, start, length] = [
      this.#places[i * 3] ?? 0,
      this.#places[i * 3 + 1] ?? 0,
      this.#places[i * 3 + 2] ?? 0,
    ];
    const found = this.#pages[page];
    if (found === undefined) throw new Error('the generator ran out of prepared requests');
    return found.subarray(start, start + length);
  }
}
