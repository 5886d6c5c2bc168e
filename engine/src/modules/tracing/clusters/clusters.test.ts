import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountTransaction } from '../chains/account-transaction.ts';
import { blockOf, moved, utxo } from '../heuristics/testing/made-transactions.ts';
import { AddressTable } from './address-table.ts';
import { ClusterBook } from './cluster-book.ts';
import { DepositReuse } from './deposit-reuse.ts';
import { UnionFind } from './union-find.ts';

test('disjoint sets are those of a naive partition', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(40)), { maxLength: 120 }), (pairs) => {
      const sets = new UnionFind(2);
      sets.grow(41);
      const naive = Array.from({ length: 41 }, (_, i) => i);
      for (const [a, b] of pairs) {
        sets.union(a, b);
        const [from, to] = [naive[a], naive[b]];
        for (const [i, group] of naive.entries()) if (group === from) naive[i] = to ?? 0;
      }
      return naive.every(
        (group, i) =>
          naive.every((other, j) => (group === other) === (sets.find(i) === sets.find(j))) &&
          sets.sizeOf(i) === naive.filter((one) => one === group).length,
      );
    }),
    { numRuns: 60 },
  );
});

test('addresses keep their numbers while the table grows', () => {
  const table = new AddressTable();
  const addresses = Array.from({ length: 5000 }, (_, i) => `address-${i * 7919}`);
  for (const [i, address] of addresses.entries()) expect(table.number(address)).toBe(i);
  expect(addresses.every((address, i) => table.find(address) === i && table.text(i) === address)).toBe(true);
  expect(table.find('never met')).toBe(-1);
});

describe('clusters', () => {
  const spend = (id: string, ...payers: string[]) =>
    utxo({ id, inputs: payers.map((payer) => [payer, 100_000n] as const), outputs: [[`${id}-to`, 90_000n]] });

  test('say why two addresses are one owner’s, link by link', () => {
    const book = new ClusterBook();
    for (const one of [spend('t1', 'a', 'b'), spend('t2', 'b', 'c'), spend('t3', 'd', 'c')])
      book.apply(one, 0);
    expect(book.sizeOf('a')).toBe(4);
    expect(book.why('a', 'd').map(({ txid, rule }) => `${txid} ${rule}`)).toEqual([
      't1 co_spend',
      't2 co_spend',
      't3 co_spend',
    ]);
    expect(book.why('a', 't1-to')).toEqual([]);
    expect(book.clusterOf('nobody')).toBeNull();
  });

  test('two actors are never joined by a heuristic, but by a person', () => {
    const actors: Record<string, string> = { a: 'mercado', c: 'bolsa' };
    const book = new ClusterBook({ actorOf: (address) => actors[address] ?? null });
    for (const one of [spend('t1', 'a', 'b'), spend('t2', 'c', 'd'), spend('t3', 'b', 'd')])
      book.apply(one, 0);
    expect(book.clusterOf('a')).not.toBe(book.clusterOf('c'));
    expect(book.refused).toMatchObject([
      { txid: 't3', reason: 'different_actors', sides: ['mercado', 'bolsa'] },
    ]);
    expect(book.actorOf('b')).toBe('mercado');
    expect(book.link({ left: 'b', right: 'd', txid: 't3', rule: 'confirmed', confidence: 100 })).toBe(true);
    expect(book.sizeOf('a')).toBe(4);
  });

  test('two large clusters wait for a person', () => {
    const book = new ClusterBook({ reviewFrom: 3 });
    for (const one of [spend('t1', 'a', 'b', 'c'), spend('t2', 'd', 'e', 'f'), spend('t3', 'a', 'd')])
      book.apply(one, 0);
    expect(book.sizeOf('a')).toBe(3);
    expect(book.refused).toMatchObject([{ reason: 'needs_review', sides: ['3', '3'] }]);
  });

  test('strangers of a CoinJoin stay strangers', () => {
    const join = utxo({
      inputs: [8_000_000n, 9_000_000n, 7_500_000n],
      outputs: [7_000_000n, 900_000n, 7_000_000n, 1_900_000n, 7_000_000n, 400_000n],
    });
    const time = Date.parse('2020-01-01');
    const [without, withThem] = [new ClusterBook(), new ClusterBook({ excludeCoinJoins: false })];
    for (const book of [without, withThem]) book.apply(join, time);
    expect(without.sizeOf('tx-in0')).toBe(1);
    expect(withThem.sizeOf('tx-in0')).toBe(3);
  });

  test('change is joined where it is asked for and heuristics agree', () => {
    const payment = utxo({ inputs: [90_000n, 80_000n], outputs: [100_000n, 69_123n] });
    const book = new ClusterBook({ change: true });
    book.apply(payment, 0);
    expect(book.why('tx-in0', 'tx-out1')).toMatchObject([{ rule: 'change' }]);
    expect(book.sizeOf('tx-out0')).toBe(1);
  });
});

describe('deposit addresses', () => {
  const at = (height: number, from: string, to: string, amount: bigint) =>
    blockOf(
      [accountTransaction({ id: `${from}-${height}`, index: 0, transfers: [moved(from, to, amount)] })],
      { height },
    );
  const links = (...blocks: readonly ReturnType<typeof at>[]) => {
    const reuse = new DepositReuse({ isExchange: (address) => address === 'hot', sendersMax: 3 });
    for (const block of blocks) reuse.apply(block);
    return reuse.links().map(({ left, right, rule, confidence }) => `${left}~${right} ${rule} ${confidence}`);
  };

  test('join those who send to the same one', () => {
    expect(
      links(
        at(1, 'anna', 'dep', 10_000n),
        at(2, 'dep', 'hot', 9_990n),
        at(3, 'berta', 'dep', 500n),
        at(4, 'dep', 'hot', 499n),
      ),
    ).toEqual(['anna~berta deposit_reuse 70']);
  });

  test.each([
    [
      'a shop that pays others too',
      [at(1, 'a', 'shop', 10n), at(2, 'b', 'shop', 10n), at(3, 'shop', 'c', 5n), at(4, 'shop', 'hot', 20n)],
    ],
    [
      'what is swept much later',
      [at(1, 'a', 'dep', 10n), at(2, 'b', 'dep', 10n), at(9999, 'dep', 'hot', 20n)],
    ],
    ['what sends on only a part', [at(1, 'a', 'x', 10n), at(2, 'b', 'x', 10n), at(3, 'x', 'hot', 12n)]],
    [
      'what everybody sends to',
      [...'abcde'].map((who, i) => at(i, who, 'x', 10n)).concat(at(9, 'x', 'hot', 50n)),
    ],
    [
      'the exchange filling its own',
      [at(1, 'hot', 'dep', 10n), at(2, 'a', 'dep', 10n), at(3, 'dep', 'hot', 10n)],
    ],
  ])('%s joins nobody', (_name, blocks) => {
    expect(links(...blocks)).toEqual([]);
  });
});
