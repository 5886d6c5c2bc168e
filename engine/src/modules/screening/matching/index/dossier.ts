/**
 * What matching needs of a listing beside its words, as text outside the JavaScript heap: a list of 240,000 listings in
 * objects would not fit where it must. The listing itself is read from the database when it is shown.
 */
import { displayName, type Listing, type ListingKind } from '../../../watchlists/listing.ts';

/** What evidence is weighed against. */
export type ListedFacts = Pick<
  Listing,
  'kind' | 'reference' | 'birthDates' | 'countries' | 'identifiers' | 'addresses' | 'gender'
>;

export interface Dossier extends ListedFacts {
  readonly list: string;
  readonly display: string;
  readonly names: readonly string[];
  readonly wallets: Listing['wallets'];
  /** Present in lists of tags, which ban nobody. */
  readonly tags?: readonly string[];
}

type Packed = [
  list: number,
  reference: string,
  kind: ListingKind,
  names: string[],
  display: number,
  rest: Partial<
    Pick<Listing, 'birthDates' | 'countries' | 'identifiers' | 'addresses' | 'gender' | 'wallets' | 'tags'>
  >,
];

export function packListing(list: number, listing: Listing): string {
  const { birthDates, countries, identifiers, addresses, gender, wallets, tags } = listing;
  const names = listing.names.map((name) => name.text);
  const display = names.indexOf(displayName(listing));
  const packed: Packed = [
    list,
    listing.reference,
    listing.kind,
    names,
    display,
    {
      ...(birthDates.length === 0 ? {} : { birthDates }),
      ...(countries.length === 0 ? {} : { countries }),
      ...(identifiers.length === 0 ? {} : { identifiers }),
      ...(addresses.length === 0 ? {} : { addresses }),
      ...(wallets.length === 0 ? {} : { wallets }),
      ...(gender === undefined ? {} : { gender }),
      ...(tags === undefined ? {} : { tags }),
    },
  ];
  return JSON.stringify(packed);
}

export function unpackListing(lists: readonly string[], text: string): Dossier {
  // Written by packListing above and by nobody else.
  const [list, reference, kind, names, display, rest] = JSON.parse(text) as Packed;
  const wallets = rest.wallets ?? [];
  return {
    list: lists[list] ?? '',
    reference,
    kind,
    names,
    display: names[display] ?? wallets[0]?.address ?? reference,
    birthDates: rest.birthDates ?? [],
    countries: rest.countries ?? [],
    identifiers: rest.identifiers ?? [],
    addresses: rest.addresses ?? [],
    wallets,
    ...(rest.gender === undefined ? {} : { gender: rest.gender }),
    ...(rest.tags === undefined ? {} : { tags: rest.tags }),
  };
}
