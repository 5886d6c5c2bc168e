/** One `DistinctParty` of OFAC's advanced XML, as a listing; places and documents were read before it in the file. */
import { emptyListing, type Listing, type ListingKind, type NameKind } from '../../listing.ts';
import { listedCountry } from '../country-names.ts';
import { identifierType } from '../identifier-labels.ts';
import { listedWallet, walletTicker } from '../listed-wallets.ts';
import { childrenOf, itemsOf, textOf, type XmlRecord } from '../xml-records.ts';
import { periodOf } from './dates.ts';
import type { ReferenceValues } from './reference-values.ts';

export type ListedPlace = Listing['addresses'][number];

/** What other parts of the file told before the parties come. */
export interface AdvancedParts {
  readonly values: ReferenceValues;
  readonly locations: ReadonlyMap<string, ListedPlace>;
  /** IdentityID → its registered documents. */
  readonly documents: ReadonlyMap<string, readonly Listing['identifiers'][number][]>;
}

export interface AdvancedParty {
  readonly profile: string;
  readonly listing: Listing;
}

const ALIAS_KINDS: Record<string, NameKind> = { 'f.k.a.': 'fka', 'n.k.a.': 'nka' };

function kindOf(values: ReferenceValues, profile: XmlRecord): ListingKind {
  const sub = profile.attributes.PartySubTypeID;
  const words = `${values.word('PartySubType', sub) ?? ''} ${values.word('PartyType', values.partyType(sub)) ?? ''}`;
  if (/vessel/i.test(words)) return 'vessel';
  if (/aircraft/i.test(words)) return 'aircraft';
  if (/individual/i.test(words)) return 'person';
  return /entity/i.test(words) ? 'organization' : 'other';
}

/** NamePartGroupID → what the part is: `Last Name`, `Entity Name` … */
function groupsOf(values: ReferenceValues, identity: XmlRecord): Map<string, string> {
  const groups = itemsOf(identity, 'NamePartGroups', 'MasterNamePartGroup').flatMap((one) =>
    childrenOf(one, 'NamePartGroup'),
  );
  return new Map(
    groups.map(({ attributes }) => [
      attributes.ID ?? '',
      values.word('NamePartType', attributes.NamePartTypeID) ?? '',
    ]),
  );
}

function readName(name: XmlRecord, groups: ReadonlyMap<string, string>, kind: ListingKind) {
  const parts = childrenOf(name, 'DocumentedNamePart').flatMap((part) => childrenOf(part, 'NamePartValue'));
  const of = (wanted: RegExp): string =>
    parts
      .filter((part) => wanted.test(groups.get(part.attributes.NamePartGroupID ?? '') ?? ''))
      .map((part) => part.text)
      .join(' ');
  const family = of(/last name|patronymic|matronymic/i);
  const given = of(/first name|middle name/i);
  if (kind === 'person' && family !== '' && given !== '')
    return { text: `${family}, ${given}`, parts: { family, given } };
  return { text: parts.map((part) => part.text).join(' ') };
}

function readNames(listing: Listing, values: ReferenceValues, identity: XmlRecord): void {
  const groups = groupsOf(values, identity);
  for (const alias of childrenOf(identity, 'Alias')) {
    const { Primary: primary, LowQuality: low, AliasTypeID: type } = alias.attributes;
    const kind = ALIAS_KINDS[values.word('AliasType', type)?.toLowerCase() ?? ''] ?? 'aka';
    for (const [position, documented] of childrenOf(alias, 'DocumentedName').entries()) {
      const name = readName(documented, groups, listing.kind);
      if (name.text === '') continue;
      const isPrimary = primary === 'true' && position === 0;
      listing.names.push({
        ...name,
        kind: isPrimary ? 'primary' : kind,
        quality: low === 'true' ? 'weak' : 'strong',
      });
    }
  }
  listing.names.sort((left, right) => Number(right.kind === 'primary') - Number(left.kind === 'primary'));
}

const COUNTRY_FEATURES: Readonly<Record<string, Listing['countries'][number]['role']>> = {
  'nationality country': 'nationality',
  'citizenship country': 'citizenship',
  'place of birth': 'birth',
  'vessel flag': 'flag',
  'nationality of registration': 'jurisdiction',
};

type Note = (code: string, message: string) => void;

function readFeature(listing: Listing, parts: AdvancedParts, feature: XmlRecord, note: Note): void {
  const label = parts.values.word('FeatureType', feature.attributes.FeatureTypeID) ?? '';
  const word = label.toLowerCase();
  for (const version of childrenOf(feature, 'FeatureVersion')) {
    const place = parts.locations.get(childrenOf(version, 'VersionLocation')[0]?.attributes.LocationID ?? '');
    const role = COUNTRY_FEATURES[word];
    const details = childrenOf(version, 'VersionDetail').flatMap(
      (one) => one.text || (parts.values.word('DetailReference', one.attributes.DetailReferenceID) ?? []),
    );
    if (word === 'birthdate') {
      const birth = childrenOf(version, 'DatePeriod').map(periodOf)[0];
      if (birth === undefined) note('unreadable_date', 'birth date not read');
      else listing.birthDates.push(birth);
    } else if (role !== undefined) {
      const text = placeText(place) ?? details[0];
      if (text !== undefined) listing.countries.push(listedCountry(role, text, place?.country ?? text));
    } else if (word === 'location') {
      if (place !== undefined) listing.addresses.push({ ...place });
    } else for (const detail of details) readDetail(listing, label, detail, note);
  }
}

const placeText = (place: ListedPlace | undefined): string | undefined =>
  place === undefined
    ? undefined
    : [place.city, place.region, place.country].filter((part) => part !== undefined).join(', ') || undefined;

function readDetail(listing: Listing, label: string, detail: string, note: Note): void {
  const ticker = walletTicker(label);
  if (ticker !== undefined) {
    const wallet = listedWallet(ticker, detail);
    if (wallet === undefined) note('unreadable_wallet', `address not read: ${detail.slice(0, 120)}`);
    else listing.wallets.push(wallet);
  } else if (label === 'Gender') listing.gender = /female/i.test(detail) ? 'female' : 'male';
  else if (label === 'Title')
    listing.title = listing.title === undefined ? detail : `${listing.title}; ${detail}`;
  else {
    const type = identifierType(label);
    if (type !== undefined) listing.identifiers.push({ type, value: detail, label });
  }
}

/** Undefined where the party has no name. */
export function readParty(party: XmlRecord, parts: AdvancedParts, note: Note): AdvancedParty | undefined {
  const [profile] = childrenOf(party, 'Profile');
  const reference = party.attributes.FixedRef;
  if (profile === undefined || reference === undefined) return undefined;
  const listing = emptyListing(reference, kindOf(parts.values, profile));
  for (const identity of childrenOf(profile, 'Identity')) {
    readNames(listing, parts.values, identity);
    listing.identifiers.push(...(parts.documents.get(identity.attributes.ID ?? '') ?? []));
  }
  for (const feature of childrenOf(profile, 'Feature')) readFeature(listing, parts, feature, note);
  const comment = textOf(party, 'Comment');
  if (comment !== undefined) listing.remarks = comment;
  return listing.names[0] === undefined ? undefined : { profile: profile.attributes.ID ?? '', listing };
}
