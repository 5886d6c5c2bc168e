import { Failure } from '../../../kernel/failure.ts';
import type { Budget } from './budget.ts';

export interface HttpClientOptions {
  /** Of the node or service, without a trailing slash. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly budget?: Budget;
  /** An answer that takes longer is a stall. */
  readonly timeout_ms?: number;
  /** Tries after the first. */
  readonly retries?: number;
  readonly bytesMax?: number;
  readonly sleep?: (ms: number) => Promise<void>;
}

export interface HttpClient {
  /** `path` is put behind the URL. Failures: chain.source_unreachable, chain.source_throttled, chain.too_large, chain.budget_exhausted. */
  get(path: string): Promise<Buffer>;
  post(path: string, body: unknown): Promise<Buffer>;
}

const TIMEOUT_MS = 15_000;
const RETRIES = 5;
const BYTES_MAX = 64 * 1024 * 1024;
const FIRST_WAIT_MS = 250;
const WAIT_MS_MAX = 30_000;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Asks with patience: waits as long as a 429 says, longer each time without an answer, and gives up with the reason. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { url, headers = {}, budget, sleep = pause } = options;
  const retries = options.retries ?? RETRIES;

  const once = async (path: string, init: RequestInit): Promise<Answer> => {
    budget?.spend();
    const signal = AbortSignal.timeout(options.timeout_ms ?? TIMEOUT_MS);
    try {
      const response = await fetch(`${url}${path}`, { ...init, signal, redirect: 'error' });
      if (response.ok) return { bytes: await bodyOf(response, options.bytesMax ?? BYTES_MAX) };
      await response.body?.cancel();
      return { status: response.status, wait_ms: waitAsked(response) };
    } catch (error) {
      if (error instanceof Failure) throw error;
      return { error: error as Error };
    }
  };

  const ask = async (path: string, init: RequestInit): Promise<Buffer> => {
    for (let tries = 0; ; tries += 1) {
      const answer = await once(path, init);
      if ('bytes' in answer) return answer.bytes;
      if (!worthAnother(answer) || tries >= retries) throw failureOf(url, path, answer);
      const asked = 'wait_ms' in answer ? answer.wait_ms : null;
      await sleep(Math.min(WAIT_MS_MAX, asked ?? FIRST_WAIT_MS * 2 ** tries));
    }
  };

  return {
    get: (path) => ask(path, { headers: { ...headers } }),
    post: (path, body) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
  };
}

type Answer =
  | { readonly bytes: Buffer }
  | { readonly status: number; readonly wait_ms: number | null }
  | { readonly error: Error };

/** `Retry-After` in seconds; dates are not used by nodes. */
function waitAsked(response: Response): number | null {
  const seconds = Number(response.headers.get('retry-after') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}

const worthAnother = (answer: Exclude<Answer, { bytes: Buffer }>): boolean =>
  'error' in answer || answer.status === 429 || answer.status >= 500;

/** The host only: paths and keys of services do not belong into errors. */
function failureOf(url: string, path: string, answer: Exclude<Answer, { bytes: Buffer }>): Failure {
  const { host } = new URL(url);
  if ('error' in answer)
    return new Failure(
      'operator',
      'chain.source_unreachable',
      `${host} does not answer: ${answer.error.message}`,
      [],
      answer.error,
    );
  const code = answer.status === 429 ? 'chain.source_throttled' : 'chain.source_unreachable';
  return new Failure('operator', code, `${host} answered ${answer.status} to ${path.split('?')[0]}`);
}

async function bodyOf(response: Response, bytesMax: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > bytesMax)
      throw new Failure('operator', 'chain.too_large', `the answer is larger than ${bytesMax} bytes`);
    parts.push(Buffer.from(part));
  }
  return Buffer.concat(parts);
}
