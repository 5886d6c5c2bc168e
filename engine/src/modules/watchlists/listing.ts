/**
 * The canonical noun of every watchlist: what an issuer says about one person, organisation, vessel or aircraft.
 * Parsers in `formats/` make listings from the issuers' files; screening indexes them. Texts are kept as the issuer
 * wrote them; codes (country, network, identifier type) are added beside the text where they are certain.
 */
export type ListingKind = 'person' | 'organization' | 'vessel' | 'aircraft' | 'other';

/** primary name, also known as, formerly known as, now known as. */
export type NameKind = 'primary' | 'aka' | 'fka' | 'nka';

/** `weak`: the issuer says this alias alone identifies poorly (OFAC weak a.k.a., UN "Low quality"). */
export type NameQuality = 'strong' | 'weak';

export interface NameParts {
  given?: string;
  /** All surnames, in the order of the issuer. */
  family?: string;
}

export interface ListedName {
  text: string;
  kind: NameKind;
  quality: NameQuality;
  /** Present only where the issuer separates the parts. */
  parts?: NameParts;
}

/** A birth date as an interval of days, both ends included: a year is 1 January to 31 December. ISO `YYYY-MM-DD`. */
export interface BirthDate {
  from: string;
  to: string;
  /** The issuer says "circa" or "approximately". */
  circa: boolean;
  /** As the issuer wrote it. */
  text: string;
}

export type CountryRole = 'nationality' | 'citizenship' | 'birth' | 'residence' | 'flag' | 'jurisdiction';

export interface ListedCountry {
  role: CountryRole;
  text: string;
  /** ISO 3166-1 alpha-2, where the text is certain. */
  code?: string;
}

export interface ListedIdentifier {
  /** Lower-case snake: curp, rfc, passport, nit, cedula, national_id, tax_id, imo … (formats/identifier-labels.ts). */
  type: string;
  /** As the issuer wrote it, trimmed. */
  value: string;
  /** ISO 3166-1 alpha-2 of the issuing country. */
  country?: string;
  /** The issuer's own words for the type, where they say more than `type`. */
  label?: string;
}

export interface ListedAddress {
  street?: string;
  city?: string;
  region?: string;
  postcode?: string;
  /** As the issuer wrote it. */
  country?: string;
  countryCode?: string;
  note?: string;
}

export interface ListedWallet {
  /** Upper-case ticker as used in `contract/assets`: the issuer's XBT is BTC. */
  asset: string;
  /** Network id as in `contract/assets`, or another lower-case id for networks it does not know. */
  network?: string;
  address: string;
}

/** A public office, of a politically exposed person. */
export interface ListedPosition {
  title: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
  level?: PositionLevel;
  /** ISO days, as precise as the issuer is: `2019`, `2019-05`, `2019-05-02`. Without `until` the office is held. */
  since?: string;
  until?: string;
}

export const POSITION_LEVELS = ['international', 'national', 'regional', 'local'] as const;
export type PositionLevel = (typeof POSITION_LEVELS)[number];

export const RELATION_KINDS = ['owns', 'directs', 'family', 'associate', 'other'] as const;

/** What joins this listing to another of the same list; `owns` reads "this party owns the other". */
export interface ListedRelation {
  kind: (typeof RELATION_KINDS)[number];
  /** Reference of the other listing. */
  party: string;
  /** Of an owner: the share as the issuer wrote it, `50`, `33.34` (per cent) or `1/3`. */
  share?: string;
  role?: string;
  since?: string;
  until?: string;
}

export interface Listing {
  /** The issuer's own permanent id; unique within one list. */
  reference: string;
  kind: ListingKind;
  names: ListedName[];
  birthDates: BirthDate[];
  countries: ListedCountry[];
  identifiers: ListedIdentifier[];
  addresses: ListedAddress[];
  wallets: ListedWallet[];
  programs: string[];
  remarks?: string;
  gender?: 'female' | 'male';
  title?: string;
  /**
   * What is said of the wallets: `darknet_market`, `scam`, `mining_pool` … Present only in lists of tags; such a listing
   * bans nobody, it tells who is across.
   */
  tags?: string[];
  /** The issuer's status in its own words (SAT art. 69-B: Definitivo, Desvirtuado …). */
  status?: string;
  /** False where the issuer keeps the row but says that it is no longer in force: never a hit. */
  active: boolean;
  /** ISO days. */
  listedOn?: string;
  delistedOn?: string;
  positions?: ListedPosition[];
  relations?: ListedRelation[];
  /** False where it is in the file for its relations only: not listed itself, so no hit by itself. */
  target?: false;
}

/** What a list or one version of it holds. `weakNames` are among `names`, `active` among `listings`. */
export interface ListingCounts {
  listings: number;
  active: number;
  names: number;
  weakNames: number;
  wallets: number;
  identifiers: number;
  addresses: number;
}

/** A row or element that could not go in, or went in with a loss; kept so that it can be shown and returned as a file. */
export interface ListProblem {
  file: string;
  /** 1-based line where the row starts. */
  row?: number;
  /** XML element, or column name. */
  element?: string;
  reference?: string;
  /** Lower snake case, stable: `orphan`, `wrong_column_count`, `missing_name`, `unreadable_date` … */
  code: string;
  message: string;
  /** `quarantined`: the row is not in the result. `noted`: it is, and something in it could not be read. */
  severity: 'quarantined' | 'noted';
  /** The row as read, at most 2,000 characters; only for quarantined rows. */
  raw?: string;
}

/** A listing with nothing in it yet but its identity; parsers fill it. */
export const emptyListing = (reference: string, kind: ListingKind): Listing => ({
  reference,
  kind,
  names: [],
  birthDates: [],
  countries: [],
  identifiers: [],
  addresses: [],
  wallets: [],
  programs: [],
  active: true,
});

/** The name to show for a listing: its primary name, else its first, else its first wallet, else its reference. */
export const displayName = (listing: Listing): string =>
  (listing.names.find((name) => name.kind === 'primary') ?? listing.names[0])?.text ??
  listing.wallets[0]?.address ??
  listing.reference;

export function countListings(listings: Iterable<Listing>): ListingCounts {
  const counts = { listings: 0, active: 0, names: 0, weakNames: 0, wallets: 0, identifiers: 0, addresses: 0 };
  for (const listing of listings) {
    counts.listings += 1;
    if (listing.active) counts.active += 1;
    counts.names += listing.names.length;
    for (const name of listing.names) if (name.quality === 'weak') counts.weakNames += 1;
    counts.wallets += listing.wallets.length;
    counts.identifiers += listing.identifiers.length;
    counts.addresses += listing.addresses.length;
  }
  return counts;
}
