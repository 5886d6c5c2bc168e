import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { Readable } from 'node:stream';
import {
  createImport,
  getImport,
  getRefusedRows,
  listImports,
  putImportFile,
  resumeImport as resumeImportRoute,
} from '@atalaya/contract/imports.ts';
import { Failure } from '../../kernel/failure.ts';
import { pageOf } from '../../platform/cursor.ts';
import { read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import {
  announceImport,
  type ImportPorts,
  importOf,
  importPage,
  presentImport,
  receiveFile,
  refusedPath,
  resumeImport,
} from './csv-imports.ts';

function streamOf(body: unknown): Readable {
  if (body instanceof Readable) return body;
  throw new Failure('caller', 'request.unsupported_media_type', 'a file comes as text/csv');
}

const FILE_BYTES_MAX = 8 * 1024 ** 3;

export function mountImports(http: Http, ports: ImportPorts): void {
  http.mount(createImport, async ({ scope, entity, caller, body }) =>
    presentImport(
      await announceImport(ports, { scope, entity: entity(), actor: caller.actor }, body.name, body.mapping),
      ports.now(),
    ),
  );
  http.mount(
    putImportFile,
    async ({ scope, params, request }) =>
      presentImport(await receiveFile(ports, scope, params.id, streamOf(request.body)), ports.now()),
    { bodyLimit: FILE_BYTES_MAX },
  );
  http.mount(getImport, ({ scope, params }) =>
    read(ports.db, scope, async (tx) => presentImport(await importOf(tx, params.id), ports.now())),
  );
  http.mount(listImports, ({ scope, query }) =>
    read(ports.db, scope, async (tx) => {
      const limit = query.limit ?? 50;
      const found = await importPage(tx, query.after, limit + 1);
      const { page, next } = pageOf(found, limit, ({ id }) => id);
      return {
        items: page.map((row) => presentImport(row, ports.now())),
        ...next,
      };
    }),
  );
  http.mount(resumeImportRoute, async ({ scope, params }) =>
    presentImport(await resumeImport(ports, scope, params.id), ports.now()),
  );
  http.mount(getRefusedRows, async ({ scope, params, reply }) => {
    const found = await read(ports.db, scope, (tx) => importOf(tx, params.id));
    const path = refusedPath(ports, found.id);
    await access(path).catch(() => {
      throw new Failure('missing', 'not_found', 'no row was worked yet');
    });
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="${found.id}.refused.csv"`)
      .send(createReadStream(path));
  });
}
