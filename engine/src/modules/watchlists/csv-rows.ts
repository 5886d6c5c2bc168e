/**
 * Rows of a CSV text (RFC 4180, lenient about quotes inside a field), each with the line it starts on.
 *
 * Written for damaged files: a library stops at, or swallows everything after, a quote that never closes. Here such a
 * row is given back as `broken` and reading goes on at the next line, so that one bad row of 70,000 costs one row.
 * Rows of nothing but separators, the legacy end-of-file byte (0x1A) and a byte-order mark are dropped.
 */
export interface CsvRow {
  /** 1-based line on which the row starts. */
  line: number;
  cells: string[];
  raw: string;
  /** True where a quote opens and does not close: `cells` is empty. */
  broken: boolean;
}

/** A quoted field may hold line breaks (remarks do); one that runs over more lines than this was never closed. */
const FIELD_LINES_MAX = 60;

interface Cell {
  text: string;
  /** Index of the delimiter, line break or end that follows; -1 when a quote never closes. */
  end: number;
}

const atBreak = (text: string, at: number): boolean =>
  at >= text.length || text[at] === '\n' || text[at] === '\r';

function bareCell(text: string, from: number, delimiter: string): Cell {
  let end = from;
  while (!atBreak(text, end) && text[end] !== delimiter) end += 1;
  return { text: text.slice(from, end), end };
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (text[at] === ' ') at += 1;
  return at;
}

const NEVER_CLOSED: Cell = { text: '', end: -1 };

/**
 * A quote inside the field that is neither doubled nor at its end is kept, but not once the field has gone on to
 * another line: there it is the opening quote of a later row, and this one was never closed.
 */
function quotedCell(text: string, from: number, delimiter: string): Cell {
  let value = '';
  let lines = 0;
  let start = from + 1;
  for (let at = start; at < text.length; at += 1) {
    if (text[at] === '\n' && ++lines > FIELD_LINES_MAX) return NEVER_CLOSED;
    if (text[at] !== '"') continue;
    if (text[at + 1] === '"') {
      value += text.slice(start, at + 1);
      at += 1;
      start = at + 1;
      continue;
    }
    const end = afterBlanks(text, at + 1);
    if (atBreak(text, end) || text[end] === delimiter) return { text: value + text.slice(start, at), end };
    if (lines > 0) return NEVER_CLOSED;
  }
  return NEVER_CLOSED;
}

/** Index just after the line break at or after `at`. */
function nextLine(text: string, at: number): number {
  let end = at;
  while (!atBreak(text, end)) end += 1;
  return text[end] === '\r' && text[end + 1] === '\n' ? end + 2 : end + 1;
}

const isBlank = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell.trim() === '' || cell.trim() === '\u001a');

function countLines(text: string, from: number, to: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n', from); at !== -1 && at < to; at = text.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

function readRow(text: string, from: number, delimiter: string): { cells: string[]; end: number } {
  const cells: string[] = [];
  for (let at = from; ; ) {
    const cell = text[at] === '"' ? quotedCell(text, at, delimiter) : bareCell(text, at, delimiter);
    if (cell.end === -1) return { cells: [], end: -1 };
    cells.push(cell.text);
    if (atBreak(text, cell.end)) return { cells, end: cell.end };
    at = cell.end + 1;
  }
}

export function* csvRows(text: string, delimiter = ','): Generator<CsvRow> {
  let line = 1;
  for (let from = text.startsWith('\ufeff') ? 1 : 0; from < text.length; ) {
    const { cells, end } = readRow(text, from, delimiter);
    const broken = end === -1;
    const next = nextLine(text, broken ? from : end);
    const raw = text.slice(from, broken ? next : end);
    if (broken || !isBlank(cells)) yield { line, cells, raw: raw.trimEnd(), broken };
    line += Math.max(countLines(text, from, next), 1);
    from = next;
  }
}
