import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { CustomerInput } from '@atalaya/contract/customers.ts';
import type { ImportMapping, ImportView } from '@atalaya/contract/imports.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, type Database, one, rows, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import { type ObservedEvent, readEvent } from '../activity/event.ts';
import type { DecisionCore } from './core.ts';
import { createRowReader, type RowReader } from './csv/mapping.ts';
import { type CsvRow, csvRows, refusedLine } from './csv/rows.ts';
import { importAnnounced, importFinished } from './events.ts';

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
const filePath = (ports: ImportPorts, id: string): string => join(folder(ports), `${id}.csv`);

export function announceImport(
  ports: ImportPorts,
  call: { scope: Scope; entity: string; actor: string },
  name: string,
  mapping: ImportMapping,
): Promise<ImportRow> {
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

interface Tally {
  read: number;
  accepted: number;
  repeated: number;
  refused: number;
  bytes: number;
  refusedBytes: number;
}

const GROUP = 500;

/** Works an import from its durable cursor to the end. Rows are idempotent, so a crash repeats at most one group. */
export async function runImport(ports: ImportPorts, id: string): Promise<void> {
  const row = await asSystem(ports.db, (tx) => importOf(tx, id));
  if (row.state === 'done' || row.state === 'receiving' || row.state === 'failed') return;
  const scope = { entities: [row.entity] };
  const tally: Tally = {
    read: row.rows_read,
    accepted: row.rows_accepted,
    repeated: row.rows_repeated,
    refused: row.rows_refused,
    bytes: row.bytes_read,
    refusedBytes: row.refused_bytes,
  };
  await setProgress(ports, scope, id, 'running', tally, row.started_at ?? instantOf(ports.now()));
  const refused = await open(refusedPath(ports, id), row.rows_read === 0 ? 'w' : 'r+', 0o600);
  try {
    await refused.truncate(tally.refusedBytes);
    const save = async (lines: string): Promise<void> => {
      if (lines !== '') {
        const { bytesWritten } = await refused.write(lines, tally.refusedBytes);
        tally.refusedBytes += bytesWritten;
        await refused.datasync();
      }
      await setProgress(ports, scope, id, 'running', tally);
    };
    await workRows(ports, row, tally, save);
    await finish(ports, scope, row, tally);
  } catch (error) {
    if (!isFailure(error) || error.code === 'unavailable') throw error; // the queue tries again from the cursor
    await setProgress(ports, scope, id, 'failed', tally, undefined, `${error.code}: ${error.message}`);
  } finally {
    await refused.close();
  }
}

async function workRows(
  ports: ImportPorts,
  row: ImportRow,
  tally: Tally,
  save: (lines: string) => Promise<void>,
): Promise<void> {
  let reader: RowReader | undefined;
  let group: CsvRow[] = [];
  const flush = async (): Promise<void> => {
    if (reader === undefined || group.length === 0) return;
    const lines = await workGroup(ports, row, reader, group, tally);
    tally.read = group.at(-1)?.row ?? tally.read;
    tally.bytes = group.at(-1)?.bytes ?? tally.bytes;
    group = [];
    await save(lines);
  };
  for await (const record of csvRows(filePath(ports, row.id), row.mapping)) {
    if (record.row === 0) {
      reader = createRowReader(
        row.mapping,
        record.cells.map((cell) => cell.trim()),
      );
      if (tally.refusedBytes === 0)
        await save(
          refusedLine(record.cells, 'atalaya_row', 'atalaya_code', 'atalaya_field', 'atalaya_message'),
        );
    } else if (record.row > tally.read) group.push(record);
    if (group.length >= GROUP) await flush();
  }
  await flush();
}

/** Works a group of rows; gives the lines of those refused. */
async function workGroup(
  ports: ImportPorts,
  row: ImportRow,
  reader: RowReader,
  group: readonly CsvRow[],
  tally: Tally,
): Promise<string> {
  const read = group.map((record) => {
    try {
      if (record.fault !== undefined) throw new Failure('caller', 'imports.row_malformed', record.fault);
      return reader.read(record.cells, record.row);
    } catch (error) {
      return asFailure(error);
    }
  });
  const results =
    row.kind === 'events' ? await decideRows(ports, row, read) : await registerRows(ports, row, read);
  let lines = '';
  results.forEach((result, i) => {
    if (result === 'accepted') tally.accepted += 1;
    else if (result === 'repeated') tally.repeated += 1;
    else {
      tally.refused += 1;
      const [detail] = result.details;
      const record = group[i];
      lines += refusedLine(
        record?.cells ?? [],
        record?.row ?? 0,
        result.code,
        detail?.field ?? '',
        detail?.message ?? result.message,
      );
    }
  });
  return lines;
}

type RowResult = 'accepted' | 'repeated' | Failure;

async function decideRows(
  ports: ImportPorts,
  row: ImportRow,
  read: readonly (Record<string, unknown> | Failure)[],
): Promise<RowResult[]> {
  const now = ports.now();
  const events = read.map((raw) => {
    try {
      return isFailure(raw) ? raw : readEvent(raw, now);
    } catch (error) {
      return asFailure(error);
    }
  });
  if (row.mapping.register_missing_customers === true) await registerMissing(ports, row, events);
  return Promise.all(
    events.map(async (observed): Promise<RowResult> => {
      if (isFailure(observed)) return observed;
      try {
        const decision = await ports.core.decide(row.entity, row.announced_by, observed);
        return decision.repeated === true ? 'repeated' : 'accepted';
      } catch (error) {
        return asFailure(error);
      }
    }),
  );
}

/** Those whom good rows name and nobody registered; a row that is refused registers no one. */
async function registerMissing(
  ports: ImportPorts,
  row: ImportRow,
  events: readonly (ObservedEvent | Failure)[],
): Promise<void> {
  const named = events.flatMap((observed) => {
    if (isFailure(observed)) return [];
    const { event } = observed;
    const other =
      'to_customer' in event
        ? event.to_customer
        : 'counterparty_customer' in event
          ? event.counterparty_customer
          : undefined;
    return other === undefined ? [event.customer] : [event.customer, other];
  });
  const unknown = await ports.unknownCustomers(row.entity, [...new Set(named)]);
  if (unknown.length > 0) await ports.registerUnnamed(row.entity, row.announced_by, unknown);
}

async function registerRows(
  ports: ImportPorts,
  row: ImportRow,
  read: readonly (Record<string, unknown> | Failure)[],
): Promise<RowResult[]> {
  const good = read.flatMap((raw) => {
    if (isFailure(raw)) return [];
    const { reference, ...input } = raw;
    return [{ reference: String(reference ?? ''), input: input as CustomerInput }];
  });
  const answers = await ports.putCustomers(row.entity, row.announced_by, good);
  let next = 0;
  return read.map((raw): RowResult => {
    if (isFailure(raw)) return raw;
    const answer = answers[next] ?? null;
    next += 1;
    return answer ?? 'accepted';
  });
}

/** A refusal of the row; anything else stops the import, which goes on later from its cursor. */
function asFailure(error: unknown): Failure {
  if (isFailure(error) && error.code !== 'unavailable') return error;
  throw error;
}

function setProgress(
  ports: ImportPorts,
  scope: Scope,
  id: string,
  state: ImportView['state'],
  tally: Tally,
  startedAt?: Instant,
  failure?: string,
): Promise<void> {
  return write(ports.db, scope, async (tx) => {
    await tx.query(
      `update decisions.import_progress set state = $2, rows_read = $3, rows_accepted = $4, rows_repeated = $5, rows_refused = $6,
       bytes_read = $7, refused_bytes = $8, started_at = coalesce($9, started_at), failure = $10 where import = $1`,
      [
        id,
        state,
        tally.read,
        tally.accepted,
        tally.repeated,
        tally.refused,
        tally.bytes,
        tally.refusedBytes,
        startedAt === undefined ? null : formatInstant(startedAt),
        failure ?? null,
      ],
    );
  });
}

function finish(ports: ImportPorts, scope: Scope, row: ImportRow, tally: Tally): Promise<void> {
  return write(ports.db, scope, async (tx) => {
    await tx.query(
      "update decisions.import_progress set state = 'done', bytes_read = bytes, finished_at = $2 where import = $1",
      [row.id, formatInstant(instantOf(ports.now()))],
    );
    await ports.journal.record(tx, importFinished, {
      entity: row.entity,
      actor: 'system:imports',
      subject: row.id,
      data: {
        sha256: row.sha256 ?? '',
        rows: tally.read,
        accepted: tally.accepted,
        repeated: tally.repeated,
        refused: tally.refused,
      },
    });
  });
}
