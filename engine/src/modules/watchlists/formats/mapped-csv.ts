/** Any CSV with a mapping of its columns (csv-mapping.ts). Broken rows come back as problems, the others go in. */
import { Failure } from '../../../kernel/failure.ts';
import { type CsvRow, csvRows } from '../csv-rows.ts';
import { emptyListing, type Listing, type ListingKind } from '../listing.ts';
import { countryCode, listedCountry } from './country-names.ts';
import { type CsvMapping, ensureCsvMapping } from './csv-mapping.ts';
import { joinParty, readParty } from './csv-parties.ts';
import { readBirthDate, readDay } from './dates.ts';
import { type OpenFile, readText } from './list-file.ts';
import { listedWallet } from './listed-wallets.ts';
import { type Problems, unparseable } from './problems.ts';

const HEADER_SEARCH_ROWS = 30;
/** Above this share of broken rows the mapping or the delimiter is wrong, not the rows. */
const BROKEN_SHARE_MAX = 0.5;

const fold = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/\s+/g, ' ').trim();

const KINDS: Record<string, ListingKind> = {};
const KIND_WORDS: Record<ListingKind, string> = {
  person: 'person individual natural fisica persona pf',
  organization:
    'organization organisation entity company moral juridica juridico empresa entidad pm organizacion',
  vessel: 'vessel ship buque embarcacao embarcacion',
  aircraft: 'aircraft aeronave',
  other: 'other otro outro wallet',
};
for (const kind of ['person', 'organization', 'vessel', 'aircraft', 'other'] as const) {
  for (const word of KIND_WORDS[kind].split(' ')) KINDS[word] = kind;
}

const kindOf = (text: string): ListingKind | undefined =>
  text === ''
    ? 'other'
    : fold(text)
        .split(' ')
        .flatMap((word) => KINDS[word] ?? [])[0];

const FALSE_WORDS = new Set(['false', 'no', 'nao', '0', 'inactive', 'inactivo', 'baja']);

/** What even a lenient mapping asks of a file. */
const REQUIRED: ReadonlySet<string> = new Set(['reference', 'name']);

type Column = keyof CsvMapping['columns'];

/** Reads one field of one row, whatever the mapping says it is. */
type Cell = (row: CsvRow, field: Column) => string;

interface Plan {
  cell: Cell;
  /** First row of the body, as an index. */
  start: number;
  columns: number;
  separator: string;
  identifiers: readonly string[];
}

const headings = (mapping: CsvMapping): [Column, string][] =>
  Object.entries(mapping.columns).flatMap(([field, column]): [Column, string][] =>
    typeof column === 'string' && !column.startsWith('=') ? [[field as Column, fold(column)]] : [],
  );

function findHeader(file: string, rows: readonly CsvRow[], mapping: CsvMapping): number {
  if (mapping.headerRow === 0) return -1;
  const wanted = headings(mapping).map(([, heading]) => heading);
  if (mapping.headerRow !== undefined) {
    const index = rows.findIndex((row) => row.line >= (mapping.headerRow ?? 1));
    if (index !== -1) return index;
    throw unparseable({ file, row: mapping.headerRow }, 'the header row is not in the file');
  }
  const index = rows.slice(0, HEADER_SEARCH_ROWS).findIndex((row) => {
    const names = row.cells.map(fold);
    return mapping.lenient === true
      ? names.includes('name')
      : wanted.every((heading) => names.includes(heading));
  });
  return index === -1 ? 0 : index;
}

function planOf(file: string, rows: readonly CsvRow[], mapping: CsvMapping): Plan {
  const header = findHeader(file, rows, mapping);
  const names = rows[header]?.cells.map(fold) ?? [];
  const missing = headings(mapping).filter(
    ([field, heading]) => !names.includes(heading) && (mapping.lenient !== true || REQUIRED.has(field)),
  );
  if (missing.length > 0) {
    throw new Failure(
      'caller',
      'watchlists.column_missing',
      `${file}: no column ${missing.map(([field]) => `"${mapping.columns[field]}"`).join(', ')}`,
      missing.map(([field]) => ({
        field,
        row: rows[header]?.line,
        message: `no column "${mapping.columns[field]}"`,
      })),
    );
  }
  const cell: Cell = (row, field) => {
    const column = mapping.columns[field];
    if (column === undefined) return '';
    if (typeof column === 'number') return row.cells[column - 1]?.trim() ?? '';
    if (column.startsWith('=')) return column.slice(1).trim();
    return row.cells[names.indexOf(fold(column))]?.trim() ?? '';
  };
  const identifiers = Object.keys(mapping.columns).filter((field) => field.startsWith('identifier:'));
  const columns = header === -1 ? (rows[0]?.cells.length ?? 0) : names.length;
  return { cell, start: header + 1, columns, separator: mapping.separator ?? ';', identifiers };
}

const several = (plan: Plan, text: string): string[] =>
  text
    .split(plan.separator)
    .map((part) => part.trim())
    .filter((part) => part !== '');

function nameOf(plan: Plan, row: CsvRow): Listing['names'][number] | undefined {
  const [given, paternal, maternal] = (['given', 'paternal', 'maternal'] as const).map((field) =>
    plan.cell(row, field),
  );
  const family = [paternal, maternal].filter((part) => part).join(' ');
  const whole = plan.cell(row, 'name');
  const text = whole !== '' ? whole : [given, family].filter((part) => part).join(' ');
  if (text === '') return undefined;
  const parts = family !== '' && given ? { parts: { given, family } } : {};
  return { text, kind: 'primary', quality: 'strong', ...parts };
}

type Note = (code: string, message: string) => void;

function readNames(listing: Listing, plan: Plan, row: CsvRow): void {
  const name = nameOf(plan, row);
  if (name !== undefined) listing.names.push(name);
  for (const [field, quality] of [
    ['aliases', 'strong'],
    ['weak_aliases', 'weak'],
  ] as const) {
    for (const text of several(plan, plan.cell(row, field)))
      listing.names.push({ text, kind: 'aka', quality });
  }
}

function readFacts(listing: Listing, plan: Plan, row: CsvRow, note: Note): void {
  for (const text of several(plan, plan.cell(row, 'birth_date'))) {
    const birth = readBirthDate(text);
    if (birth !== undefined) listing.birthDates.push(birth);
    else note('unreadable_date', `birth date not read: ${text.slice(0, 60)}`);
  }
  for (const [field, role] of [
    ['nationality', 'nationality'],
    ['country', 'residence'],
  ] as const) {
    for (const text of several(plan, plan.cell(row, field))) {
      listing.countries.push(listedCountry(role, text));
    }
  }
  for (const field of plan.identifiers) {
    const country = countryCode(plan.cell(row, 'nationality'));
    for (const value of several(plan, plan.cell(row, field as Column))) {
      listing.identifiers.push({
        type: field.slice('identifier:'.length),
        value,
        ...(country ? { country } : {}),
      });
    }
  }
  for (const address of several(plan, plan.cell(row, 'wallet'))) {
    const network = plan.cell(row, 'network').toLowerCase();
    const wallet = listedWallet(plan.cell(row, 'asset'), address);
    if (wallet === undefined) note('unreadable_wallet', `address not read: ${address.slice(0, 120)}`);
    else listing.wallets.push(network === '' ? wallet : { ...wallet, network });
  }
  const street = plan.cell(row, 'address');
  if (street !== '') listing.addresses.push({ street });
  listing.programs.push(...several(plan, plan.cell(row, 'program')));
  const tags = several(plan, plan.cell(row, 'tags')).map(tagCode);
  if (tags.length > 0) listing.tags = [...new Set(tags)].sort();
}

/** `Darknet Market` and `darknet-market` are one tag: `darknet_market`. */
const tagCode = (text: string): string => fold(text).replace(/[^a-z0-9]+/g, '_');

function readState(listing: Listing, plan: Plan, row: CsvRow, note: Note): void {
  const [remarks, status, active] = (['remarks', 'status', 'active'] as const).map((field) =>
    plan.cell(row, field),
  );
  if (remarks) listing.remarks = remarks;
  if (status) listing.status = status;
  if (active) listing.active = !FALSE_WORDS.has(fold(active));
  for (const [field, key] of [
    ['listed_on', 'listedOn'],
    ['delisted_on', 'delistedOn'],
  ] as const) {
    const text = plan.cell(row, field);
    const day = readDay(text);
    if (day !== undefined) listing[key] = day;
    else if (text !== '') note('unreadable_date', `${field} not read: ${text.slice(0, 60)}`);
  }
}

function readListing(plan: Plan, row: CsvRow, note: Note): Listing | { code: string; message: string } {
  if (row.broken) return { code: 'broken_row', message: 'a quote opens and does not close' };
  if (row.cells.length !== plan.columns) {
    return { code: 'wrong_column_count', message: `${row.cells.length} columns instead of ${plan.columns}` };
  }
  const kind = kindOf(plan.cell(row, 'kind'));
  if (kind === undefined)
    return { code: 'unknown_kind', message: `unknown kind: ${plan.cell(row, 'kind').slice(0, 40)}` };
  const listing = emptyListing(plan.cell(row, 'reference'), kind);
  readNames(listing, plan, row);
  readFacts(listing, plan, row, note);
  readState(listing, plan, row, note);
  readParty(listing, (field) => plan.cell(row, field), note);
  if (listing.names.length === 0 && listing.wallets.length === 0)
    return { code: 'missing_name', message: 'no name' };
  if (listing.reference === '')
    listing.reference = listing.names[0]?.text ?? listing.wallets[0]?.address ?? '';
  return listing;
}

/** Errors: `watchlists.mapping_invalid`, `watchlists.column_missing`, `watchlists.unparseable`. */
export async function readMappedCsv(
  file: OpenFile,
  mapping: CsvMapping,
  problems: Problems,
): Promise<Listing[]> {
  ensureCsvMapping(mapping);
  const rows = [...csvRows(await readText(file, mapping.encoding ?? 'auto'), mapping.delimiter)];
  const plan = planOf(file.name, rows, mapping);
  const listings = new Map<string, Listing>();
  const body = rows.slice(plan.start);
  let broken = 0;
  for (const row of body) {
    const place = { file: file.name, row: row.line };
    const read = readListing(plan, row, (code, message) => problems.note(place, code, message));
    if ('code' in read) {
      broken += 1;
      problems.quarantine(place, read.code, read.message, row.raw);
      continue;
    }
    const known = listings.get(read.reference);
    if (known === undefined) listings.set(read.reference, read);
    else if (!joinParty(known, read)) {
      problems.quarantine(
        { ...place, reference: read.reference },
        'duplicate_reference',
        'comes twice',
        row.raw,
      );
    }
  }
  if (listings.size === 0 || broken > body.length * BROKEN_SHARE_MAX) {
    const message = `${broken} of ${body.length} rows could not be read: is the delimiter or the mapping right?`;
    throw unparseable({ file: file.name, row: body[0]?.line }, message);
  }
  return [...listings.values()];
}
