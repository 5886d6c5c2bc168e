import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import pg from 'pg';
import { Failure } from '../kernel/failure.ts';
import type { Connection } from './database.ts';

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly sha256: string;
}

const sqlFilesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder)
      .filter((file) => file.endsWith('.sql'))
      .map((file) => join(folder, file));
  } catch {
    return [];
  }
};

/** All migrations of platform and modules; their timestamped names decide the order, whoever merged first. */
function allMigrations(): Migration[] {
  const source = join(import.meta.dirname, '..');
  const modules = readdirSync(join(source, 'modules'), { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const folders = [
    join(source, 'platform/migrations'),
    ...modules.map((module) => join(source, 'modules', module.name, 'migrations')),
  ];
  return folders
    .flatMap(sqlFilesIn)
    .map((path) => {
      const sql = readFileSync(path, 'utf8');
      return { name: basename(path), sql, sha256: createHash('sha256').update(sql).digest('hex') };
    })
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

async function apply(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('begin');
  try {
    await client.query(migration.sql);
    await client.query('insert into atalaya_migration (name, sha256) values ($1, $2)', [
      migration.name,
      migration.sha256,
    ]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Failure(
      'operator',
      'migrations.failed',
      `migration ${migration.name} failed: ${(error as Error).message}`,
      [],
      error,
    );
  }
}

/** Brings the database to the present shape; each migration in its own transaction, one program at a time. */
export async function migrate(connection: Connection): Promise<readonly string[]> {
  const client = new pg.Client({ ...connection, application_name: 'atalaya migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(4780)');
    await client.query(
      'create table if not exists atalaya_migration (name text primary key, sha256 text not null, at timestamptz not null default now())',
    );
    const known = new Map(
      (
        await client.query<{ name: string; sha256: string }>('select name, sha256 from atalaya_migration')
      ).rows.map((row) => [row.name, row.sha256]),
    );
    const applied: string[] = [];
    for (const migration of allMigrations()) {
      const before = known.get(migration.name);
      if (before === undefined) {
        await apply(client, migration);
        applied.push(migration.name);
      } else if (before !== migration.sha256)
        throw new Failure(
          'operator',
          'migrations.changed',
          `migration ${migration.name} was changed after it had run`,
        );
    }
    return applied;
  } finally {
    await client.end();
  }
}
