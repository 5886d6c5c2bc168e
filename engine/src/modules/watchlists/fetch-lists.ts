import { join } from 'node:path';
import { fetchWatchlist } from '@atalaya/contract/watchlists.ts';
import { Failure, isFailure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { asSystem, DEPLOYMENT, read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import { listChecked, listFetched, listStale } from './events.ts';
import { type Download, download, fetchedFile } from './fetch/download.ts';
import { type ImportPorts, importSnapshot } from './import-snapshot.ts';
import type { SourceFile } from './list-policy.ts';
import { allLists, currentSnapshot, isStale, listByCode, presentList, type StoredList } from './lists.ts';

export interface FetchPorts extends ImportPorts {
  /** The data folder: what was fetched, and half-fetched, stands in `lists/`. */
  readonly home: string;
  /** Fetches the list behind the reply, once. */
  readonly enqueueFetch: (code: string) => Promise<void>;
}

const ACTOR = 'system:fetch';
const HOUR_MS = 3_600_000;

const safeName = (name: string): string => name.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^\.+/, '_');

async function downloadAll(
  ports: FetchPorts,
  code: string,
  source: readonly SourceFile[],
): Promise<Download[]> {
  const done: Download[] = [];
  for (const { name, url } of source)
    done.push(await download({ folder: join(ports.home, 'lists', code), name: safeName(name), url }));
  return done;
}

interface Outcome {
  readonly outcome: 'new' | 'unchanged' | 'failed';
  readonly error: string | null;
  readonly bytes: number;
  readonly resumed: number;
}

const noteFetch = (ports: FetchPorts, list: StoredList, outcome: Outcome): Promise<void> =>
  asSystem(ports.db, async (tx) => {
    await ports.journal.record(tx, listFetched, {
      entity: DEPLOYMENT,
      actor: ACTOR,
      subject: list.id,
      data: { code: list.code, ...outcome },
      at: ports.now(),
    });
  });

/** The issuer says that nothing changed: the list was checked, and is fresh. */
const noteChecked = (ports: FetchPorts, list: StoredList): Promise<void> =>
  asSystem(ports.db, async (tx) => {
    const current = await currentSnapshot(tx, list.code);
    if (current === undefined) return;
    await ports.journal.record(tx, listChecked, {
      entity: DEPLOYMENT,
      actor: ACTOR,
      subject: list.id,
      data: { code: list.code, sha256: current.sha256, snapshot: current.id },
      at: ports.now(),
    });
  });

/**
 * Fetches a list from its issuer's address and brings it in. What fails is noted and thrown: whoever called tries again, and
 * the download goes on where it stopped. A file that was refused is not asked for again until the next time.
 */
export async function fetchList(ports: FetchPorts, code: string): Promise<void> {
  const list = await asSystem(ports.db, (tx) => listByCode(tx, code));
  const current = await asSystem(ports.db, (tx) => currentSnapshot(tx, code));
  if (list?.source == null) return;
  let downloads: Download[] = [];
  const total = (part: 'bytes' | 'resumed') => downloads.reduce((sum, one) => sum + one[part], 0);
  try {
    downloads = await downloadAll(ports, code, list.source);
    // What was refused last time is not what we have, though the issuer says that it did not change.
    const had = current !== undefined && list.fetch_outcome !== 'failed';
    if (had && downloads.every((one) => one.unchanged)) {
      await noteChecked(ports, list);
      await noteFetch(ports, list, { outcome: 'unchanged', error: null, bytes: 0, resumed: 0 });
      return;
    }
    const files = list.source.map(({ name }, i) => fetchedFile(name, downloads[i]?.path ?? ''));
    const snapshot = await importSnapshot(ports, ACTOR, code, { format: list.format, files });
    const outcome = snapshot.number === current?.number ? 'unchanged' : 'new';
    await noteFetch(ports, list, { outcome, error: null, bytes: total('bytes'), resumed: total('resumed') });
  } catch (error) {
    const failed = isFailure(error) ? error.code : 'internal';
    await noteFetch(ports, list, {
      outcome: 'failed',
      error: failed,
      bytes: total('bytes'),
      resumed: total('resumed'),
    });
    if (!isFailure(error) || error.code === 'watchlists.fetch_failed') throw error;
  }
}

/** Lists whose time has come. */
export async function enqueueDue(ports: FetchPorts): Promise<number> {
  const now = ports.now();
  const due = (await asSystem(ports.db, allLists)).filter(
    (list) =>
      list.source !== null &&
      list.every_hours !== null &&
      (list.fetched_at === null || now - list.fetched_at >= list.every_hours * HOUR_MS),
  );
  for (const list of due) await ports.enqueueFetch(list.code);
  return due.length;
}

/** Raises the alarm for lists that became stale, and ends it for those that are fresh again. */
export async function watchFreshness(ports: Pick<FetchPorts, 'db' | 'journal' | 'now'>): Promise<number> {
  const now: Instant = ports.now();
  return asSystem(ports.db, async (tx) => {
    const turned = (await allLists(tx)).filter(
      (list) => list.format !== 'ownership' && isStale(list, now) !== (list.stale_since !== null),
    );
    await ports.journal.recordMany(
      tx,
      listStale,
      turned.map((list) => ({
        entity: DEPLOYMENT,
        actor: 'system:watchlists',
        subject: list.id,
        data: { code: list.code, stale_since: list.stale_since === null ? formatInstant(now) : null },
        at: now,
      })),
    );
    return turned.length;
  });
}

export function mountFetch(http: Http, ports: FetchPorts): void {
  http.mount(fetchWatchlist, async ({ scope, params }) => {
    const view = await read(ports.db, withDeployment(scope), async (tx) => {
      const list = await listByCode(tx, params.code);
      if (list === undefined)
        throw new Failure('missing', 'watchlists.unknown', `there is no list ${params.code}`);
      if (list.source === null)
        throw new Failure('conflict', 'watchlists.source_missing', `${params.code} has no issuer's address`);
      return presentList(list, await currentSnapshot(tx, params.code), ports.now());
    });
    await ports.enqueueFetch(params.code);
    return view;
  });
}
