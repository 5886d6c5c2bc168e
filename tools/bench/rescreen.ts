import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { instantOf } from '@atalaya/engine/kernel/instant.ts';
import { entryTypes as customerTypes } from '@atalaya/engine/modules/customers/events.ts';
import { screenablePage } from '@atalaya/engine/modules/customers/screenable.ts';
import { entryTypes as hitTypes } from '@atalaya/engine/modules/screening/events.ts';
import { queryOf } from '@atalaya/engine/modules/screening/hits/comparison.ts';
import { announceDelta, type RunPorts, workRun } from '@atalaya/engine/modules/screening/runs.ts';
import { createScreening } from '@atalaya/engine/modules/screening/screening.ts';
import { entryTypes as listTypes } from '@atalaya/engine/modules/watchlists/events.ts';
import { type ImportPorts, importSnapshot } from '@atalaya/engine/modules/watchlists/import-snapshot.ts';
import { asSystem, type Database, openDatabase, rows } from '@atalaya/engine/platform/database.ts';
import { createJournal, declareEntryTypes } from '@atalaya/engine/platform/journal.ts';
import { migrate } from '@atalaya/engine/platform/migrations.ts';
import { startEmbedded } from '@atalaya/engine/platform/postgres/embedded.ts';
import { createVault } from '@atalaya/engine/platform/vault.ts';
import { type CaseResult, round } from './results.ts';

/**
 * The whole customer base against a real delta: OFAC SDN of July 2021 to January 2023, with PostgreSQL, journal and hits. The
 * customers are made up of the parts of synthetic clean names; one in a hundred has a listed name. Checked against a full
 * screen of a sample. Asks for the reference data (`ATALAYA_SHARED`, or `../shared`).
 */
interface Options {
  readonly customers: number;
  /** Customers screened in full, to compare. */
  readonly sample?: number;
}

const ENTITY = `ent_${'0'.repeat(26)}`;
const CODE = 'ofac-sdn';
const OLD = ['ofac-2021-07/sdn.csv', 'ofac-2021-07/add.csv'];
const NEW = ['ofac-2023-01/sdn.csv', 'ofac-2023-01/add.csv'];

function sharedFolder(): string {
  const folder = process.env.ATALAYA_SHARED ?? resolve(import.meta.dirname, '../../../shared');
  if (existsSync(join(folder, 'data/lists'))) return folder;
  throw new Error('this benchmark needs the reference data: set ATALAYA_SHARED');
}

/** A small generator of our own: the same seed, the same customers. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

const pick = <T>(from: readonly T[], draw: () => number): T => from[Math.floor(draw() * from.length)] as T;

function nameParts(shared: string): { given: string[]; family: string[] } {
  const lines = ['global', 'us'].flatMap((part) =>
    readFileSync(join(shared, `data/names/clean_customers_${part}.csv`), 'utf8')
      .trim()
      .split('\n')
      .slice(1),
  );
  const cells = lines.map((line) => line.split(','));
  const of = (column: number): string[] => [...new Set(cells.flatMap((row) => row[column] || []))];
  return { given: of(1), family: of(3) };
}

const listedNames = (db: Database): Promise<string[]> =>
  asSystem(db, async (tx) =>
    (
      await rows<{ name: string }>(
        tx,
        "select name from watchlists.listing where code = $1 and content ->> 'kind' = 'person' order by reference limit 20000",
        [CODE],
      )
    ).map((row) => row.name),
  );

const CHUNK = 20_000;

/** Written straight into the tables: what is measured begins where the customers are there. */
async function fill(
  db: Database,
  shared: string,
  customers: number,
  listed: readonly string[],
): Promise<void> {
  const { given, family } = nameParts(shared);
  const draw = random(7);
  for (let start = 0; start < customers; start += CHUNK) {
    const chunk = Array.from({ length: Math.min(CHUNK, customers - start) }, (_, i) => {
      const plain = { given: pick(given, draw), paternal: `${pick(family, draw)} ${pick(family, draw)}` };
      const [surname = '', first = ''] = pick(listed, draw).split(', ');
      const name = (start + i) % 100 === 0 && first !== '' ? { given: first, paternal: surname } : plain;
      const year = 1940 + Math.floor(draw() * 66);
      return {
        id: `cus_${String(start + i).padStart(26, '0')}`,
        details: name === plain ? { name, birth_date: `${year}-05-17` } : { name },
      };
    });
    const values = [chunk.map((one) => one.id), ENTITY, chunk.map((one) => JSON.stringify(one.details))];
    await asSystem(db, async (tx) => {
      await tx.query(
        `insert into customers.customer (id, entity, reference, kind, state, country, profile, rating, risk, warnings, erased,
           created_at, updated_at, entry)
         select id, $2, id, 'person', 'active', 'MX', '{"kind":"person","country":"MX"}', 'low',
           '{"version":1,"points":0,"reasons":[]}', '[]', false, now(), now(), 1
         from unnest($1::text[], $3::text[]) as c (id, details)`,
        values,
      );
      await tx.query(
        `insert into customers.person (id, entity, details, entry)
         select id, $2, details::jsonb, 1 from unnest($1::text[], $3::text[]) as c (id, details)`,
        values,
      );
    });
  }
}

/** Customers of a sample whose hits are not those that a full screen of everything gives on the listings that changed. */
async function differing(ports: RunPorts, sample: number): Promise<number> {
  const customers = await asSystem(ports.db, (tx) => screenablePage(tx, '', sample));
  const hits = await asSystem(ports.db, (tx) =>
    rows<{ customer: string; reference: string; score: number }>(
      tx,
      "select customer, reference, score from screening.hit where customer = any ($1) and state <> 'lapsed'",
      [customers.map((one) => one.id)],
    ),
  );
  const changed = new Set(
    (
      await asSystem(ports.db, (tx) =>
        rows<{ reference: string }>(
          tx,
          'select reference from watchlists.listing where snapshot = 2 and not removed',
        ),
      )
    ).map((row) => row.reference),
  );
  const found = Map.groupBy(hits, (hit) => hit.customer);
  return customers.filter((customer) => {
    const full = ports.screening
      .matchName(queryOf(customer), { limit: 50 })
      .filter((match) => changed.has(match.reference))
      .map((match) => `${match.reference} ${Math.round(match.score * 10_000)}`);
    const known = (found.get(customer.id) ?? []).map((hit) => `${hit.reference} ${hit.score}`);
    return full.sort().join() !== known.sort().join();
  }).length;
}

async function importFiles(ports: ImportPorts, shared: string, paths: readonly string[]): Promise<void> {
  await importSnapshot(ports, 'system:bench', CODE, {
    format: 'ofac-sdn-csv',
    accept_shrink: true,
    files: paths.map((path) => ({
      name: path.slice(path.indexOf('/') + 1),
      content: readFileSync(join(shared, 'data/lists', path)),
    })),
  });
}

/** One case, `rescreen-1m` whatever the number of customers: it says how many there were. */
export async function benchRescreen(options: Options): Promise<CaseResult> {
  const shared = sharedFolder();
  const home = mkdtempSync(join(tmpdir(), 'atalaya-rescreen-'));
  const server = await startEmbedded({ home, disposable: true });
  await migrate(server.connection);
  const db = openDatabase(server.connection, { app: 4, system: 4 });
  // Once threads and connections are closed nothing else keeps this process until the server has stopped.
  const awake = setInterval(() => undefined, 1_000);
  try {
    const vault = createVault(Buffer.alloc(32, 7));
    const now = () => instantOf(Date.now());
    const journal = createJournal(vault, now);
    await asSystem(db, (tx) => declareEntryTypes(tx, journal, [...customerTypes, ...listTypes, ...hitTypes]));
    const screening = createScreening();
    const queue: string[] = [];
    const ports: RunPorts = {
      db,
      journal,
      vault,
      now,
      screening,
      enqueue: async (id) => void queue.push(id),
      seenWith: async () => [],
      seenSince: async () => ({ parties: [], last: null }),
    };
    const imported = async (code: string): Promise<void> => {
      await screening.load(db, vault);
      await announceDelta(ports, code);
    };
    const lists: ImportPorts = { db, journal, vault, now, imported };
    await importFiles(lists, shared, OLD);
    await fill(db, shared, options.customers, await listedNames(db));
    // The first version against everybody is the same work with more listings; only the delta is measured.
    const skipped = queue.splice(0);
    for (const id of skipped)
      await asSystem(db, (tx) =>
        tx.query("update screening.run_progress set state = 'done' where run = $1", [id]),
      );
    await importFiles(lists, shared, NEW);
    return await measure(ports, queue.splice(0), options);
  } finally {
    await db.close();
    await server.stop();
    clearInterval(awake);
    rmSync(home, { recursive: true, force: true });
  }
}

async function measure(ports: RunPorts, runs: readonly string[], options: Options): Promise<CaseResult> {
  const began = performance.now();
  for (const id of runs) await workRun(ports, id);
  const seconds = (performance.now() - began) / 1000;
  const sample = Math.min(options.sample ?? 2_000, options.customers);
  const [counts] = await asSystem(ports.db, (tx) =>
    rows<{ raised: number; delta: number }>(
      tx,
      `select (select count(*) from screening.hit) as raised,
         (select added + changed from watchlists.snapshot where code = $1 order by number desc limit 1) as delta`,
      [CODE],
    ),
  );
  return {
    case: 'rescreen-1m',
    customers: options.customers,
    delta_listings: counts?.delta ?? 0,
    seconds: round(seconds, 1),
    ms_per_customer: round((seconds * 1000) / options.customers, 4),
    hits: counts?.raised ?? 0,
    sample,
    sample_differing: await differing(ports, sample),
    rss_mb: round(process.memoryUsage.rss() / 1_048_576, 0),
  };
}
