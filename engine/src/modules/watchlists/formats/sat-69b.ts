/**
 * Mexico, SAT: complete list of article 69-B CFF (taxpayers presumed to invoice operations that do not exist).
 * ISO-8859-1; the official file has banner lines above the header, so the header is found by its names. Status
 * decides: `Presunto` and `Definitivo` are in force, `Desvirtuado` and `Sentencia Favorable` are not hits. A taxpayer
 * may come several times under different official letters: the reference is RFC and letter number.
 */

import { type CsvRow, csvRows } from '../csv-rows.ts';
import { emptyListing, type Listing } from '../listing.ts';
import { birthDateOfRfc, readBirthDate, readDay } from './dates.ts';
import { type OpenFile, readText } from './list-file.ts';
import type { StatedList } from './ofac-xml.ts';
import { present } from './present.ts';
import { type Problems, unparseable } from './problems.ts';

const HEADER_SEARCH_ROWS = 30;
const BROKEN_SHARE_MAX = 0.05;

/** Column headings without accents and case; `find` looks for the first that starts like this. */
const HEADINGS = {
  rfc: 'rfc',
  name: 'nombre del contribuyente',
  status: 'situacion del contribuyente',
  letter: 'numero y fecha de oficio global de presuncion',
} as const;

const DATE_HEADINGS: Record<string, string> = {
  presunto: 'publicacion pagina sat presuntos',
  definitivo: 'publicacion pagina sat definitivos',
  desvirtuado: 'publicacion pagina sat desvirtuados',
  'sentencia favorable': 'publicacion pagina sat sentencia favorable',
};

const IN_FORCE: Record<string, boolean> = {
  presunto: true,
  definitivo: true,
  desvirtuado: false,
  'sentencia favorable': false,
};

const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

interface Header {
  /** Cell of a row under the first heading that starts with `heading`. */
  cell(row: CsvRow, heading: string): string;
  columns: number;
  index: number;
}

function findHeader(rows: readonly CsvRow[]): Header | undefined {
  const index = rows.slice(0, HEADER_SEARCH_ROWS).findIndex((row) => {
    const names = row.cells.map(fold);
    return [HEADINGS.rfc, HEADINGS.name, HEADINGS.status].every((heading) =>
      names.some((name) => name.startsWith(heading)),
    );
  });
  const names = rows[index]?.cells.map(fold);
  if (names === undefined) return undefined;
  return {
    columns: names.length,
    index,
    cell: (row, heading) => row.cells[names.findIndex((name) => name.startsWith(heading))]?.trim() ?? '',
  };
}

/** A cell may hold two dates, "01/06/2018 - 03/07/2018": the first counts. */
const firstDay = (cell: string): string | undefined => readDay(/\d{1,2}\/\d{1,2}\/\d{4}/.exec(cell)?.[0]);

/** "Información actualizada al 25 de julio de 2023" in a banner line. */
function bannerDate(rows: readonly CsvRow[]): string | undefined {
  for (const row of rows) {
    const match = /al\s+(\d{1,2}\s+de\s+\p{L}+\s+del?\s+\d{4})/u.exec(row.raw);
    const day = readBirthDate(match?.[1] ?? '');
    if (day !== undefined) return day.from;
  }
  return undefined;
}

function readListing(header: Header, row: CsvRow): Listing | { code: string; message: string } {
  const rfc = header.cell(row, HEADINGS.rfc).toUpperCase().replace(/\s/g, '');
  const status = header.cell(row, HEADINGS.status);
  const key = fold(status);
  const active = IN_FORCE[key];
  const [name, ...notes] = header.cell(row, HEADINGS.name).split('//');
  if (!/^[A-ZÑ&]{3,4}\d{6}[A-Z0-9]{3}$/.test(rfc) && !/^X{12,13}$/.test(rfc)) {
    return { code: 'unreadable_rfc', message: `not an RFC: ${rfc.slice(0, 20)}` };
  }
  if (name === undefined || name.trim() === '') return { code: 'missing_name', message: 'no name' };
  if (active === undefined)
    return { code: 'unknown_status', message: `unknown status: ${status.slice(0, 40)}` };
  const letter = /^[\dA-Z-]*\d/i.exec(header.cell(row, HEADINGS.letter))?.[0];
  const listing = emptyListing(
    letter === undefined ? rfc : `${rfc}/${letter}`,
    rfc.length === 13 ? 'person' : 'organization',
  );
  listing.names.push({ text: name.trim(), kind: 'primary', quality: 'strong' });
  listing.identifiers.push({ type: 'rfc', value: rfc, country: 'MX' });
  listing.countries.push({ role: 'jurisdiction', text: 'México', code: 'MX' });
  listing.programs.push('CFF 69-B');
  const birth = birthDateOfRfc(rfc);
  if (birth !== undefined) listing.birthDates.push(birth);
  if (notes.length > 0) listing.remarks = notes.join('//').trim();
  const presumed = firstDay(header.cell(row, DATE_HEADINGS.presunto ?? ''));
  const decided = firstDay(header.cell(row, DATE_HEADINGS[key] ?? ''));
  const since = presumed ?? (active ? decided : undefined);
  return {
    ...listing,
    status,
    active,
    ...(since === undefined ? {} : { listedOn: since }),
    ...(active || decided === undefined ? {} : { delistedOn: decided }),
  };
}

/** Errors: `watchlists.unparseable` with the row. */
export async function readSat69b(file: OpenFile, problems: Problems): Promise<StatedList> {
  const rows = [...csvRows(await readText(file, 'auto'))];
  const header = findHeader(rows);
  if (header === undefined) {
    throw unparseable(
      { file: file.name, row: 1 },
      'no header row with RFC, Nombre del Contribuyente and Situación',
    );
  }
  const body = rows.slice(header.index + 1);
  const last = body.at(-1);
  if (last !== undefined && (last.broken || last.cells.length < header.columns)) {
    throw unparseable({ file: file.name, row: last.line }, 'the last row is incomplete: the file is cut off');
  }
  const listings = new Map<string, Listing>();
  let broken = 0;
  for (const row of body) {
    const place = { file: file.name, row: row.line };
    const read =
      row.broken || row.cells.length < header.columns
        ? {
            code: 'broken_row',
            message: `${row.cells.length} of ${header.columns} columns, or an open quote`,
          }
        : readListing(header, row);
    if ('code' in read) {
      broken += 1;
      problems.quarantine(place, read.code, read.message, row.raw);
      continue;
    }
    let reference = read.reference;
    for (let copy = 2; listings.has(reference); copy += 1) reference = `${read.reference}/${copy}`;
    listings.set(reference, { ...read, reference });
  }
  if (listings.size === 0 || broken > body.length * BROKEN_SHARE_MAX) {
    throw unparseable(
      { file: file.name, row: body[0]?.line },
      `${broken} of ${body.length} rows could not be read`,
    );
  }
  return present({ listings: [...listings.values()], issuedOn: bannerDate(rows.slice(0, header.index)) });
}
