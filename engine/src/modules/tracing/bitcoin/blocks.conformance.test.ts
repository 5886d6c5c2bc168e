import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { COINJOIN_CONFIDENCE_MIN, detectCoinJoin } from '../heuristics/coinjoin.ts';
import { unpack } from '../sources/unpack.ts';
import { heightOf } from './block.ts';
import { readBlockFile, readLoneTransaction } from './block-file.ts';
import { canonicalBlock, SeenOutputs } from './canonical.ts';
import { PreviousOutputBook, readPreviousOutputs } from './previous-outputs.ts';

/** Real blocks: every txid and Merkle root recomputed, fees exact, CoinJoins found and payouts not. */
describeWith(sharedFolder(), 'real Bitcoin blocks', (shared) => {
  const folder = join(shared, 'data/chain/btc');
  const bytesOf = (name: string): Buffer => unpack(readFileSync(join(folder, name)));
  const blocksOf = (name: string) => [...readBlockFile(bytesOf(name))];
  const canonical = (name: string, seen = new SeenOutputs()) =>
    blocksOf(name).map(({ network, block }) => canonicalBlock(network, block, seen));

  const files: readonly [string, number, number][] = [
    ['bitcoinj-block169482.dat', 1, 14],
    ['bitcoinj-block227835.dat', 1, 122],
    ['bitcoinj-block227836.dat', 1, 100],
    ['bitcoinj-block363703.dat', 1, 587],
    ['bitcoinj-block370661.dat', 1, 708],
    ['bitcoinj-block383616.dat', 1, 1731],
    ['bitcoinj-block481815.dat', 1, 2097],
    ['bitcoinj-block481829.dat', 1, 2020],
    ['bitcoinj-block_testnet21066.dat', 1, 2],
    ['bitcoinj-block_testnet32768.dat', 1, 5],
    ['bitcoinj-block_testnet700000.dat', 1, 4],
    ['bitcoinj-first-100k-blocks.dat', 439, 446],
    ['btcd-277647.dat.bz2', 1, 213],
    ['btcd-blocks1-256.bz2', 255, 262],
    ['electrs-000000000000000002d249a3d89f63ef3fee203adcca7c24008c13fd854513f2.blk', 1, 1652],
    ['electrs-00000000000000001203c1ea455e38612bdf36e9967fdead11935c8e22283ecc.blk', 1, 202],
    ['rust-bitcoin-block_13b8a.hex', 1, 9],
    [
      'rust-bitcoin-testnet_block_000000000000045e0b1660b6445b5e5c5ab63c9a4f956be7e1e69be04fa4497b.raw',
      1,
      15,
    ],
  ];

  test.each(files)('%s: %i blocks, %i transactions, each root recomputed', (name, blocks, transactions) => {
    const read = blocksOf(name);
    expect(read).toHaveLength(blocks);
    expect(read.reduce((sum, { block }) => sum + block.transactions.length, 0)).toBe(transactions);
    for (const { block, network } of read) {
      const named = /[0-9a-f]{64}/.exec(name)?.[0];
      if (named !== undefined) expect(block.header.hash).toBe(named);
      const height = /block(\d{6})\.dat|(277647)/
        .exec(name)
        ?.slice(1)
        .find((one) => one !== undefined);
      if (height !== undefined && block.header.version > 1) expect(heightOf(block)).toBe(Number(height));
      expect(network.chain).toBe(name.includes('testnet') ? 'bitcoin-testnet' : 'bitcoin');
    }
  });

  test('every file of blocks is in the table', () => {
    const others = /LICENSE|\.json$|psbt|utxostore|merkle_block|huge_witness|megatx|many_inputs/;
    expect(
      readdirSync(folder)
        .filter((name) => !others.test(name))
        .sort(),
    ).toEqual(files.map(([name]) => name).sort());
  });

  test('lone transactions: a very large one, a huge witness', () => {
    expect(readLoneTransaction(bytesOf('btcd-megatx.bin.bz2'))).toMatchObject({
      txid: 'bb41a757f405890fb0f5856228e23b715702d714d59bf2b1feb70d8b2b4e3e08',
    });
    expect(readLoneTransaction(bytesOf('rust-bitcoin-huge_witness.hex'))?.weight).toBe(500436);
  });

  test.each([
    ['rust-bitcoin-merkle_block.hex', 'chain.truncated'],
    ['btcd-many_inputs_tx.hex', 'chain.malformed'],
    ['rust-bitcoin-psbt1.hex', 'chain.truncated'],
  ])('%s is no block: %s', (name, code) => {
    expect(() => blocksOf(name)).toThrow(expect.objectContaining({ code }));
  });

  test('block 277647 with its previous outputs: fees to the satoshi, and addresses inputs reveal', () => {
    const book = new PreviousOutputBook();
    readPreviousOutputs(book, bytesOf('btcd-277647.utxostore.bz2'));
    expect(book.size).toBe(732);
    const [block] = canonical('btcd-277647.dat.bz2', new SeenOutputs(book.find));
    const [coinbase, ...others] = block?.transactions ?? [];
    expect(others.filter(({ fee }) => fee === null || fee < 0n)).toEqual([]);
    const fees = others.reduce((sum, { fee }) => sum + (fee ?? 0n), 0n);
    const reward = coinbase?.outputs.reduce((sum, { value }) => sum + value, 0n);
    expect(reward).toBe(2_500_000_000n + fees);
    const revealed = canonical('btcd-277647.dat.bz2')[0]?.transactions ?? [];
    for (const [i, { inputs }] of revealed.entries())
      for (const [j, { address }] of inputs.entries())
        expect([null, block?.transactions[i]?.inputs[j]?.address]).toContain(address);
  });

  describe('CoinJoins', () => {
    const joins = (name: string) =>
      canonical(name).flatMap(({ transactions, time }) =>
        transactions.flatMap((transaction) => {
          const join = detectCoinJoin(transaction, { time });
          return join === null ? [] : [{ id: transaction.id, ...join }];
        }),
      );

    test('the two of block 437303, and only they', () => {
      const found = joins('electrs-000000000000000002d249a3d89f63ef3fee203adcca7c24008c13fd854513f2.blk');
      expect(found.map(({ id, kind, confidence }) => ({ id, kind, confidence }))).toEqual([
        {
          id: '87acca657c1c13be3c396bd0c7a235ca69407d9c1653afe7daf08431eeb24c25',
          kind: 'joinmarket',
          confidence: 49,
        },
        {
          id: '49f3a31560df5284268721d36e8811f9cee4bb528a75cf31296b5ac3f5856f4d',
          kind: 'joinmarket',
          confidence: 49,
        },
      ]);
    });

    test('no payout of any block is one; three that merely look so are doubted', () => {
      const found = files.flatMap(([name]) => joins(name));
      const sure = found.filter(({ confidence }) => confidence >= COINJOIN_CONFIDENCE_MIN);
      expect(sure.map(({ kind }) => kind)).toEqual(['joinmarket', 'joinmarket']);
      expect(
        found
          .filter((one) => !sure.includes(one))
          .map(({ id }) => id.slice(0, 8))
          .sort(),
      ).toEqual(['48fc9600', 'ab952d5b', 'e98c7e96']);
    });
  });
});
