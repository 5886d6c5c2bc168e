import {
  configureWatchlist,
  getListingHistory,
  importSnapshot as importSnapshotRoute,
  listListingChanges,
  listListings,
  listSnapshots,
  listWatchlists,
} from '@atalaya/contract/watchlists.ts';
import { Failure } from '../../kernel/failure.ts';
import { parseDate, parseInstant } from '../../kernel/instant.ts';
import { pageOf } from '../../platform/cursor.ts';
import { read, type Tx } from '../../platform/database.ts';
import type { Caller, Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import { presentChange } from './changes.ts';
import { configureList } from './configure-list.ts';
import { type ImportPorts, importSnapshot } from './import-snapshot.ts';
import {
  changesOfVersion,
  listingHistory,
  listingPage,
  openListings,
  presentListing,
  type StoredListing,
} from './listings.ts';
import { listByCode, presentSnapshot, type StoredList, snapshotsOf, watchlistViews } from './lists.ts';

/** 200 MB of files in base64, and the JSON around them. */
const IMPORT_BYTES_MAX = 280 * 1024 * 1024;
const CHANGES = 50;

export function mountWatchlists(http: Http, ports: ImportPorts): void {
  http.mount(listWatchlists, async ({ scope }) => ({
    items: await read(ports.db, withDeployment(scope), (tx) => watchlistViews(tx, ports.now())),
  }));

  http.mount(listSnapshots, ({ scope, params }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      await knownList(tx, params.code);
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

  http.mount(configureWatchlist, ({ caller, params, body }) => {
    const { threshold, ...settings } = body;
    return configureList(ports, caller.actor, params.code, {
      ...settings,
      ...(threshold === undefined
        ? {}
        : { threshold: threshold === null ? null : Math.round(threshold * 10_000) }),
    });
  });

  mountReading(http, ports);
}

function mountReading(http: Http, ports: ImportPorts): void {
  const readable = (tx: Tx, caller: Caller, list: StoredList, found: readonly StoredListing[]) =>
    mayReadConfidential(caller) ? openListings(tx, ports.vault, list, found) : [...found];

  http.mount(listListings, ({ scope, caller, params, query }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      const list = await knownList(tx, params.code);
      const { known_at, in_force_on, ...filter } = query;
      const { items, ...rest } = await listingPage(tx, params.code, {
        ...filter,
        ...(known_at === undefined ? {} : { knownAt: parseInstant(known_at) }),
        ...(in_force_on === undefined ? {} : { inForceOn: parseDate(in_force_on) }),
      });
      return { items: (await readable(tx, caller, list, items)).map(presentListing), ...rest };
    }),
  );

  http.mount(listListingChanges, ({ scope, caller, params, query }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      const list = await knownList(tx, params.code);
      const limit = query.limit ?? CHANGES;
      const found = await changesOfVersion(tx, list.code, params.number, {
        after: query.after,
        limit: limit + 1,
      });
      const { page, next } = pageOf(found, limit, ({ after }) => after.reference);
      const items = [];
      for (const { after, before } of page) {
        const [opened] = await readable(tx, caller, list, [after]);
        const [earlier] = before === null ? [] : await readable(tx, caller, list, [before]);
        items.push(presentChange(opened ?? after, earlier ?? null));
      }
      return { items, ...next };
    }),
  );

  http.mount(getListingHistory, ({ scope, caller, params, query }) =>
    read(ports.db, withDeployment(scope), async (tx) => {
      const list = await knownList(tx, params.code);
      const found = await listingHistory(tx, list.code, query.reference);
      if (found.length === 0)
        throw new Failure('missing', 'watchlists.listing_unknown', `no ${query.reference} in ${list.code}`, [
          { field: '/reference', message: query.reference },
        ]);
      return { items: (await readable(tx, caller, list, found)).map(presentListing) };
    }),
  );
}

/** Lists belong to the deployment: whoever has the permission for any entity has it for them. */
export const mayReadConfidential = (caller: Caller): boolean =>
  [...caller.grants.values()].some((held) => held.has('watchlists:confidential'));

async function knownList(tx: Tx, code: string): Promise<StoredList> {
  const list = await listByCode(tx, code);
  if (list !== undefined) return list;
  throw new Failure('missing', 'watchlists.unknown', `there is no list ${code}`, [
    { field: '/code', message: code },
  ]);
}

/** Node passes over what is not base64; then fewer bytes come out than the text stands for. */
function decode(base64: string, index: number): Uint8Array {
  const bytes = Buffer.from(base64, 'base64');
  const padding = base64.endsWith('==') ? 2 : base64.endsWith('=') ? 1 : 0;
  if (bytes.length === (base64.length / 4) * 3 - padding) return bytes;
  throw new Failure('caller', 'request.invalid', 'the file is not base64', [
    { field: `/files/${index}/base64`, message: 'not base64 (RFC 4648, padded)' },
  ]);
}
