import type { Readable } from 'node:stream';
import { Failure } from '../kernel/failure.ts';

/** One line of an NDJSON body: its row, counted from 1, and its value or why there is none. */
export interface NdjsonLine {
  readonly row: number;
  readonly value?: unknown;
  readonly failure?: Failure;
}

const LINE_MAX = 256 * 1024;
const NEWLINE = 0x0a;
const text = new TextDecoder('utf-8', { fatal: true });

/** Groups of parsed lines as they arrive; a broken line is a failure of that line only. Empty lines are passed over. */
export async function* ndjsonGroups(body: Readable, groupMax: number): AsyncGenerator<NdjsonLine[]> {
  let rest: Buffer = Buffer.alloc(0);
  let row = 0;
  let group: NdjsonLine[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const data = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = data.indexOf(NEWLINE); end >= 0; end = data.indexOf(NEWLINE, start)) {
      row += 1;
      const line = readLine(data.subarray(start, end), row);
      start = end + 1;
      if (line !== null) group.push(line);
      if (group.length >= groupMax) {
        yield group;
        group = [];
      }
    }
    rest = data.subarray(start);
    if (rest.length > LINE_MAX)
      throw new Failure('caller', 'request.too_large', `line ${row + 1} is longer than ${LINE_MAX} bytes`, [
        { row: row + 1, message: 'line too long' },
      ]);
  }
  const last = readLine(rest, row + 1);
  if (last !== null) group.push(last);
  if (group.length > 0) yield group;
}

function readLine(bytes: Buffer, row: number): NdjsonLine | null {
  const refuse = (code: string, message: string): NdjsonLine => ({
    row,
    failure: new Failure('caller', code, message, [{ row, message }]),
  });
  if (bytes.length > LINE_MAX) return refuse('request.too_large', `line longer than ${LINE_MAX} bytes`);
  let line: string;
  try {
    line = text.decode(bytes);
  } catch {
    return refuse('request.wrong_encoding', 'the line is not UTF-8');
  }
  if (line.trim() === '') return null;
  try {
    return { row, value: JSON.parse(line) as unknown };
  } catch (error) {
    return refuse('request.malformed_json', (error as Error).message);
  }
}
