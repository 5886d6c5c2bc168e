import {
  importSnapshot as importSnapshotRoute,
  listListings,
  listSnapshots,
  listWatchlists,
} from '@atalaya/contract/watchlists.ts';
import { Failure } from '../../kernel/failure.ts';
import { parseDate, parseInstant } from '../../kernel/instant.ts';
import { read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import { type ImportPorts, importSnapshot } from './import-snapshot.ts';
import { listingPage } from './listings.ts';
import { listByCode, presentSnapshot, snapshotsOf, watchlistViews } from './lists.ts';

/** 200 MB of files in base64, and the JSON around them. */
const IMPORT_BYTES_MAX = 280 * 1024 * 1024;

export function mountWatchlists(http: Http, ports: ImportPorts): void {
  http.mount(listWatchlists, async ({ scope }) => ({
    items: await read(ports.db, withDeployment(scope), (tx) => watchlistViews(tx, ports.now())),
  }));

  http.mount(listSnapshots, ({ scope, params }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      if ((await listByCode(tx, params.code)) === undefined) throw unknownList(params.code);
      return { items: (await snapshotsOf(tx, params.code)).map(presentSnapshot) };
    }),
  );

  http.mount(
    importSnapshotRoute,
    ({ caller, params, body }) => {
      if (body.issued_on !== undefined) parseDate(body.issued_on);
      const files = body.files.map((file, i) => ({ name: file.name, content: decode(file.base64, i) }));
      return importSnapshot(ports, caller.actor, params.code, { ...body, files });
    },
    { bodyLimit: IMPORT_BYTES_MAX },
  );

  http.mount(listListings, ({ scope, params, query }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      if ((await listByCode(tx, params.code)) === undefined) throw unknownList(params.code);
      const { known_at, ...filter } = query;
      return listingPage(tx, params.code, {
        ...filter,
        ...(known_at === undefined ? {} : { knownAt: parseInstant(known_at) }),
      });
    }),
  );
}

const unknownList = (code: string): Failure =>
  new Failure('missing', 'watchlists.unknown', `there is no list ${code}`, [
    { field: '/code', message: code },
  ]);

/** Node passes over what is not base64; then fewer bytes come out than the text stands for. */
function decode(base64: string, index: number): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  if (bytes.length === (base64.length / 4) * 3 - padding) return bytes;
  throw new Failure('caller', 'request.invalid', 'the file is not base64', [
    { field: `/files/${index}/base64`, message: 'not base64 (RFC 4648, padded)' },
  ]);
}
