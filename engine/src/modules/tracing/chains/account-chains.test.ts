import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { keccak256 } from '../../wallets/keccak.ts';
import { canonicalTronBlock } from '../tron/tron-node.ts';
import { parseExactJson } from './exact-json.ts';
import { canonicalSolanaBlock } from './solana-block.ts';
import { canonicalStellarLedger } from './stellar-horizon.ts';
import { canonicalXrpLedger } from './xrp-ledger.ts';

/** Answers at each chain's wire format, with invented parties. */
const word = (hex: string): string => hex.padStart(64, '0');
const topic = (signature: string): string => keccak256(Buffer.from(signature)).toString('hex');

describe('TRON', () => {
  const ALICE = '41'.padEnd(42, 'a');
  const BOB = '41'.padEnd(42, 'b');
  const USDT = '41a614f803b6fd780986a42c78ec9c7f77e6ded13c';
  const raw = Buffer.from('raw data of an invented transaction');
  const txID = createHash('sha256').update(raw).digest('hex');
  const block = (transactions: readonly object[]) => ({
    blockID: `${(77).toString(16).padStart(16, '0')}${'c'.repeat(48)}`,
    block_header: { raw_data: { number: 77, parentHash: 'd'.repeat(64), timestamp: 1_700_000_000_000 } },
    transactions,
  });
  const trigger = {
    txID,
    raw_data_hex: raw.toString('hex'),
    ret: [{ contractRet: 'SUCCESS' }],
    raw_data: {
      contract: [
        {
          type: 'TriggerSmartContract',
          parameter: { value: { owner_address: ALICE, contract_address: USDT } },
        },
      ],
    },
  };
  const log = (...topics: string[]) => ({
    address: USDT.slice(2),
    topics,
    data: word((25_000_000).toString(16)),
  });

  test('TRC-20 USDT, internal TRX and the fee', () => {
    const info = {
      id: txID,
      fee: 13_844_850,
      receipt: { result: 'SUCCESS' },
      log: [log(topic('Transfer(address,address,uint256)'), word('a'.repeat(40)), word('b'.repeat(40)))],
      internal_transactions: [
        { caller_address: USDT, transferTo_address: BOB, callValueInfo: [{ callValue: 7 }], rejected: false },
        { caller_address: USDT, transferTo_address: BOB, callValueInfo: [{ callValue: 9 }], rejected: true },
      ],
    };
    const [transaction] = canonicalTronBlock(block([trigger]), [info]).transactions;
    expect(transaction).toMatchObject({ failed: false, fee: 13_844_850n });
    expect(transaction?.transfers).toMatchObject([
      { kind: 'internal', asset: 'TRX', amount: 7n },
      { kind: 'token', asset: 'USDT', token: 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t', amount: 25_000_000n },
    ]);
  });

  test('an account frozen by the issuer is a signal', () => {
    const info = {
      id: txID,
      log: [{ ...log(topic('AddedBlackList(address)')), data: word('b'.repeat(40)) }],
    };
    const [transaction] = canonicalTronBlock(block([trigger]), [info]).transactions;
    expect(transaction?.signals).toMatchObject([{ kind: 'frozen', asset: 'USDT' }]);
    expect(transaction?.signals[0]?.account).toMatch(/^T/);
  });

  test('what ran out of energy moved nothing, but cost its fee', () => {
    const failed = { ...trigger, ret: [{ contractRet: 'OUT_OF_ENERGY' }] };
    const [transaction] = canonicalTronBlock(block([failed]), [{ id: txID, fee: 5 }]).transactions;
    expect(transaction).toMatchObject({ failed: true, transfers: [], fee: 5n });
  });

  test('an id of other content, and a block of another height, are told lies', () => {
    const lie = expect.objectContaining({ code: 'chain.hash_mismatch' });
    expect(() => canonicalTronBlock(block([{ ...trigger, txID: 'e'.repeat(64) }]), [])).toThrow(lie);
    expect(() => canonicalTronBlock({ ...block([]), blockID: 'f'.repeat(64) }, [])).toThrow(lie);
  });
});

test('XRP: what was delivered counts, not what a partial payment promised; the tag is kept', () => {
  const block = canonicalXrpLedger({
    result: {
      ledger: {
        ledger_index: '80000000',
        ledger_hash: 'AB'.repeat(32),
        parent_hash: 'CD'.repeat(32),
        close_time: 700_000_000,
        transactions: [
          {
            hash: 'EF'.repeat(32),
            TransactionType: 'Payment',
            Account: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh',
            Destination: 'rrrrrrrrrrrrrrrrrrrrrhoLvTp',
            DestinationTag: 4711,
            Amount: '1000000000',
            Fee: '12',
            metaData: { TransactionResult: 'tesSUCCESS', TransactionIndex: 3, delivered_amount: '250' },
          },
          {
            hash: '01'.repeat(32),
            TransactionType: 'Payment',
            Account: 'a',
            Destination: 'b',
            Amount: '5',
            Fee: '12',
            metaData: { TransactionResult: 'tecUNFUNDED_PAYMENT' },
          },
        ],
      },
    },
  });
  expect(block).toMatchObject({ height: 80_000_000, time: 1_646_684_800_000 });
  expect(block.transactions[0]).toMatchObject({
    index: 3,
    fee: 12n,
    transfers: [{ amount: 250n, memo: '4711' }],
  });
  expect(block.transactions[1]).toMatchObject({ failed: true, fee: 12n, transfers: [] });
});

test('Stellar: payments and new accounts in sevenths of a decimal, with the memo of their transaction', () => {
  const page = (records: readonly object[]) => ({ _embedded: { records } });
  const block = canonicalStellarLedger(
    { sequence: 5, hash: 'aa', prev_hash: 'bb', closed_at: '2026-01-01T00:00:00Z' },
    page([{ hash: 't1', successful: true, fee_charged: '100', source_account: 'GA', memo: 'cliente-7' }]),
    page([
      {
        id: '1',
        type: 'payment',
        transaction_hash: 't1',
        from: 'GA',
        to: 'GB',
        amount: '1.5',
        asset_type: 'native',
      },
      {
        id: '2',
        type: 'create_account',
        transaction_hash: 't1',
        funder: 'GA',
        account: 'GC',
        starting_balance: '2.0000001',
      },
      { id: '3', type: 'set_options', transaction_hash: 't1' },
    ]),
  );
  expect(block.transactions[0]?.transfers).toMatchObject([
    { from: 'GA', to: 'GB', amount: 15_000_000n, memo: 'cliente-7' },
    { to: 'GC', amount: 20_000_001n },
  ]);
});

test('Solana: lamports, and tokens by the owners of their accounts', () => {
  const block = canonicalSolanaBlock({
    blockHeight: 9,
    blockhash: 'h',
    previousBlockhash: 'p',
    blockTime: 1_700_000_000,
    transactions: [
      {
        meta: {
          err: null,
          fee: 5000,
          preTokenBalances: [
            { accountIndex: 2, owner: 'OwnerA', mint: 'Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB' },
          ],
          postTokenBalances: [
            { accountIndex: 3, owner: 'OwnerB', mint: 'Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB' },
          ],
          innerInstructions: [],
        },
        transaction: {
          signatures: ['sig'],
          message: {
            accountKeys: ['Payer', 'Other', 'TokenA', 'TokenB'].map((pubkey) => ({ pubkey })),
            instructions: [
              {
                program: 'system',
                parsed: { type: 'transfer', info: { source: 'Payer', destination: 'Other', lamports: 42 } },
              },
              {
                program: 'spl-token',
                parsed: {
                  type: 'transferChecked',
                  info: { source: 'TokenA', destination: 'TokenB', tokenAmount: { amount: '1000000' } },
                },
              },
              { program: 'spl-memo', parsed: 'pedido 8' },
            ],
          },
        },
      },
    ],
  });
  expect(block.transactions[0]).toMatchObject({ id: 'sig', fee: 5000n, feePayer: 'Payer' });
  expect(block.transactions[0]?.transfers).toMatchObject([
    { asset: 'SOL', amount: 42n, memo: 'pedido 8' },
    { asset: 'USDT', from: 'OwnerA', to: 'OwnerB', amount: 1_000_000n },
  ]);
});

test('integers beyond 2^53 keep every digit; what is no JSON is refused', () => {
  expect(parseExactJson('{"value":33251807524000001,"small":7,"rate":0.5}')).toEqual({
    value: '33251807524000001',
    small: 7,
    rate: 0.5,
  });
  expect(() => parseExactJson('{"value":')).toThrow(expect.objectContaining({ code: 'chain.malformed' }));
});
