import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Ask, Digests, ServerReady } from './server.ts';

/** A server to be killed: the child, where it listens, and how it ended. */
export class ServerProcess {
  readonly url: string;
  readonly #child: ChildProcess;
  readonly #exit: Promise<string>;
  #ended = false;

  private constructor(child: ChildProcess, exit: Promise<string>, url: string) {
    this.#child = child;
    this.#exit = exit;
    this.url = url;
    void exit.then(() => {
      this.#ended = true;
    });
  }

  /** Resolves when it takes requests. An end before that is an Error with its last words. */
  static async start(home: string, key: string): Promise<ServerProcess> {
    const { child, exit } = launch(home, key);
    const [ready] = (await Promise.race([
      once(child, 'message'),
      exit.then((how) => {
        throw new Error(`the server ended (${how}) before it was ready: ${lastWords(home)}`);
      }),
    ])) as [ServerReady];
    return new ServerProcess(child, exit, ready.url);
  }

  /** Starts one and kills it after `ms`, ready or not. */
  static async startInVain(home: string, key: string, ms: number): Promise<void> {
    const { child, exit } = launch(home, key);
    setTimeout(() => child.kill('SIGKILL'), ms);
    await exit;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** How it ends: an exit code or a signal. */
  get exit(): Promise<string> {
    return this.#exit;
  }

  kill(signal: 'SIGKILL' | 'SIGTERM'): Promise<string> {
    this.#child.kill(signal);
    return this.#exit;
  }

  settle(): Promise<unknown> {
    return this.#ask('settle');
  }

  deafen(): Promise<unknown> {
    return this.#ask('deafen');
  }

  async digests(): Promise<Digests> {
    return (await this.#ask('digests')) as Digests;
  }

  async #ask(ask: Ask['ask']): Promise<unknown> {
    this.#child.send({ ask } satisfies Ask);
    const [answer] = (await Promise.race([
      once(this.#child, 'message'),
      this.#exit.then((how) => {
        throw new Error(`the server ended (${how}) when asked to ${ask}`);
      }),
    ])) as [unknown];
    return answer;
  }
}

function launch(home: string, key: string): { child: ChildProcess; exit: Promise<string> } {
  const log = openSync(logOf(home), 'a');
  const child = fork(join(import.meta.dirname, 'server.ts'), [home, key], {
    stdio: ['ignore', 'ignore', log, 'ipc'],
    execArgv: ['--max-semi-space-size=32', '--disable-warning=FSTDEP023'],
  });
  closeSync(log);
  const exit = once(child, 'exit').then(([code, signal]) => String(signal ?? code));
  return { child, exit };
}

const logOf = (home: string): string => join(home, 'server.log');

/** What the server logged as an error, or else the end of its log. */
export function lastWords(home: string): string {
  const lines = readFileSync(logOf(home), 'utf8').split('\n');
  const errors = lines.filter((line) => /"level":[56]0/.test(line));
  return [...errors.slice(-5), ...lines.slice(-60)].join('\n').slice(-9000);
}
