import {
  createCipheriv,
  createHash,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import pg from 'pg';

/**
 * A small journal written from docs/concepts/journal-format.md by code of the tests' own, in a database that has the
 * journal's tables. It shares nothing with the engine nor with the verifier.
 */
export interface SyntheticJournal {
  /** Verifier key text of the log. */
  readonly key: string;
  readonly kek: Buffer;
  /** What checkpoints.log holds. */
  readonly log: string;
  readonly entries: number;
  /** Leaves under the newest checkpoint. */
  readonly sealed: number;
}

type Value = null | boolean | number | string | readonly Value[] | { readonly [member: string]: Value };
type Members = { readonly [member: string]: Value };

interface Written {
  readonly number: number;
  readonly xid: number;
  readonly leaf: Buffer;
}

const canonical = (value: Value): string => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join()}}`;
};

const sha256 = (...parts: (Buffer | string)[]): Buffer =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

export const leafOf = (bytes: Buffer): Buffer => sha256(Buffer.from([0]), bytes);

/** Straight from the definition of RFC 6962, 2.1. */
export function merkleRoot(leaves: readonly Buffer[]): Buffer {
  const [only] = leaves;
  if (only === undefined) return sha256();
  if (leaves.length === 1) return only;
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  return sha256(Buffer.from([1]), merkleRoot(leaves.slice(0, split)), merkleRoot(leaves.slice(split)));
}

function seal(key: Buffer, plain: Buffer, additional: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: 16 });
  cipher.setAAD(Buffer.from(additional), { plaintextLength: plain.length });
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([nonce, text, cipher.getAuthTag()]).toString('base64url');
}

const STATE = `
  create schema book;
  create table book.customer (id text primary key, status text not null, rating text not null default 'low',
    income numeric(20, 2), joined timestamptz not null, born date, tags jsonb, active boolean not null default true,
    visits integer not null default 0, name text, note text, entry bigint not null);
  create table book.event (id text primary key, customer text not null, amount text not null, cents bigint,
    occurred_at timestamptz not null, details jsonb not null, labels text[], origin text, entry bigint not null);
  create table book.leg (event text, position integer, address text, entry bigint not null, primary key (event, position));
  create table book.wallet (customer text, address text, uses integer, entry bigint not null, primary key (customer, address));
`;

const event = (table: string, op: string, key: Members, set: Members, each?: string): Value => ({
  table: `book.${table}`,
  op,
  key,
  set,
  ...(each === undefined ? {} : { each }),
});

const TYPES: Readonly<Record<string, readonly Value[]>> = {
  'book.registered': [
    event(
      'customer',
      'insert',
      { id: '/subject' },
      {
        status: '/data/status',
        income: '/data/income',
        joined: '/data/joined',
        born: '/data/born',
        tags: '/data/tags',
        name: '/personal/name/given',
      },
    ),
  ],
  'book.rated': [
    event(
      'customer',
      'update',
      { id: '/subject' },
      { rating: '/data/rating', visits: '/data/visits', note: '/data/note' },
    ),
  ],
  'book.closed': [
    event('customer', 'delete', { id: '/subject' }, {}),
    event('wallet', 'delete', { customer: '/subject' }, {}),
  ],
  'book.happened': [
    event(
      'event',
      'insert',
      { id: '/subject' },
      {
        customer: '/data/customer',
        amount: '/data/amount',
        cents: '/data/cents',
        occurred_at: '/data/occurred_at',
        details: '/data/details',
        labels: '/data/labels',
        origin: '/personal/ip',
      },
    ),
    event(
      'leg',
      'insert',
      { event: '/subject', position: '/item/position' },
      { address: '/item/address' },
      '/data/legs',
    ),
    event(
      'wallet',
      'upsert',
      { customer: '/data/customer', address: '/item/address' },
      { uses: '/item/position' },
      '/data/legs',
    ),
  ],
  'book.noted': [],
};

/** Mulberry32: the same journal at every run, but for nonces and keys. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

class Writer {
  readonly written: Written[] = [];
  readonly #client: pg.Client;
  readonly #kek: Buffer;
  readonly #keys = new Map<string, Buffer>();
  #number = 0;

  constructor(client: pg.Client, kek: Buffer) {
    this.#client = client;
    this.#kek = kek;
  }

  async keyOf(person: string): Promise<Buffer> {
    const known = this.#keys.get(person);
    if (known !== undefined) return known;
    const key = randomBytes(32);
    this.#keys.set(person, key);
    await this.#client.query('insert into vault.person_key (person, entity, wrapped) values ($1, $2, $3)', [
      person,
      'ent_test',
      seal(this.#kek, key, `atalaya data key ${person}`),
    ]);
    return key;
  }

  /** Appends an entry; its number is given back for the state rows. */
  async write(
    type: string,
    subject: string,
    data: Members,
    personal?: { readonly person: string; readonly content: Members },
  ): Promise<number> {
    this.#number += this.#number % 40 === 7 ? 2 : 1;
    const number = this.#number;
    // Every 20th pair arrives in another order than it was numbered.
    const xid = 1000 + (number % 20 === 3 ? number + 1 : number % 20 === 4 ? number - 1 : number);
    const at = new Date(Date.UTC(2026, 10, 22, 12) + number * 1003).toISOString();
    const plain = { v: 1, type, schema: 1, entity: 'ent_test', actor: 'system:test', subject, at, data };
    const box =
      personal === undefined
        ? undefined
        : seal(
            await this.keyOf(personal.person),
            Buffer.from(canonical(personal.content)),
            `${type}\n${subject}`,
          );
    const sealed = [{ box: box ?? '', person: personal?.person ?? '' }];
    const bytes = Buffer.from(canonical(box === undefined ? plain : { ...plain, sealed }));
    const leaf = leafOf(bytes);
    await this.#client.query(
      `insert into journal.entry (number, xid, entity, type, schema, actor, subject, at, bytes, leaf_hash)
       overriding system value values ($1, $2::text::xid8, 'ent_test', $3, 1, 'system:test', $4, $5, $6, $7)`,
      [number, String(xid), type, subject, at, bytes, leaf],
    );
    this.written.push({ number, xid, leaf });
    return number;
  }

  async row(table: string, row: Members, number: number): Promise<void> {
    const columns = Object.keys(row);
    await this.#client.query(
      `insert into book.${table} (${columns.join()}, entry) select ${columns.join()}, $2
       from jsonb_populate_record(null::book.${table}, $1)
       ${table === 'wallet' ? 'on conflict (customer, address) do update set uses = excluded.uses, entry = excluded.entry' : ''}`,
      [JSON.stringify(row), number],
    );
  }
}

async function writeCustomers(
  writer: Writer,
  below: (n: number) => number,
  count: number,
): Promise<string[]> {
  const customers: string[] = [];
  for (let i = 0; i < count; i += 1) {
    const id = `cus_${i}`;
    const name = { given: `Niño ${i}` };
    const data = {
      status: 'active',
      joined: `2026-01-0${1 + (i % 9)}T05:00:00.000-06:00`,
      income: i % 3 === 0 ? '12500.50' : i,
      tags: i % 4 === 0 ? null : ['a', { n: below(100) }],
      ...(i % 2 === 0 ? { born: '1990-02-28' } : {}),
    };
    const number = await writer.write('book.registered', id, data, { person: id, content: { name } });
    await writer.row(
      'customer',
      { id, rating: 'low', active: true, visits: 0, ...data, name: name.given },
      number,
    );
    customers.push(id);
  }
  return customers;
}

async function writeEvent(
  writer: Writer,
  client: pg.Client,
  below: (n: number) => number,
  i: number,
  customer: string,
) {
  const id = `evt_${i}`;
  const legs = Array.from({ length: below(3) }, (_, position) => ({ position, address: `addr${below(9)}` }));
  const unique = legs.filter(({ address }, at) => legs.findIndex((one) => one.address === address) === at);
  const data = {
    customer,
    amount: `${below(1000)}.50`,
    cents: below(100_000),
    occurred_at: '2026-11-22T11:00:00.5Z',
    details: { rail: 'crypto', 'e.1': [1, 'a.5e3', null], ключ: '€ \u0007' },
    labels: ['uno', 'dos "x"'],
    legs: unique,
  };
  const personal = i % 2 === 0 ? { person: customer, content: { ip: `10.0.0.${below(250)}` } } : undefined;
  const number = await writer.write('book.happened', id, data, personal);
  const { legs: _, ...columns } = data;
  await writer.row('event', { id, ...columns, origin: personal?.content.ip ?? null }, number);
  for (const { position, address } of unique) {
    await writer.row('leg', { event: id, position, address }, number);
    await writer.row('wallet', { customer, address, uses: position }, number);
  }
  if (i % 5 === 0) {
    const change = { rating: below(2) === 0 ? 'high' : 'medium', visits: i };
    const rated = await writer.write('book.rated', customer, change);
    await client.query(
      'update book.customer set rating = $2, visits = $3, note = null, entry = $4 where id = $1',
      [customer, change.rating, change.visits, rated],
    );
  }
}

/** Writes tiles of the leaves at `written`, and a checkpoint for each of `sizes`. */
async function sealTree(
  client: pg.Client,
  written: readonly Written[],
  sizes: readonly number[],
  signer: KeyObject,
  vkey: { readonly name: string; readonly id: Buffer },
): Promise<string> {
  const inOrder = [...written].sort((a, b) => a.xid - b.xid || a.number - b.number);
  const leaves = inOrder.slice(0, sizes.at(-1));
  let hashes = leaves.map(({ leaf }) => leaf);
  for (let level = 0; hashes.length > 0; level += 1) {
    const roots: Buffer[] = [];
    for (let i = 0; i * 256 < hashes.length; i += 1) {
      const tile = hashes.slice(i * 256, i * 256 + 256);
      const inTile = level === 0 ? leaves.slice(i * 256, i * 256 + 256).map(({ number }) => number) : null;
      await client.query('insert into journal.tile values ($1, $2, $3, $4)', [
        level,
        i,
        Buffer.concat(tile),
        inTile,
      ]);
      if (tile.length === 256) roots.push(merkleRoot(tile));
    }
    hashes = roots;
  }
  let log = '';
  for (const size of sizes) {
    const root = merkleRoot(leaves.slice(0, size).map(({ leaf }) => leaf));
    const text = `${vkey.name}\n${size}\n${root.toString('base64')}\n`;
    const signature = Buffer.concat([vkey.id, sign(null, Buffer.from(text), signer)]).toString('base64');
    const note = `${text}\n— ${vkey.name} ${signature}\n`;
    const last = leaves[size - 1];
    await client.query('insert into journal.checkpoint values ($1, $2, now(), $3, $4::text::xid8, $5)', [
      size,
      root,
      note,
      String(last?.xid),
      last?.number,
    ]);
    log += `${JSON.stringify({ note })}\n`;
  }
  return log;
}

/** Fills an empty migrated database. `events` decides the size; about 4 in 100 entries stay unsealed. */
export async function writeJournal(config: pg.ClientConfig, events: number): Promise<SyntheticJournal> {
  const client = new pg.Client(config);
  await client.connect();
  const kek = randomBytes(32);
  const below = numbers(20261122);
  const writer = new Writer(client, kek);
  await client.query('begin');
  await client.query(STATE);
  for (const [type, state] of Object.entries(TYPES)) {
    await writer.write('journal.type_declared', type, { type, schema: 1, state: [...state] });
  }
  const customers = await writeCustomers(writer, below, 30);
  for (let i = 0; i < events; i += 1) {
    const customer = customers[below(customers.length)] ?? 'cus_0';
    await writeEvent(writer, client, below, i, customer);
    if (i % 50 === 49 && customers.length > 4) {
      const [gone = ''] = customers.splice(below(customers.length), 1);
      await writer.write('book.closed', gone, { reason: 'asked' });
      await client.query('delete from book.customer where id = $1', [gone]);
      await client.query('delete from book.wallet where customer = $1', [gone]);
    }
    if (i % 30 === 0) await writer.write('book.noted', `not_${i}`, { text: 'nothing is written' });
  }
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.concat([
    Buffer.from([1]),
    publicKey.export({ type: 'spki', format: 'der' }).subarray(-32),
  ]);
  const name = 'atalaya/test';
  const id = sha256(`${name}\n`, raw).subarray(0, 4);
  const total = writer.written.length;
  const sealed = total - Math.ceil(total / 25);
  const sizes = [1, 40, 255, 256, 257, 512, Math.floor(sealed * 0.9), sealed].filter(
    (size) => size <= sealed,
  );
  const log = await sealTree(
    client,
    writer.written,
    [...new Set(sizes)].sort((a, b) => a - b),
    privateKey,
    { name, id },
  );
  await client.query('commit');
  await client.end();
  const key = `${name}+${id.toString('hex')}+${raw.toString('base64')}`;
  return { key, kek, log, entries: total, sealed };
}
