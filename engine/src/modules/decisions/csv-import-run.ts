import { open } from 'node:fs/promises';
import type { CustomerInput } from '@atalaya/contract/customers.ts';
import type { ImportView } from '@atalaya/contract/imports.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, type Scope, write } from '../../platform/database.ts';
import { type ObservedEvent, readEvent } from '../activity/event.ts';
import { readAnswer } from './answer.ts';
import { createRowReader, type RowReader } from './csv/mapping.ts';
import { type CsvRow, csvRows, refusedLine } from './csv/rows.ts';
import { filePath, type ImportPorts, type ImportRow, importOf, refusedPath } from './csv-imports.ts';
import { importFinished } from './events.ts';

/** The work behind an import: groups of rows go the way of live events, the next one read while one is being decided. */
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
  const refused = await open(refusedPath(ports, id), row.refused_bytes === 0 ? 'w' : 'r+', 0o600);
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

/** One group on its way at a time: while it is decided and saved, the next is read and its customers are registered. */
async function workRows(
  ports: ImportPorts,
  row: ImportRow,
  tally: Tally,
  save: (lines: string) => Promise<void>,
): Promise<void> {
  const from = tally.read;
  let reader: RowReader | undefined;
  let columns = 0;
  let group: CsvRow[] = [];
  let onItsWay: Promise<void> = Promise.resolve();
  const flush = async (): Promise<void> => {
    if (reader === undefined || group.length === 0) return;
    const records = group;
    group = [];
    const read = readRows(reader, records);
    const settle =
      row.kind === 'events' ? await prepareEvents(ports, row, read) : registration(ports, row, read);
    await onItsWay;
    onItsWay = settle().then((results) => save(note(tally, columns, records, results)));
    onItsWay.catch(() => undefined); // told to the next who waits for it
  };
  try {
    for await (const record of csvRows(filePath(ports, row.id), row.mapping)) {
      if (record.row === 0) {
        columns = record.cells.length;
        reader = createRowReader(
          row.mapping,
          record.cells.map((cell) => cell.trim()),
        );
        if (tally.refusedBytes === 0)
          await save(
            refusedLine(record.cells, 'atalaya_row', 'atalaya_code', 'atalaya_field', 'atalaya_message'),
          );
      } else if (record.row > from) group.push(record);
      if (group.length >= GROUP) await flush();
    }
    await flush();
  } finally {
    await onItsWay;
  }
}

type ReadRow = Record<string, unknown> | Failure;

const readRows = (reader: RowReader, records: readonly CsvRow[]): ReadRow[] =>
  records.map((record) => {
    try {
      if (record.fault !== undefined) throw new Failure('caller', 'imports.row_malformed', record.fault);
      return reader.read(record.cells, record.row);
    } catch (error) {
      return asFailure(error);
    }
  });

/** Counts a group that is through; gives the lines of its refused rows. */
function note(
  tally: Tally,
  columns: number,
  records: readonly CsvRow[],
  results: readonly RowResult[],
): string {
  let lines = '';
  for (const [i, record] of records.entries()) {
    const result = results[i];
    if (isFailure(result)) {
      tally.refused += 1;
      const [detail] = result.details;
      lines += refusedLine(
        fitted(record.cells, columns),
        record.row,
        result.code,
        detail?.field ?? '',
        detail?.message ?? result.message,
      );
    } else if (result === 'repeated') tally.repeated += 1;
    else tally.accepted += 1;
    tally.read = record.row;
    tally.bytes = record.bytes;
  }
  return lines;
}

/** As many cells as the header has, so that number, code and message stand in their columns: the rest is kept in the last. */
const fitted = (cells: readonly string[], columns: number): string[] =>
  Array.from({ length: columns }, (_, i) =>
    i === columns - 1 ? cells.slice(i).join(',') : (cells[i] ?? ''),
  );

type RowResult = 'accepted' | 'repeated' | Failure;

/** Proves the events and makes their customers known; gives what decides them. */
async function prepareEvents(
  ports: ImportPorts,
  row: ImportRow,
  read: readonly ReadRow[],
): Promise<() => Promise<RowResult[]>> {
  const now = ports.now();
  const events = read.map((raw) => {
    try {
      return isFailure(raw) ? raw : readEvent(raw, now);
    } catch (error) {
      return asFailure(error);
    }
  });
  if (row.mapping.register_missing_customers === true) await registerMissing(ports, row, events);
  const decide = async (observed: ObservedEvent | Failure): Promise<RowResult> => {
    if (isFailure(observed)) return observed;
    try {
      const answer = await ports.core.decide(row.entity, row.announced_by, observed);
      return readAnswer(answer).repeated === true ? 'repeated' : 'accepted';
    } catch (error) {
      return asFailure(error);
    }
  };
  return () => Promise.all(events.map(decide));
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

const registration =
  (ports: ImportPorts, row: ImportRow, read: readonly ReadRow[]) => async (): Promise<RowResult[]> => {
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
  };

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
