import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, InstantText } from './schema.ts';

export const SchemaView = Type.Object(
  {
    jurisdiction: Type.String(),
    format: Type.String(),
    sha256: Type.String(),
    bytes: Type.Integer(),
    namespace: Type.String(),
    imported_at: InstantText,
    imported_by: Type.String(),
    journal: Type.Integer(),
  },
  closed,
);
export type SchemaView = Static<typeof SchemaView>;

export const importSchema = defineRoute({
  id: 'importSchema',
  method: 'PUT',
  path: '/v1/jurisdictions/:jurisdiction/schemas/:format',
  summary: 'Import the authority’s official XSD; answers its SHA-256 to compare with the issuer’s',
  permission: 'jurisdictions:write',
  params: Type.Object(
    { jurisdiction: Type.String({ maxLength: 8 }), format: Type.String({ maxLength: 32 }) },
    closed,
  ),
  consumes: ['application/xml', 'text/xml'],
  reply: SchemaView,
});

export const listSchemas = defineRoute({
  id: 'listSchemas',
  method: 'GET',
  path: '/v1/jurisdictions/schemas',
  summary: 'Imported schemas with hash and date',
  permission: 'jurisdictions:read',
  reply: Type.Object({ items: Type.Array(SchemaView) }, closed),
});
