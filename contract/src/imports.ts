import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import { closed, InstantText, literals, PageQuery, pageOf, ShortText } from './schema.ts';

/**
 * A file of rows brought in by a mapping: column → member of the canonical shape, with constants for what the file
 * does not say. Resumable: the cursor is durable and rows are idempotent by their event id.
 */
export const ImportMapping = Type.Object(
  {
    kind: literals(['events', 'customers']),
    delimiter: Type.Optional(Type.String({ minLength: 1, maxLength: 1 })),
    encoding: Type.Optional(literals(['utf-8', 'iso-8859-1', 'utf-16le'])),
    columns: Type.Record(Type.String(), Type.String(), {
      description: 'member (dotted, e.g. `counterparty.name`) → column header',
    }),
    constants: Type.Optional(Type.Record(Type.String(), Type.String())),
    id_template: Type.Optional(
      Type.String({ maxLength: 200, description: 'e.g. `aml-{row}` where the file has no id' }),
    ),
    time: Type.Optional(
      Type.Object(
        {
          format: literals(['rfc3339', 'epoch-s', 'epoch-ms', 'step']),
          start: Type.Optional(InstantText),
          step_seconds: Type.Optional(Type.Integer({ minimum: 1 })),
        },
        closed,
      ),
    ),
    register_missing_customers: Type.Optional(Type.Boolean()),
  },
  closed,
);
export type ImportMapping = Static<typeof ImportMapping>;

export const ImportView = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    name: Type.String(),
    kind: literals(['events', 'customers']),
    state: literals(['receiving', 'waiting', 'running', 'paused', 'done', 'failed']),
    bytes: Type.Integer(),
    sha256: Type.Optional(Type.String()),
    rows_read: Type.Integer(),
    rows_accepted: Type.Integer(),
    rows_repeated: Type.Integer(),
    rows_refused: Type.Integer(),
    bytes_read: Type.Integer(),
    started_at: Type.Optional(InstantText),
    finished_at: Type.Optional(InstantText),
    seconds_left: Type.Optional(Type.Integer()),
    failure: Type.Optional(Type.String()),
  },
  closed,
);
export type ImportView = Static<typeof ImportView>;

export const createImport = defineRoute({
  id: 'createImport',
  method: 'POST',
  path: '/v1/imports',
  summary: 'Announce a CSV import with its mapping; then PUT the file',
  permission: 'activity:write',
  body: Type.Object({ name: ShortText, mapping: ImportMapping }, closed),
  reply: ImportView,
});

const id = Type.Object({ id: Type.String() }, closed);

export const putImportFile = defineRoute({
  id: 'putImportFile',
  method: 'PUT',
  path: '/v1/imports/:id/file',
  summary: 'Send the file; streamed to disk, then worked through in the background',
  permission: 'activity:write',
  params: id,
  consumes: ['text/csv', 'application/octet-stream'],
  reply: ImportView,
});

export const getImport = defineRoute({
  id: 'getImport',
  method: 'GET',
  path: '/v1/imports/:id',
  summary: 'Progress of an import',
  permission: 'activity:read',
  params: id,
  reply: ImportView,
});

export const listImports = defineRoute({
  id: 'listImports',
  method: 'GET',
  path: '/v1/imports',
  summary: 'Imports, newest first',
  permission: 'activity:read',
  query: Type.Object(PageQuery, closed),
  reply: pageOf(ImportView),
});

export const resumeImport = defineRoute({
  id: 'resumeImport',
  method: 'POST',
  path: '/v1/imports/:id/resume',
  summary: 'Go on with a paused or failed import from its durable cursor',
  permission: 'activity:write',
  params: id,
  body: Type.Object({}, closed),
  reply: ImportView,
});

export const getRefusedRows = defineRoute({
  id: 'getRefusedRows',
  method: 'GET',
  path: '/v1/imports/:id/refused',
  summary: 'The refused rows as a CSV file: original columns, row number, code and message',
  permission: 'activity:read',
  params: id,
  reply: null,
  produces: 'text/csv',
});
