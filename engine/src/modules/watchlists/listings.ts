import type { ListingView } from '@atalaya/contract/watchlists.ts';
import type { QueryResultRow } from 'pg';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { pageOf } from '../../platform/cursor.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import { displayName, emptyListing, type Listing } from './listing.ts';
import { listByCode, type StoredList } from './lists.ts';
import { type ListSeal, sealToRead } from './sealed-listings.ts';

/** A listing as stored, with its two times. */
export interface StoredListing {
  readonly code: string;
  readonly reference: string;
  readonly content: Listing;
  /** Of a confidential list: the content, while `content` holds no more than the reference. */
  readonly sealed: string | null;
  readonly removed: boolean;
  readonly in_force_from: string | null;
  readonly in_force_until: string | null;
  readonly known_from: Instant;
  readonly known_until: Instant | null;
  readonly snapshot: number;
}

const COLUMNS =
  'code, reference, content, sealed, removed, in_force_from, in_force_until, known_from, known_until, snapshot';
const OF_L = COLUMNS.split(', ')
  .map((column) => `l.${column}`)
  .join(', ');

/** What the reader may see of a listing: all of it, or that there is one. */
export function presentListing(stored: StoredListing): ListingView {
  const { content } = stored;
  const name = stored.sealed === null || content.names.length > 0 ? displayName(content) : '';
  const [first] = content.names.filter((one) => one.text === name);
  return {
    list: stored.code,
    reference: stored.reference,
    kind: content.kind,
    name,
    ...(stored.sealed === null ? {} : { confidential: true }),
    aliases: content.names
      .filter((one) => one !== first)
      .map((one) => ({ name: one.text, kind: one.kind, weak: one.quality === 'weak' })),
    birth_dates: content.birthDates.map((date) => date.text),
    countries: [...new Set(content.countries.map((country) => country.code ?? country.text))],
    identifiers: content.identifiers.map(({ type, value }) => ({ type, value })),
    wallets: content.wallets.map(({ network, asset, address }) => ({
      network: network ?? asset.toLowerCase(),
      address,
    })),
    programs: content.programs,
    ...(content.remarks === undefined ? {} : { remarks: content.remarks }),
    ...(content.positions === undefined ? {} : { positions: content.positions }),
    ...(content.relations === undefined ? {} : { relations: content.relations }),
    ...(content.status === undefined ? {} : { status: content.status }),
    active: content.active && !stored.removed,
    ...(stored.in_force_from === null ? {} : { in_force_from: stored.in_force_from }),
    ...(stored.in_force_until === null ? {} : { in_force_until: stored.in_force_until }),
    known_from: formatInstant(stored.known_from),
    ...(stored.known_until === null ? {} : { known_until: formatInstant(stored.known_until) }),
  };
}

/** The same listing with its content opened; as it is where it is not sealed. */
const opened = (stored: StoredListing, listSeal: ListSeal | null): StoredListing =>
  stored.sealed === null || listSeal === null
    ? stored
    : { ...stored, content: listSeal.open(stored.reference, stored.sealed) };

/** Listings of one list with their content in the clear: for screening, and for those who may read them. */
export async function openListings(
  tx: Tx,
  vault: Vault,
  list: Pick<StoredList, 'id' | 'code'>,
  stored: readonly StoredListing[],
): Promise<StoredListing[]> {
  if (stored.every((one) => one.sealed === null)) return [...stored];
  const listSeal = await sealToRead(tx, vault, list);
  return stored.map((one) => opened(one, listSeal));
}

/** As `openListings`, of several lists. */
export async function openMixed(
  tx: Tx,
  vault: Vault,
  stored: readonly StoredListing[],
): Promise<StoredListing[]> {
  const seals = new Map<string, ListSeal>();
  for (const code of new Set(stored.flatMap((one) => (one.sealed === null ? [] : [one.code])))) {
    const list = await listByCode(tx, code);
    if (list !== undefined) seals.set(code, await sealToRead(tx, vault, list));
  }
  return stored.map((one) => opened(one, seals.get(one.code) ?? null));
}

export interface ListingFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly q?: string | undefined;
  /** What was known at this instant; now where it is not given. */
  readonly knownAt?: Instant | undefined;
  /** Only what was in force on this ISO day, as known then. */
  readonly inForceOn?: string | undefined;
}

/** By reference; a listing the issuer took off is shown with the day its force ended. `after` is the last reference seen. */
export async function listingPage(
  tx: Tx,
  code: string,
  filter: ListingFilter,
): Promise<{ items: StoredListing[]; next?: string }> {
  const limit = filter.limit ?? 50;
  const at = filter.knownAt === undefined ? null : formatInstant(filter.knownAt);
  const query = filter.q?.trim() ?? '';
  const found = await rows<StoredListing>(
    tx,
    `select ${COLUMNS} from watchlists.listing
     where code = $1 and reference > $2 collate "C"
       and case when $3::timestamptz is null then known_until is null
           else known_from <= $3 and (known_until is null or known_until > $3) end
       and ($4 = '' or reference = $4
         or words @@ to_tsquery('simple', nullif(regexp_replace(customers.fold($4), '\\s+', ':* & ', 'g'), '') || ':*'))
       and ($6::date is null or ${IN_FORCE})
     order by reference collate "C" limit $5`,
    [code, filter.after ?? '', at, query, limit + 1, filter.inForceOn ?? null],
  );
  const { page, next } = pageOf(found, limit, ({ reference }) => reference);
  return {
    items: page,
    ...next,
  };
}

/**
 * In force on $6: begun by then, not ended by then. The first version of a list does not say since when, so its listings
 * count from the day it was issued; one that the issuer calls inactive ends with the day it says, or was never in force.
 */
const IN_FORCE = `(coalesce(in_force_from, known_from::date) <= $6 or in_force_from is null and exists (
    select 1 from watchlists.snapshot s where s.code = listing.code and s.number = listing.snapshot and s.issued_on <= $6))
  and (in_force_until > $6 or in_force_until is null and not removed and coalesce((content ->> 'active')::boolean, true))`;

/** What every list says now: listings the issuer took off are left out, those it calls inactive are not. */
export const currentListings = (tx: Tx, code: string): Promise<StoredListing[]> =>
  rows<StoredListing>(
    tx,
    `select ${COLUMNS} from watchlists.listing where code = $1 and known_until is null and not removed`,
    [code],
  );

/** A page of the same, by reference; `after` is the last reference seen, '' at the beginning. */
export const currentPage = (tx: Tx, code: string, after: string, limit: number): Promise<StoredListing[]> =>
  rows<StoredListing>(
    tx,
    `select ${COLUMNS} from watchlists.listing
     where code = $1 and known_until is null and not removed and reference > $2 order by reference limit $3`,
    [code, after, limit],
  );

/** Of those, the ones that say who owns whom, stand there for their relations only, or are named. */
export const relatedListings = (
  tx: Tx,
  code: string,
  references: readonly string[],
): Promise<StoredListing[]> =>
  rows<StoredListing>(
    tx,
    `select ${COLUMNS} from watchlists.listing where code = $1 and known_until is null and not removed
       and (content ? 'relations' or content ? 'target' or reference = any ($2))`,
    [code, references],
  );

/** What a list said when its version `number` was the newest. */
export const listingsOfVersion = (tx: Tx, code: string, number: number): Promise<StoredListing[]> =>
  rows<StoredListing>(
    tx,
    `select distinct on (reference) ${COLUMNS} from watchlists.listing
     where code = $1 and snapshot <= $2 order by reference, snapshot desc`,
    [code, number],
  ).then((found) => found.filter((one) => !one.removed));

/** These listings as known now. The statement is planned once for each connection: planning takes longer than finding. */
export async function listingsByReference(
  tx: Tx,
  wanted: readonly { readonly list: string; readonly reference: string }[],
): Promise<StoredListing[]> {
  const found = await tx.query<StoredListing & QueryResultRow>({
    name: 'watchlists.listings_by_reference',
    text: `select ${OF_L} from unnest($1::text[], $2::text[]) as w (code, reference)
     join watchlists.listing l on l.code = w.code and l.reference = w.reference and l.known_until is null`,
    values: [wanted.map((one) => one.list), wanted.map((one) => one.reference)],
  });
  return found.rows;
}

/** Every version of one listing we ever knew, the newest first. */
export const listingHistory = (tx: Tx, code: string, reference: string): Promise<StoredListing[]> =>
  rows<StoredListing>(
    tx,
    `select ${COLUMNS} from watchlists.listing where code = $1 and reference = $2 order by known_from desc limit 200`,
    [code, reference],
  );

/** A listing that a version brought, changed or took off, beside what was known before. */
export interface StoredChange {
  readonly after: StoredListing;
  readonly before: StoredListing | null;
}

/** What version `number` changed, by reference; `after` is the last reference seen. */
export async function changesOfVersion(
  tx: Tx,
  code: string,
  number: number,
  page: { readonly after?: string | undefined; readonly limit: number },
): Promise<StoredChange[]> {
  const found = await rows<StoredListing>(
    tx,
    `select ${COLUMNS} from watchlists.listing
     where code = $1 and snapshot = $2 and reference > $3 collate "C" order by reference collate "C" limit $4`,
    [code, number, page.after ?? '', page.limit],
  );
  const before = await rows<StoredListing>(
    tx,
    `select ${OF_L} from unnest($2::text[], $3::timestamptz[]) as w (reference, until)
     join watchlists.listing l on l.code = $1 and l.reference = w.reference and l.known_until = w.until`,
    [code, found.map((one) => one.reference), found.map((one) => formatInstant(one.known_from))],
  );
  const earlier = new Map(before.map((one) => [one.reference, one]));
  return found.map((after) => ({ after, before: earlier.get(after.reference) ?? null }));
}

export interface ListingChange {
  readonly listing: Listing;
  readonly removed: boolean;
  readonly inForceFrom: string | null;
  readonly inForceUntil: string | null;
}

const CHUNK = 2_000;

/** From `at` on we know these listings so; what we knew of them before ends there. One statement per 2,000. */
export async function writeListings(
  tx: Tx,
  version: {
    readonly code: string;
    readonly number: number;
    readonly at: Instant;
    readonly seal: ListSeal | null;
  },
  changes: readonly ListingChange[],
): Promise<void> {
  const { code, number, seal: listSeal } = version;
  const instant = formatInstant(version.at);
  for (let start = 0; start < changes.length; start += CHUNK) {
    const chunk = changes.slice(start, start + CHUNK);
    const references = chunk.map(({ listing }) => listing.reference);
    const open = chunk.map(({ listing }) =>
      listSeal === null ? listing : emptyListing(listing.reference, 'other'),
    );
    await tx.query(
      `update watchlists.listing set known_until = $3
       where code = $1 and reference = any ($2) and known_until is null`,
      [code, references, instant],
    );
    await tx.query(
      `insert into watchlists.listing (code, reference, content, name, all_names, removed, in_force_from, in_force_until,
         known_from, snapshot, sealed)
       select $1, l.reference, l.content, l.name, l.all_names, l.removed, l.from_day, l.until_day, $2, $3, l.sealed
       from unnest($4::text[], $5::jsonb[], $6::text[], $7::text[], $8::boolean[], $9::date[], $10::date[], $11::text[])
         as l (reference, content, name, all_names, removed, from_day, until_day, sealed)`,
      [
        code,
        instant,
        number,
        references,
        open.map((listing) => JSON.stringify(listing)),
        open.map((listing) => (listSeal === null ? displayName(listing) : '')),
        open.map((listing) => listing.names.map((name) => name.text).join(' · ')),
        chunk.map(({ removed }) => removed),
        chunk.map(({ inForceFrom }) => inForceFrom),
        chunk.map(({ inForceUntil }) => inForceUntil),
        chunk.map(({ listing }) => (listSeal === null ? null : listSeal.close(listing))),
      ],
    );
  }
}
