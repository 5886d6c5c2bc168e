/**
 * European Union consolidated financial sanctions list, XML 1.1 as published by the Commission's FSF service: `export`
 * with one `sanctionEntity` per entity; facts stand in attributes. Names with `strong="false"` are weak. Written from the
 * published schema (xmlFullSanctionsList_1_1.xsd); tested with fictitious files of that schema.
 */
import { emptyListing, type Listing, type ListingKind } from '../listing.ts';
import { countryCode } from './country-names.ts';
import { readBirthDate, readDay } from './dates.ts';
import type { OpenFile } from './list-file.ts';
import type { StatedList } from './ofac-xml.ts';
import { present } from './present.ts';
import { type Problems, unparseable } from './problems.ts';
import { uniqueListings } from './unique-listings.ts';
import { childrenOf, textOf, type XmlRecord, xmlRecords } from './xml-records.ts';

const KINDS: Record<string, ListingKind> = {
  person: 'person',
  p: 'person',
  enterprise: 'organization',
  e: 'organization',
};

/** An attribute with something in it; the file writes absent facts as empty attributes. */
const fact = (record: XmlRecord, name: string): string | undefined => {
  const value = record.attributes[name]?.trim() ?? '';
  return value === '' || value === '00' ? undefined : value;
};

const country = (record: XmlRecord): string | undefined =>
  countryCode(fact(record, 'countryIso2Code')) ?? countryCode(fact(record, 'countryDescription'));

function readNames(listing: Listing, entity: XmlRecord): void {
  for (const alias of childrenOf(entity, 'nameAlias')) {
    const [given, family] = [
      [fact(alias, 'firstName'), fact(alias, 'middleName')].filter((part) => part).join(' '),
      fact(alias, 'lastName'),
    ];
    const text = fact(alias, 'wholeName') ?? [given, family].filter((part) => part).join(' ');
    if (text === '') continue;
    listing.names.push({
      text,
      kind: listing.names.length === 0 ? 'primary' : 'aka',
      quality: fact(alias, 'strong') === 'false' ? 'weak' : 'strong',
      ...(given === '' || family === undefined ? {} : { parts: { given, family } }),
    });
    const gender = fact(alias, 'gender')?.toUpperCase();
    if (gender === 'M' || gender === 'F') listing.gender = gender === 'F' ? 'female' : 'male';
    const title = fact(alias, 'function') ?? fact(alias, 'title');
    if (title !== undefined && listing.title === undefined) listing.title = title;
  }
}

function birthTextOf(birth: XmlRecord): string {
  const whole = fact(birth, 'birthdate');
  if (whole !== undefined) return whole;
  const [from, to] = [fact(birth, 'yearRangeFrom'), fact(birth, 'yearRangeTo')];
  if (from !== undefined && to !== undefined) return `${from} to ${to}`;
  const [year, month] = [fact(birth, 'year'), fact(birth, 'monthOfYear') ?? fact(birth, 'month')];
  if (year === undefined) return '';
  return month === undefined ? year : `${year}-${month.padStart(2, '0')}`;
}

function readBirths(
  listing: Listing,
  entity: XmlRecord,
  note: (code: string, message: string) => void,
): void {
  for (const birth of childrenOf(entity, 'birthdate')) {
    const text = birthTextOf(birth);
    const read = readBirthDate(text, fact(birth, 'circa') === 'true');
    if (read !== undefined) listing.birthDates.push(read);
    else if (text !== '') note('unreadable_date', `birth date not read: ${text.slice(0, 60)}`);
    const code = country(birth);
    const place = [fact(birth, 'city'), fact(birth, 'countryDescription')].filter((part) => part).join(', ');
    if (code !== undefined || place !== '')
      listing.countries.push({
        role: 'birth',
        text: place || (code ?? ''),
        ...(code === undefined ? {} : { code }),
      });
  }
}

function readPlaces(listing: Listing, entity: XmlRecord): void {
  for (const citizenship of childrenOf(entity, 'citizenship')) {
    const code = country(citizenship);
    const text = fact(citizenship, 'countryDescription') ?? code;
    if (text !== undefined)
      listing.countries.push({ role: 'citizenship', text, ...(code === undefined ? {} : { code }) });
  }
  for (const address of childrenOf(entity, 'address')) {
    const found = {
      street:
        [fact(address, 'street'), fact(address, 'poBox')].filter((part) => part).join(', ') || undefined,
      city: fact(address, 'city') ?? fact(address, 'place'),
      region: fact(address, 'region'),
      postcode: fact(address, 'zipCode'),
      country: fact(address, 'countryDescription'),
      countryCode: country(address),
    };
    const given = Object.entries(found).filter(([, value]) => value !== undefined);
    if (given.length > 0) listing.addresses.push(Object.fromEntries(given));
  }
}

const IDENTIFIERS: Record<string, string> = {
  passport: 'passport',
  id: 'national_id',
  fiscalcode: 'tax_id',
  regnumber: 'registration',
  swiftbic: 'bic',
  imo: 'imo',
  ssn: 'ssn',
};

function readIdentifiers(listing: Listing, entity: XmlRecord): void {
  for (const record of childrenOf(entity, 'identification')) {
    const value = fact(record, 'number') ?? fact(record, 'latinNumber');
    if (value === undefined) continue;
    const code = country(record);
    const label = fact(record, 'identificationTypeDescription');
    listing.identifiers.push({
      type: IDENTIFIERS[fact(record, 'identificationTypeCode')?.toLowerCase() ?? ''] ?? 'other',
      value,
      ...(code === undefined ? {} : { country: code }),
      ...(label === undefined ? {} : { label }),
    });
  }
}

function readEntity(entity: XmlRecord, file: string, problems: Problems): Listing | undefined {
  const reference = fact(entity, 'euReferenceNumber') ?? fact(entity, 'logicalId');
  const place = present({ file, row: entity.line, element: 'sanctionEntity', reference });
  const [subject] = childrenOf(entity, 'subjectType');
  const kind = KINDS[(subject === undefined ? '' : (fact(subject, 'code') ?? '')).toLowerCase()];
  const listing = emptyListing(reference ?? '', kind ?? 'other');
  readNames(listing, entity);
  if (reference === undefined || listing.names.length === 0) {
    const code = reference === undefined ? 'missing_reference' : 'missing_name';
    problems.quarantine(place, code, 'no reference or no name');
    return undefined;
  }
  const note = (code: string, message: string) => problems.note(place, code, message);
  readBirths(listing, entity, note);
  readPlaces(listing, entity);
  readIdentifiers(listing, entity);
  const regulations = childrenOf(entity, 'regulation');
  listing.programs = [...new Set(regulations.flatMap((one) => fact(one, 'programme') ?? []))];
  const days = regulations.flatMap((one) => readDay(fact(one, 'entryIntoForceDate')) ?? []).sort();
  if (days[0] !== undefined) listing.listedOn = days[0];
  const remarks = textOf(entity, 'remark') ?? fact(entity, 'designationDetails');
  if (remarks !== undefined) listing.remarks = remarks;
  return listing;
}

/** Errors: `watchlists.unparseable` with line and element. */
export async function readEuXml(file: OpenFile, problems: Problems): Promise<StatedList> {
  const listings = uniqueListings(problems);
  let root: XmlRecord | undefined;
  for await (const record of xmlRecords(file, new Set(['sanctionEntity']))) {
    if (root === undefined) {
      root = record;
      if (root.name === 'export') continue;
      throw unparseable({ file: file.name, row: root.line, element: root.name }, 'not an export');
    }
    const listing = readEntity(record, file.name, problems);
    if (listing !== undefined)
      listings.add(listing, { file: file.name, row: record.line, element: 'sanctionEntity' });
  }
  return present({ listings: listings.all(), issuedOn: readDay(root?.attributes.generationDate) });
}
