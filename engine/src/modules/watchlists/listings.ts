import type { ListingView } from '@atalaya/contract/watchlists.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import { displayName, type Listing } from './listing.ts';

/** A listing as stored, with its two times. */
export interface StoredListing {
  readonly code: string;
  readonly reference: string;
  readonly content: Listing;
  readonly removed: boolean;
  readonly in_force_from: string | null;
  readonly in_force_until: string | null;
  readonly known_from: Instant;
  readonly known_until: Instant | null;
}

const COLUMNS = 'code, reference, content, removed, in_force_from, in_force_until, known_from, known_until';

export function presentListing(stored: StoredListing): ListingView {
  const { content } = stored;
  const name = displayName(content);
  const [first] = content.names.filter((one) => one.text === name);
  return {
    list: stored.code,
    reference: stored.reference,
    kind: content.kind,
    name,
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
    ...(stored.in_force_from === null ? {} : { in_force_from: stored.in_force_from }),
    ...(stored.in_force_until === null ? {} : { in_force_until: stored.in_force_until }),
    known_from: formatInstant(stored.known_from),
    ...(stored.known_until === null ? {} : { known_until: formatInstant(stored.known_until) }),
  };
}

export interface ListingFilter {
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
  readonly q?: string | undefined;
  /** What was known at this instant; now where it is not given. */
  readonly knownAt?: Instant | undefined;
}

/** By reference; a listing the issuer took off is shown with the day its force ended. `after` is the last reference seen. */
export async function listingPage(
  tx: Tx,
  code: string,
  filter: ListingFilter,
): Promise<{ items: ListingView[]; next?: string }> {
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
     order by reference collate "C" limit $5`,
    [code, filter.after ?? '', at, query, limit + 1],
  );
  const page = found.slice(0, limit);
  const last = page.at(-1);
  return {
    items: page.map(presentListing),
    ...(found.length > limit && last !== undefined ? { next: last.reference } : {}),
  };
}

/** What every list says now: listings the issuer took off are left out, those it calls inactive are not. */
export const currentListings = (tx: Tx, code: string): Promise<StoredListing[]> =>
  rows<StoredListing>(
    tx,
    `select ${COLUMNS} from watchlists.listing where code = $1 and known_until is null and not removed`,
    [code],
  );

/** These listings as known now. */
export const listingsByReference = (
  tx: Tx,
  wanted: readonly { readonly list: string; readonly reference: string }[],
): Promise<StoredListing[]> =>
  rows<StoredListing>(
    tx,
    `select ${COLUMNS.split(', ')
      .map((column) => `l.${column}`)
      .join(', ')}
     from unnest($1::text[], $2::text[]) as w (code, reference)
     join watchlists.listing l on l.code = w.code and l.reference = w.reference and l.known_until is null`,
    [wanted.map((one) => one.list), wanted.map((one) => one.reference)],
  );

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
  code: string,
  snapshot: number,
  at: Instant,
  changes: readonly ListingChange[],
): Promise<void> {
  const instant = formatInstant(at);
  for (let start = 0; start < changes.length; start += CHUNK) {
    const chunk = changes.slice(start, start + CHUNK);
    const references = chunk.map(({ listing }) => listing.reference);
    await tx.query(
      `update watchlists.listing set known_until = $3
       where code = $1 and reference = any ($2) and known_until is null`,
      [code, references, instant],
    );
    await tx.query(
      `insert into watchlists.listing (code, reference, content, name, all_names, removed, in_force_from, in_force_until,
         known_from, snapshot)
       select $1, l.reference, l.content, l.name, l.all_names, l.removed, l.from_day, l.until_day, $2, $3
       from unnest($4::text[], $5::jsonb[], $6::text[], $7::text[], $8::boolean[], $9::date[], $10::date[])
         as l (reference, content, name, all_names, removed, from_day, until_day)`,
      [
        code,
        instant,
        snapshot,
        references,
        chunk.map(({ listing }) => JSON.stringify(listing)),
        chunk.map(({ listing }) => displayName(listing)),
        chunk.map(({ listing }) => listing.names.map((name) => name.text).join(' · ')),
        chunk.map(({ removed }) => removed),
        chunk.map(({ inForceFrom }) => inForceFrom),
        chunk.map(({ inForceUntil }) => inForceUntil),
      ],
    );
  }
}
