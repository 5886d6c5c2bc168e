import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureFirstEntity } from '@atalaya/engine/modules/access/entities.ts';
import { ensureApiKey } from '@atalaya/engine/modules/access/keys.ts';
import { importSnapshot } from '@atalaya/engine/modules/watchlists/import-snapshot.ts';
import { createLog } from '@atalaya/engine/platform/log.ts';
import { startOrConnect } from '@atalaya/engine/platform/postgres/connect.ts';
import { openHouse } from '@atalaya/engine/programs/house.ts';
import { inventedListings } from './screening-names.ts';

/**
 * The product as it ships, on a home of its own, with invented lists of `NAMES` names imported as an operator imports them.
 * Tells its parent where it listens; answers `memory`; ends on `end`.
 */
export interface ScreeningServerReady {
  readonly url: string;
  readonly key: string;
  readonly names: number;
}

const SEED = 20_260_704;
const NAMES_PER_LIST = 60_000;
const wanted = Number(process.argv[2] ?? 60_000);

const home = mkdtempSync(join(tmpdir(), 'atalaya-bench-'));
const log = createLog(process.env.ATALAYA_LOG ?? 'warn');
const postgres = await startOrConnect({ databaseUrl: process.env.DATABASE_URL ?? null, home });
/** Lists are brought in first; the house that is measured finds them when it starts. */
const filling = await openHouse({ connection: postgres.connection, home, log });
async function importList(code: string, rows: readonly string[]): Promise<void> {
  const { db, journal, vault, now } = filling.foundation;
  await importSnapshot({ db, journal, vault, now, imported: async () => {} }, 'system:bench', code, {
    format: 'csv',
    name: code,
    mapping: { reference: 'reference', name: 'name', kind: '=person', country: 'country' },
    files: [{ name: 'list.csv', content: Buffer.from(['reference,name,country', ...rows].join('\n')) }],
  });
}

let rows: string[] = [];
let list = 0;
let names = 0;
for (const listing of inventedListings(SEED, wanted)) {
  for (const [at, name] of listing.names.entries())
    rows.push(`${listing.reference}-${at},${name.text},${listing.countries[0]?.code ?? ''}`);
  names += listing.names.length;
  if (rows.length >= NAMES_PER_LIST || names >= wanted) {
    list += 1;
    await importList(`invented-${list}`, rows);
    rows = [];
  }
}
await filling.close();

const house = await openHouse({ connection: postgres.connection, home, log });
const entity = await ensureFirstEntity(house.foundation, {
  code: 'bench',
  name: 'Bench',
  jurisdiction: 'MX',
  currency: 'MXN',
  time_zone: 'America/Mexico_City',
});
await house.deciding.entities.load();
const key = `atk_${randomBytes(24).toString('base64url')}`;
await ensureApiKey(house.foundation, { name: 'bench', entity: entity.id, secret: key });
const url = await house.listen('127.0.0.1', 0);
process.send?.({ url, key, names } satisfies ScreeningServerReady);

process.on('message', (message: 'memory' | 'end') => void answer(message));

async function answer(message: 'memory' | 'end'): Promise<void> {
  if (message === 'memory') {
    process.send?.(process.memoryUsage().rss);
    return;
  }
  await house.close();
  await postgres.stop();
  rmSync(home, { recursive: true, force: true });
  process.exit(0);
}
