/**
 * United Nations Security Council consolidated list, XML as published at scsanctions.un.org: INDIVIDUALS/INDIVIDUAL
 * and ENTITIES/ENTITY. The permanent reference (CDi.001) is the listing's reference. Aliases of quality "Low" are
 * weak; one ALIAS_NAME may hold several names separated by semicolons.
 */
import { emptyListing, type ListedName, type Listing, type NameKind } from '../listing.ts';
import { countryCode, listedCountry } from './country-names.ts';
import { readBirthDate, readDay, yearSpan } from './dates.ts';
import type { OpenFile } from './list-file.ts';
import type { StatedList } from './ofac-xml.ts';
import { present } from './present.ts';
import { type Problems, unparseable } from './problems.ts';
import { childrenOf, textOf, textsOf, type XmlRecord, xmlRecords } from './xml-records.ts';

type Note = (code: string, message: string) => void;

const NAME_FIELDS = ['FIRST_NAME', 'SECOND_NAME', 'THIRD_NAME', 'FOURTH_NAME'];

function readNames(listing: Listing, record: XmlRecord): void {
  const text = NAME_FIELDS.flatMap((field) => textOf(record, field) ?? []).join(' ');
  if (text !== '') listing.names.push({ text, kind: 'primary', quality: 'strong' });
  const original = textOf(record, 'NAME_ORIGINAL_SCRIPT');
  if (original !== undefined) listing.names.push({ text: original, kind: 'aka', quality: 'strong' });
  const aliases = listing.kind === 'person' ? 'INDIVIDUAL_ALIAS' : 'ENTITY_ALIAS';
  for (const alias of childrenOf(record, aliases)) readAlias(listing, alias);
}

const ALIAS_KINDS: Record<string, NameKind> = { 'f.k.a.': 'fka', 'n.k.a.': 'nka' };

function readAlias(listing: Listing, alias: XmlRecord): void {
  const words = textOf(alias, 'QUALITY')?.toLowerCase() ?? '';
  const quality: ListedName['quality'] = words === 'low' ? 'weak' : 'strong';
  for (const name of (textOf(alias, 'ALIAS_NAME') ?? '').split(';')) {
    const text = name.trim();
    if (text !== '') listing.names.push({ text, kind: ALIAS_KINDS[words] ?? 'aka', quality });
  }
  const birth = readBirthDate(textOf(alias, 'DATE_OF_BIRTH') ?? '');
  if (birth !== undefined) listing.birthDates.push(birth);
}

function readBirth(listing: Listing, record: XmlRecord, note: Note): void {
  const circa = textOf(record, 'TYPE_OF_DATE') === 'APPROXIMATELY';
  const [from, to] = [textOf(record, 'FROM_YEAR'), textOf(record, 'TO_YEAR')];
  const years = from === undefined || to === undefined ? undefined : yearSpan(Number(from), Number(to));
  const text = textOf(record, 'DATE') ?? textOf(record, 'YEAR') ?? textOf(record, 'NOTE');
  const birth =
    years === undefined
      ? readBirthDate(text ?? '', circa)
      : { ...years, circa, text: from === to ? `${from}` : `${from} to ${to}` };
  if (birth !== undefined) listing.birthDates.push(birth);
  else if (text !== undefined) note('unreadable_date', `birth date not read: ${text.slice(0, 60)}`);
}

const DOCUMENTS: readonly [RegExp, string][] = [
  [/passe?port|pasaporte/i, 'passport'],
  [/national identification/i, 'national_id'],
];

function readDocument(listing: Listing, document: XmlRecord): void {
  const value = textOf(document, 'NUMBER');
  if (value === undefined) return;
  const label = [textOf(document, 'TYPE_OF_DOCUMENT'), textOf(document, 'TYPE_OF_DOCUMENT2')]
    .filter((text) => text)
    .join(', ');
  const type = DOCUMENTS.find(([pattern]) => pattern.test(label))?.[1] ?? 'other';
  const country = countryCode(textOf(document, 'ISSUING_COUNTRY') ?? textOf(document, 'COUNTRY_OF_ISSUE'));
  listing.identifiers.push({
    type,
    value,
    ...(country === undefined ? {} : { country }),
    ...(label === '' ? {} : { label }),
  });
}

const ADDRESS_FIELDS = {
  STREET: 'street',
  CITY: 'city',
  STATE_PROVINCE: 'region',
  ZIP_CODE: 'postcode',
  NOTE: 'note',
} as const;

function readAddress(listing: Listing, address: XmlRecord): void {
  const country = textOf(address, 'COUNTRY');
  const found = {
    ...Object.fromEntries(
      Object.entries(ADDRESS_FIELDS).flatMap(([field, key]) => {
        const text = textOf(address, field);
        return text === undefined ? [] : [[key, text]];
      }),
    ),
    ...(country === undefined ? {} : { country }),
    ...(countryCode(country) === undefined ? {} : { countryCode: countryCode(country) }),
  };
  if (Object.keys(found).length > 0) listing.addresses.push(found);
}

function readCountries(listing: Listing, record: XmlRecord): void {
  for (const text of textsOf(record, 'NATIONALITY', 'VALUE')) {
    listing.countries.push(listedCountry('nationality', text));
  }
  for (const place of childrenOf(record, 'INDIVIDUAL_PLACE_OF_BIRTH')) {
    const country = textOf(place, 'COUNTRY');
    if (country === undefined) continue;
    const text = [textOf(place, 'CITY'), textOf(place, 'STATE_PROVINCE'), country]
      .filter((part) => part)
      .join(', ');
    listing.countries.push(listedCountry('birth', text, country));
  }
}

function readListing(record: XmlRecord, file: string, problems: Problems): Listing | undefined {
  const reference = textOf(record, 'REFERENCE_NUMBER') ?? textOf(record, 'DATAID');
  const place = present({ file, row: record.line, element: record.name, reference });
  const listing = emptyListing(reference ?? '', record.name === 'ENTITY' ? 'organization' : 'person');
  readNames(listing, record);
  if (reference === undefined || listing.names[0]?.kind !== 'primary') {
    problems.quarantine(
      place,
      reference === undefined ? 'missing_reference' : 'missing_name',
      'no reference or no name',
    );
    return undefined;
  }
  const note: Note = (code, message) => problems.note(place, code, message);
  for (const birth of childrenOf(record, 'INDIVIDUAL_DATE_OF_BIRTH')) readBirth(listing, birth, note);
  for (const document of childrenOf(record, 'INDIVIDUAL_DOCUMENT')) readDocument(listing, document);
  for (const name of ['INDIVIDUAL_ADDRESS', 'ENTITY_ADDRESS']) {
    for (const address of childrenOf(record, name)) readAddress(listing, address);
  }
  readCountries(listing, record);
  const program = textOf(record, 'UN_LIST_TYPE');
  if (program !== undefined) listing.programs.push(program);
  const gender = textOf(record, 'GENDER')?.toLowerCase();
  if (gender === 'male' || gender === 'female') listing.gender = gender;
  const title = [...textsOf(record, 'TITLE', 'VALUE'), ...textsOf(record, 'DESIGNATION', 'VALUE')].join('; ');
  if (title !== '') listing.title = title;
  const remarks = textOf(record, 'COMMENTS1');
  if (remarks !== undefined) listing.remarks = remarks;
  const [listed, delisted] = [readDay(textOf(record, 'LISTED_ON')), readDay(textOf(record, 'DELISTED_ON'))];
  if (listed !== undefined) listing.listedOn = listed;
  if (delisted !== undefined) Object.assign(listing, { delistedOn: delisted, active: false });
  return listing;
}

/** Errors: `watchlists.unparseable` with line and element. */
export async function readUnXml(file: OpenFile, problems: Problems): Promise<StatedList> {
  const listings = new Map<string, Listing>();
  let root: XmlRecord | undefined;
  for await (const record of xmlRecords(file, new Set(['INDIVIDUAL', 'ENTITY']))) {
    if (root === undefined) {
      root = record;
      if (root.name === 'CONSOLIDATED_LIST') continue;
      throw unparseable({ file: file.name, row: root.line, element: root.name }, 'not a CONSOLIDATED_LIST');
    }
    const listing = readListing(record, file.name, problems);
    if (listing === undefined) continue;
    if (!listings.has(listing.reference)) listings.set(listing.reference, listing);
    else {
      const place = { file: file.name, row: record.line, element: record.name, reference: listing.reference };
      problems.quarantine(place, 'duplicate_reference', `${listing.reference} comes twice`);
    }
  }
  return present({ listings: [...listings.values()], issuedOn: readDay(root?.attributes.dateGenerated) });
}
