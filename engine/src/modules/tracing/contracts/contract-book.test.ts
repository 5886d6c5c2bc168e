import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { accountTransaction, nativeTransfer } from '../chains/account-transaction.ts';
import type { ContractSignal } from '../chains/chain-block.ts';
import { ContractBook, signalsWorthKeeping } from './contract-book.ts';

let home: string;
let path: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'atalaya-contracts-'));
  path = join(home, 'signals.ndjson');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const MINUTE = 60_000;
const START = Date.UTC(2026, 0, 1);

const said = (kind: ContractSignal['kind'], more: Partial<ContractSignal> = {}): ContractSignal => ({
  kind,
  contract: `${kind} contract`,
  position: 'tx',
  account: 'ana',
  asset: 'USDT',
  amount: 1_000_000n,
  details: {},
  ...more,
});

let transactions = 0;
/** Says something in a block of its own; the id of its transaction. */
function tell(
  book: ContractBook,
  chain: string,
  minute: number,
  signal: ContractSignal,
  height = minute,
): string {
  transactions += 1;
  const txid = transactions.toString(16).padStart(64, '0');
  book.note({ chain, height, time: START + minute * MINUTE }, [{ txid: `0x${txid}`, signal }]);
  return txid;
}

const originOf = (book: ContractBook, chain: string, txid: string): string | null | undefined => {
  const [arrival] = book.arrivals(chain, txid);
  return arrival === undefined ? undefined : (book.pairOf(arrival)?.out.account ?? null);
};

describe('bridges', () => {
  test('sides with an id are paired across chains and blocks, days apart, in whatever order the chains are read', () => {
    const book = new ContractBook(path);
    const details = { id: 'a1' };
    const arrival = tell(book, 'tron', 9_000, said('bridge_in', { account: 'last', details }));
    expect(originOf(book, 'tron', arrival)).toBeNull();
    tell(book, 'ethereum', 10, said('bridge_out', { account: 'first', amount: 1_010_000n, details }));
    expect(originOf(book, 'tron', arrival)).toBe('first');
  });

  test('sides without one by amount and time, and none where two are equally near', () => {
    const book = new ContractBook(path);
    tell(book, 'ethereum', 10, said('bridge_out', { account: 'first', amount: 1_003_000n }));
    tell(book, 'ethereum', 10, said('bridge_out', { account: 'other', amount: 7_000_000n }));
    const arrival = tell(book, 'tron', 20, said('bridge_in', { account: 'last' }));
    const late = tell(book, 'tron', 600, said('bridge_in', { account: 'late', amount: 7_000_000n }));
    expect(originOf(book, 'tron', arrival)).toBe('first');
    expect(originOf(book, 'tron', late)).toBeNull();
    for (const account of ['one', 'two'])
      tell(book, 'ethereum', 900, said('bridge_out', { account, amount: 55n }));
    expect(
      originOf(book, 'tron', tell(book, 'tron', 905, said('bridge_in', { account: 'whose', amount: 55n }))),
    ).toBeNull();
  });

  test('what is read later pairs what was read before, and is kept over a restart', () => {
    const book = new ContractBook(path);
    const arrival = tell(book, 'tron', 20, said('bridge_in', { account: 'last' }));
    expect(originOf(book, 'tron', arrival)).toBeNull();
    tell(book, 'polygon', 12, said('bridge_out', { account: 'first', amount: 1_002_000n }));
    expect(originOf(book, 'tron', arrival)).toBe('first');
    expect(originOf(new ContractBook(path), 'tron', arrival)).toBe('first');
  });

  test('a reorganisation takes back what its blocks said, and no more', () => {
    const book = new ContractBook(path);
    const out = said('bridge_out', { account: 'first', amount: 1_002_000n });
    tell(book, 'ethereum', 12, out, 500);
    const arrival = tell(book, 'tron', 20, said('bridge_in', { account: 'last' }));
    book.rollBackTo('ethereum', 499);
    for (const one of [book, new ContractBook(path)]) {
      expect(originOf(one, 'tron', arrival)).toBeNull();
      expect(one.isBridge('ethereum', 'bridge_out contract')).toBe(false);
      expect(one.isBridge('tron', 'bridge_in contract')).toBe(true);
    }
    tell(book, 'ethereum', 13, out, 500);
    expect(originOf(book, 'tron', arrival)).toBe('first');
  });
});

describe('mixers', () => {
  const deposit = (commitment: string, amount: bigint) =>
    said('mixer_deposit', { contract: 'pool', account: null, amount, details: { commitment } });

  test('one denomination is a mixer, several are a vault', () => {
    const book = new ContractBook(path);
    for (const n of [1, 2, 3]) tell(book, 'ethereum', n, deposit(`c${n}`, 100n));
    expect(book.mixer('ethereum', 'pool')).toMatchObject({ deposits: 3, denomination: 100n });
    expect(book.mixer('polygon', 'pool')).toBeUndefined();
    tell(book, 'ethereum', 4, deposit('c4', 250n));
    expect(book.mixer('ethereum', 'pool')).toBeUndefined();
  });
});

describe('what is kept of a transaction', () => {
  const swap = said('swap', { contract: 'pair', account: 'router', asset: null, amount: null });
  const pay = (asset: string, from: string, to: string, amount: bigint) =>
    nativeTransfer(asset, from, to, amount, { kind: 'token' });

  test('of a swap what its sender gave and got', () => {
    const transaction = accountTransaction({
      id: '00',
      index: 0,
      feePayer: 'ana',
      transfers: [pay('USDC', 'ana', 'pair', 5n), pay('ETH', 'pair', 'ana', 2n)],
      signals: [swap],
    });
    expect(signalsWorthKeeping(transaction)).toEqual([
      {
        kind: 'swap',
        contract: 'pair',
        position: 'tx',
        account: 'ana',
        asset: 'ETH',
        amount: 2n,
        details: { gave_asset: 'USDC', gave_amount: '5' },
      },
    ]);
  });

  test('of adding to a pool nothing, of everything else what was said', () => {
    const frozen = said('frozen');
    const transaction = accountTransaction({
      id: '00',
      index: 0,
      feePayer: 'ana',
      transfers: [
        pay('USDC', 'ana', 'pair', 5n),
        pay('ETH', 'ana', 'pair', 2n),
        pay('LP', 'pair', 'ana', 1n),
      ],
      signals: [swap, frozen],
    });
    expect(signalsWorthKeeping(transaction)).toEqual([frozen]);
  });
});
