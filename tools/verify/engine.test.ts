import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { instantOf } from '@atalaya/engine/kernel/instant.ts';
import { newDataKey } from '@atalaya/engine/kernel/sealing.ts';
import { formatVerifierKey, newSigner } from '@atalaya/engine/kernel/signing.ts';
import { createSealer } from '@atalaya/engine/modules/audit/sealer.ts';
import { asSystem, type Database, openDatabase, write } from '@atalaya/engine/platform/database.ts';
import { createJournal, declareEntryTypes, entryType } from '@atalaya/engine/platform/journal.ts';
import { createTestDatabase, type TestDatabase } from '@atalaya/engine/platform/testing/database.ts';
import { createVault } from '@atalaya/engine/platform/vault.ts';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readLogKey } from '../../cli/src/verify/note.ts';
import { type VerifyReport, verifyDatabase } from '../../cli/src/verify/verify.ts';

/** The verifier against what the product itself writes: both read the same page, and nothing else in common. */
const metType = entryType<{ city: string; at_risk: boolean }, { name: string }>({
  type: 'tests.met',
  schema: 1,
  state: [
    {
      table: 'tests.friend',
      op: 'upsert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        city: '/data/city',
        at_risk: '/data/at_risk',
        met_at: '/at',
        name: '/personal/name',
      },
    },
  ],
});
const saidType = entryType<{ words: { text: string; n: number }[] }>({
  type: 'tests.said',
  schema: 1,
  state: [
    {
      table: 'tests.word',
      op: 'insert',
      key: { friend: '/subject', n: '/item/n' },
      set: { entity: '/entity', text: '/item/text', whole: '/item' },
      each: '/data/words',
    },
  ],
});

const entity = 'ent_00000000000000000000000001';
const kek = newDataKey();
const signer = newSigner('atalaya/tests');
const folder = mkdtempSync(join(tmpdir(), 'atalaya-verify-'));
const log = join(folder, 'checkpoints.log');
let test: TestDatabase;
let db: Database;

const admin = async (sql: string): Promise<void> => {
  const client = new pg.Client(test.config);
  await client.connect();
  await client.query(sql);
  await client.end();
};

beforeAll(async () => {
  test = await createTestDatabase();
  await admin(`create schema tests; grant usage on schema tests to atalaya_app, atalaya_system;
    create table tests.friend (id text primary key, entity text, city text, at_risk boolean, met_at timestamptz, name text, entry bigint);
    create table tests.word (friend text, n int, entity text, text text, whole jsonb, entry bigint, primary key (friend, n));
    call platform.protect('tests.friend'); call platform.protect('tests.word');`);
  db = openDatabase(test.config);
  const vault = createVault(kek);
  const journal = createJournal(vault);
  await write(db, { entities: ['*'] }, (tx) => declareEntryTypes(tx, journal, [metType, saidType]));
  const sealer = createSealer({ db, signer, now: () => instantOf(Date.now()), log });
  for (let round = 0; round < 3; round += 1) {
    await write(db, { entities: [entity] }, async (tx) => {
      const persons = Array.from({ length: 120 }, (_, i) => `cus_${round * 60 + i}`);
      const common = { entity, actor: 'usr_test' };
      await journal.recordMany(
        tx,
        metType,
        persons.map((subject, i) => ({
          ...common,
          subject,
          data: { city: `Mérida ${round}`, at_risk: i % 2 === 0 },
          personal: { person: subject, content: { name: `Ñandú ${i}` } },
        })),
      );
      for (const subject of persons.slice(0, 30)) {
        const words = [0, 1].map((n) => ({ n: round * 2 + n, text: `“palabra” ${n}\n` }));
        await journal.record(tx, saidType, { ...common, subject: `${subject}/${round}`, data: { words } });
      }
    });
    // Other test files of the run write in the same server: the sealer waits for their transactions.
    while (!(await sealer.seal())) await setTimeout(20);
  }
  await asSystem(db, (tx) => vault.erase(tx, 'cus_3'));
});

afterAll(async () => {
  await db?.close();
  await test?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const verify = (): Promise<VerifyReport> =>
  verifyDatabase(test.config, {
    key: readLogKey(formatVerifierKey(signer)),
    kek,
    readLog: () => readFileSync(log, 'utf8'),
    state: true,
  });

it('agrees with the product, an erased person included', async () => {
  const report = await verify();
  expect(report.problems).toEqual([]);
  expect(report).toMatchObject({
    ok: true,
    checkpoints: 3,
    roots: 3,
    log: { notes: 3 },
    unsealed: { entries: 0 },
  });
  expect(report.boxes).toMatchObject({ closed: 0, erased: 1 });
  expect(report.state).toMatchObject({ tables: 3, unreadable: 1 });
});

it('finds what was changed behind the product', async () => {
  await admin("update tests.friend set city = 'Otra' where id = 'cus_7'");
  const report = await verify();
  expect(report.counts).toEqual({ state_differs: 1 });
  expect(report.problems[0]).toMatchObject({ table: 'tests.friend', key: '{"id":"cus_7"}', column: 'city' });
});

it('refuses a role that may not see every row, and does not take hidden rows for missing ones', async () => {
  await admin(`do $$ begin create role verify_blind login; exception when duplicate_object then null; end $$;
    grant atalaya_app to verify_blind`);
  const blind = verifyDatabase({ ...test.config, user: 'verify_blind' }, { state: true });
  await expect(blind).rejects.toThrow(/row-level security|permission denied/);
});
