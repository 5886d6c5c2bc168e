/** A followthemoney entity of a schema that is a party, as a listing. */
import {
  emptyListing,
  type Listing,
  type ListingKind,
  type NameKind,
  type NameQuality,
} from '../../listing.ts';
import { listedCountry } from '../country-names.ts';
import { readBirthDate } from '../dates.ts';
import { listedWallet } from '../listed-wallets.ts';
import type { FtmEntity } from './entities.ts';

const KINDS: Readonly<Record<string, ListingKind>> = {
  Person: 'person',
  Company: 'organization',
  Organization: 'organization',
  LegalEntity: 'organization',
  PublicBody: 'organization',
  Vessel: 'vessel',
  Airplane: 'aircraft',
  CryptoWallet: 'other',
};

export const partyKind = (schema: string): ListingKind | undefined => KINDS[schema];

/** First values of a property; none where it is absent. */
export const valuesOf = (entity: FtmEntity, ...names: readonly string[]): string[] => [
  ...new Set(names.flatMap((name) => entity.properties[name] ?? [])),
];

const NAMES: readonly [property: string, kind: NameKind, quality: NameQuality][] = [
  ['name', 'aka', 'strong'],
  ['alias', 'aka', 'strong'],
  ['weakAlias', 'aka', 'weak'],
  ['previousName', 'fka', 'strong'],
];

function readNames(listing: Listing, entity: FtmEntity): void {
  const [given] = valuesOf(entity, 'firstName');
  const [family] = valuesOf(entity, 'lastName');
  for (const [property, kind, quality] of NAMES)
    for (const text of valuesOf(entity, property)) {
      if (listing.names.some((name) => name.text === text)) continue;
      const first = listing.names.length === 0 && property === 'name';
      listing.names.push({
        text,
        kind: first ? 'primary' : kind,
        quality,
        ...(first && given !== undefined && family !== undefined ? { parts: { given, family } } : {}),
      });
    }
  if (listing.names.length === 0 && (given ?? family) !== undefined)
    listing.names.push({
      text: [given, family].filter((part) => part !== undefined).join(' '),
      kind: 'primary',
      quality: 'strong',
    });
}

const IDENTIFIERS: Readonly<Record<string, string>> = {
  passportNumber: 'passport',
  idNumber: 'national_id',
  taxNumber: 'tax_id',
  innCode: 'tax_id',
  registrationNumber: 'registration',
  ogrnCode: 'registration',
  leiCode: 'lei',
  imoNumber: 'imo',
  mmsi: 'mmsi',
  swiftBic: 'bic',
  cnpjCode: 'cnpj',
  cpfCode: 'cpf',
};

const COUNTRIES = [
  ['nationality', 'nationality'],
  ['citizenship', 'citizenship'],
  ['birthCountry', 'birth'],
  ['country', 'residence'],
  ['jurisdiction', 'jurisdiction'],
  ['flag', 'flag'],
] as const;

/** The listing of a party; what other entities say of it (sanctions, owners, wallets) is joined later. */
export function listingOfEntity(
  entity: FtmEntity,
  kind: ListingKind,
  note: (code: string, message: string) => void,
): Listing {
  const listing = emptyListing(entity.id, kind);
  readNames(listing, entity);
  for (const text of valuesOf(entity, 'birthDate', 'incorporationDate')) {
    const birth = readBirthDate(text);
    if (birth === undefined) note('unreadable_date', `birth date not read: ${text.slice(0, 60)}`);
    else if (kind === 'person') listing.birthDates.push(birth);
  }
  for (const [property, role] of COUNTRIES)
    for (const text of valuesOf(entity, property))
      listing.countries.push(listedCountry(role, text, text.toUpperCase()));
  for (const [property, type] of Object.entries(IDENTIFIERS))
    for (const value of valuesOf(entity, property)) listing.identifiers.push({ type, value });
  for (const street of valuesOf(entity, 'address')) listing.addresses.push({ street });
  for (const address of valuesOf(entity, 'publicKey')) {
    const wallet = listedWallet(valuesOf(entity, 'currency')[0] ?? '', address);
    if (wallet === undefined) note('unreadable_wallet', `address not read: ${address.slice(0, 120)}`);
    else listing.wallets.push(wallet);
  }
  listing.programs.push(...valuesOf(entity, 'programId', 'program', 'topics'));
  const [gender] = valuesOf(entity, 'gender');
  if (gender === 'male' || gender === 'female') listing.gender = gender;
  const [title] = valuesOf(entity, 'position', 'title');
  if (title !== undefined) listing.title = title;
  const remarks = valuesOf(entity, 'notes', 'summary').join(' ');
  if (remarks !== '') listing.remarks = remarks;
  return listing;
}
