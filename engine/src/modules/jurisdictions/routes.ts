import { importSchema, listSchemas } from '@atalaya/contract/jurisdictions.ts';
import { type Database, read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import type { Journal } from '../../platform/journal.ts';
import { withDeployment } from '../access/permissions.ts';
import { importOfficialSchema, officialSchemas, SCHEMA_BYTES_MAX } from './official-schemas.ts';
import { readBody } from './read-body.ts';

export interface JurisdictionPorts {
  readonly db: Database;
  readonly journal: Journal;
}

export function mountJurisdictions(http: Http, ports: JurisdictionPorts): void {
  http.mount(
    importSchema,
    async ({ request, caller, params }) =>
      importOfficialSchema(ports, caller.actor, {
        ...params,
        content: await readBody(request.body, { bytes_max: SCHEMA_BYTES_MAX, code: 'request.too_large' }),
      }),
    { bodyLimit: SCHEMA_BYTES_MAX },
  );

  http.mount(listSchemas, async ({ scope }) => ({
    items: await read(ports.db, withDeployment(scope), officialSchemas),
  }));
}
