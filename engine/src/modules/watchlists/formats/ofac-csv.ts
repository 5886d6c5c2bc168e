/**
 * OFAC's legacy CSV set, SDN or consolidated: `sdn.csv` (ent_num, name, type, programs, title, call sign, vessel
 * type, tonnage, GRT, flag, owner, remarks), `alt.csv`, `add.csv` and `sdn_comments.csv`, joined on ent_num.
 * Without header as issued; republished copies may have one. `-0-` is null. Source: OFAC "SDN data formats" notes.
 * A row of the three side files whose entity is not in the first is an orphan: reported, never dropped silently.
 */

import { type CsvRow, csvRows } from '../csv-rows.ts';
import { emptyListing, type Listing, type ListingKind, type NameKind } from '../listing.ts';
import { countryCode, listedCountry } from './country-names.ts';
import { type OpenFile, readText } from './list-file.ts';
import { readRemarks } from './ofac-remarks.ts';
import { missingFile, type Problems, unparseable } from './problems.ts';

type Role = 'primary' | 'alt' | 'add' | 'comments';

const COLUMNS: Record<Role, number> = { primary: 12, alt: 5, add: 6, comments: 2 };
const KINDS: Record<string, ListingKind> = { individual: 'person', vessel: 'vessel', aircraft: 'aircraft' };
const ALIAS_KINDS: Record<string, NameKind> = { aka: 'aka', fka: 'fka', nka: 'nka' };
/** A file of which more rows than this share are broken is another format. */
const BROKEN_SHARE_MAX = 0.05;

const roleOf = (name: string): Role | undefined => {
  const lower = name.toLowerCase();
  if (!lower.endsWith('.csv')) return undefined;
  if (lower.includes('comment')) return 'comments';
  if (/(?:^|[^a-z])(?:cons_)?alt|_alt/.test(lower)) return 'alt';
  if (/(?:^|[^a-z])(?:cons_)?add|_add/.test(lower)) return 'add';
  return /sdn|prim/.test(lower) ? 'primary' : undefined;
};

/** Blank and `-0-` are null. */
const value = (cell: string | undefined): string | undefined => {
  const trimmed = cell?.trim() ?? '';
  return trimmed === '' || trimmed === '-0-' ? undefined : trimmed;
};

async function readRows(file: OpenFile, role: Role, problems: Problems): Promise<CsvRow[]> {
  const all = [...csvRows(await readText(file, 'auto'))];
  const first = all[0];
  const headed = first !== undefined && !first.broken && !/^\d+$/.test(first.cells[0]?.trim() ?? '');
  const rows = headed ? all.slice(1) : all;
  const isWhole = (row: CsvRow): boolean =>
    !row.broken && row.cells.length === COLUMNS[role] && /^\d+$/.test(row.cells[0]?.trim() ?? '');
  const whole = rows.filter(isWhole);
  const last = rows.at(-1);
  if (last !== undefined && !isWhole(last)) {
    throw unparseable({ file: file.name, row: last.line }, 'the last row is incomplete: the file is cut off');
  }
  if (rows.length === 0 || rows.length - whole.length > rows.length * BROKEN_SHARE_MAX) {
    const row = rows.find((candidate) => !isWhole(candidate))?.line;
    throw unparseable(
      { file: file.name, row },
      `${rows.length - whole.length} of ${rows.length} rows are not ${COLUMNS[role]} columns starting with a number`,
    );
  }
  for (const row of rows) {
    if (isWhole(row)) continue;
    const what = row.broken
      ? 'a quote opens and does not close'
      : `${row.cells.length} columns or no entity number`;
    problems.quarantine({ file: file.name, row: row.line }, 'broken_row', what, row.raw);
  }
  return whole;
}

function listingOf(cells: readonly string[]): Listing | undefined {
  const name = value(cells[1]);
  if (name === undefined) return undefined;
  const kind = KINDS[value(cells[2])?.toLowerCase() ?? ''] ?? 'organization';
  const listing = emptyListing(value(cells[0]) ?? '', kind);
  addName(listing, name, 'primary');
  listing.programs = (value(cells[3]) ?? '').split('] [').filter((program) => program !== '');
  const title = value(cells[4]);
  if (title !== undefined) listing.title = title;
  const callSign = value(cells[5]);
  if (callSign !== undefined) listing.identifiers.push({ type: 'call_sign', value: callSign });
  const flag = value(cells[9]);
  if (flag !== undefined) listing.countries.push(listedCountry('flag', flag));
  return listing;
}

/** OFAC writes persons as `SURNAMES, Given names`. */
function addName(listing: Listing, text: string, kind: NameKind): void {
  const comma = listing.kind === 'person' ? text.indexOf(',') : -1;
  const parts =
    comma === -1 ? undefined : { family: text.slice(0, comma).trim(), given: text.slice(comma + 1).trim() };
  listing.names.push({ text, kind, quality: 'strong', ...(parts === undefined ? {} : { parts }) });
}

function addAddress(listing: Listing, cells: readonly string[]): void {
  const [street, city, country, note] = [value(cells[2]), value(cells[3]), value(cells[4]), value(cells[5])];
  if (street === undefined && city === undefined && country === undefined) return;
  const code = countryCode(country);
  listing.addresses.push({
    ...(street === undefined ? {} : { street }),
    ...(city === undefined ? {} : { city }),
    ...(country === undefined ? {} : { country }),
    ...(code === undefined ? {} : { countryCode: code }),
    ...(note === undefined ? {} : { note }),
  });
}

interface Join {
  listings: Map<string, Listing>;
  remarks: Map<string, { text: string; file: string; row: number }>;
  problems: Problems;
}

function readPrimary(join: Join, file: string, rows: readonly CsvRow[]): void {
  for (const row of rows) {
    const reference = row.cells[0]?.trim() ?? '';
    const place = { file, row: row.line, reference };
    const listing = listingOf(row.cells);
    if (listing === undefined) join.problems.quarantine(place, 'missing_name', 'no name', row.raw);
    else if (join.listings.has(reference)) {
      join.problems.quarantine(place, 'duplicate_reference', `entity ${reference} comes twice`, row.raw);
    } else {
      join.listings.set(reference, listing);
      join.remarks.set(reference, {
        text: value(row.cells[11]) === undefined ? '' : (row.cells[11] ?? ''),
        file,
        row: row.line,
      });
    }
  }
}

const SIDE: Record<
  Exclude<Role, 'primary'>,
  (join: Join, listing: Listing, row: CsvRow, file: string) => void
> = {
  alt: (join, listing, row, file) => {
    const name = value(row.cells[3]);
    const place = { file, row: row.line, reference: listing.reference };
    if (name === undefined) join.problems.quarantine(place, 'missing_name', 'alias without a name', row.raw);
    else addName(listing, name, ALIAS_KINDS[value(row.cells[2])?.toLowerCase() ?? ''] ?? 'aka');
  },
  add: (_join, listing, row) => addAddress(listing, row.cells),
  comments: (join, listing, row) => {
    const remark = join.remarks.get(listing.reference);
    if (remark !== undefined) remark.text += row.cells[1] ?? '';
  },
};

function readSide(join: Join, role: Exclude<Role, 'primary'>, file: string, rows: readonly CsvRow[]): void {
  for (const row of rows) {
    const reference = row.cells[0]?.trim() ?? '';
    const listing = join.listings.get(reference);
    if (listing !== undefined) SIDE[role](join, listing, row, file);
    else {
      const message = `entity ${reference} is not in the list of names`;
      join.problems.quarantine({ file, row: row.line, reference }, 'orphan', message, row.raw);
    }
  }
}

/** Errors: `watchlists.unparseable`, `watchlists.file_missing`. */
export async function readOfacCsv(files: readonly OpenFile[], problems: Problems): Promise<Listing[]> {
  const byRole = new Map<Role, OpenFile>();
  for (const file of files) {
    const role = roleOf(file.name);
    if (role === undefined || byRole.has(role)) {
      throw unparseable({ file: file.name }, 'not one of sdn.csv, alt.csv, add.csv, sdn_comments.csv');
    }
    byRole.set(role, file);
  }
  const primary = byRole.get('primary');
  if (primary === undefined)
    throw missingFile(
      'sdn.csv',
      files.map((file) => file.name),
    );
  const join: Join = { listings: new Map(), remarks: new Map(), problems };
  readPrimary(join, primary.name, await readRows(primary, 'primary', problems));
  for (const role of ['alt', 'add', 'comments'] as const) {
    const file = byRole.get(role);
    if (file !== undefined) readSide(join, role, file.name, await readRows(file, role, problems));
  }
  for (const [reference, listing] of join.listings) {
    const remark = join.remarks.get(reference);
    if (remark === undefined) continue;
    const place = { file: remark.file, row: remark.row, reference };
    readRemarks(listing, remark.text, (code, message) => problems.note(place, code, message));
  }
  return [...join.listings.values()];
}
