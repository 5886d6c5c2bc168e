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
  'un-xml',
  'mx-sat-69b',
  'ofac-crypto',
  'csv',
] as const;

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
    format: literals(LIST_FORMATS),
    current: Type.Optional(SnapshotView),
    stale: Type.Boolean({ description: 'older than its freshness limit' }),
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
  summary: 'Listings of a list, as known now or `known_at` an instant',
  permission: 'watchlists:read',
  params: Type.Object({ code: Type.String() }, closed),
  query: Type.Object(
    { ...PageQuery, q: Type.Optional(Type.String({ maxLength: 200 })), known_at: Type.Optional(InstantText) },
    closed,
  ),
  reply: pageOf(ListingView),
});

export const ScreenMatch = Type.Object(
  {
    listing: ListingView,
    matched_name: Type.String(),
    score: Type.Number(),
    match: Type.Boolean(),
    reasons: Type.Array(
      Type.Object(
        { feature: Type.String(), query: Type.String(), listing: Type.String(), effect: Type.Number() },
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
