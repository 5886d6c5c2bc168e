/**
 * UK Sanctions List (FCDO) as XML: `Designations` with one `Designation` per party. Written from the published
 * elements; tested with fictitious files.
 */
import { emptyListing, type Listing } from '../listing.ts';
import { countryCode } from './country-names.ts';
import { readDay } from './dates.ts';
import type { OpenFile } from './list-file.ts';
import type { StatedList } from './ofac-xml.ts';
import { present } from './present.ts';
import { type Problems, unparseable } from './problems.ts';
import { addUkCountry, addUkIdentifier, addUkName, ukBirthDate, ukKind } from './uk-facts.ts';
import { uniqueListings } from './unique-listings.ts';
import { itemsOf, textOf, textsOf, type XmlRecord, xmlRecords } from './xml-records.ts';

function readPerson(
  listing: Listing,
  record: XmlRecord,
  note: (code: string, message: string) => void,
): void {
  for (const person of itemsOf(record, 'IndividualDetails', 'Individual')) {
    for (const text of textsOf(person, 'DOBs', 'DOB')) {
      const birth = ukBirthDate(text);
      if (birth === undefined) note('unreadable_date', `birth date not read: ${text.slice(0, 60)}`);
      else listing.birthDates.push(birth);
    }
    for (const text of textsOf(person, 'Nationalities', 'Nationality'))
      addUkCountry(listing, 'nationality', text);
    for (const place of itemsOf(person, 'BirthDetails', 'Location'))
      addUkCountry(listing, 'birth', textOf(place, 'CountryOfBirth'));
    for (const one of itemsOf(person, 'PassportDetails', 'Passport'))
      addUkIdentifier(
        listing,
        'passport',
        textOf(one, 'PassportNumber'),
        textOf(one, 'PassportAdditionalInformation'),
      );
    for (const one of itemsOf(person, 'NationalIdentifierDetails', 'NationalIdentifier'))
      addUkIdentifier(
        listing,
        'national_id',
        textOf(one, 'NationalIdentifierNumber'),
        textOf(one, 'NationalIdentifierAdditionalInformation'),
      );
    const gender = textsOf(person, 'Genders', 'Gender')[0]?.toLowerCase();
    if (gender === 'male' || gender === 'female') listing.gender = gender;
    const title = textsOf(person, 'Positions', 'Position').join('; ');
    if (title !== '') listing.title = title;
  }
}

function readOther(listing: Listing, record: XmlRecord): void {
  for (const entity of itemsOf(record, 'EntityDetails', 'Entity'))
    for (const text of textsOf(entity, 'BusinessRegistrationNumbers', 'BusinessRegistrationNumber'))
      addUkIdentifier(listing, 'registration', text);
  for (const ship of itemsOf(record, 'ShipDetails', 'Ship'))
    for (const text of textsOf(ship, 'IMONumbers', 'IMONumber')) addUkIdentifier(listing, 'imo', text);
  for (const address of itemsOf(record, 'Addresses', 'Address')) {
    const street = [1, 2, 3, 4, 5, 6]
      .flatMap((line) => textOf(address, `AddressLine${line}`) ?? [])
      .join(', ');
    const country = textOf(address, 'AddressCountry');
    const found = {
      street: street === '' ? undefined : street,
      postcode: textOf(address, 'AddressPostalCode'),
      country,
      countryCode: countryCode(country),
    };
    const given = Object.entries(found).filter(([, value]) => value !== undefined);
    if (given.length > 0) listing.addresses.push(Object.fromEntries(given));
  }
}

function readNames(listing: Listing, record: XmlRecord): void {
  const names = itemsOf(record, 'Names', 'Name');
  const first = (name: XmlRecord): number => (/^primary/i.test(textOf(name, 'NameType') ?? '') ? 0 : 1);
  for (const name of [...names].sort((left, right) => first(left) - first(right)))
    addUkName(listing, (number) => textOf(name, `Name${number}`), {
      type: textOf(name, 'NameType'),
      strength: textOf(name, 'AliasStrength'),
    });
  for (const name of itemsOf(record, 'NonLatinNames', 'NonLatinName')) {
    const text = textOf(name, 'NameNonLatinScript');
    if (text !== undefined) listing.names.push({ text, kind: 'aka', quality: 'strong' });
  }
}

function readDesignation(record: XmlRecord, file: string, problems: Problems): Listing | undefined {
  const reference = textOf(record, 'UniqueID') ?? textOf(record, 'OFSIGroupID');
  const place = present({ file, row: record.line, element: 'Designation', reference });
  const listing = emptyListing(reference ?? '', ukKind(textOf(record, 'IndividualEntityShip')));
  readNames(listing, record);
  const [first] = listing.names;
  if (reference === undefined || first === undefined) {
    const code = reference === undefined ? 'missing_reference' : 'missing_name';
    problems.quarantine(place, code, 'no id or no name');
    return undefined;
  }
  if (listing.names.every((name) => name.kind !== 'primary')) first.kind = 'primary';
  readPerson(listing, record, (code, message) => problems.note(place, code, message));
  readOther(listing, record);
  const [program, remarks] = [textOf(record, 'RegimeName'), textOf(record, 'OtherInformation')];
  if (program !== undefined) listing.programs.push(program);
  if (remarks !== undefined) listing.remarks = remarks;
  const listed = readDay(textOf(record, 'DateDesignated'));
  if (listed !== undefined) listing.listedOn = listed;
  return listing;
}

/** Errors: `watchlists.unparseable` with line and element. */
export async function readUkXml(file: OpenFile, problems: Problems): Promise<StatedList> {
  const listings = uniqueListings(problems);
  let root: XmlRecord | undefined;
  let issuedOn: string | undefined;
  for await (const record of xmlRecords(file, new Set(['Designation', 'DateGenerated']))) {
    if (root === undefined) {
      root = record;
      if (root.name === 'Designations') continue;
      throw unparseable({ file: file.name, row: root.line, element: root.name }, 'not Designations');
    }
    if (record.name === 'DateGenerated') {
      issuedOn = readDay(record.text);
      continue;
    }
    const listing = readDesignation(record, file.name, problems);
    if (listing !== undefined)
      listings.add(listing, { file: file.name, row: record.line, element: 'Designation' });
  }
  return present({ listings: listings.all(), issuedOn });
}
