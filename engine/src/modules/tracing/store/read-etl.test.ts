import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { neighboursOf } from '../graph/neighbours.ts';
import { GraphShelf } from './graph-shelf.ts';
import { readEtlTransfers } from './read-etl.ts';

const account = (byte: number): string => `0x${byte.toString(16).padStart(2, '0').repeat(20)}`;
const hash = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const [ANA, SHOP] = [account(0xa1), account(0xa2)];

let home: string;
let shelf: GraphShelf;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'atalaya-etl-'));
  shelf = new GraphShelf(home);
});
afterEach(() => {
  shelf.close();
  rmSync(home, { recursive: true, force: true });
});

const HEAD =
  'token_address,from_address,to_address,value,transaction_hash,log_index,block_number,block_timestamp';
const read = (...rows: string[]) =>
  readEtlTransfers(shelf, Buffer.from([HEAD, ...rows].join('\n')), 'ethereum');
const token = (value: string, block: number, at: string, to = SHOP): string =>
  [USDT, ANA, to, value, hash(block), 1, block, at].join(',');

test('tokens and the chain’s own asset go each into its graph; any order, dates as BigQuery writes them', () => {
  expect(read(token('70', 9, '2023-11-14 22:15:00 UTC'), token('30', 8, '1700000000'))).toEqual([
    { network: 'ethereum', asset: 'USDT', blocks: 2, transactions: 2, repeated: 0 },
  ]);
  const own = `hash,block_number,block_timestamp,from_address,to_address,value,receipt_status
${hash(3)},9,1700000100,${ANA.toUpperCase().replace('0X', '0x')},${SHOP},5,1
${hash(4)},9,1700000100,${ANA},${SHOP},99,0
${hash(5)},9,1700000100,${ANA},,1,1`;
  expect(readEtlTransfers(shelf, Buffer.from(own), 'ethereum')).toEqual([
    { network: 'ethereum', asset: 'ETH', blocks: 1, transactions: 1, repeated: 0 },
  ]);
  const store = shelf.get('ethereum', 'USDT');
  expect(store.asOf).toEqual({ block: 9, time: Date.UTC(2023, 10, 14, 22, 15) });
  const [paid] = neighboursOf(store, store.owner(ANA) ?? -1, 'sent');
  expect(paid).toMatchObject({ amount: 100n, count: 2 });
  expect(neighboursOf(shelf.get('ethereum', 'ETH'), 0, 'sent')[0]?.amount).toBe(5n);
});

test('the same file twice is told as repeated', () => {
  read(token('30', 8, '1700000000'));
  expect(read(token('30', 8, '1700000000'))).toMatchObject([{ blocks: 0, repeated: 1 }]);
});

test.each([
  ['a value that is none', token('-3', 8, '1700000000'), 'row 2, value'],
  ['a moment that is none', token('3', 8, 'yesterday'), 'row 2, block_timestamp'],
  ['an address that is none', token('3', 8, '1700000000', '0x12'), 'row 2, to_address'],
])('%s is refused with its place', (_, row, field) => {
  expect(() => read(row)).toThrowError(expect.objectContaining({ code: 'chain.malformed' }));
  expect(() => read(row)).toThrowError(
    expect.objectContaining({ details: [expect.objectContaining({ field })] }),
  );
});

test('a missing column and an unknown network are named', () => {
  const bare = Buffer.from('block_number,value\n1,2');
  expect(() => readEtlTransfers(shelf, bare, 'ethereum')).toThrowError(/block_timestamp/);
  expect(() => readEtlTransfers(shelf, bare, 'bitcoin')).toThrowError(
    expect.objectContaining({ code: 'chain.network_unknown' }),
  );
});
