import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asSystem, one } from '../platform/database.ts';
import { createLog } from '../platform/log.ts';
import { createTestDatabase } from '../platform/testing/database.ts';
import { BehindApart } from './behind-apart.ts';
import { type Foundation, layFoundation } from './foundation.ts';

let database: Awaited<ReturnType<typeof createTestDatabase>>;
let foundation: Foundation;
const home = mkdtempSync(join(tmpdir(), 'atalaya-behind-'));

beforeAll(async () => {
  database = await createTestDatabase();
  const log = createLog('silent');
  foundation = await layFoundation({ connection: database.config, home, log }, []);
});

afterAll(async () => {
  await foundation.db.close();
  await database.drop();
  rmSync(home, { recursive: true, force: true });
});

it('begins the thread again that ended, and whoever waits for it waits on', async () => {
  const key = join(home, 'keys', 'log.key');
  const good = readFileSync(key, 'utf8');
  writeFileSync(key, 'no key at all');
  const behind = new BehindApart(foundation);
  const settled = behind.settled();
  const early = await Promise.race([
    settled.then(() => 'settled'),
    new Promise((resolve) => setTimeout(resolve, 1500, 'waiting')),
  ]);
  expect(early).toBe('waiting');

  writeFileSync(key, good);
  await settled;
  await behind.stop();
  const { size } = (await asSystem(foundation.db, (tx) =>
    one<{ size: number }>(tx, 'select max(size) as size from journal.checkpoint'),
  )) ?? { size: 0 };
  expect(size).toBeGreaterThan(0);
});
