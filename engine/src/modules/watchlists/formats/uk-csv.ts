/**
 * The UK list as CSV: the UK Sanctions List (FCDO), and OFSI's older consolidated list with the same facts under other
 * headings. A first line tells the date, one row is one name of a party, parties are joined by their id. Written from
 * the published headings; tested with fictitious files.
 */

import { type CsvRow, csvRows } from '../csv-rows.ts';
import { emptyListing, type Listing } from '../listing.ts';
import { countryCode } from './country-names.ts';
import { readDay } from './dates.ts';
import { type OpenFile, readText } from './list-file.ts';
import type { StatedList } from './ofac-xml.ts';
import { present } from './present.ts';
import { type Problems, unparseable } from './problems.ts';
import {
  addOnce,
  addUkCountry,
  addUkIdentifier,
  addUkName,
  ukBirthDate,
  ukKind,
  ukValues,
} from './uk-facts.ts';

type Cell = (...headings: readonly string[]) => string | undefined;

const HEADER_ROWS_MAX = 5;
const fold = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
const REFERENCE = ['unique id', 'group id'];

function readDated(listing: Listing, cell: Cell, note: (code: string, message: string) => void): void {
  for (const text of ukValues(cell('d o b', 'dob'))) {
    const birth = ukBirthDate(text);
    if (birth === undefined) note('unreadable_date', `birth date not read: ${text.slice(0, 60)}`);
    else addOnce(listing.birthDates, birth, (known) => known.text === birth.text);
  }
  const listed = readDay(cell('date designated', 'uk sanctions list date designated', 'listed on'));
  if (listed !== undefined && (listing.listedOn === undefined || listed < listing.listedOn))
    listing.listedOn = listed;
}

function readAddress(listing: Listing, cell: Cell): void {
  const lines = [1, 2, 3, 4, 5, 6].flatMap((line) => cell(`address line ${line}`, `address ${line}`) ?? []);
  const [postcode, country] = [
    cell('address postal code', 'post zip code'),
    cell('address country', 'country'),
  ];
  if (lines.length === 0 && postcode === undefined && country === undefined) return;
  const code = countryCode(country);
  const street = lines.join(', ');
  addOnce(
    listing.addresses,
    {
      ...(street === '' ? {} : { street }),
      ...(postcode === undefined ? {} : { postcode }),
      ...(country === undefined ? {} : { country }),
      ...(code === undefined ? {} : { countryCode: code }),
    },
    (known) => known.street === (street || undefined) && known.country === country,
  );
}

function readFacts(listing: Listing, cell: Cell, note: (code: string, message: string) => void): void {
  readDated(listing, cell, note);
  addUkCountry(listing, 'nationality', cell('nationality ies', 'nationality'));
  addUkCountry(listing, 'birth', cell('country of birth'));
  addUkIdentifier(
    listing,
    'passport',
    cell('passport number'),
    cell('passport additional information', 'passport details'),
  );
  addUkIdentifier(
    listing,
    'national_id',
    cell('national identifier number', 'national identification number'),
    cell('national identifier additional information', 'national identification details'),
  );
  addUkIdentifier(listing, 'registration', cell('business registration number s'));
  addUkIdentifier(listing, 'imo', cell('imo number'));
  readAddress(listing, cell);
  const gender = cell('gender')?.toLowerCase();
  if (gender === 'male' || gender === 'female') listing.gender = gender;
  const program = cell('regime name', 'regime');
  if (program !== undefined && !listing.programs.includes(program)) listing.programs.push(program);
  const title = cell('position', 'title');
  if (title !== undefined) listing.title ??= title;
  const remarks = cell('other information', 'uk statement of reasons');
  if (remarks !== undefined) listing.remarks ??= remarks;
}

function readRow(listing: Listing, cell: Cell, note: (code: string, message: string) => void): void {
  addUkName(listing, (number) => cell(`name ${number}`), {
    type: cell('name type', 'alias type'),
    strength: cell('alias strength', 'alias quality'),
  });
  const original = cell('name non latin script');
  if (original !== undefined && listing.names.every((name) => name.text !== original))
    listing.names.push({ text: original, kind: 'aka', quality: 'strong' });
  readFacts(listing, cell, note);
}

function headerOf(file: OpenFile, rows: readonly CsvRow[]): { at: number; names: string[] } {
  const at = rows
    .slice(0, HEADER_ROWS_MAX)
    .findIndex((row) => row.cells.some((cell) => fold(cell) === 'name 6'));
  const names = rows[at]?.cells.map(fold) ?? [];
  if (at === -1 || !REFERENCE.some((name) => names.includes(name)))
    throw unparseable(
      { file: file.name, row: 1 },
      'no row with the headings "Name 6" and "Unique ID" or "Group ID"',
    );
  return { at, names };
}

/** Errors: `watchlists.unparseable`. */
export async function readUkCsv(file: OpenFile, problems: Problems): Promise<StatedList> {
  const rows = [...csvRows(await readText(file, 'auto'))];
  const { at, names } = headerOf(file, rows);
  const stated = rows
    .slice(0, at)
    .flatMap((row) => row.cells)
    .join(' ');
  const listings = new Map<string, Listing>();
  for (const row of rows.slice(at + 1)) {
    const cell: Cell = (...headings) => {
      for (const heading of headings) {
        const value = row.cells[names.indexOf(heading)]?.trim() ?? '';
        if (value !== '') return value;
      }
      return undefined;
    };
    const reference = cell(...REFERENCE);
    const place = present({ file: file.name, row: row.line, reference });
    if (row.broken || row.cells.length !== names.length || reference === undefined) {
      const code = row.broken
        ? 'broken_row'
        : reference === undefined
          ? 'missing_reference'
          : 'wrong_column_count';
      problems.quarantine(place, code, `${row.cells.length} columns instead of ${names.length}`, row.raw);
      continue;
    }
    const kind = ukKind(
      cell('designation type', 'type of designation', 'group type', 'individual entity ship'),
    );
    const listing = listings.get(reference) ?? emptyListing(reference, kind);
    readRow(listing, cell, (code, message) => problems.note(place, code, message));
    if (listing.names.length > 0) listings.set(reference, listing);
    else problems.quarantine(place, 'missing_name', 'no name', row.raw);
  }
  return present({ listings: [...listings.values()].map(withPrimary), issuedOn: statedDay(stated) });
}

/** A party whose rows name none as primary is shown by its first name. */
function withPrimary(listing: Listing): Listing {
  const [first] = listing.names;
  if (first !== undefined && listing.names.every((name) => name.kind !== 'primary')) first.kind = 'primary';
  return listing;
}

const statedDay = (text: string): string | undefined => {
  const found = /\d{1,2}[-/](?:\d{1,2}|[A-Za-z]{3,9})[-/]\d{4}|\d{4}-\d{2}-\d{2}/.exec(text)?.[0];
  return readDay(found?.replace(/-(?=[A-Za-z])|(?<=[A-Za-z])-/g, ' '));
};
