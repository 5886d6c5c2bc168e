import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asSystem, one, read, rows } from '../../platform/database.ts';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { entryTypes as customerTypes } from '../customers/events.ts';
import { loadRatingTables } from '../customers/rating-tables.ts';
import { mountCustomers } from '../customers/routes.ts';
import { entryTypes } from './events.ts';
import { mountWallets } from './routes.ts';
import { declaredByAddress, declaredWallets, eraseAccounts } from './wallets.ts';

let house: BootedModule;
const LISTED = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const EVM = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

beforeAll(async () => {
  house = await bootModule([...customerTypes, ...entryTypes]);
  mountCustomers(house.http, {
    ...house,
    tables: loadRatingTables(),
    changed: () => undefined,
    erased: () => undefined,
    eraseWith: [(tx, customer) => eraseAccounts(house.journal, tx, customer)],
    activityOf: async () => new Map(),
  });
  mountWallets(house.http, { ...house, isListed: (_network, address) => address === LISTED });
});

afterAll(() => house.close());

const customer = async (reference: string, as?: string): Promise<string> => {
  const body = { kind: 'person', name: { given: 'Ana', paternal: 'Muñoz' } };
  return (await house.call('PUT', `/v1/customers/${reference}`, body, as)).json().id;
};
const declare = (reference: string, body: object, as?: string) =>
  house.call('POST', `/v1/customers/${reference}/wallets`, body, as);
const entryCount = async (): Promise<number> =>
  (await asSystem(house.db, (tx) => one<{ n: number }>(tx, 'select count(*) as n from journal.entry')))?.n ??
  0;
const declaredOf = (id: string) =>
  read(house.db, { entities: [house.norte] }, (tx) => declaredWallets(tx, id));

describe('declaring', () => {
  test('a wallet, once whatever its spelling', async () => {
    const id = await customer('w-1');
    const first = (await declare('w-1', { network: 'ethereum', address: EVM })).json();
    expect(first).toMatchObject({
      kind: 'wallet',
      owner: 'customer',
      customer_id: id,
      network: 'ethereum',
      address: EVM,
      first_seen: '2026-07-01T12:00:00.000Z',
      deposits: 0,
      withdrawals: 0,
      listed: false,
    });
    const count = await entryCount();
    const again = (await declare(id, { network: 'ethereum', address: EVM.toLowerCase() })).json();
    expect(again).toEqual(first);
    expect(await entryCount()).toBe(count);
    expect((await declare('w-1', { network: 'bitcoin', address: LISTED })).json().listed).toBe(true);
    expect((await declaredOf(id)).map((wallet) => wallet.address)).toEqual([EVM, LISTED]);
  });

  test('an account, whose number is in the journal only sealed', async () => {
    await customer('w-2');
    const body = { account: '0321 8000 0118 3597 19', bank: 'Banco Inventado', country: 'MX' };
    const first = (await declare('w-2', body)).json();
    expect(first).toMatchObject({
      kind: 'bank_account',
      account: '032180000118359719',
      bank: 'Banco Inventado',
    });
    expect((await declare('w-2', { ...body, account: '032180000118359719' })).json().id).toBe(first.id);
    const stored = await asSystem(house.db, (tx) =>
      rows<{ bytes: Buffer }>(tx, 'select bytes from journal.entry'),
    );
    expect(stored.map((row) => row.bytes.toString('utf8')).join()).not.toMatch(/0118359719|Inventado/);
  });

  test.each([
    [
      'an address that is none',
      { network: 'bitcoin', address: `${LISTED}x` },
      'wallets.address_malformed',
      '/address',
    ],
    [
      'an address of another network',
      { network: 'tron', address: LISTED },
      'wallets.address_malformed',
      '/address',
    ],
    ['an unknown network', { network: 'dogechain', address: LISTED }, 'wallets.network_unknown', '/network'],
    ['no such country', { account: '1', country: 'XX' }, 'country.unknown', '/country'],
    ['a blank account', { account: '   ' }, 'request.invalid', '/account'],
  ])('refuses %s and writes nothing', async (_what, body, code, field) => {
    await customer('w-3');
    const count = await entryCount();
    const reply = await declare('w-3', body);
    expect(reply.json()).toMatchObject({ code, errors: [{ field }] });
    expect(await entryCount()).toBe(count);
  });

  test('for nobody', async () => {
    expect((await declare('nadie', { network: 'bitcoin', address: LISTED })).json().code).toBe(
      'customers.unknown',
    );
  });
});

test('everyone who declared an address is found by any of its spellings, within the scope', async () => {
  const [norte, sur] = [await customer('w-4'), await customer('w-4', `officer ${house.sur}`)];
  const lower = EVM.toLowerCase().replace(/5a/, 'ab');
  await declare('w-4', { network: 'ethereum', address: lower });
  await declare('w-4', { network: 'polygon', address: lower }, `officer ${house.sur}`);
  const found = (entities: string[]) =>
    read(house.db, { entities }, async (tx) =>
      (await declaredByAddress(tx, `0x${lower.slice(2).toUpperCase()}`)).map((one) => one.customer),
    );
  expect(await found([house.norte])).toEqual([norte]);
  expect(await found([house.norte, house.sur])).toEqual([norte, sur]);
  const other = await read(house.db, { entities: [house.norte] }, (tx) =>
    declaredByAddress(tx, LISTED.toLowerCase()),
  );
  expect(other).toEqual([]);
});

test('erasing a customer takes the account numbers with it, and nothing can be sealed for them again', async () => {
  const id = await customer('w-5');
  await declare('w-5', { account: '555000111222333', bank: 'Banco Olvidado' });
  await declare('w-5', { network: 'bitcoin', address: LISTED });
  await house.call('POST', '/v1/customers/w-5/relationship', { state: 'closed', reason: 'x' });
  await house.call('POST', '/v1/customers/w-5/erase', { reason: 'x', legal_basis: 'x' });
  expect(await declaredOf(id)).toMatchObject([
    { kind: 'bank_account', account: null, bank: null },
    { kind: 'wallet', address: LISTED },
  ]);
  const stored = await asSystem(house.db, (tx) =>
    one<{ accounts: number; keys: number }>(
      tx,
      `select (select count(*) from wallets.account where customer = $1) as accounts,
              (select count(*) from vault.person_key where person = $1) as keys`,
      [id],
    ),
  );
  expect(stored).toEqual({ accounts: 0, keys: 0 });
  expect((await declare('w-5', { account: '1' })).json()).toMatchObject({
    status: 409,
    code: 'customers.erased',
  });
});
