import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/instant.ts';
import { verifyInclusion } from '../../kernel/merkle.ts';
import { rootOf } from '../../kernel/merkle-proofs.ts';
import { newDataKey } from '../../kernel/sealing.ts';
import { formatVerifierKey, newSigner, openNote, parseCheckpoint } from '../../kernel/signing.ts';
import { asSystem, type Database, openDatabase, rows, write } from '../../platform/database.ts';
import { createJournal, entryType } from '../../platform/journal.ts';
import { createTestDatabase, type TestDatabase } from '../../platform/testing/database.ts';
import { createVault } from '../../platform/vault.ts';
import { proveInclusion } from './proofs.ts';
import { createSealer, type Sealer } from './sealer.ts';

const A = 'ent_00000000000000000000000001';
const said = entryType<{ i: number }>({ type: 'test.said', schema: 1, state: [] });
const signer = newSigner('atalaya/test');

let test: TestDatabase;
let db: Database;
let sealer: Sealer;
let log: string;
const journal = createJournal(createVault(newDataKey()));

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.config);
  log = join(mkdtempSync(join(tmpdir(), 'seal-')), 'checkpoints.log');
  sealer = createSealer({ db, signer, now: () => instantOf(Date.now()), log });
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

const say = (count: number) =>
  write(db, { entities: [A] }, (tx) =>
    journal.recordMany(
      tx,
      said,
      Array.from({ length: count }, (_, i) => ({ entity: A, actor: 'usr_t', subject: `s${i}`, data: { i } })),
    ),
  );

/** Transactions of other databases of the cluster hold the horizon back for a moment: seals until everything is in. */
async function sealAll(): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    await sealer.seal();
    const [left] = await asSystem(db, (tx) =>
      rows<{ left: number }>(
        tx,
        'select (select count(*) from journal.entry) - coalesce((select max(size) from journal.checkpoint), 0) as left',
      ),
    );
    if (left?.left === 0) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('some entries were never sealed');
}

describe('the sealer', () => {
  it.each([1, 254, 1, 3, 700, 66_000])(
    'after %i more entries: root, signature and proofs hold',
    async (more) => {
      for (let left = more; left > 0; left -= 10_000) await say(Math.min(left, 10_000));
      expect(await sealer.seal()).toBe(true);
      const leaves = await asSystem(db, (tx) =>
        rows<{ number: number; hash: Buffer }>(
          tx,
          'select number, leaf_hash as hash from journal.entry order by xid, number',
        ),
      );
      const [checkpoint] = await asSystem(db, (tx) =>
        rows<{ size: number; root: Buffer; note: string }>(
          tx,
          'select size, root, note from journal.checkpoint order by size desc limit 1',
        ),
      );
      expect(checkpoint?.size).toBe(leaves.length);
      expect(checkpoint?.root.equals(rootOf(leaves.map((leaf) => leaf.hash)))).toBe(true);
      const opened = openNote(checkpoint?.note ?? '', [signer]);
      expect(parseCheckpoint(opened.text)).toMatchObject({ origin: 'atalaya/test', size: leaves.length });
      for (const i of [0, Math.floor(leaves.length / 2), leaves.length - 1]) {
        const proof = await asSystem(db, (tx) =>
          proveInclusion(tx, leaves[i]?.number ?? 0, formatVerifierKey(signer)),
        );
        expect(proof.leaf_index).toBe(i);
        const path = proof.path.map((hex) => Buffer.from(hex, 'hex'));
        expect(
          verifyInclusion(
            i,
            leaves.length,
            leaves[i]?.hash ?? Buffer.alloc(0),
            path,
            checkpoint?.root ?? Buffer.alloc(0),
          ),
        ).toBe(true);
      }
    },
  );

  it('writes each note to the log outside the database', async () => {
    const notes = await asSystem(db, (tx) =>
      rows<{ note: string }>(tx, 'select note from journal.checkpoint order by size'),
    );
    const logged = readFileSync(log, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { note: string });
    expect(logged).toEqual(notes);
  });

  it('never skips an entry that commits late', async () => {
    const slow = new pg.Client(test.config);
    await slow.connect();
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    const [quick] = await say(1);
    expect(await sealer.seal()).toBe(false);
    await slow.query(
      "insert into journal.entry (entity, type, schema, actor, subject, at, bytes, leaf_hash) values ($1, 'test.late', 1, 'usr_t', 'late', now(), 'x', sha256('x'))",
      [A],
    );
    await slow.query('commit');
    await slow.end();
    await sealAll();
    const late = await asSystem(db, (tx) =>
      rows<{ number: number }>(tx, "select number from journal.entry where type = 'test.late'"),
    );
    for (const number of [quick?.number, late[0]?.number])
      await expect(asSystem(db, (tx) => proveInclusion(tx, number ?? 0, ''))).resolves.toMatchObject({
        number,
      });
  });
});
