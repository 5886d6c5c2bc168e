import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Client, createClient } from '@atalaya/contract/client.gen.ts';
import type { Language, Said } from './language.ts';

/** How a command ends. */
export const EXIT = { done: 0, refused: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The command line was not understood, or something it needs is not there; told to the user as it is. */
export class UsageError extends Error {}

export interface Context {
  readonly language: Language;
  /** Print one JSON document instead of text for people. */
  readonly json: boolean;
  /** Data folder: `ATALAYA_HOME`, else `.atalaya` in the repository. */
  readonly home: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (said: Said) => string;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  /** A line that is written over by the next; nothing where errors do not go to a terminal. */
  readonly progress: (text: string) => void;
}

export interface Command {
  /** Arguments as shown in the help. */
  readonly usage: string;
  readonly does: Said;
  readonly run: (args: readonly string[], context: Context) => Promise<ExitCode>;
}

export const homeOf = (env: NodeJS.ProcessEnv): string =>
  resolve(env.ATALAYA_HOME ?? join(import.meta.dirname, '..', '..', '.atalaya'));

export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function readJsonFile(path: string): Record<string, unknown> {
  const text = readIfThere(path);
  if (text === undefined) return {};
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // told below
  }
  throw new UsageError(`${path} is not a JSON object`);
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** The API, with the key of `ATALAYA_KEY` or of `cli.json` in the data folder. */
export function apiClient({ home, env, say }: Context): Client {
  const file = readJsonFile(join(home, 'cli.json'));
  const key = textOf(env.ATALAYA_KEY) ?? textOf(file.key);
  const url = textOf(env.ATALAYA_URL) ?? textOf(file.url) ?? `http://127.0.0.1:${env.PORT ?? 4780}`;
  if (key === undefined) {
    throw new UsageError(
      say({
        es: `Falta la clave de API: póngala en ATALAYA_KEY o en ${join(home, 'cli.json')} como {"url": …, "key": …}.`,
        en: `No API key: put it in ATALAYA_KEY or in ${join(home, 'cli.json')} as {"url": …, "key": …}.`,
      }),
    );
  }
  return createClient({
    baseUrl: url.replace(/\/+$/, ''),
    headers: () => ({ authorization: `Bearer ${key}` }),
  });
}

export interface DatabaseConfig {
  readonly connectionString?: string;
  readonly host?: string;
  readonly port?: number;
  readonly user?: string;
  readonly database?: string;
}

/** `DATABASE_URL` (or the one given), else the embedded PostgreSQL that `postgres.json` of the data folder names. */
export function databaseConfig({ home, env, say }: Context, url: string | undefined): DatabaseConfig {
  const chosen = url ?? textOf(env.DATABASE_URL);
  if (chosen !== undefined) return { connectionString: chosen };
  const file = readJsonFile(join(home, 'postgres.json'));
  const { host, port, user, database } = file;
  if (typeof host !== 'string' || typeof user !== 'string' || typeof database !== 'string') {
    throw new UsageError(
      say({
        es: `No hay base de datos: arranque Atalaya (npm start), dé --database URL o DATABASE_URL, o --home con la carpeta de datos (se buscó ${join(home, 'postgres.json')}).`,
        en: `No database: start Atalaya (npm start), give --database URL or DATABASE_URL, or --home with the data folder (looked for ${join(home, 'postgres.json')}).`,
      }),
    );
  }
  return { host, user, database, ...(typeof port === 'number' ? { port } : {}) };
}
