import { globSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'csv-parse/sync';
import { expect, test } from 'vitest';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { canonicalEvmBlock } from './canonical.ts';
import { contractOf } from './contract-shape.ts';
import { readEtl, writeEtl } from './etl.ts';
import { blockOf, type EvmLog, receiptOf, transactionsOf } from './records.ts';
import { tokenTransferRecord } from './token-transfers.ts';
import { tracesOf } from './traces.ts';
import { verifyEvmBlock } from './verify.ts';

/** Answers of nodes and what ethereum-etl, another program, made of them. */
describeWith(sharedFolder(), 'ethereum-etl', (shared) => {
  const root = join(shared, 'data/chain/eth/ethereum-etl/tests/resources');
  const folders = (pattern: string): string[] =>
    globSync(join(root, pattern))
      .map((path) => relative(root, path))
      .sort();
  const answers = (folder: string, method: string) =>
    globSync(join(root, folder, `web3_response.${method}*.json`))
      .filter((path) => !path.includes('latest'))
      .sort()
      .map((path) => JSON.parse(readFileSync(path, 'utf8')).result);
  /** Integers of expected JSON as texts: they are larger than a JSON number keeps. */
  const lines = (path: string): Record<string, unknown>[] =>
    readFileSync(join(root, path), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line.replace(/(": )(\d+)/g, '$1"$2"')));
  const csv = (path: string): Record<string, string>[] =>
    parse(readFileSync(join(root, path), 'utf8'), { columns: true });

  /** Equal in every member of the expectation that is ours to tell. */
  const expectEqual = (ours: readonly object[], theirs: readonly Record<string, unknown>[]) => {
    const plain = ours.map((one) => writeEtl(one));
    const members = new Set(Object.keys(plain[0] ?? {}));
    const wanted = theirs.map((one) =>
      Object.fromEntries(
        Object.entries(one)
          .filter(([name]) => members.has(name))
          .map(([name, value]) => [name, asText(value)]),
      ),
    );
    const got = plain.map((one, i) =>
      Object.fromEntries(Object.keys(wanted[i] ?? {}).map((name) => [name, asText(one[name])])),
    );
    expect(got).toEqual(wanted);
  };
  const asText = (value: unknown): string =>
    value === null || value === undefined ? '' : Array.isArray(value) ? value.join(',') : String(value);

  const header = (folder: string, number: unknown) =>
    answers(folder, 'eth_getBlockByNumber').find((block) => Number(block.number) === Number(number));

  test.each(folders('test_export_blocks_job/*'))('%s', (folder) => {
    const blocks = answers(folder, 'eth_getBlockByNumber');
    expectEqual(blocks.map(blockOf), csv(`${folder}/expected_blocks.csv`));
    const transactions = blocks.flatMap((block) => transactionsOf(block));
    const wanted = csv(`${folder}/expected_transactions.csv`);
    expect(transactions).toHaveLength(wanted.length);
    expectEqual(transactions, wanted);
    for (const block of blocks)
      expect(verifyEvmBlock(block, null)).toMatchObject({ header: true, transactions: true, unverified: [] });
  });

  test.each(folders('test_export_receipts_job/*'))('%s', (folder) => {
    const receipts = answers(folder, 'eth_getTransactionReceipt').map(receiptOf);
    const byHash = (rows: Record<string, string>[]) =>
      receipts.map((one) => rows.find((row) => row.transaction_hash === one.transaction_hash) ?? {});
    expectEqual(receipts, byHash(csv(`${folder}/expected_receipts.csv`)));
    const logs = receipts.flatMap((one) => one.logs).sort((left, right) => left.log_index - right.log_index);
    expectEqual(logs, csv(`${folder}/expected_logs.csv`));
  });

  test.each(folders('test_export_traces_job/*'))('%s', (folder) => {
    const traces = answers(folder, 'trace_block').flatMap(tracesOf);
    const wanted = readFileSync(join(root, folder, 'expected_traces.csv'), 'utf8');
    if (wanted === '') expect(traces).toEqual([]);
    else expectEqual(traces, csv(`${folder}/expected_traces.csv`));
  });

  test.each(folders('test_extract_token_transfers_job/*'))('%s', (folder) => {
    const logs = readEtl<EvmLog>('log', readFileSync(join(root, folder, 'logs.csv'), 'utf8'));
    expectEqual(logs.flatMap(tokenTransferRecord), csv(`${folder}/expected_token_transfers.csv`));
  });

  test('stream of blocks 1755634-5: blocks, transactions, logs, token transfers', () => {
    const folder = 'test_stream/blocks_1755634_1755635';
    const blocks = answers(folder, 'eth_getBlockByNumber');
    const receipts = answers(folder, 'eth_getTransactionReceipt');
    expectEqual(blocks.map(blockOf), lines(`${folder}/expected_blocks.json`));
    expectEqual(blocks.flatMap(transactionsOf), lines(`${folder}/expected_transactions.json`));
    const logs = receipts
      .map(receiptOf)
      .flatMap((one) => one.logs)
      .sort((a, b) => a.log_index - b.log_index);
    expectEqual(logs, lines(`${folder}/expected_logs.json`));
    expectEqual(logs.flatMap(tokenTransferRecord), lines(`${folder}/expected_token_transfers.json`));
    const block = header(folder, 1755635);
    expect(verifyEvmBlock(block, receipts)).toEqual({
      header: true,
      transactions: true,
      receipts: true,
      unverified: [],
    });
    const canonical = canonicalEvmBlock(
      { chain: 'ethereum', native: 'ETH' },
      {
        block: blockOf(block),
        transactions: transactionsOf(block),
        receipts: receipts.map(receiptOf),
        traces: null,
      },
    );
    expect(canonical.transactions[0]).toMatchObject({ fee: 36418n * 20_000_000_000n });
  });

  test.each(['508110_508110', '2112234_2112234'])('stream of block %s: traces and contracts', (blocks) => {
    const folder = `test_stream/blocks_${blocks}`;
    const traces = answers(folder, 'trace_block').flatMap(tracesOf);
    expectEqual(traces, lines(`${folder}/expected_traces.json`));
    const contracts = traces.flatMap((trace) =>
      trace.trace_type === 'create' &&
      trace.status === 1 &&
      trace.to_address !== null &&
      trace.output !== null
        ? [{ address: trace.to_address, ...contractOf(trace.output) }]
        : [],
    );
    expectEqual(contracts, lines(`${folder}/expected_contracts.json`));
    // Their tokens are the contracts that speak as ERC-20 or ERC-721 do; names and decimals would be asked of the contract.
    const tokens = contracts.filter((one) => one.is_erc20 || one.is_erc721);
    expect(tokens.map(({ address }) => address)).toEqual(
      lines(`${folder}/expected_tokens.json`).map(({ address }) => address),
    );
  });
});
