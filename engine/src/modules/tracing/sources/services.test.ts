import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { keccak256 } from '../../wallets/keccak.ts';
import { bytesOfNumber, encodeRlp } from '../evm/rlp.ts';
import { idOf, madeBlock, madeChain, payTo } from '../testing/made-chain.ts';
import { createEsplora } from './esplora.ts';
import { createEtherscan } from './etherscan.ts';
import { createEvmNode } from './evm-node.ts';
import { createHttpClient } from './http-client.ts';
import { createRpc } from './json-rpc.ts';

/** Services and EVM nodes at their wire format. */
type Answer = (path: string, body: string) => unknown;
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function serve(answer: Answer) {
  const server = createServer(async (request, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part);
    const said = answer(request.url ?? '', Buffer.concat(parts).toString());
    const body = Buffer.isBuffer(said) || typeof said === 'string' ? said : JSON.stringify(said);
    response.writeHead(said === undefined ? 404 : 200).end(said === undefined ? '' : body);
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  stops.push(() => new Promise((resolve) => void server.close(() => resolve())));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return createHttpClient({ url, sleep: async () => undefined, retries: 1 });
}

describe('Esplora', () => {
  const chain = madeChain(2, 1);
  const [coinbase = ''] = [...(chain[0]?.transactions.keys() ?? [])];
  const block = madeBlock(chain[1]?.hash ?? '', 2, 1, [
    { from: { txid: coinbase, index: 0 }, outputs: [{ value: 4_999_999_000n, script: payTo(2) }] },
  ]);
  const [, payment] = [...block.transactions.values()];
  const txid = idOf(payment ?? Buffer.alloc(0));
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
        is_coinbase: false,
        prevout: { scriptpubkey: payTo(1), value: 5_000_000_000 },
      },
    ],
    vout: [{ scriptpubkey: payTo(2), value: 4_999_999_000 }],
    status: { confirmed: true, block_height: 2, block_time: 1_750_001_200 },
  };
  const esplora = async (transaction: object = told) =>
    createEsplora(
      await serve((path) => {
        if (path === '/blocks/tip/height') return '2';
        if (path === '/block-height/2') return block.hash;
        if (path === `/block/${block.hash}/raw`) return block.bytes;
        return path.startsWith('/address/') ? [transaction] : undefined;
      }),
      'bitcoin-regtest',
    );

  test('tip, block and the transactions of an address', async () => {
    const source = await esplora();
    expect(await source.tip()).toEqual({ height: 2, hash: block.hash });
    expect((await source.block({ height: 2, hash: block.hash })).transactions).toHaveLength(2);
    const page = await source.addressTransactions('mxVFsFW5N4mu1HPkxPttorvocvzeZ7KZyk');
    expect(page).toMatchObject({
      after: null,
      transactions: [{ height: 2, transaction: { id: txid, fee: 1000n } }],
    });
  });

  test('a changed amount does not give the id', async () => {
    const lie = await esplora({ ...told, vout: [{ scriptpubkey: payTo(2), value: 1 }] });
    await expect(lie.addressTransactions('x')).rejects.toMatchObject({ code: 'chain.hash_mismatch' });
  });
});

describe('Etherscan', () => {
  const row = {
    blockNumber: '5',
    timeStamp: '1700000000',
    hash: `0x${'1'.repeat(64)}`,
    from: `0x${'a'.repeat(40)}`,
    to: `0x${'b'.repeat(40)}`,
    value: '7',
    transactionIndex: '1',
  };
  test('native, internal and token rows of one transaction are one', async () => {
    const source = createEtherscan({
      chainId: 1,
      apiKey: 'k',
      client: await serve((path) => {
        if (path.includes('action=txlistinternal'))
          return { status: '0', message: 'No transactions found', result: [] };
        if (path.includes('action=tokentx'))
          return {
            status: '1',
            result: [{ ...row, contractAddress: '0xdac17f958d2ee523a2206206994597c13d831ec7', value: '900' }],
          };
        return { status: '1', result: [{ ...row, isError: '0', gasUsed: '21000', gasPrice: '2' }] };
      }),
    });
    const { transactions } = await source.addressTransactions(row.from);
    expect(transactions).toMatchObject([
      {
        height: 5,
        transaction: {
          fee: 42_000n,
          transfers: [
            { asset: 'ETH', amount: 7n },
            { asset: 'USDT', amount: 900n },
          ],
        },
      },
    ]);
  });

  test('a refusal by its words is an error, not an empty wallet', async () => {
    const client = await serve(() => ({ status: '0', message: 'NOTOK', result: 'Max rate limit reached' }));
    const source = createEtherscan({ client, chainId: 1, apiKey: 'k' });
    await expect(source.addressTransactions(row.from)).rejects.toMatchObject({ code: 'chain.source_lied' });
  });
});

describe('an EVM node', () => {
  const zero = (bytes: number): string => `0x${'0'.repeat(2 * bytes)}`;
  const EMPTY = '0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421';
  const header = {
    number: '0x5',
    parentHash: `0x${'22'.repeat(32)}`,
    nonce: zero(8),
    mixHash: zero(32),
    sha3Uncles: zero(32),
    logsBloom: zero(256),
    transactionsRoot: EMPTY,
    stateRoot: zero(32),
    receiptsRoot: EMPTY,
    miner: zero(20),
    difficulty: '0x0',
    extraData: '0x',
    gasLimit: '0x1c9c380',
    gasUsed: '0x0',
    timestamp: '0x65000000',
    transactions: [],
  };
  const bytes = (text: string): Buffer => Buffer.from(text.slice(2), 'hex');
  const number = (text: string): Buffer => bytesOfNumber(BigInt(text));
  const { parentHash, sha3Uncles, miner, stateRoot, transactionsRoot, receiptsRoot, logsBloom } = header;
  const hash = `0x${keccak256(
    encodeRlp([
      ...[parentHash, sha3Uncles, miner, stateRoot, transactionsRoot, receiptsRoot, logsBloom].map(bytes),
      ...[header.difficulty, header.number, header.gasLimit, header.gasUsed, header.timestamp].map(number),
      ...[header.extraData, header.mixHash, header.nonce].map(bytes),
    ]),
  ).toString('hex')}`;

  const node = async (more: object = {}, chainId = '0x1') =>
    createEvmNode(
      createRpc(
        await serve((_path, body) => {
          const { method, id } = JSON.parse(body);
          if (method === 'eth_chainId') return { id, result: chainId };
          if (method.startsWith('eth_getBlockBy')) return { id, result: { ...header, hash, ...more } };
          return { id, error: { code: -32601, message: 'no such method' } };
        }),
      ),
      1,
    );

  test('a block whose hash is that of its header is taken; without traces it tells none', async () => {
    const source = await node();
    expect(await source.tip()).toEqual({ height: 5, hash });
    expect(await source.block({ height: 5, hash })).toMatchObject({
      chain: 'ethereum',
      height: 5,
      transactions: [],
    });
  });

  test.each([
    ['another time', { timestamp: '0x65000001' }, 'chain.hash_mismatch'],
    ['transactions left out', { transactionsRoot: `0x${'33'.repeat(32)}` }, 'chain.hash_mismatch'],
    ['another block', { hash: `0x${'44'.repeat(32)}` }, 'chain.source_lied'],
    ['half a hash', { parentHash: '0x12' }, 'chain.malformed'],
  ])('%s: %s is refused', async (_what, lie, code) => {
    await expect((await node(lie)).block({ height: 5, hash })).rejects.toMatchObject({ code });
  });

  test('a node of another chain is refused before anything is asked of it', async () => {
    await expect((await node({}, '0x89')).tip()).rejects.toMatchObject({ code: 'chain.source_lied' });
  });
});
