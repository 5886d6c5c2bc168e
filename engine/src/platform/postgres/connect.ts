import pg from 'pg';
import { Failure } from '../../kernel/failure.ts';
import { type Connection, connectionOf } from '../database.ts';
import { startEmbedded } from './embedded.ts';

export interface DatabaseChoice {
  /** `DATABASE_URL`; when set, nothing is started and `home` is not touched. */
  readonly databaseUrl: string | null;
  /** `ATALAYA_HOME` */
  readonly home: string;
  readonly log?: (line: string) => void;
}

export interface ConnectedDatabase {
  readonly kind: 'embedded' | 'external';
  readonly connection: Connection;
  /** Settles when an embedded server ends by itself; never for an external one. */
  readonly died: Promise<unknown>;
  /** Stops an embedded server; leaves an external one alone. */
  stop(): Promise<void>;
}

const versionMin = 180_000;

/**
 * The database Atalaya works on: the one of `DATABASE_URL`, or else the embedded one in `home`. An external one is tried
 * first. Failures (`operator`): those of `startEmbedded`, and `config.database_url`, `postgres.unreachable`, `postgres.denied`,
 * `postgres.no_database`, `postgres.version`, `postgres.encoding`, `postgres.not_durable`.
 */
export async function startOrConnect(choice: DatabaseChoice): Promise<ConnectedDatabase> {
  if (choice.databaseUrl === null || choice.databaseUrl === '') {
    const { connection, died, stop } = await startEmbedded(choice);
    return { kind: 'embedded', connection, died, stop };
  }
  const connection = readUrl(choice.databaseUrl);
  await checkExternal(connection);
  return { kind: 'external', connection, died: new Promise(() => undefined), stop: async () => undefined };
}

function readUrl(url: string): Connection {
  if (URL.canParse(url)) return connectionOf(url);
  throw new Failure(
    'operator',
    'config.database_url',
    'DATABASE_URL is not of the form postgres://user:password@host:port/database',
  );
}

async function checkExternal(connection: Connection): Promise<void> {
  const place = `${connection.host}:${connection.port}/${connection.database}`;
  const client = new pg.Client({ ...connection, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    refuseUnfit(await readTraits(client), place);
  } catch (error) {
    throw explain(error, place);
  } finally {
    await client.end().catch(() => undefined);
  }
}

interface Traits {
  version_number: number;
  version: string;
  encoding: string;
  fsync: string;
}

async function readTraits(client: pg.Client): Promise<Traits | undefined> {
  const { rows } = await client.query<Traits>(
    `select current_setting('server_version_num')::int as version_number, current_setting('server_version') as version,
            current_setting('server_encoding') as encoding, current_setting('fsync') as fsync`,
  );
  return rows[0];
}

function refuseUnfit(traits: Traits | undefined, place: string): void {
  if (traits === undefined || traits.version_number < versionMin) {
    throw new Failure(
      'operator',
      'postgres.version',
      `The database at ${place} is PostgreSQL ${traits?.version ?? 'of unknown version'}; 18 or newer is needed.`,
    );
  }
  if (traits.encoding !== 'UTF8') {
    throw new Failure(
      'operator',
      'postgres.encoding',
      `The database at ${place} has encoding ${traits.encoding}; UTF8 is needed.`,
    );
  }
  if (traits.fsync !== 'on') {
    throw new Failure(
      'operator',
      'postgres.not_durable',
      `The PostgreSQL at ${place} runs with fsync off: a decision would be acknowledged before it is on disk.`,
    );
  }
}

function explain(error: unknown, place: string): unknown {
  if (error instanceof Failure || !(error instanceof Error)) return error;
  const code = 'code' in error ? String(error.code) : '';
  if (code.startsWith('28'))
    return new Failure(
      'operator',
      'postgres.denied',
      `PostgreSQL at ${place} refuses the user or password of DATABASE_URL.`,
      [],
      error,
    );
  if (code === '3D000')
    return new Failure('operator', 'postgres.no_database', `There is no such database: ${place}`, [], error);
  return new Failure(
    'operator',
    'postgres.unreachable',
    `No PostgreSQL answers at ${place} (${code || error.message}).`,
    [],
    error,
  );
}
