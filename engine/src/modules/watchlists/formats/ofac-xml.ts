/**
 * OFAC's SDN.XML (and CONSOLIDATED.XML, same schema): `sdnList` with `publshInformation` (Publish_Date MM/DD/YYYY,
 * Record_Count) and one `sdnEntry` per entity. The stated record count must be met: fewer entries is a cut-off file.
 */
import type { CountryRole, Listing, ListingKind, NameKind, NameParts } from '../listing.ts';
import { emptyListing } from '../listing.ts';
import { countryCode, listedCountry } from './country-names.ts';
import { readBirthDate, readDay } from './dates.ts';
import { identifierType } from './identifier-labels.ts';
import type { OpenFile } from './list-file.ts';
import { listedWallet, walletTicker } from './listed-wallets.ts';
import { present } from './present.ts';
import { type Problems, unparseable } from './problems.ts';
import { itemsOf, textOf, type XmlRecord, xmlRecords } from './xml-records.ts';

export interface StatedList {
  listings: Listing[];
  /** ISO day stated inside the file. */
  issuedOn?: string;
  recordCountStated?: number;
}

const KINDS: Record<string, ListingKind> = {
  individual: 'person',
  entity: 'organization',
  vessel: 'vessel',
  aircraft: 'aircraft',
};
const ALIAS_KINDS: Record<string, NameKind> = { 'a.k.a.': 'aka', 'f.k.a.': 'fka', 'n.k.a.': 'nka' };

function nameOf(record: XmlRecord, kind: ListingKind): { text: string; parts?: NameParts } | undefined {
  const [family, given] = [textOf(record, 'lastName'), textOf(record, 'firstName')];
  if (family === undefined && given === undefined) return undefined;
  if (family === undefined || given === undefined) return { text: family ?? given ?? '' };
  return kind === 'person'
    ? { text: `${family}, ${given}`, parts: { family, given } }
    : { text: `${given} ${family}` };
}

function readNames(listing: Listing, entry: XmlRecord): void {
  const primary = nameOf(entry, listing.kind);
  if (primary !== undefined) listing.names.push({ ...primary, kind: 'primary', quality: 'strong' });
  for (const aka of itemsOf(entry, 'akaList', 'aka')) {
    const name = nameOf(aka, listing.kind);
    if (name === undefined) continue;
    const kind = ALIAS_KINDS[textOf(aka, 'type')?.toLowerCase() ?? ''] ?? 'aka';
    const quality = textOf(aka, 'category')?.toLowerCase() === 'weak' ? 'weak' : 'strong';
    listing.names.push({ ...name, kind, quality });
  }
}

function readIds(listing: Listing, entry: XmlRecord, note: (code: string, message: string) => void): void {
  for (const id of itemsOf(entry, 'idList', 'id')) {
    const [label, value] = [textOf(id, 'idType'), textOf(id, 'idNumber')];
    if (label === undefined || value === undefined) continue;
    const ticker = walletTicker(label);
    const wallet = ticker === undefined ? undefined : listedWallet(ticker, value);
    if (wallet !== undefined) listing.wallets.push(wallet);
    else if (ticker !== undefined) note('unreadable_wallet', `address not read: ${value.slice(0, 120)}`);
    else if (label === 'Gender') listing.gender = value.toLowerCase() === 'female' ? 'female' : 'male';
    else {
      const country = countryCode(textOf(id, 'idCountry'));
      const type = identifierType(label) ?? 'other';
      listing.identifiers.push({ type, value, ...(country === undefined ? {} : { country }), label });
    }
  }
}

const COUNTRY_LISTS: readonly [list: string, item: string, field: string, role: CountryRole][] = [
  ['nationalityList', 'nationality', 'country', 'nationality'],
  ['citizenshipList', 'citizenship', 'country', 'citizenship'],
  ['placeOfBirthList', 'placeOfBirthItem', 'placeOfBirth', 'birth'],
];

function readCountries(listing: Listing, entry: XmlRecord): void {
  for (const [list, item, field, role] of COUNTRY_LISTS) {
    for (const record of itemsOf(entry, list, item)) {
      const text = textOf(record, field);
      const place = role === 'birth' ? text?.split(',').at(-1) : text;
      if (text !== undefined) listing.countries.push(listedCountry(role, text, place));
    }
  }
  const flag = entry.children.find((child) => child.name === 'vesselInfo');
  const text = flag === undefined ? undefined : textOf(flag, 'vesselFlag');
  if (text !== undefined) listing.countries.push(listedCountry('flag', text));
}

function readAddresses(listing: Listing, entry: XmlRecord): void {
  for (const address of itemsOf(entry, 'addressList', 'address')) {
    const street = ['address1', 'address2', 'address3']
      .flatMap((line) => textOf(address, line) ?? [])
      .join(', ');
    const country = textOf(address, 'country');
    const found = {
      street: street === '' ? undefined : street,
      city: textOf(address, 'city'),
      region: textOf(address, 'stateOrProvince'),
      postcode: textOf(address, 'postalCode'),
      country,
      countryCode: countryCode(country),
    };
    const given = Object.entries(found).filter(([, value]) => value !== undefined);
    if (given.length > 0) listing.addresses.push(Object.fromEntries(given));
  }
}

function readEntry(entry: XmlRecord, file: string, problems: Problems): Listing | undefined {
  const reference = textOf(entry, 'uid');
  const place = present({ file, row: entry.line, element: 'sdnEntry', reference });
  const type = textOf(entry, 'sdnType');
  const listing = emptyListing(reference ?? '', KINDS[type?.toLowerCase() ?? ''] ?? 'other');
  readNames(listing, entry);
  if (reference === undefined || listing.names[0]?.kind !== 'primary') {
    problems.quarantine(
      place,
      reference === undefined ? 'missing_reference' : 'missing_name',
      'no uid or no name',
    );
    return undefined;
  }
  const note = (code: string, message: string) => problems.note(place, code, message);
  readIds(listing, entry, note);
  for (const item of itemsOf(entry, 'dateOfBirthList', 'dateOfBirthItem')) {
    const text = textOf(item, 'dateOfBirth') ?? '';
    const birth = readBirthDate(text);
    if (birth !== undefined) listing.birthDates.push(birth);
    else note('unreadable_date', `birth date not read: ${text.slice(0, 60)}`);
  }
  readCountries(listing, entry);
  readAddresses(listing, entry);
  listing.programs = itemsOf(entry, 'programList', 'program').map((program) => program.text);
  const [remarks, title] = [textOf(entry, 'remarks'), textOf(entry, 'title')];
  if (remarks !== undefined) listing.remarks = remarks;
  if (title !== undefined) listing.title = title;
  return listing;
}

/** Errors: `watchlists.unparseable` with line and element. */
export async function readOfacXml(file: OpenFile, problems: Problems): Promise<StatedList> {
  const listings = new Map<string, Listing>();
  const stated: Omit<StatedList, 'listings'> = {};
  let entries = 0;
  let root: XmlRecord | undefined;
  for await (const record of xmlRecords(file, new Set(['publshInformation', 'sdnEntry']))) {
    if (root === undefined) {
      root = record;
      if (root.name !== 'sdnList')
        throw unparseable({ file: file.name, row: root.line, element: root.name }, 'not an sdnList');
    } else if (record.name === 'publshInformation') {
      stated.issuedOn = readDay(textOf(record, 'Publish_Date'), 'month-first');
      const count = Number(textOf(record, 'Record_Count'));
      if (Number.isSafeInteger(count)) stated.recordCountStated = count;
    } else {
      entries += 1;
      const listing = readEntry(record, file.name, problems);
      if (listing === undefined) continue;
      if (!listings.has(listing.reference)) listings.set(listing.reference, listing);
      else {
        const place = {
          file: file.name,
          row: record.line,
          element: 'sdnEntry',
          reference: listing.reference,
        };
        problems.quarantine(place, 'duplicate_reference', `entity ${listing.reference} comes twice`);
      }
    }
  }
  if (stated.recordCountStated !== undefined && entries < stated.recordCountStated) {
    const message = `${entries} entries, but Record_Count says ${stated.recordCountStated}`;
    throw unparseable({ file: file.name, element: 'Record_Count' }, message);
  }
  return present({ listings: [...listings.values()], ...stated });
}
