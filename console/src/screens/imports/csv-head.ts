/** The first rows of a CSV file, read in the browser to build a mapping; the engine reads the whole. */
export const DELIMITERS = [',', ';', '\t', '|'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export interface CsvHead {
  readonly delimiter: Delimiter;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Splits text into rows of cells (RFC 4180 quoting), at most `limit` rows; a last row cut short is left out. */
export function splitRows(text: string, delimiter: string, limit: number, whole = true): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at += 1;
      } else quoted = false;
    } else if (char === '"' && cell === '') quoted = true;
    else if (char === delimiter) {
      row.push(cell);
      cell = '';
    } else if (char === '\n') {
      row.push(cell.replace(/\r$/, ''));
      rows.push(row);
      if (rows.length === limit) return rows;
      row = [];
      cell = '';
    } else cell += char;
  }
  if (whole && (cell !== '' || row.length > 0)) rows.push([...row, cell]);
  return rows;
}

/** The delimiter that splits the first line into the most cells. */
export function guessDelimiter(text: string): Delimiter {
  const [line = ''] = text.split('\n', 1);
  const cells = (delimiter: Delimiter): number => splitRows(line, delimiter, 1)[0]?.length ?? 0;
  return DELIMITERS.reduce((best, delimiter) => (cells(delimiter) > cells(best) ? delimiter : best), ',');
}

/** The header and first rows of a piece of a file; undefined when its first line does not name columns. */
export function readHead(text: string, delimiter = guessDelimiter(text), whole = false): CsvHead | undefined {
  const [header, ...rows] = splitRows(text.replace(/^\uFEFF/, ''), delimiter, 6, whole);
  if (header === undefined || header.length < 2 || new Set(header).size !== header.length) return undefined;
  return { delimiter, header: header.map((name) => name.trim()), rows };
}
