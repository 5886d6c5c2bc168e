/**
 * OFAC's advanced XML (SDN_ADVANCED.XML, CONS_ADVANCED.XML): normalised tables, of which this reads places, registered
 * documents, distinct parties with all their aliases (low quality = weak a.k.a.), features (birth dates, nationalities,
 * digital currency addresses), relations between parties, and the entries that say by which program and since when.
 * Streamed: only the small tables stand in memory. Written from OFAC's published schema; tested with fictitious files.
 */
import type { Listing } from '../../listing.ts';
import { countryCode } from '../country-names.ts';
import { identifierType } from '../identifier-labels.ts';
import type { OpenFile } from '../list-file.ts';
import type { StatedList } from '../ofac-xml.ts';
import { present } from '../present.ts';
import { type Problems, unparseable } from '../problems.ts';
import { uniqueListings } from '../unique-listings.ts';
import { childrenOf, textOf, type XmlRecord, xmlRecords } from '../xml-records.ts';
import { dayOf } from './dates.ts';
import { type ListedPlace, readParty } from './party.ts';
import { REFERENCE_ELEMENTS, type ReferenceValues, referenceValues } from './reference-values.ts';

const WANTED = new Set([
  ...REFERENCE_ELEMENTS,
  'DateOfIssue',
  'Location',
  'IDRegDocument',
  'DistinctParty',
  'ProfileRelationship',
  'SanctionsEntry',
]);

const ADDRESS_PARTS: Record<string, 'street' | 'city' | 'region' | 'postcode'> = {
  address1: 'street',
  address2: 'street',
  address3: 'street',
  city: 'city',
  'state/province': 'region',
  'postal code': 'postcode',
  region: 'region',
};

function readLocation(values: ReferenceValues, record: XmlRecord): ListedPlace {
  const place: ListedPlace = {};
  for (const part of childrenOf(record, 'LocationPart')) {
    const field =
      ADDRESS_PARTS[values.word('LocPartType', part.attributes.LocPartTypeID)?.toLowerCase() ?? ''];
    const text = childrenOf(part, 'LocationPartValue').flatMap((value) => textOf(value, 'Value') ?? [])[0];
    if (field !== undefined && text !== undefined)
      place[field] = place[field] === undefined ? text : `${place[field]}, ${text}`;
  }
  const [country] = childrenOf(record, 'LocationCountry');
  const name = values.word('Country', country?.attributes.CountryID);
  const code = countryCode(name);
  return {
    ...place,
    ...(name === undefined ? {} : { country: name }),
    ...(code === undefined ? {} : { countryCode: code }),
  };
}

function readDocument(
  values: ReferenceValues,
  record: XmlRecord,
): Listing['identifiers'][number] | undefined {
  const value = textOf(record, 'IDRegistrationNo');
  if (value === undefined) return undefined;
  const label = values.word('IDRegDocType', record.attributes.IDRegDocTypeID);
  const country = countryCode(values.word('Country', record.attributes['IssuedBy-CountryID']));
  return {
    type: (label === undefined ? undefined : identifierType(label)) ?? 'other',
    value,
    ...(country === undefined ? {} : { country }),
    ...(label === undefined ? {} : { label }),
  };
}

const OWNED = /owned or controlled by/i;
const FAMILY = /family member/i;
const LEADER = /leader or official/i;

/** OFAC tells no shares: "owned or controlled by" is a relation to look at, not half of a company. */
function relate(record: XmlRecord, values: ReferenceValues, byProfile: ReadonlyMap<string, Listing>): void {
  const from = byProfile.get(record.attributes['From-ProfileID'] ?? '');
  const to = byProfile.get(record.attributes['To-ProfileID'] ?? '');
  const role = values.word('RelationType', record.attributes.RelationTypeID);
  if (from === undefined || to === undefined || role === undefined) return;
  const [subject, object] = OWNED.test(role) ? [to, from] : [from, to];
  const kind = OWNED.test(role)
    ? 'owns'
    : FAMILY.test(role)
      ? 'family'
      : LEADER.test(role)
        ? 'directs'
        : 'associate';
  subject.relations = [...(subject.relations ?? []), { kind, party: object.reference, role }];
}

function enter(record: XmlRecord, values: ReferenceValues, byProfile: ReadonlyMap<string, Listing>): void {
  const listing = byProfile.get(record.attributes.ProfileID ?? '');
  if (listing === undefined) return;
  for (const measure of childrenOf(record, 'SanctionsMeasure')) {
    const program = textOf(measure, 'Comment');
    const isProgram = values.word('SanctionsType', measure.attributes.SanctionsTypeID) === 'Program';
    if (isProgram && program !== undefined && !listing.programs.includes(program))
      listing.programs.push(program);
  }
  const days = childrenOf(record, 'EntryEvent').flatMap((event) => dayOf(childrenOf(event, 'Date')[0]) ?? []);
  const [listed] = days.sort();
  if (listed !== undefined && (listing.listedOn === undefined || listed < listing.listedOn))
    listing.listedOn = listed;
}

function advancedReader(file: string, problems: Problems) {
  const values = referenceValues();
  const locations = new Map<string, ListedPlace>();
  const documents = new Map<string, Listing['identifiers'][number][]>();
  const byProfile = new Map<string, Listing>();
  const listings = uniqueListings(problems);
  const state: { issuedOn?: string; entries: number } = { entries: 0 };
  const takers: Record<string, (record: XmlRecord) => void> = {
    DateOfIssue: (record) => {
      const day = dayOf(record);
      if (day !== undefined) state.issuedOn = day;
    },
    Location: (record) => void locations.set(record.attributes.ID ?? '', readLocation(values, record)),
    IDRegDocument: (record) => {
      const document = readDocument(values, record);
      const identity = record.attributes.IdentityID ?? '';
      if (document !== undefined) documents.set(identity, [...(documents.get(identity) ?? []), document]);
    },
    DistinctParty: (record) => {
      const reference = record.attributes.FixedRef;
      const place = present({ file, row: record.line, element: 'DistinctParty', reference });
      const note = (code: string, message: string) => problems.note(place, code, message);
      const party = readParty(record, { values, locations, documents }, note);
      if (party === undefined) {
        problems.quarantine(
          place,
          reference === undefined ? 'missing_reference' : 'missing_name',
          'no id or no name',
        );
        return;
      }
      byProfile.set(party.profile, party.listing);
      listings.add(party.listing, { file, row: record.line, element: 'DistinctParty' });
    },
    ProfileRelationship: (record) => relate(record, values, byProfile),
    SanctionsEntry: (record) => {
      state.entries += 1;
      enter(record, values, byProfile);
    },
  };
  return { values, takers, listings, state };
}

/** Errors: `watchlists.unparseable` with line and element. */
export async function readOfacAdvanced(file: OpenFile, problems: Problems): Promise<StatedList> {
  const reader = advancedReader(file.name, problems);
  let root: XmlRecord | undefined;
  for await (const record of xmlRecords(file, WANTED)) {
    if (root === undefined) {
      root = record;
      if (root.name === 'Sanctions') continue;
      throw unparseable({ file: file.name, row: root.line, element: root.name }, 'not Sanctions');
    }
    if (!reader.values.take(record)) reader.takers[record.name]?.(record);
  }
  const listings = reader.listings.all();
  if (listings.length > 0 && reader.state.entries === 0)
    throw unparseable(
      { file: file.name, element: 'SanctionsEntries' },
      'parties without entries: the file is cut off',
    );
  return present({ listings, issuedOn: reader.state.issuedOn });
}
