import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { CountryCode, closed, InstantText, literals, ShortText } from './schema.ts';

/** Roles are given per obliged entity. */
export const ROLES = ['analyst', 'officer', 'auditor', 'engineer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A legal person obliged by law, in one jurisdiction; every record belongs to one. */
export const EntityView = Type.Object(
  {
    id: Type.String(),
    code: Type.String({ pattern: '^[a-z][a-z0-9-]{1,30}$' }),
    name: ShortText,
    jurisdiction: CountryCode,
    currency: Type.String({ pattern: '^[A-Z]{3}$' }),
    time_zone: Type.String(),
    tax_id: Type.Optional(Type.String()),
    platform_domain: Type.Optional(Type.String()),
  },
  closed,
);
export type EntityView = Static<typeof EntityView>;

export const EntityInput = Type.Omit(EntityView, ['id']);
export type EntityInput = Static<typeof EntityInput>;

export const SessionView = Type.Object(
  {
    user: Type.Object({ id: Type.String(), name: Type.String(), email: Type.String() }, closed),
    entities: Type.Array(
      Type.Object(
        { entity: EntityView, roles: Type.Array(literals(ROLES)), permissions: Type.Array(Type.String()) },
        closed,
      ),
    ),
    expires_at: InstantText,
  },
  closed,
);
export type SessionView = Static<typeof SessionView>;

export const signIn = defineRoute({
  id: 'signIn',
  method: 'POST',
  path: '/v1/session',
  summary:
    'Sign in with a one-time token (from the start link) or e-mail and password; sets the session cookie',
  permission: null,
  body: Type.Union([
    Type.Object({ token: Type.String({ minLength: 20, maxLength: 200 }) }, closed),
    Type.Object(
      { email: Type.String({ maxLength: 254 }), password: Type.String({ minLength: 1, maxLength: 200 }) },
      closed,
    ),
  ]),
  reply: SessionView,
});

export const getSession = defineRoute({
  id: 'getSession',
  method: 'GET',
  path: '/v1/session',
  summary: 'Who am I, for which entities, with which roles',
  permission: 'session',
  reply: SessionView,
});

export const signOut = defineRoute({
  id: 'signOut',
  method: 'DELETE',
  path: '/v1/session',
  summary: 'End the session',
  permission: 'session',
  reply: Type.Object({}, closed),
});

export const UserView = Type.Object(
  {
    id: Type.String(),
    name: ShortText,
    email: Type.String(),
    active: Type.Boolean(),
    grants: Type.Array(Type.Object({ entity: Type.String(), role: literals(ROLES) }, closed)),
  },
  closed,
);
export type UserView = Static<typeof UserView>;

export const listUsers = defineRoute({
  id: 'listUsers',
  method: 'GET',
  path: '/v1/users',
  summary: 'Staff of my entities',
  permission: 'access:read',
  reply: Type.Object({ items: Type.Array(UserView) }, closed),
});

export const createUser = defineRoute({
  id: 'createUser',
  method: 'POST',
  path: '/v1/users',
  summary: 'Add a staff member with roles per entity; answers a one-time sign-in token',
  permission: 'access:write',
  body: Type.Object(
    {
      name: ShortText,
      email: Type.String({ minLength: 3, maxLength: 254 }),
      password: Type.Optional(Type.String({ minLength: 12, maxLength: 200 })),
      grants: Type.Array(Type.Object({ entity: Type.String(), role: literals(ROLES) }, closed), {
        minItems: 1,
      }),
    },
    closed,
  ),
  reply: Type.Object({ user: UserView, token: Type.String() }, closed),
});

export const listEntities = defineRoute({
  id: 'listEntities',
  method: 'GET',
  path: '/v1/entities',
  summary: 'Obliged entities I may see',
  permission: 'session',
  reply: Type.Object({ items: Type.Array(EntityView) }, closed),
});

export const createEntity = defineRoute({
  id: 'createEntity',
  method: 'POST',
  path: '/v1/entities',
  summary: 'Add an obliged entity; the caller becomes its admin',
  permission: 'access:write',
  body: EntityInput,
  reply: EntityView,
});

export const ApiKeyView = Type.Object(
  {
    id: Type.String(),
    name: ShortText,
    entity: Type.String(),
    permissions: Type.Array(Type.String()),
    created_at: InstantText,
    revoked_at: Type.Optional(InstantText),
  },
  closed,
);

export const createApiKey = defineRoute({
  id: 'createApiKey',
  method: 'POST',
  path: '/v1/keys',
  summary: 'Create an API key for the exchange; the secret is shown once',
  permission: 'access:write',
  body: Type.Object(
    { name: ShortText, entity: Type.String(), permissions: Type.Optional(Type.Array(Type.String())) },
    closed,
  ),
  reply: Type.Object({ key: ApiKeyView, secret: Type.String() }, closed),
});

export const listApiKeys = defineRoute({
  id: 'listApiKeys',
  method: 'GET',
  path: '/v1/keys',
  summary: 'API keys of my entities, never their secrets',
  permission: 'access:read',
  reply: Type.Object({ items: Type.Array(ApiKeyView) }, closed),
});

export const revokeApiKey = defineRoute({
  id: 'revokeApiKey',
  method: 'DELETE',
  path: '/v1/keys/:id',
  summary: 'Revoke an API key at once',
  permission: 'access:write',
  params: Type.Object({ id: Type.String() }, closed),
  reply: ApiKeyView,
});
