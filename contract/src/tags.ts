import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, DateText, InstantText, literals, ShortText } from './schema.ts';

/** What is said of addresses, by whom, and how far it is to be believed. */
export const TAG_FORMATS = ['tagpack', 'actorpack', 'csv', 'ofac-crypto'] as const;
export const TAG_TIERS = ['private', 'authority', 'vendor', 'public'] as const;

const PackCode = Type.String({ pattern: '^[a-z0-9][a-z0-9._-]{0,63}$' });
const NetworkText = Type.String({ pattern: '^[a-z0-9-]{2,32}$' });
const AddressText = Type.String({ minLength: 4, maxLength: 128, pattern: '^[\\x21-\\x7e]+$' });

const TagCounts = Type.Object(
  {
    tags: Type.Integer({ description: 'in use' }),
    rows: Type.Integer({ description: 'in the files' }),
    without_confidence: Type.Integer(),
    quarantined: Type.Integer({ description: 'rows left out' }),
    problems: Type.Record(Type.String(), Type.Integer(), { description: 'rows of each problem' }),
  },
  closed,
);

const VersionMembers = {
  code: PackCode,
  number: Type.Integer(),
  sha256: Type.String(),
  counts: TagCounts,
  added: Type.Integer(),
  removed: Type.Integer(),
  changed: Type.Integer(),
};

export const TagPackView = Type.Object(
  {
    ...VersionMembers,
    title: Type.String(),
    creator: Type.String(),
    format: literals(TAG_FORMATS),
    tier: literals(TAG_TIERS),
    licence: Type.String(),
    imported_at: InstantText,
    imported_by: Type.String(),
    journal: Type.Integer(),
  },
  closed,
);
export type TagPackView = Static<typeof TagPackView>;

export const TagView = Type.Object(
  {
    network: Type.String(),
    address: Type.String(),
    label: Type.String(),
    category: Type.String({ description: 'the gravest of categories' }),
    categories: Type.Array(Type.String()),
    actor: Type.Optional(Type.String()),
    confidence: Type.Integer({ minimum: 0, maximum: 100 }),
    confidence_name: Type.String(),
    source: Type.String(),
    licence: Type.String(),
    pack: Type.String(),
    tier: literals(TAG_TIERS),
    in_force_from: Type.Optional(DateText),
    in_force_until: Type.Optional(DateText),
    lastmod: Type.Optional(DateText),
    known_from: Type.Optional(InstantText),
    known_until: Type.Optional(InstantText),
  },
  closed,
);
export type TagView = Static<typeof TagView>;

export const listTagPacks = defineRoute({
  id: 'listTagPacks',
  method: 'GET',
  path: '/v1/tag-packs',
  summary: 'Packs of tags in use, with what of them was left out',
  permission: 'watchlists:read',
  reply: Type.Object(
    {
      version: Type.String({ description: 'state of all packs, as stored with decisions' }),
      tags: Type.Integer(),
      items: Type.Array(TagPackView),
    },
    closed,
  ),
});

export const importTagPack = defineRoute({
  id: 'importTagPack',
  method: 'POST',
  path: '/v1/tag-packs/:code/versions',
  summary: 'Import a TagPack, an ActorPack, a csv or OFAC’s addresses as the new version of a pack',
  permission: 'watchlists:write',
  params: Type.Object({ code: PackCode }, closed),
  body: Type.Object(
    {
      format: literals(TAG_FORMATS),
      title: Type.Optional(ShortText),
      tier: Type.Optional(literals(TAG_TIERS, 'whose word it is')),
      licence: Type.Optional(ShortText),
      defaults: Type.Optional(
        Type.Object(
          {
            confidence: Type.Optional(ShortText),
            network: Type.Optional(ShortText),
            category: Type.Optional(ShortText),
            source: Type.Optional(ShortText),
            label: Type.Optional(ShortText),
          },
          { ...closed, description: 'for rows that do not say' },
        ),
      ),
      files: Type.Array(
        Type.Object({ name: ShortText, base64: Type.String({ contentEncoding: 'base64' }) }, closed),
        { minItems: 1, maxItems: 200 },
      ),
    },
    closed,
  ),
  reply: Type.Object(VersionMembers, closed),
});

export const exportTagPack = defineRoute({
  id: 'exportTagPack',
  method: 'GET',
  path: '/v1/tag-packs/:code/yaml',
  summary: 'A pack as a TagPack or ActorPack that other tools read',
  permission: 'watchlists:read',
  params: Type.Object({ code: PackCode }, closed),
  reply: Type.Object({ name: Type.String(), yaml: Type.String() }, closed),
});

export const getActor = defineRoute({
  id: 'getActor',
  method: 'GET',
  path: '/v1/actors/:actor',
  summary: 'Who is behind a label, as each ActorPack says',
  permission: 'watchlists:read',
  params: Type.Object({ actor: ShortText }, closed),
  reply: Type.Object(
    {
      items: Type.Array(
        Type.Object(
          {
            id: Type.String(),
            pack: Type.String(),
            label: Type.String(),
            uri: Type.Optional(Type.String()),
            categories: Type.Array(Type.String()),
            jurisdictions: Type.Array(Type.String()),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
});

export const getAddressTags = defineRoute({
  id: 'getAddressTags',
  method: 'GET',
  path: '/v1/addresses/:network/:address/tags',
  summary: 'Everything said of an address, now or as known at an instant; contradictions named',
  permission: 'screening:read',
  params: Type.Object({ network: NetworkText, address: AddressText }, closed),
  query: Type.Object(
    {
      known_at: Type.Optional(InstantText),
      history: Type.Optional(Type.Boolean({ description: 'also what is no longer said' })),
    },
    closed,
  ),
  reply: Type.Object(
    {
      network: Type.String(),
      address: Type.String(),
      version: Type.String(),
      tags: Type.Array(TagView),
      conflicts: Type.Array(
        Type.Object({ about: literals(['actor', 'category']), said: Type.Array(Type.String()) }, closed),
      ),
    },
    closed,
  ),
});

export const screenAddresses = defineRoute({
  id: 'screenAddresses',
  method: 'POST',
  path: '/v1/addresses/screen',
  summary: 'Tags of many addresses at once',
  permission: 'screening:read',
  body: Type.Object(
    {
      addresses: Type.Array(Type.Object({ network: NetworkText, address: AddressText }, closed), {
        minItems: 1,
        maxItems: 10_000,
      }),
    },
    closed,
  ),
  reply: Type.Object(
    {
      version: Type.String(),
      items: Type.Array(
        Type.Object(
          {
            network: Type.String(),
            address: Type.String(),
            categories: Type.Array(Type.String(), { description: 'as decisions are told' }),
            tags: Type.Array(TagView),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
});
