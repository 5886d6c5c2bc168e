import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { instantOf } from '../../../kernel/instant.ts';
import { neighboursOf } from '../graph/neighbours.ts';
import { askableOf } from '../sources/configured.ts';
import { type FakeEtherscan, startFakeEtherscan, type ToldTransfer } from '../testing/fake-etherscan.ts';
import { FetchedBook, QUESTIONS_MAX } from './fetched-book.ts';

const account = (byte: number): string => `0x${byte.toString(16).padStart(2, '0').repeat(20)}`;
const hash = (number: number): string => `0x${number.toString(16).padStart(64, '0')}`;
const USDT = '0xdac17f958d2ee523a2206206994597c13d831ec7';
const [ANA, SHOP, BANK] = [account(0xa1), account(0xa2), account(0xa3)];

/** The second transaction pays two at once, so that either sees another part of it. */
const TRANSFERS: readonly ToldTransfer[] = [
  { hash: hash(1), block: 1, from: BANK, to: ANA, value: '500', token: USDT },
  { hash: hash(2), block: 2, from: ANA, to: SHOP, value: '200', token: USDT },
  { hash: hash(2), block: 2, from: SHOP, to: BANK, value: '150', token: USDT },
  { hash: hash(3), block: 3, from: ANA, to: SHOP, value: '7' },
];

let fake: FakeEtherscan;
let home: string;
let now = 1_800_000_000_000;
beforeEach(async () => {
  fake = await startFakeEtherscan(TRANSFERS);
  home = mkdtempSync(join(tmpdir(), 'atalaya-fetched-'));
  now = 1_800_000_000_000;
});
afterEach(async () => {
  await fake.stop();
  rmSync(home, { recursive: true, force: true });
});

const open = (): FetchedBook => {
  const askable = askableOf({ kind: 'etherscan', chain_id: 1, url: fake.url, api_key: 'k' });
  return new FetchedBook(home, askable === undefined ? [] : [askable], () => instantOf(now));
};

const paidBy = (book: FetchedBook, address: string, direction: 'received' | 'sent', asset = 'USDT') => {
  const graph = book.graph('ethereum', asset);
  const owner = graph?.owner(address);
  if (graph === undefined || owner === undefined) return [];
  return neighboursOf(graph, owner, direction).map((one) => [graph.address(one.owner), Number(one.amount)]);
};

test('an address becomes a neighbourhood; the next one completes the transactions both took part in', async () => {
  const book = open();
  expect(await book.expand('ethereum', ANA)).toMatchObject({
    transactions: 3,
    questions: 3,
    complete: true,
    cut: null,
    oldest: 1_700_000_012_000,
    newest: 1_700_000_036_000,
  });
  expect(paidBy(book, ANA, 'received')).toEqual([[BANK, 500]]);
  expect(paidBy(book, ANA, 'sent')).toEqual([[SHOP, 200]]);
  expect(paidBy(book, ANA, 'sent', 'ETH')).toEqual([[SHOP, 7]]);
  expect(paidBy(book, SHOP, 'sent')).toEqual([]);
  await book.expand('ethereum', SHOP);
  expect(paidBy(book, SHOP, 'sent')).toEqual([[BANK, 150]]);
  expect(paidBy(book, SHOP, 'received')).toEqual([[ANA, 200]]);
});

test('what is known is not asked for again while it is fresh, nor after a stop', async () => {
  await open().expand('ethereum', ANA);
  const again = open();
  expect(await again.expand('ethereum', ANA.toUpperCase().replace('0X', '0x'))).toMatchObject({
    questions: 0,
    transactions: 3,
  });
  expect(paidBy(again, ANA, 'received')).toEqual([[BANK, 500]]);
  now += 11 * 60_000;
  expect(await again.expand('ethereum', ANA)).toMatchObject({ questions: 3, transactions: 3 });
});

test('two who ask at once are answered together', async () => {
  const book = open();
  await Promise.all([book.expand('ethereum', ANA), book.expand('ethereum', ANA)]);
  expect(fake.asked).toHaveLength(3);
});

test('a hub costs no more than what is allowed, says what cut it, and is gone on with', async () => {
  fake.endless = true;
  const book = open();
  const first = await book.expand('ethereum', ANA);
  expect(first).toMatchObject({
    questions: QUESTIONS_MAX,
    complete: false,
    cut: 'chain.budget_exhausted',
  });
  expect(fake.asked).toHaveLength(QUESTIONS_MAX);
  fake.endless = false;
  expect(await book.expand('ethereum', ANA)).toMatchObject({ questions: 3, complete: true, cut: null });
  expect(fake.asked.at(-1)).toContain(`page=${Math.floor(QUESTIONS_MAX / 3) + 1}`);
});

test('a service that goes on refusing has told nothing', async () => {
  fake.throttle = 100;
  const book = open();
  await expect(book.expand('ethereum', ANA)).rejects.toMatchObject({ code: 'chain.source_throttled' });
  expect(book.graph('ethereum', 'USDT')).toBeUndefined();
});

test('a network without a service says so', async () => {
  await expect(open().expand('tron', ANA)).rejects.toMatchObject({ code: 'tracing.no_source' });
  expect(open().askable()).toContainEqual({ network: 'ethereum', asset: 'USDC' });
});
