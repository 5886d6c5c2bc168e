import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import {
  CountryCode,
  closed,
  DateText,
  InstantText,
  literals,
  PageQuery,
  pageOf,
  ShortText,
} from './schema.ts';

export const LIST_FORMATS = [
  'ofac-sdn-csv',
  'ofac-sdn-xml',
  'ofac-consolidated-csv',
  'ofac-consolidated-xml',
  'ofac-advanced-xml',
  'ofac-crypto',
  'un-xml',
  'eu-xml',
  'uk-csv',
  'uk-xml',
  'mx-sat-69b',
  'fatf-json',
  'pep-csv',
  'ftm-json',
  'csv',
] as const;

export const LIST_CATEGORIES = ['sanctions', 'pep', 'tax', 'jurisdictions', 'own'] as const;
export const LIST_MODES = ['live', 'trial', 'off'] as const;
export const WEAK_ALIASES = ['capped', 'full', 'ignored'] as const;

const ListSource = Type.Array(
  Type.Object({ name: ShortText, url: Type.String({ minLength: 8, maxLength: 1000 }) }, closed),
  { minItems: 1, maxItems: 20, description: 'the issuer’s files and the addresses they are fetched from' },
);

const POLICY = {
  category: literals(LIST_CATEGORIES),
  mode: literals(LIST_MODES, '`trial`: kept and compared on request, not screened'),
  weak_aliases: literals(WEAK_ALIASES, 'what an alias that the issuer calls weak is worth'),
  decides: Type.Boolean({ description: 'a match stops events; otherwise it is a hit to look at' }),
  confidential: Type.Boolean({
    description: 'content is sealed and shown only with watchlists:confidential',
  }),
};
const Threshold = Type.Number({ minimum: 0.5, maximum: 1, multipleOf: 0.0001 });
const Hours = Type.Integer({ minimum: 1, maximum: 24 * 366 });

export const SnapshotView = Type.Object(
  {
    id: Type.String(),
    number: Type.Integer(),
    sha256: Type.String(),
    issued_on: Type.Optional(DateText),
    imported_at: InstantText,
    imported_by: Type.String(),
    listings: Type.Integer(),
    names: Type.Integer(),
    wallets: Type.Integer(),
    added: Type.Integer(),
    removed: Type.Integer(),
    changed: Type.Integer(),
    quarantined: Type.Integer(),
    current: Type.Boolean(),
    journal: Type.Integer(),
  },
  closed,
);
export type SnapshotView = Static<typeof SnapshotView>;

export const WatchlistView = Type.Object(
  {
    id: Type.String(),
    code: Type.String(),
    name: Type.String(),
    issuer: Type.String(),
    format: literals([...LIST_FORMATS, 'ownership']),
    current: Type.Optional(SnapshotView),
    stale: Type.Boolean({ description: 'older than its freshness limit' }),
    ...POLICY,
    threshold: Type.Optional(Threshold),
    fresh_hours: Type.Integer(),
    checked_at: Type.Optional(InstantText),
    source: Type.Optional(ListSource),
    every_hours: Type.Optional(Type.Integer()),
    fetched_at: Type.Optional(InstantText),
    fetch_outcome: Type.Optional(literals(['new', 'unchanged', 'failed'])),
    fetch_error: Type.Optional(Type.String()),
  },
  closed,
);
export type WatchlistView = Static<typeof WatchlistView>;

export const listWatchlists = defineRoute({
  id: 'listWatchlists',
  method: 'GET',
  path: '/v1/watchlists',
  summary: 'Lists with their current snapshot and freshness',
  permission: 'watchlists:read',
  reply: Type.Object({ items: Type.Array(WatchlistView) }, closed),
});

export const listSnapshots = defineRoute({
  id: 'listSnapshots',
  method: 'GET',
  path: '/v1/watchlists/:code/snapshots',
  summary: 'Every version we ever knew of a list',
  permission: 'watchlists:read',
  params: Type.Object({ code: Type.String() }, closed),
  reply: Type.Object({ items: Type.Array(SnapshotView) }, closed),
});

export const importSnapshot = defineRoute({
  id: 'importSnapshot',
  method: 'POST',
  path: '/v1/watchlists/:code/snapshots',
  summary: 'Import a new version; refused whole when it does not parse or shrinks by more than 5 %',
  permission: 'watchlists:write',
  params: Type.Object({ code: Type.String({ pattern: '^[a-z0-9-]{2,40}$' }) }, closed),
  body: Type.Object(
    {
      format: literals(LIST_FORMATS),
      name: Type.Optional(ShortText),
      issuer: Type.Optional(ShortText),
      issued_on: Type.Optional(DateText),
      accept_shrink: Type.Optional(
        Type.Boolean({ description: 'the officer checked that the issuer did remove so many' }),
      ),
      sha256: Type.Optional(
        Type.String({
          pattern: '^[0-9a-fA-F]{64}$',
          description: 'as the issuer states it; other files are refused',
        }),
      ),
      confidential: Type.Optional(
        Type.Boolean({ description: 'of a new list: content is sealed and shown to few' }),
      ),
      mapping: Type.Optional(Type.Record(Type.String(), Type.String())),
      files: Type.Array(
        Type.Object(
          { name: ShortText, base64: Type.String({ description: 'file content, base64' }) },
          closed,
        ),
        { minItems: 1, maxItems: 20 },
      ),
    },
    closed,
  ),
  reply: SnapshotView,
});

export const ListingView = Type.Object(
  {
    list: Type.String(),
    reference: Type.String(),
    kind: Type.String(),
    name: Type.String(),
    aliases: Type.Array(
      Type.Object({ name: Type.String(), kind: Type.String(), weak: Type.Boolean() }, closed),
    ),
    birth_dates: Type.Array(Type.String()),
    countries: Type.Array(Type.String()),
    identifiers: Type.Array(Type.Object({ type: Type.String(), value: Type.String() }, closed)),
    wallets: Type.Array(Type.Object({ network: Type.String(), address: Type.String() }, closed)),
    programs: Type.Array(Type.String()),
    status: Type.Optional(Type.String()),
    active: Type.Boolean({ description: 'false: kept by the issuer, or by us, and no longer in force' }),
    confidential: Type.Optional(Type.Boolean({ description: 'its content may be shown only to few' })),
    positions: Type.Optional(
      Type.Array(
        Type.Object(
          {
            title: Type.String(),
            country: Type.Optional(Type.String()),
            level: Type.Optional(Type.String()),
            since: Type.Optional(Type.String()),
            until: Type.Optional(Type.String()),
          },
          closed,
        ),
      ),
    ),
    relations: Type.Optional(
      Type.Array(
        Type.Object(
          {
            kind: Type.String(),
            party: Type.String(),
            share: Type.Optional(Type.String()),
            role: Type.Optional(Type.String()),
            since: Type.Optional(Type.String()),
            until: Type.Optional(Type.String()),
          },
          closed,
        ),
      ),
    ),
    remarks: Type.Optional(Type.String()),
    in_force_from: Type.Optional(DateText),
    in_force_until: Type.Optional(DateText),
    known_from: InstantText,
    known_until: Type.Optional(InstantText),
  },
  closed,
);
export type ListingView = Static<typeof ListingView>;

export const listListings = defineRoute({
  id: 'listListings',
  method: 'GET',
  path: '/v1/watchlists/:code/listings',
  summary: 'Listings of a list: known now or `known_at` an instant, all or those `in_force_on` a day',
  permission: 'watchlists:read',
  params: Type.Object({ code: Type.String() }, closed),
  query: Type.Object(
    {
      ...PageQuery,
      q: Type.Optional(Type.String({ maxLength: 200 })),
      known_at: Type.Optional(InstantText),
      in_force_on: Type.Optional(DateText),
    },
    closed,
  ),
  reply: pageOf(ListingView),
});

const code = Type.Object({ code: Type.String() }, closed);

export const configureWatchlist = defineRoute({
  id: 'configureWatchlist',
  method: 'PUT',
  path: '/v1/watchlists/:code/settings',
  summary: 'How a list is used and where it is fetched from; what is left out stays',
  permission: 'watchlists:configure',
  params: code,
  body: Type.Object(
    {
      category: Type.Optional(POLICY.category),
      mode: Type.Optional(POLICY.mode),
      weak_aliases: Type.Optional(POLICY.weak_aliases),
      decides: Type.Optional(POLICY.decides),
      threshold: Type.Optional(Type.Union([Threshold, Type.Null()])),
      fresh_hours: Type.Optional(Hours),
      source: Type.Optional(Type.Union([ListSource, Type.Null()])),
      every_hours: Type.Optional(Type.Union([Hours, Type.Null()])),
    },
    closed,
  ),
  reply: WatchlistView,
});

export const fetchWatchlist = defineRoute({
  id: 'fetchWatchlist',
  method: 'POST',
  path: '/v1/watchlists/:code/fetch',
  summary: 'Fetch a list from its issuer’s address now, behind the reply',
  permission: 'watchlists:write',
  params: code,
  body: Type.Object({}, closed),
  reply: WatchlistView,
  status: 202,
});

export const ListingChange = Type.Object(
  {
    change: literals(['added', 'changed', 'removed']),
    reference: Type.String(),
    name: Type.String(),
    fields: Type.Array(Type.String(), { description: 'what differs, of a changed listing' }),
    sha256: Type.Optional(
      Type.String({ description: 'of the canonical content; absent for sealed content' }),
    ),
    sha256_before: Type.Optional(Type.String()),
    before: Type.Optional(ListingView),
    after: Type.Optional(ListingView),
  },
  closed,
);
export type ListingChange = Static<typeof ListingChange>;

export const listListingChanges = defineRoute({
  id: 'listListingChanges',
  method: 'GET',
  path: '/v1/watchlists/:code/snapshots/:number/changes',
  summary: 'What a version added, changed and removed, by the issuer’s reference',
  permission: 'watchlists:read',
  params: Type.Object({ code: Type.String(), number: Type.Integer({ minimum: 1 }) }, closed),
  query: Type.Object(PageQuery, closed),
  reply: pageOf(ListingChange),
});

export const getListingHistory = defineRoute({
  id: 'getListingHistory',
  method: 'GET',
  path: '/v1/watchlists/:code/history',
  summary: 'Everything we ever knew of one listing, the newest first',
  permission: 'watchlists:read',
  params: code,
  query: Type.Object({ reference: Type.String({ minLength: 1, maxLength: 512 }) }, closed),
  reply: Type.Object({ items: Type.Array(ListingView) }, closed),
});

const Owned = Type.Object(
  {
    reference: Type.String({
      minLength: 1,
      maxLength: 128,
      description: 'the same company, the same reference',
    }),
    name: ShortText,
    kind: Type.Optional(literals(['organization', 'vessel', 'aircraft'])),
    country: Type.Optional(CountryCode),
    identifiers: Type.Optional(
      Type.Array(Type.Object({ type: ShortText, value: ShortText }, closed), { maxItems: 20 }),
    ),
  },
  closed,
);

export const OwnershipView = Type.Object(
  {
    id: Type.String(),
    owner: Type.Object({ list: Type.String(), reference: Type.String() }, closed),
    owned: Owned,
    share: Type.String(),
    source: Type.String(),
    active: Type.Boolean(),
    set_by: Type.String(),
    set_at: InstantText,
    journal: Type.Integer(),
  },
  closed,
);
export type OwnershipView = Static<typeof OwnershipView>;

export const listOwnerships = defineRoute({
  id: 'listOwnerships',
  method: 'GET',
  path: '/v1/ownerships',
  summary: 'Who owns how much of whom, as staff found out',
  permission: 'watchlists:read',
  reply: Type.Object({ items: Type.Array(OwnershipView) }, closed),
});

export const setOwnership = defineRoute({
  id: 'setOwnership',
  method: 'POST',
  path: '/v1/ownerships',
  summary: 'A listed party owns part of another; 50 % or more in sum, through chains, counts as listed',
  permission: 'watchlists:configure',
  body: Type.Object(
    {
      owner: Type.Object(
        {
          list: Type.String({
            maxLength: 40,
            description: 'a list, or `ownership` for a party owned itself',
          }),
          reference: Type.String({ minLength: 1, maxLength: 512 }),
        },
        closed,
      ),
      owned: Owned,
      share: Type.String({
        pattern: '^(\\d{1,3}(\\.\\d{1,12})?|\\d{1,12}/[1-9]\\d{0,11})$',
        description: 'per cent, or a fraction such as 1/3',
      }),
      source: ShortText,
      active: Type.Optional(Type.Boolean({ description: 'false: it ended' })),
    },
    closed,
  ),
  reply: OwnershipView,
});

/** Where the words stand in the asked and in the matched name: UTF-16 offsets, the end not included. */
const Span = Type.Array(Type.Integer(), { minItems: 2, maxItems: 2 });

export const ScreenMatch = Type.Object(
  {
    listing: ListingView,
    matched_name: Type.String(),
    score: Type.Number(),
    match: Type.Boolean(),
    reasons: Type.Array(
      Type.Object(
        {
          feature: Type.String(),
          query: Type.String(),
          listing: Type.String(),
          effect: Type.Number(),
          q: Type.Optional(Span),
          l: Type.Optional(Span),
        },
        closed,
      ),
    ),
  },
  closed,
);
export type ScreenMatch = Static<typeof ScreenMatch>;

export const screen = defineRoute({
  id: 'screen',
  method: 'POST',
  path: '/v1/screen',
  summary: 'Screen a name or a wallet address against the current lists, with reasons',
  permission: 'screening:read',
  body: Type.Object(
    {
      name: Type.Optional(Type.String({ minLength: 1, maxLength: 10_000 })),
      kind: Type.Optional(literals(['person', 'organization'])),
      birth_date: Type.Optional(DateText),
      country: Type.Optional(CountryCode),
      identifiers: Type.Optional(
        Type.Array(Type.Object({ type: Type.String(), value: Type.String() }, closed)),
      ),
      network: Type.Optional(Type.String({ maxLength: 32 })),
      address: Type.Optional(Type.String({ maxLength: 128 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 50, default: 10 })),
      threshold: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
      cutoff: Type.Optional(
        Type.Number({
          minimum: 0,
          maximum: 1,
          description: 'lowest score shown; the threshold where it is not given',
        }),
      ),
    },
    closed,
  ),
  reply: Type.Object(
    {
      matches: Type.Array(ScreenMatch),
      snapshots: Type.Array(
        Type.Object({ list: Type.String(), snapshot: Type.String(), sha256: Type.String() }, closed),
      ),
    },
    closed,
  ),
});
