import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Failure } from '../kernel/failure.ts';

/** Everything the outside may set, read once at start. Secrets live in files of the data folder or in the environment. */
export interface Config {
  /** Data folder: database, keys, checkpoints, uploads. `ATALAYA_HOME`, else `.atalaya` in the repository. */
  readonly home: string;
  readonly host: string;
  readonly port: number;
  /** A PostgreSQL of one's own; without it the embedded one is started. */
  readonly databaseUrl: string | null;
  readonly logLevel: string;
}

const repositoryRoot = resolve(import.meta.dirname, '../../..');

const portOf = (text: string | undefined): number => {
  const port = Number(text ?? 4780);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Failure('operator', 'config.port', `PORT must be a number from 0 to 65535, not "${text}"`);
  return port;
};

export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const home = resolve(env.ATALAYA_HOME ?? join(repositoryRoot, '.atalaya'));
  return {
    home,
    host: env.HOST ?? '127.0.0.1',
    port: portOf(env.PORT),
    databaseUrl: env.DATABASE_URL ?? null,
    logLevel: env.ATALAYA_LOG ?? 'info',
  };
}

/** A text file of the data folder readable by its owner only; made once, never overwritten. */
export function secretFile(home: string, name: string, make: () => string): string {
  const folder = join(home, 'keys');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, name);
  if (!existsSync(path)) writeFileSync(path, make(), { mode: 0o600, flag: 'wx' });
  return readFileSync(path, 'utf8').trim();
}

/** The key-encryption key: `ATALAYA_KEK` (base64 of 32 bytes) or `keys/kek` in the data folder. */
export function keyEncryptionKey(home: string, env: NodeJS.ProcessEnv = process.env): Buffer {
  const text = env.ATALAYA_KEK ?? secretFile(home, 'kek', () => randomBytes(32).toString('base64'));
  const key = Buffer.from(text, 'base64');
  if (key.length !== 32)
    throw new Failure('operator', 'config.kek', 'the key-encryption key must be 32 bytes in base64');
  return key;
}
