import { isFailure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, DEPLOYMENT, one, rows, type Tx } from '../../platform/database.ts';
import {
  countScreenable,
  type ScreenableCustomer,
  screenableByIds,
  screenablePage,
} from '../customers/screenable.ts';
import { policyOf } from '../watchlists/list-policy.ts';
import type { Listing } from '../watchlists/listing.ts';
import { currentListings, listingsOfVersion, openListings } from '../watchlists/listings.ts';
import { currentSnapshot, listByCode } from '../watchlists/lists.ts';
import { runAnnounced, runFinished } from './events.ts';
import { type Applied, applyDelisted, applyScreened } from './hits/apply.ts';
import { queryOf, subjectDigest } from './hits/comparison.ts';
import { type MatchPool, openMatchPool } from './hits/match-pool.ts';
import { type MatchWork, matchesIn } from './hits/match-thread.ts';
import type { Match, NameQuery } from './match.ts';
import { buildIndex, type ScreeningIndex, type WeakAliases } from './matching/screening-index.ts';
import {
  applyCounterparties,
  COUNTERPARTY_CURSOR,
  counterpartyCursor,
  type SeenPage,
} from './past-counterparties.ts';
import {
  askedThreshold,
  customerSubject,
  type PartyPorts,
  type SeenParty,
  screenCustomers,
  screenSeen,
  toScreened,
} from './screen-parties.ts';
import { matchingVersion } from './screening.ts';
import { targetsOf } from './sources.ts';

export interface RunPorts extends PartyPorts {
  /** Works the run behind the reply, once. */
  readonly enqueue: (run: string) => Promise<void>;
  /** Who sent money to these wallets or had it from them, as the exchange told so far. */
  readonly seenWith: (tx: Tx, addresses: readonly string[]) => Promise<readonly SeenParty[]>;
  /** Counterparties of an entity's events, or of all, since an instant, a page at a time; `after` is the last event seen. */
  readonly seenSince: (tx: Tx, entity: string | null, since: Instant, after: string) => Promise<SeenPage>;
}

export interface StoredRun {
  readonly id: string;
  readonly kind: 'delta' | 'full' | 'trial';
  readonly list: string | null;
  readonly from_number: number | null;
  readonly to_number: number | null;
  readonly settings: { readonly threshold?: number; readonly list?: string; readonly entity?: string };
  readonly state: 'waiting' | 'running' | 'done' | 'failed';
  readonly cursor: string;
}

export type Announcement = Pick<StoredRun, 'kind' | 'list' | 'from_number' | 'to_number' | 'settings'>;

/** A run in the journal and in the queue; `run` is its id. */
export async function announceRun(
  ports: RunPorts,
  actor: string,
  what: Announcement,
  entity = DEPLOYMENT,
): Promise<string> {
  const id = newId('job');
  await asSystem(ports.db, async (tx) => {
    await ports.journal.record(tx, runAnnounced, { entity, actor, subject: id, data: what });
    await tx.query(`insert into screening.run_progress (run, entity, state) values ($1, $2, 'waiting')`, [
      id,
      entity,
    ]);
  });
  await ports.enqueue(id);
  return id;
}

/** After a list changed: everybody against what is new in it since everybody was last screened against it. */
export async function announceDelta(
  ports: RunPorts,
  code: string,
  actor = 'system:screening',
): Promise<string | null> {
  const span = await asSystem(ports.db, async (tx) => {
    const [list, snapshot] = [await listByCode(tx, code), await currentSnapshot(tx, code)];
    if (list === undefined || snapshot === undefined) return null;
    const policy = policyOf(list);
    const screened = policy.mode === 'live' && policy.category !== 'jurisdictions';
    const last = await one<{ number: number | null }>(
      tx,
      `select r.to_number as number from screening.run r where r.kind = 'delta' and r.list = $1
       order by r.announced_at desc, r.id desc limit 1`,
      [code],
    );
    // A list that is no longer screened is at version 0: all it said is taken off.
    const to = screened ? snapshot.number : 0;
    const from = last?.number ?? 0;
    return to === from ? null : { from, to };
  });
  if (span === null) return null;
  return announceRun(ports, actor, {
    kind: 'delta',
    list: code,
    from_number: span.from,
    to_number: span.to,
    settings: {},
  });
}

/** What a list says otherwise at version `to` than at version `from`; version 0 says nothing. */
export interface ListDelta {
  readonly list: string;
  readonly weakAliases: WeakAliases;
  readonly present: readonly Listing[];
  readonly gone: readonly string[];
}

async function readDelta(tx: Tx, ports: PartyPorts, run: StoredRun): Promise<ListDelta> {
  const [code, from, to] = [run.list ?? '', run.from_number ?? 0, run.to_number ?? 0];
  const list = await listByCode(tx, code);
  if (list === undefined) return { list: code, weakAliases: 'capped', present: [], gone: [] };
  const weakAliases = policyOf(list).weak_aliases;
  if (to === 0 || to < from) {
    const before = await currentListings(tx, code);
    return { list: code, weakAliases, present: [], gone: before.map((stored) => stored.reference) };
  }
  const known = new Set(
    (from === 0 ? [] : await listingsOfVersion(tx, code, from)).map((stored) => stored.reference),
  );
  const touched = await rows<{ reference: string }>(
    tx,
    'select distinct reference from watchlists.listing where code = $1 and snapshot > $2 and snapshot <= $3',
    [code, from, to],
  );
  const after = await listingsOfVersion(tx, code, to);
  const changed = new Set(touched.map((one) => one.reference));
  const opened = await openListings(
    tx,
    ports.vault,
    list,
    after.filter((stored) => from === 0 || changed.has(stored.reference)),
  );
  const listings = targetsOf(opened.map((stored) => stored.content)).filter((listing) => listing.active);
  const there = new Set(listings.map((listing) => listing.reference));
  return {
    list: code,
    weakAliases,
    present: listings,
    gone: [...changed].filter((reference) => known.has(reference) && !there.has(reference)),
  };
}

const workOf = ({ list, weakAliases, present }: ListDelta): MatchWork => ({
  list,
  weakAliases,
  listings: present,
});

const PAGE = 5_000;

interface Compared {
  readonly customer: ScreenableCustomer;
  readonly query: NameQuery;
  readonly matches: Match[];
}

/** Customers who already have a hit on what changed are looked at again even when nothing is found any more. */
const withHits = async (tx: Tx, list: string, references: ReadonlySet<string>, ids: readonly string[]) =>
  new Set(
    (
      await rows<{ customer: string; reference: string }>(
        tx,
        `select customer, reference from screening.hit
         where customer = any ($1) and subject_key = 'customer' and list = $2 and state <> 'lapsed'`,
        [ids, list],
      )
    ).flatMap((row) => (references.has(row.reference) ? [row.customer] : [])),
  );

/** A page of the base against what changed, outside any transaction: this is where the time goes. */
async function comparePage(
  pool: MatchPool,
  threshold: number,
  page: readonly ScreenableCustomer[],
): Promise<Compared[]> {
  const queries = page.map(queryOf);
  const matches = await pool.match(queries, threshold);
  return page.flatMap((customer, at) => {
    const [query, found] = [queries[at], matches[at] ?? []];
    return query === undefined || found.length === 0 ? [] : [{ customer, query, matches: found }];
  });
}

/** Who changed while they were compared is compared again as they are now. */
async function upToDate(
  tx: Tx,
  delta: ListDelta,
  threshold: number,
  ids: readonly string[],
  compared: readonly Compared[],
): Promise<Compared[]> {
  const before = new Map(compared.map((one) => [one.customer.id, one]));
  let index: ScreeningIndex | undefined;
  return (await screenableByIds(tx, ids)).map((customer) => {
    const query = queryOf(customer);
    const known = before.get(customer.id);
    if (known !== undefined && subjectDigest(known.query) === subjectDigest(query)) return known;
    index ??= buildIndex([workOf(delta)]);
    return { customer, query, matches: matchesIn(index, query, threshold) };
  });
}

async function applyPage(
  tx: Tx,
  ports: RunPorts,
  delta: ListDelta,
  threshold: number,
  page: readonly ScreenableCustomer[],
  compared: readonly Compared[],
): Promise<Applied> {
  const references = new Set(delta.present.map((listing) => listing.reference));
  const had = await withHits(
    tx,
    delta.list,
    references,
    page.map((one) => one.id),
  );
  const ids = [...new Set([...compared.map((one) => one.customer.id), ...had])];
  if (ids.length === 0) return NOTHING;
  const parties = (await upToDate(tx, delta, threshold, ids, compared)).map((one) => ({
    subject: customerSubject(one.customer, one.query),
    rating: one.customer.rating,
    matches: one.matches,
  }));
  return applyScreened(tx, ports.journal, await toScreened(tx, ports, parties), {
    cause: 'list_delta',
    algorithm: matchingVersion,
    now: ports.now(),
    covered: (list, reference) => list === delta.list && references.has(reference),
  });
}

const NOTHING: Applied = { raised: 0, changed: 0, lapsed: 0 };

const sum = (left: Applied, right: Applied): Applied => ({
  raised: left.raised + right.raised,
  changed: left.changed + right.changed,
  lapsed: left.lapsed + right.lapsed,
});

const STORED_RUN = `select r.id, r.kind, r.list, r.from_number, r.to_number, r.settings, p.state, p.cursor
  from screening.run r join screening.run_progress p on p.run = r.id`;

/** Works a run to its end; after a stop it goes on at the page that was not committed. */
export async function workRun(ports: RunPorts, id: string): Promise<void> {
  const run = await asSystem(ports.db, async (tx) => {
    const stored = await one<StoredRun>(tx, `${STORED_RUN} where r.id = $1`, [id]);
    if (stored === undefined || stored.state === 'done') return undefined;
    await tx.query(
      `update screening.run_progress set state = 'running', started_at = coalesce(started_at, $2), total = $3 where run = $1`,
      [id, formatInstant(ports.now()), await countScreenable(tx)],
    );
    return stored;
  });
  if (run === undefined || run.kind === 'trial') return;
  if (run.kind === 'full')
    await workPages(ports, run, (tx, page) => screenCustomers(tx, ports, page, 'full'));
  else await workDelta(ports, run, await asSystem(ports.db, (tx) => readDelta(tx, ports, run)));
  await finish(ports, id);
}

/** Pages of the base in their order, each committed with the cursor. */
async function workPages(
  ports: RunPorts,
  run: StoredRun,
  apply: (tx: Tx, page: readonly ScreenableCustomer[]) => Promise<Applied>,
  prepare?: (page: readonly ScreenableCustomer[]) => Promise<void>,
): Promise<void> {
  const pageAfter = (cursor: string) => asSystem(ports.db, (tx) => screenablePage(tx, cursor, PAGE));
  for (let page = await pageAfter(run.cursor); ; ) {
    const last = page.at(-1);
    if (last === undefined) return;
    // The next page is read while this one is compared; whoever changes meanwhile is read again before anything is written.
    const [next] = prepare === undefined ? [] : await Promise.all([pageAfter(last.id), prepare(page)]);
    await asSystem(ports.db, async (tx) => note(tx, run.id, last.id, page.length, await apply(tx, page)));
    page = next ?? (await pageAfter(last.id));
  }
}

async function workDelta(ports: RunPorts, run: StoredRun, delta: ListDelta): Promise<void> {
  if (run.cursor === '') await workFirst(ports, run.id, delta);
  if (delta.present.length === 0) return;
  const threshold = await asSystem(ports.db, askedThreshold);
  const pool = openMatchPool(workOf(delta), await asSystem(ports.db, countScreenable));
  let compared: Compared[] = [];
  try {
    await workPages(
      ports,
      run,
      (tx, page) => applyPage(tx, ports, delta, threshold, page, compared),
      async (page) => {
        compared = await comparePage(pool, threshold, page);
      },
    );
    await workCounterparties(ports, run.id, delta, pool, threshold);
  } finally {
    await pool.close();
  }
}

/** Whoever customers dealt with in the year before the run was begun, an event page at a time, committed with the cursor. */
async function workCounterparties(
  ports: RunPorts,
  id: string,
  delta: ListDelta,
  pool: MatchPool,
  threshold: number,
): Promise<void> {
  const references = new Set(delta.present.map((listing) => listing.reference));
  const since = instantOf(ports.now() - COUNTERPARTIES_MS);
  for (let after: string | null = counterpartyCursor(await cursorOf(ports, id)); after !== null; ) {
    const seen: SeenPage = await asSystem(ports.db, (tx) => ports.seenSince(tx, null, since, after ?? ''));
    const matches = await pool.match(
      seen.parties.flatMap(({ name }) => (name === null ? [] : [name])),
      threshold,
    );
    await asSystem(ports.db, async (tx) => {
      const applied = await applyCounterparties(tx, ports, seen.parties, matches, {
        list: delta.list,
        references,
      });
      await note(tx, id, `${COUNTERPARTY_CURSOR}${seen.last ?? LAST}`, 0, applied);
    });
    after = seen.last;
  }
}

const COUNTERPARTIES_MS = 366 * 86_400_000;
/** After every event: a run that stopped here has nothing left to look at. */
const LAST = '~';

const cursorOf = (ports: RunPorts, id: string): Promise<string> =>
  asSystem(ports.db, async (tx) => {
    const sql = 'select cursor from screening.run_progress where run = $1';
    return (await one<{ cursor: string }>(tx, sql, [id]))?.cursor ?? '';
  });

/** What does not need the base: listings taken off, and wallets that were met before. */
async function workFirst(ports: RunPorts, id: string, delta: ListDelta): Promise<void> {
  await asSystem(ports.db, async (tx) => {
    const off = await applyDelisted(tx, ports.journal, delta.list, delta.gone);
    const addresses = delta.present.flatMap((listing) => listing.wallets.map((wallet) => wallet.address));
    const seen = addresses.length === 0 ? [] : await ports.seenWith(tx, addresses);
    await note(tx, id, '', 0, sum(off, await screenSeen(tx, ports, seen, 'list_delta')));
  });
}

const note = (tx: Tx, id: string, cursor: string, customers: number, applied: Applied) =>
  tx.query(
    `update screening.run_progress set cursor = $2, customers = customers + $3, raised = raised + $4, changed = changed + $5,
       lapsed = lapsed + $6 where run = $1`,
    [id, cursor, customers, applied.raised, applied.changed, applied.lapsed],
  );

async function finish(ports: RunPorts, id: string): Promise<void> {
  await asSystem(ports.db, async (tx) => {
    const done = await one<{
      customers: number;
      raised: number;
      changed: number;
      lapsed: number;
      entity: string;
    }>(
      tx,
      `update screening.run_progress set state = 'done', finished_at = $2 where run = $1 and state <> 'done'
       returning customers, raised, changed, lapsed, entity`,
      [id, formatInstant(ports.now())],
    );
    if (done === undefined) return;
    const { entity, ...counts } = done;
    await ports.journal.record(tx, runFinished, {
      entity,
      actor: 'system:screening',
      subject: id,
      data: { ...counts, algorithm: matchingVersion, lists: ports.screening.versions() },
    });
  });
}

/** A run that failed for good is shown as failed, with what it said. */
export async function failRun(
  ports: Pick<RunPorts, 'db' | 'now'>,
  id: string,
  error: unknown,
): Promise<void> {
  const text = isFailure(error) ? error.code : 'internal';
  await asSystem(ports.db, (tx) =>
    tx.query(
      `update screening.run_progress set state = 'failed', failure = $2, finished_at = $3 where run = $1 and state <> 'done'`,
      [id, text, formatInstant(ports.now())],
    ),
  );
}
