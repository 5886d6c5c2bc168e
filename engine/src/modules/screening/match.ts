/**
 * What screening is asked and what it answers. A score comes with its reasons as data: the effects of all reasons of a
 * match add up to its score.
 */
import type { ListingKind, NameQuality } from '../watchlists/listing.ts';

export interface QueryIdentifier {
  /** As in the customer's identity numbers and `ListedIdentifier`: curp, rfc, passport, cedula … */
  type: string;
  value: string;
  /** ISO 3166-1 alpha-2. */
  country?: string;
}

export interface NameQuery {
  name: string;
  /** Left out: either. */
  kind?: 'person' | 'organization';
  /** ISO `YYYY-MM-DD`, `YYYY-MM` or `YYYY`. */
  birthDate?: string;
  /** ISO 3166-1 alpha-2: nationality or residence. */
  country?: string;
  gender?: 'female' | 'male';
  identifiers?: readonly QueryIdentifier[];
  /** As people write it: street, city, in any order. */
  address?: string;
}

export interface WalletQuery {
  address: string;
  /** Network id as in `contract/assets`. */
  network?: string;
  /** Upper-case ticker; used only to tell the network where that is not given. */
  asset?: string;
}

export interface ScreenOptions {
  /** Lowest score that is a match; `DEFAULT_THRESHOLD` when not given. */
  threshold?: number;
  /** Highest number of matches, 1 to 50; 10 when not given. */
  limit?: number;
  /** Codes of the lists to look in; all when not given. */
  lists?: ReadonlySet<string>;
  /**
   * What an alias counts that the issuer calls weak: `capped` below a match where nothing else speaks for it, `full` like any
   * name, `ignored`. As the policy of each list says when not given.
   */
  weakAliases?: 'capped' | 'full' | 'ignored';
}

export type MatchFeature =
  | 'name_exact'
  | 'name_spelling'
  | 'name_phonetic'
  | 'name_variant'
  | 'name_abbreviation'
  | 'name_nickname'
  | 'name_synonym'
  | 'name_initial'
  | 'name_joined'
  | 'name_transliterated'
  /** A word that only the query, or only the listing, has. */
  | 'name_only_in_query'
  | 'name_only_in_listing'
  /** Lowered below a match: the issuer calls the alias weak. */
  | 'weak_alias_cap'
  | 'birth_date'
  | 'country'
  | 'gender'
  | 'address'
  | 'kind'
  | 'identifier'
  | 'wallet_address'
  | 'wallet_network';

export interface MatchReason {
  feature: MatchFeature;
  /** The value asked, and the value of the listing it met; empty where one side has none. */
  query: string;
  listing: string;
  /** Added to the score; negative where it speaks against. */
  effect: number;
}

export interface Match {
  /** Code of the list and the issuer's reference in it. */
  list: string;
  reference: string;
  kind: ListingKind;
  /** The listing's primary name. */
  name: string;
  /** The listed name, or the wallet address, that was matched. */
  matched: string;
  quality: NameQuality;
  /** Probability that it is the same, as calibrated on labelled pairs: 0 to 1, four decimals; 1 is never reached by a name. */
  score: number;
  /** What OFAC's public search portal would show for the two names, 0 to 100; absent for a wallet. Decides nothing. */
  portalScore?: number;
  reasons: MatchReason[];
  /** What a list of tags says of the wallet; absent where the list bans whom it names. */
  tags?: readonly string[];
}

/**
 * Names the matching algorithm and its constants, for replay: change it whenever a score can change. The word tables
 * have their own hash (`TABLES_SHA256`).
 */
export const MATCHING_VERSION = 'names-4';

/** Even odds: where precision and recall meet on labelled pairs of names (docs/methodology/screening.md). */
export const DEFAULT_THRESHOLD = 0.5;
