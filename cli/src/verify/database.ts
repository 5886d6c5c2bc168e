import pg from 'pg';

/** A row as text: every value is what PostgreSQL prints, or null. */
export type TextRow = Readonly<Record<string, string | null>>;

const asText = { getTypeParser: () => (value: string) => value };

/** One read-only snapshot of the database: everything the verifier reads is of one instant. */
export interface Snapshot {
  query(sql: string, values?: readonly unknown[]): Promise<readonly TextRow[]>;
  /** Rows in the order of the query, in portions; nothing is held but the portion. */
  portions(sql: string, values?: readonly unknown[], size?: number): AsyncGenerator<readonly TextRow[]>;
  /** The same, row by row. */
  stream(sql: string, values?: readonly unknown[], size?: number): AsyncGenerator<TextRow>;
}

/** `table` or `schema.table`, quoted. */
export const quoted = (name: string): string =>
  name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');

const SETTINGS = `select set_config(name, value, true) from (values
  ('row_security', 'off'), ('timezone', 'UTC'), ('datestyle', 'ISO, YMD'), ('intervalstyle', 'iso_8601'),
  ('bytea_output', 'hex'), ('extra_float_digits', '1'), ('cursor_tuple_fraction', '1'),
  ('statement_timeout', '0'), ('idle_in_transaction_session_timeout', '0')) as wanted (name, value)`;

/**
 * Opens a repeatable-read, read-only transaction, gives it to `work` and closes it. Row-level security is switched off,
 * so that PostgreSQL refuses instead of hiding rows from a role that may not see them all.
 */
export async function withSnapshot<T>(
  config: pg.ClientConfig,
  work: (snapshot: Snapshot) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ ...config, application_name: 'atalaya verify' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    return await work(await snapshotOf(client));
  } finally {
    await client.end();
  }
}

/** Reads through a client whose transaction is open; see withSnapshot. */
export async function snapshotOf(client: pg.Client): Promise<Snapshot> {
  await client.query(SETTINGS);
  let cursors = 0;
  const query = async (sql: string, values: readonly unknown[] = []): Promise<readonly TextRow[]> => {
    const result = await client.query<TextRow>({ text: sql, values: [...values], types: asText });
    return result.rows;
  };
  const portions = async function* (sql: string, values: readonly unknown[] = [], size = 1000) {
    cursors += 1;
    const name = `verify_${cursors}`;
    await query(`declare ${name} no scroll cursor for ${sql}`, values);
    for (;;) {
      const rows = await query(`fetch ${size} from ${name}`);
      if (rows.length > 0) yield rows;
      if (rows.length < size) break;
    }
    await query(`close ${name}`);
  };
  const stream = async function* (sql: string, values: readonly unknown[] = [], size = 1000) {
    for await (const rows of portions(sql, values, size)) yield* rows;
  };
  return { query, portions, stream };
}

/** The bytes of a bytea printed in hex. */
export const bytesOf = (text: string | null): Buffer => Buffer.from((text ?? '').slice(2), 'hex');

/** The elements of a bigint[] as printed. */
export const numbersOf = (text: string | null): bigint[] =>
  text === null || text === '{}'
    ? []
    : text
        .slice(1, -1)
        .split(',')
        .map((element) => (element === 'NULL' ? -1n : BigInt(element)));
