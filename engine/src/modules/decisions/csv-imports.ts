import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CustomerInput } from '@atalaya/contract/customers.ts';
import type { ImportMapping, ImportView } from '@atalaya/contract/imports.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { type Database, one, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { DecisionCore } from './core.ts';
import { ensureMapping } from './csv/mapping.ts';
import { importAnnounced } from './events.ts';

/** CSV files through the same door as everyone: rows become events, events are decided, bad rows come back as a file. */
export interface ImportPorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly core: DecisionCore;
  readonly home: string;
  readonly now: () => number;
  /** Registers customers of an entity; each answered with a failure or nothing. */
  readonly putCustomers: (
    entity: string,
    actor: string,
    customers: readonly { reference: string; input: CustomerInput }[],
  ) => Promise<readonly (Failure | null)[]>;
  /** References of this entity that nobody registered yet. */
  readonly unknownCustomers: (entity: string, references: readonly string[]) => Promise<readonly string[]>;
  /** Registers persons of whom nothing but the reference is known yet. */
  readonly registerUnnamed: (entity: string, actor: string, references: readonly string[]) => Promise<void>;
  /** Queues the work of an import. */
  readonly enqueue: (id: string) => Promise<void>;
}

export interface ImportRow {
  readonly id: string;
  readonly entity: string;
  readonly name: string;
  readonly kind: 'events' | 'customers';
  readonly mapping: ImportMapping;
  readonly announced_by: string;
  readonly state: ImportView['state'];
  readonly bytes: number;
  readonly sha256: string | null;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_repeated: number;
  readonly rows_refused: number;
  readonly bytes_read: number;
  readonly refused_bytes: number;
  readonly started_at: Instant | null;
  readonly finished_at: Instant | null;
  readonly failure: string | null;
}

const SELECT = `select i.id, i.entity, i.name, i.kind, i.mapping, i.announced_by, p.state, p.bytes, p.sha256, p.rows_read,
  p.rows_accepted, p.rows_repeated, p.rows_refused, p.bytes_read, p.refused_bytes, p.started_at, p.finished_at, p.failure
  from decisions.import i join decisions.import_progress p on p.import = i.id`;

export async function importOf(tx: Tx, id: string): Promise<ImportRow> {
  const found = await one<ImportRow>(tx, `${SELECT} where i.id = $1`, [id]);
  if (found === undefined) throw new Failure('missing', 'not_found', `no import ${id}`);
  return found;
}

export const importPage = (tx: Tx, after: string | undefined, limit: number): Promise<ImportRow[]> =>
  rows<ImportRow>(tx, `${SELECT} where ($1::text is null or i.id < $1) order by i.id desc limit $2`, [
    after ?? null,
    limit,
  ]);

export function presentImport(row: ImportRow, now: number): ImportView {
  const spent = row.started_at === null ? 0 : (now - row.started_at) / 1000;
  const left =
    row.state === 'running' && row.bytes_read > 0
      ? Math.ceil((spent / row.bytes_read) * (row.bytes - row.bytes_read))
      : undefined;
  return {
    id: row.id,
    entity: row.entity,
    name: row.name,
    kind: row.kind,
    state: row.state,
    bytes: row.bytes,
    ...(row.sha256 === null ? {} : { sha256: row.sha256 }),
    rows_read: row.rows_read,
    rows_accepted: row.rows_accepted,
    rows_repeated: row.rows_repeated,
    rows_refused: row.rows_refused,
    bytes_read: row.bytes_read,
    ...(row.started_at === null ? {} : { started_at: formatInstant(row.started_at) }),
    ...(row.finished_at === null ? {} : { finished_at: formatInstant(row.finished_at) }),
    ...(left === undefined ? {} : { seconds_left: Math.max(0, left) }),
    ...(row.failure === null ? {} : { failure: row.failure }),
  };
}

const folder = (ports: ImportPorts): string => join(ports.home, 'imports');
export const refusedPath = (ports: Pick<ImportPorts, 'home'>, id: string): string =>
  join(ports.home, 'imports', `${id}.refused.csv`);
export const filePath = (ports: ImportPorts, id: string): string => join(folder(ports), `${id}.csv`);

export function announceImport(
  ports: ImportPorts,
  call: { scope: Scope; entity: string; actor: string },
  name: string,
  mapping: ImportMapping,
): Promise<ImportRow> {
  ensureMapping(name, mapping);
  const id = newId('job');
  return write(ports.db, call.scope, async (tx) => {
    await ports.journal.record(tx, importAnnounced, {
      entity: call.entity,
      actor: call.actor,
      subject: id,
      data: { name, kind: mapping.kind, mapping },
    });
    await tx.query(
      "insert into decisions.import_progress (import, entity, state) values ($1, $2, 'receiving')",
      [id, call.entity],
    );
    return importOf(tx, id);
  });
}

/** Takes the file to disk, hashing it on the way, and queues the work. A broken transfer leaves the import as it was. */
export async function receiveFile(
  ports: ImportPorts,
  scope: Scope,
  id: string,
  body: Readable,
): Promise<ImportRow> {
  const found = await write(ports.db, scope, (tx) => importOf(tx, id));
  if (found.state !== 'receiving')
    throw new Failure('conflict', 'imports.file_present', 'this import has its file already');
  await mkdir(folder(ports), { recursive: true, mode: 0o700 });
  const partial = `${filePath(ports, id)}.part`;
  const digest = createHash('sha256');
  let bytes = 0;
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      digest.update(chunk);
      bytes += chunk.length;
      done(null, chunk);
    },
  });
  try {
    await pipeline(body, meter, createWriteStream(partial, { mode: 0o600 }));
  } catch (error) {
    await rm(partial, { force: true });
    throw new Failure('caller', 'request.aborted', 'the file did not arrive whole; send it again', [], error);
  }
  if (bytes === 0) throw new Failure('caller', 'imports.empty', 'the file is empty');
  const handle = await open(partial, 'r+');
  await handle.sync();
  await handle.close();
  await rename(partial, filePath(ports, id));
  const row = await write(ports.db, scope, async (tx) => {
    await tx.query(
      "update decisions.import_progress set state = 'waiting', bytes = $2, sha256 = $3 where import = $1",
      [id, bytes, digest.digest('hex')],
    );
    return importOf(tx, id);
  });
  await ports.enqueue(id);
  return row;
}

export async function resumeImport(ports: ImportPorts, scope: Scope, id: string): Promise<ImportRow> {
  const row = await write(ports.db, scope, async (tx) => {
    const found = await importOf(tx, id);
    if (found.state !== 'failed' && found.state !== 'paused' && found.state !== 'waiting')
      throw new Failure('conflict', 'imports.not_resumable', `this import is ${found.state}`);
    await tx.query(
      "update decisions.import_progress set state = 'waiting', failure = null where import = $1",
      [id],
    );
    return importOf(tx, id);
  });
  await ports.enqueue(id);
  return row;
}
