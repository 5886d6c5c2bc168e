import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { Failure } from '../kernel/failure.ts';

/**
 * The express lane: a door that every event of the exchange passes is answered before the router is asked. It takes what
 * an exchange's client sends, a JSON body of known length with an API key in `authorization`; anything else goes on to the
 * router, where the same door stands and says what is wrong.
 */
export interface ExpressDoor {
  readonly path: string;
  /** Who asks, before the body is read: what answers them, with JSON text. What either throws becomes a problem. */
  admit(headers: IncomingMessage['headers']): Admitted | Promise<Admitted>;
}

export type Admitted = (body: unknown) => Promise<string>;

export interface ExpressLane {
  readonly open: (door: ExpressDoor) => void;
  readonly serve: (otherwise: RequestListener) => Server;
}

export interface ExpressOptions {
  /** Largest body in bytes. */
  readonly bodyLimit: number;
  /** What was answered, for the count of requests. */
  readonly answered: (path: string, status: number) => void;
  /** A failure as a problem: status and JSON text. */
  readonly problem: (error: unknown, path: string) => { readonly status: number; readonly text: string };
}

/** As the router would set them: longer than the pauses between events, and no end to the sending of a large file. */
const KEEP_ALIVE_MS = 72_000;
const REQUEST_MS = 0;
const BYTE_ORDER_MARK = '\ufeff';
const HEADERS = ['x-content-type-options', 'nosniff', 'referrer-policy', 'no-referrer'] as const;

export function createExpressLane(options: ExpressOptions): ExpressLane {
  const doors = new Map<string, ExpressDoor>();

  const reply = (
    door: ExpressDoor,
    response: ServerResponse,
    status: number,
    type: string,
    text: string,
  ): void => {
    const length = String(Buffer.byteLength(text));
    response.writeHead(status, ['content-type', type, ...HEADERS, 'content-length', length]);
    response.end(text);
    options.answered(door.path, status);
  };
  const take = (door: ExpressDoor, request: IncomingMessage, response: ServerResponse): void => {
    const fail = (error: unknown): void => {
      const { status, text } = options.problem(error, door.path);
      reply(door, response, status, 'application/problem+json; charset=utf-8', text);
    };
    const answerWith = (admitted: Admitted): void =>
      bodyOf(request, (bytes) => {
        try {
          admitted(parse(bytes)).then(
            (text) => reply(door, response, 200, 'application/json; charset=utf-8', text),
            fail,
          );
        } catch (error) {
          fail(error);
        }
      });
    try {
      const admitted = door.admit(request.headers);
      if (admitted instanceof Promise) admitted.then(answerWith, fail);
      else answerWith(admitted);
    } catch (error) {
      fail(error);
    }
  };

  return {
    open: (door) => void doors.set(door.path, door),
    serve: (otherwise) => {
      const server = createServer((request, response) => {
        const door = request.method === 'POST' ? doors.get(request.url ?? '') : undefined;
        // A server that closes has the router say so, and end the connection.
        const isOpen = door !== undefined && server.listening;
        if (isOpen && isExpress(request, options.bodyLimit)) take(door, request, response);
        else otherwise(request, response);
      });
      server.keepAliveTimeout = KEEP_ALIVE_MS;
      server.requestTimeout = REQUEST_MS;
      return server;
    },
  };
}

function isExpress({ headers }: IncomingMessage, bodyLimit: number): boolean {
  const length = Number(headers['content-length']);
  return (
    headers['content-type']?.startsWith('application/json') === true &&
    headers.authorization !== undefined &&
    length > 0 &&
    length <= bodyLimit
  );
}

/**
 * The body of a request. A connection that breaks off leaves nobody to answer. Nothing that was listening stays on the
 * request: what V8 keeps of finished requests would keep all they hang on with them (record 0004).
 */
function bodyOf(request: IncomingMessage, whole: (bytes: Buffer) => void): void {
  let first: Buffer | null = null;
  const more: Buffer[] = [];
  const take = (chunk: Buffer): void => {
    if (first === null) first = chunk;
    else more.push(chunk);
  };
  request.on('data', take);
  request.once('end', () => {
    request.removeListener('data', take);
    whole(first === null ? Buffer.alloc(0) : more.length === 0 ? first : Buffer.concat([first, ...more]));
  });
  request.on('error', unheard);
}

const unheard = (): void => undefined;

/** Names by which a body could reach the prototype of what is made of it, perhaps written in escapes. */
const SUSPECT = /__proto__|constructor|\\u00/;

function harmless(name: string, value: unknown): unknown {
  const reaches =
    name === 'constructor' &&
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, 'prototype');
  if (name === '__proto__' || reaches) throw malformed(`a member may not be named ${name}`);
  return value;
}

function parse(bytes: Buffer): unknown {
  const told = bytes.toString('utf8');
  const text = told.startsWith(BYTE_ORDER_MARK) ? told.slice(1) : told;
  try {
    return SUSPECT.test(text) ? JSON.parse(text, harmless) : JSON.parse(text);
  } catch (error) {
    throw error instanceof Failure ? error : malformed(error instanceof Error ? error.message : 'not JSON');
  }
}

const malformed = (message: string): Failure => new Failure('caller', 'request.malformed_json', message);
