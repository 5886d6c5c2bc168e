import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Failure } from '../../../kernel/failure.ts';
import { MAX_FILE_BYTES } from '../formats/list-file.ts';

/**
 * Fetches one file of an issuer into a folder, and goes on where an earlier attempt stopped (RFC 9110 Range with If-Range, so
 * that a file that changed meanwhile begins again). A file that is the same as last time is not fetched twice. Proxies come
 * from the environment (HTTPS_PROXY, HTTP_PROXY, NO_PROXY).
 */
export interface Download {
  readonly path: string;
  /** Bytes that came over the wire this time, and those that were there already. */
  readonly bytes: number;
  readonly resumed: number;
  /** The issuer says that it is what we had. */
  readonly unchanged: boolean;
}

export interface DownloadOptions {
  readonly folder: string;
  readonly name: string;
  readonly url: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Silence after which a connection is given up. */
  readonly idleMs?: number;
}

/** What is known of a file beside it: the address, and the issuer's marks of its version. */
interface Marks {
  readonly url: string;
  readonly etag?: string;
  readonly modified?: string;
  readonly size?: number;
}

const IDLE_MS = 60_000;
const REDIRECTS_MAX = 5;

const refuse = (message: string, cause?: unknown): Failure =>
  new Failure('operator', 'watchlists.fetch_failed', message, [{ message }], cause);

async function readMarks(path: string): Promise<Marks | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Marks;
  } catch {
    return undefined;
  }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    (found) => found.size,
    () => 0,
  );

const marksOf = (url: string, response: IncomingMessage, size: number | undefined): Marks => {
  const { etag, 'last-modified': modified } = response.headers;
  return {
    url,
    ...(etag === undefined ? {} : { etag }),
    ...(modified === undefined ? {} : { modified }),
    ...(size === undefined ? {} : { size }),
  };
};

/** A strong mark of a version: bytes of two answers with the same one may be joined. */
const strongMark = (marks: Marks | undefined): string | undefined =>
  marks?.etag !== undefined && !marks.etag.startsWith('W/') ? marks.etag : marks?.modified;

function get(url: URL, headers: Record<string, string>, options: DownloadOptions): Promise<IncomingMessage> {
  const proxyEnv = options.env ?? process.env;
  const secure = url.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ proxyEnv }) : new HttpAgent({ proxyEnv });
  return new Promise((resolve, reject) => {
    const asked = (secure ? httpsRequest : httpRequest)(
      url,
      { agent, headers: { 'user-agent': 'atalaya', accept: '*/*', ...headers } },
      resolve,
    );
    asked.setTimeout(options.idleMs ?? IDLE_MS, () => asked.destroy(new Error('the issuer fell silent')));
    asked.on('error', reject);
    asked.end();
  });
}

/** Follows redirections; never from https to http. */
async function ask(options: DownloadOptions, headers: Record<string, string>): Promise<IncomingMessage> {
  let url = new URL(options.url);
  for (let redirects = 0; redirects <= REDIRECTS_MAX; redirects += 1) {
    const response = await get(url, headers, options).catch((error: unknown) => {
      throw refuse(`${url.host} could not be reached`, error);
    });
    const { statusCode = 0 } = response;
    const { location } = response.headers;
    if (![301, 302, 303, 307, 308].includes(statusCode) || location === undefined) return response;
    response.resume();
    const next = new URL(location, url);
    const allowed = next.protocol === 'https:' || (next.protocol === 'http:' && url.protocol === 'http:');
    if (!allowed) throw refuse(`${url.host} redirects to an address that is not https`);
    url = next;
  }
  throw refuse('too many redirections');
}

/** The whole size that an answer states, and where its bytes begin. */
function extentOf(response: IncomingMessage): { from: number; size: number | undefined } {
  const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(response.headers['content-range'] ?? '');
  if (response.statusCode === 206 && range !== null)
    return { from: Number(range[1]), size: range[2] === '*' ? undefined : Number(range[2]) };
  const length = Number(response.headers['content-length'] ?? Number.NaN);
  const encoded = (response.headers['content-encoding'] ?? 'identity') !== 'identity';
  return { from: 0, size: Number.isSafeInteger(length) && !encoded ? length : undefined };
}

const bounded = (already: number): Transform => {
  let bytes = already;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done(bytes > MAX_FILE_BYTES ? refuse('the file is larger than any list') : null, chunk);
    },
  });
};

/**
 * Failure: watchlists.fetch_failed; what came stays and is gone on with next time.
 */
export async function download(options: DownloadOptions): Promise<Download> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const path = join(options.folder, options.name);
  const [part, partMarks, doneMarks] = [`${path}.part`, `${path}.part.json`, `${path}.json`];
  const known = await readMarks(partMarks);
  const already = known?.url === options.url && strongMark(known) !== undefined ? await sizeOf(part) : 0;
  const last = await readMarks(doneMarks);
  const had = last?.url === options.url && last.size !== undefined && (await sizeOf(path)) === last.size;
  const headers: Record<string, string> =
    already > 0
      ? { range: `bytes=${already}-`, 'if-range': strongMark(known) ?? '' }
      : had && last?.etag !== undefined
        ? { 'if-none-match': last.etag }
        : had && last?.modified !== undefined
          ? { 'if-modified-since': last.modified }
          : {};
  const response = await ask(options, headers);
  if (response.statusCode === 304 && had) {
    response.resume();
    return { path, bytes: 0, resumed: 0, unchanged: true };
  }
  if (response.statusCode === 416) {
    response.resume();
    await rm(part, { force: true });
    throw refuse('the file is shorter than what came before: it begins again');
  }
  if (response.statusCode !== 200 && response.statusCode !== 206) {
    response.resume();
    throw refuse(`the issuer answered ${response.statusCode}`);
  }
  const { from, size } = extentOf(response);
  if (from > already) throw refuse('the issuer left out bytes');
  await writeFile(partMarks, JSON.stringify(marksOf(options.url, response, size)));
  try {
    await pipeline(
      response,
      bounded(from),
      createWriteStream(part, from === 0 ? { flags: 'w' } : { flags: 'r+', start: from }),
    );
  } catch (error) {
    throw error instanceof Failure ? error : refuse('the connection ended before the file did', error);
  }
  const arrived = await sizeOf(part);
  if (size !== undefined && arrived !== size) throw refuse(`${arrived} of ${size} bytes came`);
  await writeFile(doneMarks, JSON.stringify(marksOf(options.url, response, arrived)));
  await rename(part, path);
  await rm(partMarks, { force: true });
  return { path, bytes: arrived - from, resumed: from, unchanged: false };
}

/** The file as the importer takes it. */
export const fetchedFile = (
  name: string,
  path: string,
): { name: string; content: AsyncIterable<Uint8Array> } => ({
  name,
  content: createReadStream(path),
});
