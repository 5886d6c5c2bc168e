import { createReadStream } from 'node:fs';
import { Transform, type TransformCallback } from 'node:stream';
import type { ImportMapping } from '@atalaya/contract/imports.ts';
import { CsvError, parse } from 'csv-parse';
import { Failure } from '../../../kernel/failure.ts';

/** One record of the file. `line` is where it ends; a record that cannot be read has a `fault` instead of being lost. */
export interface CsvRow {
  /** 1-based, not counting the header. */
  readonly row: number;
  readonly cells: readonly string[];
  readonly bytes: number;
  readonly fault?: string;
}

interface Parsed {
  readonly record: string[];
  readonly info: { readonly bytes: number; readonly lines: number };
}

const RECORD_BYTES_MAX = 256 * 1024;

/** The header, then the records, streaming. Failures: imports.empty, imports.wrong_encoding, imports.row_malformed (row). */
export async function* csvRows(path: string, mapping: ImportMapping): AsyncGenerator<CsvRow> {
  const parser = parse({
    delimiter: mapping.delimiter ?? ',',
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    max_record_size: RECORD_BYTES_MAX,
  });
  const source = createReadStream(path, { highWaterMark: 256 * 1024 });
  const decoder = new Decoder(mapping.encoding ?? 'utf-8');
  for (const stream of [source, decoder]) stream.on('error', (error: Error) => parser.destroy(error));
  source.pipe(decoder).pipe(parser);
  let columns = -1;
  let row = -1;
  try {
    for await (const { record, info } of parser as AsyncIterable<Parsed>) {
      row += 1;
      if (columns < 0) columns = record.length;
      const fault =
        record.length === columns
          ? undefined
          : `line ${info.lines}: ${record.length} columns instead of ${columns}`;
      yield { row, cells: record, bytes: info.bytes, ...(fault === undefined ? {} : { fault }) };
    }
  } catch (error) {
    throw error instanceof CsvError ? unreadable(error) : error;
  }
  if (row < 0) throw new Failure('caller', 'imports.empty', 'the file has no rows');
}

/** From here on it cannot be told where a row begins, so the file ends here. */
function unreadable(error: CsvError): Failure {
  const row = Number(error.records);
  const why =
    error.code === 'CSV_MAX_RECORD_SIZE'
      ? `is longer than ${RECORD_BYTES_MAX / 1024} kB: is a quote missing?`
      : 'has a quote that is never closed';
  return new Failure('caller', 'imports.row_malformed', `row ${row} ${why}`, [{ row, message: why }], error);
}

/** Bytes in the file's encoding to UTF-8; a byte that is none is a failure naming where. */
class Decoder extends Transform {
  readonly #decoder: TextDecoder;
  #bytes = 0;

  constructor(encoding: string) {
    super();
    this.#decoder = new TextDecoder(encoding, { fatal: true });
  }

  override _transform(chunk: Buffer, _encoding: string, done: TransformCallback): void {
    try {
      done(null, this.#decoder.decode(chunk, { stream: true }));
      this.#bytes += chunk.length;
    } catch (error) {
      done(this.#wrong(error));
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      done(null, this.#decoder.decode());
    } catch (error) {
      done(this.#wrong(error));
    }
  }

  #wrong(error: unknown): Failure {
    return new Failure(
      'caller',
      'imports.wrong_encoding',
      `the file is not ${this.#decoder.encoding} (within 256 kB after byte ${this.#bytes})`,
      [],
      error,
    );
  }
}

/** A line of the file of refused rows: the original cells, then row, code, field and message. */
export function refusedLine(
  cells: readonly string[],
  row: number | string,
  code: string,
  field: string,
  message: string,
): string {
  return `${[...cells, String(row), code, field, message].map(quoted).join(',')}\n`;
}

const quoted = (cell: string): string => (/[",\n\r]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
