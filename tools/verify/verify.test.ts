import { createTestDatabase, type TestDatabase } from '@atalaya/engine/platform/testing/database.ts';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotOf } from '../../cli/src/verify/database.ts';
import type { Kind, Problem } from '../../cli/src/verify/findings.ts';
import { readLogKey } from '../../cli/src/verify/note.ts';
import {
  type VerifyOptions,
  type VerifyReport,
  verifyDatabase,
  verifySnapshot,
} from '../../cli/src/verify/verify.ts';
import { leafOf, type SyntheticJournal, writeJournal } from './journal.fixture.ts';

let database: TestDatabase;
let client: pg.Client;
let journal: SyntheticJournal;

beforeAll(async () => {
  database = await createTestDatabase();
  journal = await writeJournal(database.config, 450);
  client = new pg.Client(database.config);
  await client.connect();
});
afterAll(async () => {
  await client?.end();
  await database?.drop();
});

const options = (more: Partial<VerifyOptions> = {}): VerifyOptions => ({
  key: readLogKey(journal.key),
  kek: journal.kek,
  readLog: () => journal.log,
  state: true,
  ...more,
});

const verify = (more: Partial<VerifyOptions> = {}): Promise<VerifyReport> =>
  verifyDatabase(database.config, options(more));

/** Damages the journal, lets `look` verify what it is then, and takes the damage back. */
async function damaged<T>(
  sql: string,
  values: readonly unknown[],
  look: (verifyNow: (more?: Partial<VerifyOptions>) => Promise<VerifyReport>) => Promise<T>,
): Promise<T> {
  await client.query('begin');
  try {
    const { rowCount, command } = await client.query(sql, [...values]);
    if (!['ALTER', 'DROP', 'SELECT'].includes(command))
      expect(rowCount, 'the damage itself').toBeGreaterThan(0);
    const snapshot = await snapshotOf(client);
    return await look((more) => verifySnapshot(snapshot, options(more)));
  } finally {
    await client.query('rollback');
  }
}

/** What the test damages, and what the verifier must then say. */
interface Tampering {
  readonly name: string;
  readonly sql?: string;
  readonly values?: () => Promise<readonly unknown[]>;
  /** Instead of, or beside, the database: checkpoints.log. */
  readonly log?: (log: string) => string;
  readonly says: Partial<Problem> & { readonly kind: Kind };
  /** Further kinds that this damage also is. */
  readonly also?: readonly Kind[];
}

const changedBytes = async (number: number): Promise<Buffer> => {
  const { rows } = await client.query<{ bytes: Buffer }>(
    'select bytes from journal.entry where number = $1',
    [number],
  );
  return Buffer.from((rows[0]?.bytes ?? Buffer.alloc(0)).toString().replace('"crypto"', '"cripto"'));
};

const hasEvents = "(select min(number) from journal.entry where type = 'book.happened' and number >= 300)";
const someCustomer = "(select min(id) from book.customer where rating = 'high')";

const TAMPERINGS: readonly Tampering[] = [
  {
    name: 'bytes changed, leaf hash left',
    sql: `update journal.entry set bytes = $1 where number = 303`,
    values: async () => [await changedBytes(303)],
    says: { kind: 'content_changed', entry: '303', message: 'entry 303: the bytes do not hash to leaf_hash' },
  },
  {
    name: 'bytes changed together with the leaf hash',
    sql: `update journal.entry set bytes = $1, leaf_hash = $2 where number = 303`,
    values: async () => {
      const bytes = await changedBytes(303);
      return [bytes, leafOf(bytes)];
    },
    says: { kind: 'link_broken', entry: '303', tile: '0/1' },
  },
  {
    name: 'leaf hash changed alone',
    sql: `update journal.entry set leaf_hash = sha256('x') where number = 303`,
    says: { kind: 'content_changed', entry: '303' },
    also: ['link_broken'],
  },
  {
    name: 'bytes with the same values in another order of members',
    sql: `update journal.entry set bytes = $1, leaf_hash = $2 where number = 303`,
    values: async () => {
      const bytes = await changedBytes(303);
      const members = Object.entries(JSON.parse(bytes.toString()) as object).reverse();
      const turned = Buffer.from(JSON.stringify(Object.fromEntries(members)));
      return [turned, leafOf(turned)];
    },
    says: {
      kind: 'content_changed',
      entry: '303',
      message: 'entry 303: the bytes are not in canonical form',
    },
    also: ['link_broken'],
  },
  ...['entity', 'type', 'actor', 'subject'].map(
    (column): Tampering => ({
      name: `column ${column} of an entry contradicts its bytes`,
      sql: `update journal.entry set ${column} = 'other' where number = 310`,
      says: {
        kind: 'content_changed',
        entry: '310',
        message: `entry 310: column ${column} contradicts the bytes`,
      },
    }),
  ),
  {
    name: 'column at of an entry moved by a microsecond',
    sql: `update journal.entry set at = at + interval '1 microsecond' where number = 310`,
    says: { kind: 'content_changed', entry: '310', message: 'entry 310: column at contradicts the bytes' },
  },
  {
    name: 'entry deleted',
    sql: `delete from journal.entry where number = 320`,
    says: { kind: 'link_broken', entry: '320', message: 'entry 320, leaf 311, is missing' },
  },
  {
    name: 'newest sealed entry deleted',
    sql: `delete from journal.entry where number = (select last_number from journal.checkpoint order by size desc limit 1)`,
    says: { kind: 'link_broken' },
  },
  {
    name: 'entry inserted into a gap of the numbers',
    sql: `insert into journal.entry overriding system value select 8, xid, entity, type, schema, actor, subject, at, bytes, leaf_hash
          from journal.entry where number = 7`,
    says: { kind: 'link_broken', entry: '8', message: 'entry 8 is not in the tree' },
  },
  {
    name: 'numbers of two entries swapped',
    sql: `update journal.entry e set xid = o.xid, entity = o.entity, type = o.type, schema = o.schema, actor = o.actor,
          subject = o.subject, at = o.at, bytes = o.bytes, leaf_hash = o.leaf_hash from journal.entry o
          where (e.number, o.number) in ((330, 331), (331, 330))`,
    says: { kind: 'link_broken', entry: '330' },
  },
  {
    name: 'a byte of a leaf tile changed',
    sql: `update journal.tile set hashes = set_byte(hashes, 70, get_byte(hashes, 70) # 1) where level = 0 and index = 1`,
    says: { kind: 'link_broken', tile: '0/1' },
  },
  {
    name: 'a byte of an upper tile changed',
    sql: `update journal.tile set hashes = set_byte(hashes, 0, get_byte(hashes, 0) # 1) where level = 1`,
    says: { kind: 'link_broken', tile: '1/0' },
  },
  {
    name: 'two numbers of a tile exchanged',
    sql: `update journal.tile set numbers = numbers[1:9] || numbers[11] || numbers[10] || numbers[12:] where level = 0 and index = 0`,
    says: { kind: 'link_broken', tile: '0/0' },
  },
  {
    name: 'a number of a tile repeated',
    sql: `update journal.tile set numbers[20] = numbers[19] where level = 0 and index = 0`,
    says: { kind: 'link_broken', message: expect.stringContaining('is a leaf twice') as string },
  },
  {
    name: 'a number of a tile taken out',
    sql: `update journal.tile set numbers = numbers[1:255] where level = 0 and index = 0`,
    says: { kind: 'link_broken', tile: '0/0', message: 'tile 0/0 has 256 hashes but 255 numbers' },
  },
  {
    name: 'a leaf tile deleted',
    sql: `delete from journal.tile where level = 0 and index = 1`,
    says: { kind: 'link_broken', tile: '0/2', message: 'tile 0/2 stands where 0/1 should' },
  },
  {
    name: 'an upper tile deleted',
    sql: `delete from journal.tile where level = 1`,
    says: { kind: 'link_broken', tile: '1/0', message: 'tile 1/0 is missing' },
  },
  {
    name: 'root of a checkpoint changed',
    sql: `update journal.checkpoint set root = sha256('x') where size = 256`,
    says: {
      kind: 'link_broken',
      checkpoint: 256,
      message: 'checkpoint 256: its root is not that of its signed note',
    },
  },
  {
    name: 'size of a checkpoint changed',
    sql: `update journal.checkpoint set size = 258 where size = 257`,
    says: { kind: 'link_broken', checkpoint: 258, message: 'checkpoint 258: its signed note is of size 257' },
  },
  {
    name: 'cursor of a checkpoint changed',
    sql: `update journal.checkpoint set last_number = last_number + 1 where size = 40`,
    says: { kind: 'link_broken', checkpoint: 40 },
  },
  {
    name: 'text of a signed note changed',
    sql: `update journal.checkpoint set note = replace(note, E'\\n256\\n', E'\\n259\\n') where size = 256`,
    says: { kind: 'signature_invalid', checkpoint: 256 },
    also: ['checkpoint_missing'],
  },
  {
    name: 'signature of a note changed',
    sql: `update journal.checkpoint set note = regexp_replace(note, '.{6}(=*)\\n$', 'AAAAAA\\1' || E'\\n') where size = 512`,
    says: { kind: 'signature_invalid', checkpoint: 512 },
    also: ['checkpoint_missing'],
  },
  {
    name: 'a checkpoint deleted',
    sql: `delete from journal.checkpoint where size = 255`,
    says: {
      kind: 'checkpoint_missing',
      checkpoint: 255,
      message: 'checkpoint 255 of checkpoints.log is not in the table',
    },
  },
  {
    name: 'the newest checkpoint deleted',
    sql: `delete from journal.checkpoint where size = (select max(size) from journal.checkpoint)`,
    says: { kind: 'checkpoint_missing' },
    also: ['link_broken'],
  },
  {
    name: 'checkpoints.log truncated',
    log: (log) => log.slice(0, Math.floor(log.length * 0.6)),
    says: {
      kind: 'checkpoint_missing',
      message: expect.stringContaining('are not in checkpoints.log') as string,
    },
  },
  {
    name: 'a byte of checkpoints.log changed',
    log: (log) => log.replace('\\n255\\n', '\\n254\\n'),
    says: { kind: 'signature_invalid', checkpoint: 254 },
  },
  {
    name: 'a row of an insert-only table changed',
    sql: `update book.event set amount = '1.00' where entry = ${hasEvents}`,
    says: { kind: 'state_differs', table: 'book.event', column: 'amount' },
  },
  {
    name: 'a fraction put into jsonb beyond what a double holds',
    sql: `update book.event set details = jsonb_set(details, '{e.1,0}', '1.00000000000000000001') where entry = ${hasEvents}`,
    says: { kind: 'state_differs', table: 'book.event', column: 'details' },
  },
  {
    name: 'a row of an insert-only table deleted',
    sql: `delete from book.event where entry = ${hasEvents}`,
    says: {
      kind: 'state_differs',
      table: 'book.event',
      message: expect.stringContaining('is missing') as string,
    },
  },
  {
    name: 'a row of an insert-only table added',
    sql: `insert into book.event select 'evt_x', customer, amount, cents, occurred_at, details, labels, origin, entry from book.event where entry = ${hasEvents}`,
    says: { kind: 'state_differs', table: 'book.event', key: '{"id":"evt_x"}' },
  },
  {
    name: 'a row says another entry wrote it',
    sql: `update book.leg set entry = entry + 1 where event = 'evt_100' or event = 'evt_101'`,
    says: { kind: 'state_differs', table: 'book.leg' },
  },
  {
    name: 'a row of a changing table changed',
    sql: `update book.customer set rating = 'low' where id = ${someCustomer}`,
    says: { kind: 'state_differs', table: 'book.customer', column: 'rating' },
  },
  {
    name: 'a column that no entry has set yet is filled',
    sql: `update book.customer set note = 'trusted' where id = ${someCustomer}`,
    says: { kind: 'state_differs', table: 'book.customer', column: 'note' },
  },
  {
    name: 'a personal column changed',
    sql: `update book.customer set name = 'Otra' where id = ${someCustomer}`,
    says: { kind: 'state_differs', column: 'name', message: expect.not.stringContaining('Otra') as string },
  },
  {
    name: 'a row of a changing table deleted',
    sql: `delete from book.customer where id = ${someCustomer}`,
    says: {
      kind: 'state_differs',
      table: 'book.customer',
      message: expect.stringContaining('is missing') as string,
    },
  },
  {
    name: 'a row of a changing table added',
    sql: `insert into book.wallet values ('cus_x', 'addr1', 1, 300)`,
    says: { kind: 'state_differs', table: 'book.wallet', key: '{"address":"addr1","customer":"cus_x"}' },
  },
  {
    name: 'a column dropped',
    sql: 'alter table book.event drop column amount',
    says: { kind: 'state_differs', table: 'book.event', column: 'amount' },
  },
  {
    name: 'a table dropped',
    sql: 'drop table book.leg',
    says: { kind: 'state_differs', table: 'book.leg' },
  },
  {
    name: 'a type declaration changed',
    sql: `update journal.entry set bytes = convert_to(replace(convert_from(bytes, 'UTF8'), '/data/amount', '/data/amounts'), 'UTF8')
          where type = 'journal.type_declared' and subject = 'book.happened'`,
    says: { kind: 'content_changed', message: expect.stringContaining('do not hash') as string },
  },
  {
    name: 'a type declared again with another meaning',
    sql: `insert into journal.entry overriding system value select 100000, '100000', entity, type, schema, actor, subject, at,
          $1, $2 from journal.entry where type = 'journal.type_declared' and subject = 'book.rated'`,
    values: async () => {
      const { rows } = await client.query<{ bytes: Buffer }>(
        "select bytes from journal.entry where type = 'journal.type_declared' and subject = 'book.rated'",
      );
      const bytes = Buffer.from(String(rows[0]?.bytes).replace('"/data/rating"', '"/data/visits"'));
      return [bytes, leafOf(bytes)];
    },
    says: { kind: 'state_differs', entry: '100000' },
  },
  {
    name: 'a person’s key replaced',
    sql: `update vault.person_key set wrapped = (select wrapped from vault.person_key where person = 'cus_1') where person = 'cus_2'`,
    says: { kind: 'state_differs', table: 'vault.person_key', key: '{"person":"cus_2"}' },
  },
  {
    name: 'a box changed, with the leaf hash recomputed',
    sql: `update journal.entry set bytes = $1, leaf_hash = $2 where type = 'book.registered' and subject = 'cus_3'`,
    values: async () => {
      const { rows } = await client.query<{ bytes: Buffer }>(
        "select bytes from journal.entry where type = 'book.registered' and subject = 'cus_3'",
      );
      const bytes = Buffer.from(
        String(rows[0]?.bytes).replace(
          /("box":".{10})(.)/,
          (_, head, one) => head + (one === 'A' ? 'B' : 'A'),
        ),
      );
      return [bytes, leafOf(bytes)];
    },
    says: { kind: 'link_broken', tile: '0/0' },
    also: ['state_differs'],
  },
];

describe('a journal nobody touched', () => {
  it('verifies, and says how much was recomputed', async () => {
    const report = await verify();
    expect(report.problems).toEqual([]);
    expect(report).toMatchObject({
      ok: true,
      entries: journal.entries,
      leaves: journal.sealed,
      checkpoints: 8,
      roots: 8,
      unsealed: { entries: journal.entries - journal.sealed },
      state: { tables: 4, unreadable: 0, left: 0, passes: 1 },
      log: { notes: 8, torn: 0, skipped: 0 },
    });
    expect(report.state?.rows).toBeGreaterThan(1000);
    expect(report.boxes.opened).toBeGreaterThan(200);
    expect(report.tiles).toBe(Math.ceil(journal.sealed / 256) + 1);
  });

  it('comes to the same in many passes with few rows held', async () => {
    const [whole, narrow] = [await verify(), await verify({ rowsHeld: 20 })];
    expect(narrow.problems).toEqual([]);
    expect(narrow.state?.passes).toBeGreaterThan(3);
    expect(narrow.state?.rows).toBe(whole.state?.rows);
  });

  it('leaves sealed columns unchecked without the key-encryption key, and counts them', async () => {
    const report = await verify({ kek: undefined });
    expect(report.ok).toBe(true);
    expect(report.boxes.opened).toBe(0);
    expect(report.state?.unreadable).toBeGreaterThan(200);
  });

  it('verifies when a person was erased', () =>
    damaged("delete from vault.person_key where person = 'cus_5'", [], async (verifyNow) => {
      const report = await verifyNow();
      expect(report.problems).toEqual([]);
      expect(report.boxes.erased).toBeGreaterThan(0);
    }));

  it('says what was not checked', async () => {
    const report = await verify({ key: undefined, readLog: undefined, state: false });
    expect(report.ok).toBe(true);
    expect(report.not_checked).toHaveLength(3);
    expect((await verify()).not_checked.join()).toContain('vault.person_key');
  });

  it('does not take a torn last append to checkpoints.log for a problem', async () => {
    const report = await verify({ readLog: () => `${journal.log}{"note":"atalaya/test\\n9999\\nAAAA` });
    expect(report.problems).toEqual([]);
    expect(report.log?.torn).toBe(1);
  });

  it('does not take one checkpoint that a crash kept from checkpoints.log for a problem', async () => {
    const lines = journal.log.split('\n');
    const report = await verify({ readLog: () => lines.filter((_, i) => i !== 3).join('\n') });
    expect(report.problems).toEqual([]);
    expect(report.log).toEqual({ notes: 7, torn: 0, skipped: 1 });
  });
});

describe('a journal that was tampered with', () => {
  it.each(TAMPERINGS)('is found out: $name', async ({ sql = 'select 1', values, log, says, also }) => {
    const given = (await values?.()) ?? [];
    const report = await damaged(sql, given, (verifyNow) =>
      verifyNow(log === undefined ? {} : { readLog: () => log(journal.log) }),
    );
    expect(report.ok).toBe(false);
    expect(report.problems).toContainEqual(expect.objectContaining(says));
    const kinds = new Set(report.problems.map(({ kind }) => kind));
    expect([...kinds].sort()).toEqual([says.kind, ...(also ?? [])].sort());
  });

  it('is named alike when few rows are held at once', () =>
    damaged("update book.customer set rating = 'low' where rating <> 'low'", [], async (verifyNow) => {
      const [whole, narrow] = [await verifyNow(), await verifyNow({ rowsHeld: 15 })];
      const messages = (report: VerifyReport): string[] =>
        report.problems.map(({ message }) => message).sort();
      expect(messages(narrow)).toEqual(messages(whole));
      expect(whole.problems.length).toBeGreaterThan(3);
    }));
});
