import { describe, expect, test } from 'vitest';
import type { Tag } from '../tags/tag.ts';
import { TagIndex } from '../tags/tag-index.ts';
import { idOf, madeBlock, madeChain, payTo } from '../testing/made-chain.ts';
import { inspectFiles } from './inspect.ts';

const tagged = (network: string, address: string): Tag => ({
  network,
  address,
  label: 'Mercado Inventado',
  category: 'darknet_market',
  categories: ['darknet_market'],
  actor: 'mercado',
  confidence: 60,
  confidenceName: 'authority_data',
  source: 'https://example.test',
  licence: 'CC0-1.0',
  pack: 'propio',
  tier: 'public',
  inForceFrom: null,
  inForceUntil: null,
  lastmod: null,
  clusterDefiner: false,
});

const none = { find: () => [] };
const inspect = (files: readonly (Buffer | string)[], more: object = {}): Record<string, unknown>[] =>
  [
    ...inspectFiles(
      files.map((one) => Buffer.from(one)),
      { previous: [], tags: none, ...more },
    ),
  ] as Record<string, unknown>[];

const before = madeChain(2, 1);
const [coinbase = ''] = [...(before[0]?.transactions.keys() ?? [])];
const block = madeBlock(before[1]?.hash ?? '', 2, 1, [
  { from: { txid: coinbase, index: 0 }, outputs: [{ value: 4_999_000_000n, script: payTo(2) }] },
]);

describe('raw blocks', () => {
  test('fees are told where previous outputs are, and left open where not', () => {
    const [open] = inspect([block.bytes]);
    expect(open).toMatchObject({
      fees_known: 0,
      fees_unknown: 1,
      fees_total: null,
      merkle_root_recomputed: true,
    });
    const [known] = inspect([block.bytes], { previous: before.map(({ bytes }) => bytes) });
    expect(known).toMatchObject({ fees_known: 1, fees_unknown: 0, fees_total: '1000000' });
  });

  test('blocks of one file know each other’s outputs', () => {
    const reports = inspect([Buffer.concat([...before, block].map(({ bytes }) => bytes))]);
    expect(reports.map(({ fees_total }) => fees_total)).toEqual(['0', '0', '1000000']);
  });

  test('tag hits come with their source, on the side they stand', () => {
    const [first] = inspect([block.bytes], { network: 'bitcoin' });
    const transactions = first?.transactions as { outputs: { address: string }[] }[];
    const address = transactions[1]?.outputs[0]?.address ?? '';
    const index = TagIndex.of([tagged('bitcoin', address)], 'test');
    const tags = { find: (network: string, key: string) => index.findKey(network, key) };
    const [report] = inspect([block.bytes], { network: 'bitcoin', tags });
    expect(report?.hits).toMatchObject([
      {
        address,
        side: 'out',
        label: 'Mercado Inventado',
        source: 'https://example.test',
        confidence: 60,
        pack: 'propio',
      },
    ]);
  });

  test('a lone transaction is told as one', () => {
    const [, payment] = [...block.transactions.values()];
    expect(inspect([payment ?? ''])).toMatchObject([
      { kind: 'transaction', txid: idOf(payment ?? Buffer.alloc(0)) },
    ]);
  });
});

describe('what nodes and services answer', () => {
  test('a node’s raw answer', () => {
    const answer = JSON.stringify({ result: block.bytes.toString('hex'), error: null, id: 1 });
    expect(inspect([answer])).toMatchObject([{ hash: block.hash }]);
  });

  test('a block as JSON is made bytes again, with what it spends', () => {
    const header = block.bytes;
    const answer = {
      version: header.readInt32LE(0),
      previousblockhash: before[1]?.hash,
      merkleroot: Buffer.from(header.subarray(36, 68)).reverse().toString('hex'),
      time: header.readUInt32LE(68),
      bits: header.readUInt32LE(72).toString(16),
      nonce: header.readUInt32LE(76),
      tx: [...block.transactions].map(([txid, bytes], i) => ({
        txid,
        hex: bytes.toString('hex'),
        vin:
          i === 0
            ? [{ coinbase: '00' }]
            : [{ txid: coinbase, vout: 0, prevout: { value: 50, scriptPubKey: { hex: payTo(1) } } }],
      })),
    };
    expect(inspect([JSON.stringify({ result: answer })])).toMatchObject([
      { hash: block.hash, fees_total: '1000000' },
    ]);
  });

  test('an Esplora transaction is recomputed from its fields', () => {
    const [, [txid] = ['']] = [...block.transactions];
    const told = {
      txid,
      version: 2,
      locktime: 0,
      vin: [
        {
          txid: coinbase,
          vout: 0,
          scriptsig: '',
          sequence: 0xffffffff,
          prevout: { scriptpubkey: payTo(1), value: 5_000_000_000 },
        },
      ],
      vout: [{ scriptpubkey: payTo(2), value: 4_999_000_000 }],
    };
    expect(inspect([JSON.stringify(told)])).toMatchObject([{ txid, fee: '1000000' }]);
  });

  test.each([
    [
      'a node’s error',
      '{"result":null,"error":{"code":-5,"message":"Block not found"}}',
      'chain.not_a_block',
    ],
    ['JSON of something else', '{"hello":"world"}', 'chain.not_a_block'],
    ['JSON that is cut off', '{"result":{"tx":[', 'chain.malformed'],
    ['an empty file', '', 'chain.not_a_block'],
    ['words', 'these are words', 'chain.truncated'],
  ])('%s is refused', (_what, text, code) => {
    expect(() => inspect([text])).toThrow(expect.objectContaining({ code }));
  });

  test('a ledger of XRP, and records of ethereum-etl', () => {
    const ledger = {
      ledger_index: '7',
      ledger_hash: 'AB'.repeat(32),
      close_time: 1,
      transactions: [
        {
          hash: 'CD'.repeat(32),
          TransactionType: 'Payment',
          Account: 'rA',
          Destination: 'rB',
          Amount: '9',
          Fee: '1',
          metaData: { TransactionResult: 'tesSUCCESS', delivered_amount: '8' },
        },
      ],
    };
    expect(inspect([JSON.stringify({ result: { ledger } })])).toMatchObject([
      { network: 'xrp', height: 7, transactions: [{ fee: '1', transfers: [{ amount: '8' }] }] },
    ]);
    const word = (digit: string): string => `0x${digit.repeat(40).padStart(64, '0')}`;
    const transfer = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
    const csv = [
      'log_index,transaction_hash,transaction_index,block_hash,block_number,address,data,topics',
      `3,0x${'1'.repeat(64)},0,0x${'2'.repeat(64)},5,0x${'3'.repeat(40)},0x${'7'.padStart(64, '0')},"${transfer},${word('a')},${word('b')}"`,
    ].join('\n');
    expect(inspect([csv])).toMatchObject([
      {
        kind: 'records',
        entity: 'log',
        token_transfers: [{ value: '7', from_address: `0x${'a'.repeat(40)}` }],
      },
    ]);
    expect(() => inspect([csv.replace(',5,', ',five,')])).toThrow(
      expect.objectContaining({
        code: 'chain.malformed',
        details: [expect.objectContaining({ field: 'row 2, block_number' })],
      }),
    );
  });

  test('an unknown network is refused', () => {
    expect(() => inspect([block.bytes], { network: 'bitcorn' })).toThrow(
      expect.objectContaining({ code: 'chain.network_unknown' }),
    );
  });
});
