import { newId } from '../../kernel/ids.ts';
import { type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, DEPLOYMENT, one, type Tx } from '../../platform/database.ts';
import { countScreenable, type ScreenableCustomer, screenablePage } from '../customers/screenable.ts';
import { policyOf } from '../watchlists/list-policy.ts';
import { currentSnapshot, listByCode } from '../watchlists/lists.ts';
import { applyPage, type Compared, comparePage } from './delta/delta-customers.ts';
import { type ListDelta, readDelta, workOf } from './delta/list-delta.ts';
import { runAnnounced } from './events.ts';
import { type Applied, applyDelisted } from './hits/apply.ts';
import { type MatchPool, openMatchPool } from './hits/match-pool.ts';
import {
  applyCounterparties,
  COUNTERPARTY_CURSOR,
  counterpartyCursor,
  type SeenPage,
} from './past-counterparties.ts';
import { type Announcement, beginRun, cursorOf, finishRun, note, type StoredRun } from './run-progress.ts';
import {
  askedThreshold,
  type PartyPorts,
  type SeenParty,
  screenCustomers,
  screenSeen,
} from './screen-parties.ts';

export interface RunPorts extends PartyPorts {
  /** Works the run behind the reply, once. */
  readonly enqueue: (run: string) => Promise<void>;
  /** Who sent money to these wallets or had it from them, as the exchange told so far. */
  readonly seenWith: (tx: Tx, addresses: readonly string[]) => Promise<readonly SeenParty[]>;
  /** Counterparties of an entity's events, or of all, since an instant, a page at a time; `after` is the last event seen. */
  readonly seenSince: (tx: Tx, entity: string | null, since: Instant, after: string) => Promise<SeenPage>;
}

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

const PAGE = 5_000;

/** Works a run to its end; after a stop it goes on at the page that was not committed. */
export async function workRun(ports: RunPorts, id: string): Promise<void> {
  const run = await asSystem(ports.db, (tx) => beginRun(tx, ports.now(), id));
  if (run === undefined || run.kind === 'trial') return;
  if (run.kind === 'full')
    await workPages(ports, run, (tx, page) => screenCustomers(tx, ports, page, 'full'));
  else await workDelta(ports, run, await asSystem(ports.db, (tx) => readDelta(tx, ports.vault, run)));
  await asSystem(ports.db, (tx) => finishRun(tx, ports, id));
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
  if (run.cursor === '') await workFirst(ports, run, delta);
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
  for (
    let after: string | null = counterpartyCursor(await asSystem(ports.db, (tx) => cursorOf(tx, id)));
    after !== null;
  ) {
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

/** What does not need the base: listings taken off, and wallets that were met before. */
async function workFirst(ports: RunPorts, run: StoredRun, delta: ListDelta): Promise<void> {
  const version = run.to_number === 0 ? null : run.to_number;
  await asSystem(ports.db, async (tx) => {
    const gone = { list: delta.list, references: delta.gone, version };
    const off = await applyDelisted(tx, ports.journal, gone);
    const addresses = delta.present.flatMap((listing) => listing.wallets.map((wallet) => wallet.address));
    const seen = addresses.length === 0 ? [] : await ports.seenWith(tx, addresses);
    await note(tx, run.id, '', 0, off, await screenSeen(tx, ports, seen, 'list_delta'));
  });
}
