import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalBytes } from '../kernel/canonical.ts';
import { leafHash } from '../kernel/merkle.ts';
import { newDataKey } from '../kernel/sealing.ts';
import { asSystem, type Database, one, openDatabase, read, rows, write } from './database.ts';
import { createJournal, declareEntryTypes, entryType, type Journal } from './journal.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';
import { createVault, type Vault } from './vault.ts';

const noteTaken = entryType<{ text: string; tags?: string[] }, { name: string }>({
  type: 'test.note_taken',
  schema: 1,
  state: [
    {
      table: 'test.note',
      op: 'upsert',
      key: { id: '/subject' },
      set: { entity: '/entity', text: '/data/text', tags: '/data/tags', at: '/at' },
    },
    {
      table: 'test.person',
      op: 'upsert',
      key: { id: '/subject' },
      set: { entity: '/entity', name: '/personal/name' },
    },
  ],
});
const noteGone = entryType<{ reason: string }>({
  type: 'test.note_gone',
  schema: 1,
  state: [{ table: 'test.person', op: 'delete', key: { id: '/subject' }, set: {} }],
});

const A = 'ent_00000000000000000000000001';
const B = 'ent_00000000000000000000000002';

let test: TestDatabase;
let db: Database;
let journal: Journal;
let vault: Vault;

beforeAll(async () => {
  test = await createTestDatabase();
  db = openDatabase(test.config);
  vault = createVault(newDataKey());
  journal = createJournal(vault);
  await asAdmin(`create schema test; grant usage on schema test to atalaya_app, atalaya_system;
    create table test.note (id text primary key, entity text, text text, tags jsonb, at timestamptz, entry bigint);
    create table test.person (id text primary key, entity text, name text, entry bigint);
    call platform.protect('test.note'); call platform.protect('test.person');`);
});
afterAll(async () => {
  await db.close();
  await test.drop();
});

async function asAdmin(sql: string): Promise<void> {
  const { default: pg } = await import('pg');
  const client = new pg.Client(test.config);
  await client.connect();
  await client.query(sql);
  await client.end();
}

const take = (entity: string, subject: string, text: string, name?: string) =>
  write(db, { entities: [entity] }, (tx) =>
    journal.record(tx, noteTaken, {
      entity,
      actor: 'usr_test',
      subject,
      data: { text, tags: ['ñ', 'b'] },
      ...(name === undefined ? {} : { personal: { person: subject, content: { name } } }),
    }),
  );

describe('the one write path', () => {
  it('writes entry and state together, with the exact bytes that were hashed', async () => {
    const recorded = await take(A, 'n1', 'hola', 'Ana');
    const entry = await asSystem(db, (tx) =>
      one<{ bytes: Buffer; leaf_hash: Buffer }>(
        tx,
        'select bytes, leaf_hash from journal.entry where number = $1',
        [recorded.number],
      ),
    );
    expect(entry?.leaf_hash.equals(leafHash(entry.bytes))).toBe(true);
    const body: unknown = JSON.parse(entry?.bytes.toString() ?? '');
    expect(canonicalBytes(body).equals(entry?.bytes ?? Buffer.alloc(0))).toBe(true);
    expect(entry?.bytes.toString()).not.toContain('Ana');
    const state = await read(db, { entities: [A] }, (tx) =>
      rows(
        tx,
        "select n.text, n.tags, p.name, n.entry from test.note n join test.person p using (id) where id = 'n1'",
      ),
    );
    expect(state).toEqual([{ text: 'hola', tags: ['ñ', 'b'], name: 'Ana', entry: recorded.number }]);
  });

  it('leaves nothing behind when the transaction fails', async () => {
    const before = await counted();
    await expect(
      write(db, { entities: [A] }, async (tx) => {
        await journal.record(tx, noteTaken, {
          entity: A,
          actor: 'usr_test',
          subject: 'n2',
          data: { text: 'x' },
        });
        throw new Error('after the entry');
      }),
    ).rejects.toThrow('after the entry');
    expect(await counted()).toEqual(before);
  });

  it('refuses an update of a row that is not there', async () => {
    const update = entryType<{ text: string }>({
      type: 'test.note_changed',
      schema: 1,
      state: [{ table: 'test.note', op: 'update', key: { id: '/subject' }, set: { text: '/data/text' } }],
    });
    await expect(
      write(db, { entities: [A] }, (tx) =>
        journal.record(tx, update, { entity: A, actor: 'usr_test', subject: 'none', data: { text: 'x' } }),
      ),
    ).rejects.toMatchObject({ code: 'journal.state_missing' });
  });

  it('erases a person: the box cannot be opened, the hash still holds', async () => {
    const recorded = await take(A, 'n3', 'texto', 'Beto');
    await write(db, { entities: [A] }, async (tx) => {
      await vault.erase(tx, 'n3');
      await journal.record(tx, noteGone, {
        entity: A,
        actor: 'usr_test',
        subject: 'n3',
        data: { reason: 'asked' },
      });
    });
    const entry = await asSystem(db, (tx) =>
      one<{ bytes: Buffer; leaf_hash: Buffer }>(
        tx,
        'select bytes, leaf_hash from journal.entry where number = $1',
        [recorded.number],
      ),
    );
    const body = JSON.parse(entry?.bytes.toString() ?? '') as { sealed: { person: string; box: string }[] };
    const opened = await asSystem(db, (tx) =>
      vault.openBox(tx, 'n3', body.sealed[0]?.box ?? '', 'test.note_taken\nn3'),
    );
    expect(opened).toBeUndefined();
    expect(entry?.leaf_hash.equals(leafHash(entry.bytes))).toBe(true);
    expect(await asSystem(db, (tx) => rows(tx, "select * from test.person where id = 'n3'"))).toEqual([]);
  });
});

describe('row-level security', () => {
  it('shows each obliged entity its own rows only, without any WHERE', async () => {
    await take(B, 'n9', 'de otra');
    const seen = await read(db, { entities: [B] }, (tx) =>
      rows<{ entity: string }>(tx, 'select distinct entity from test.note'),
    );
    expect(seen).toEqual([{ entity: B }]);
    const entries = await read(db, { entities: [B] }, (tx) =>
      rows<{ entity: string }>(tx, 'select distinct entity from journal.entry'),
    );
    expect(entries).toEqual([{ entity: B }]);
    expect(await read(db, { entities: [] }, (tx) => rows(tx, 'select 1 from test.note'))).toEqual([]);
  });

  it('refuses to write for an entity outside the scope', async () => {
    await expect(
      write(db, { entities: [A] }, (tx) =>
        journal.record(tx, noteTaken, { entity: B, actor: 'usr_test', subject: 'n10', data: { text: 'x' } }),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it.each([
    'update journal.entry set actor = $$x$$',
    'delete from journal.entry',
    'truncate journal.entry',
    'drop table journal.entry',
  ])('the application may not: %s', async (sql) => {
    await expect(write(db, { entities: [A] }, (tx) => tx.query(sql))).rejects.toThrow(
      /permission denied|must be owner/,
    );
  });
});

describe('entry types', () => {
  it('declares each type once, as an entry, and refuses a silent change', async () => {
    await asSystem(db, (tx) => declareEntryTypes(tx, journal, [noteTaken, noteGone]));
    const first = await counted();
    await asSystem(db, (tx) => declareEntryTypes(tx, journal, [noteTaken, noteGone]));
    expect(await counted()).toEqual(first);
    const changed = {
      ...noteGone,
      state: [{ ...noteGone.state[0], table: 'test.note' } as (typeof noteGone.state)[0]],
    };
    await expect(asSystem(db, (tx) => declareEntryTypes(tx, journal, [changed]))).rejects.toMatchObject({
      code: 'journal.type_changed',
    });
  });
});

const counted = () =>
  asSystem(db, (tx) =>
    rows(
      tx,
      'select (select count(*) from journal.entry) as entries, (select count(*) from test.note) as notes',
    ),
  );
