import { gzipSync, zstdCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isFailure } from '../../../kernel/failure.ts';
import { unpack } from '../sources/unpack.ts';
import { GENESIS_PARENT, idOf, madeBlock, payTo } from '../testing/made-chain.ts';
import { merkleRoot } from './block.ts';
import { readBlockFile, readLoneTransaction } from './block-file.ts';
import { canonicalTransaction } from './canonical.ts';
import { utxoNetwork } from './networks.ts';
import { PreviousOutputBook, readPreviousOutputs } from './previous-outputs.ts';
import { sha256d } from './transaction.ts';
import { compactSize, writeTransaction } from './write-transaction.ts';

const spent = { txid: 'ab'.repeat(32), index: 0 };
const block = madeBlock(GENESIS_PARENT, 7, 1, [
  {
    from: spent,
    outputs: [
      { value: 5n, script: payTo(2) },
      { value: 0n, script: '6a0568656c6c6f' },
    ],
  },
]);
const size = Buffer.alloc(4);
size.writeUInt32LE(block.bytes.length);
const magic = Buffer.from('fabfb5da', 'hex');
const framed = Buffer.concat([magic, size, block.bytes]);
const hashesOf = (bytes: Buffer, chain?: string): string[] =>
  [...readBlockFile(bytes, chain)].map((one) => one.block.header.hash);

describe('a block in any wrapping', () => {
  test.each([
    ['bare', block.bytes],
    ['in hexadecimal', Buffer.from(block.bytes.toString('hex'))],
    [
      'in capitals, on lines',
      Buffer.from(
        `${block.bytes
          .toString('hex')
          .toUpperCase()
          .replace(/(.{64})/g, '$1\n')}\n`,
      ),
    ],
    ['in quotes', Buffer.from(`"${block.bytes.toString('hex')}"\n`)],
    ['with magic and size', framed],
    ['with a size alone', Buffer.concat([size, block.bytes])],
    ['in a file filled with zeros', Buffer.concat([framed, Buffer.alloc(100)])],
    ['with gzip', gzipSync(framed)],
    ['with zstd', zstdCompressSync(block.bytes)],
  ])('%s', (_how, bytes) => {
    expect(hashesOf(unpack(bytes))).toEqual([block.hash]);
  });

  test('many, framed or bare, one after the other', () => {
    const second = madeBlock(block.hash, 8, 2);
    const sizeOf = Buffer.alloc(4);
    sizeOf.writeUInt32LE(second.bytes.length);
    const both = Buffer.concat([framed, magic, sizeOf, second.bytes]);
    expect(hashesOf(both)).toEqual([block.hash, second.hash]);
    expect(hashesOf(Buffer.concat([block.bytes, second.bytes]))).toEqual([block.hash, second.hash]);
  });

  test('a regtest block names its network', () => {
    const [found] = readBlockFile(block.bytes);
    expect(found).toMatchObject({ networkFrom: 'header', network: { chain: 'bitcoin-regtest' } });
  });
});

describe('a block that is not whole', () => {
  test('cut off anywhere is refused with its code', () => {
    for (let length = 1; length < block.bytes.length; length += 1)
      expect(() => hashesOf(block.bytes.subarray(0, length), 'bitcoin-regtest')).toThrow(
        expect.objectContaining({
          code: expect.stringMatching(/^chain\.(truncated|malformed|merkle_mismatch)$/),
        }),
      );
  });

  test('with any byte changed is another block, or refused with a code', () => {
    fc.assert(
      fc.property(fc.nat(block.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const bytes = Buffer.from(block.bytes);
        bytes[at] = (bytes[at] ?? 0) ^ change;
        try {
          expect(hashesOf(bytes, 'bitcoin-regtest')).not.toContain(block.hash);
          expect(at).toBeLessThan(80);
        } catch (error) {
          if (!isFailure(error)) throw error;
          expect(error.code).toMatch(/^chain\./);
        }
      }),
      { numRuns: 400 },
    );
  });

  test.each([
    ['nothing that is a block', Buffer.from('not a block at all, but text')],
    ['half a byte of hexadecimal', Buffer.from('abc')],
    ['a magic and nothing', magic],
    ['a size larger than the file', Buffer.concat([magic, Buffer.from('ffffff7f', 'hex'), block.bytes])],
    [
      'a count of transactions that cannot be',
      Buffer.concat([block.bytes.subarray(0, 80), Buffer.from('feffffff7f', 'hex')]),
    ],
  ])('%s', (_what, bytes) => {
    expect(() => hashesOf(bytes)).toThrow(
      expect.objectContaining({ code: expect.stringMatching(/^chain\./) }),
    );
  });

  test('a tree whose last entry is repeated is refused, though its root fits (CVE-2012-2459)', () => {
    const transactions = [...block.transactions.values()];
    const three = [
      ...transactions,
      writeTransaction({
        version: 1,
        lockTime: 0,
        inputs: [{ ...spent, script: '', sequence: 0, witness: [] }],
        outputs: [],
      }),
    ];
    const header = Buffer.from(block.bytes.subarray(0, 80));
    header.set(merkleRoot(three.map(sha256d)).root, 36);
    const repeated = [...three, three[2] ?? Buffer.alloc(0)];
    const bytes = Buffer.concat([header, compactSize(4), ...repeated]);
    expect(() => hashesOf(bytes, 'bitcoin-regtest')).toThrow(
      expect.objectContaining({ code: 'chain.merkle_mismatch' }),
    );
  });

  test('an unknown network is named', () => {
    expect(() => hashesOf(block.bytes, 'bitcorn')).toThrow(
      expect.objectContaining({ code: 'chain.network_unknown' }),
    );
  });
});

describe('merged mining', () => {
  const aux = Buffer.concat([
    writeTransaction({
      version: 1,
      lockTime: 0,
      inputs: [{ txid: '0'.repeat(64), index: 0xffffffff, script: 'fabe', sequence: 0, witness: [] }],
      outputs: [{ value: 1n, script: '51' }],
    }),
    Buffer.alloc(32),
    Buffer.concat([compactSize(2), Buffer.alloc(64), Buffer.alloc(4)]),
    Buffer.concat([compactSize(0), Buffer.alloc(4)]),
    Buffer.alloc(80),
  ]);
  test('Dogecoin’s proof of another chain’s work is passed over', () => {
    const header = Buffer.from(block.bytes.subarray(0, 80));
    header.writeInt32LE(0x00620104, 0);
    const [found] = readBlockFile(Buffer.concat([header, aux, block.bytes.subarray(80)]));
    expect(found).toMatchObject({ network: { chain: 'dogecoin' }, block: { auxPow: true } });
    expect(found?.block.transactions).toHaveLength(2);
  });
});

describe('scripts', () => {
  const network = utxoNetwork('bitcoin');
  if (network === undefined) throw new Error('no bitcoin');
  const outputOf = (script: string) => {
    const told = {
      version: 2,
      lockTime: 0,
      inputs: [{ ...spent, script: '', sequence: 0, witness: [] }],
      outputs: [{ value: 1n, script }],
    };
    const raw = readLoneTransaction(writeTransaction(told));
    if (raw === undefined) throw new Error('not read');
    return canonicalTransaction(network, raw, 0, () => undefined).outputs[0];
  };
  test.each([
    ['0014751e76e8199196d454941c45d1b3a323f1433bd6', 'p2wpkh', 'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4'],
    [
      '00201863143c14c5166804bd19203356da136c985678cd4d27a1b8c6329604903262',
      'p2wsh',
      'bc1qrp33g0q5c5txsp9arysrx4k6zdkfs4nce4xj0gdcccefvpysxf3qccfmv3',
    ],
    [
      '512079be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
      'p2tr',
      'bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0',
    ],
    [
      '5128751e76e8199196d454941c45d1b3a323f1433bd6751e76e8199196d454941c45d1b3a323f1433bd6',
      'witness_unknown',
      'bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7kt5nd6y',
    ],
    ['6a0568656c6c6f', 'op_return', null],
    ['', 'empty', null],
    ['6a', 'op_return', null],
    ['ffffff', 'nonstandard', null],
    ['0014aabb', 'nonstandard', null],
    [`5121${'02'.padEnd(66, '1')}21${'03'.padEnd(66, '2')}52ae`, 'multisig', null],
    [`5221${'02'.padEnd(66, '1')}51ae`, 'nonstandard', null],
  ])('%s is %s', (script, kind, address) => {
    expect(outputOf(script)).toMatchObject({ script: kind, address });
  });
});

describe('previous outputs', () => {
  const told = (text: string) => {
    const book = new PreviousOutputBook();
    readPreviousOutputs(book, Buffer.from(text));
    return book.find(spent.txid, 0)?.value;
  };
  test.each([
    ['a list', `[{"txid":"${spent.txid}","vout":0,"value":77,"scriptpubkey":"51"}]`],
    ['lines', `{"txid":"${spent.txid}","vout":0,"value":77}\n{"txid":"${spent.txid}","vout":1,"value":1}`],
    ['a table', `txid,vout,value,script\n${spent.txid},0,77,51\n`],
    ['values by their place', `{"${spent.txid}:0":77,"${spent.txid}:1":5}`],
    ['outputs by their place', `{"${spent.txid}:0":{"value":77,"scriptpubkey":"51"}}`],
    [
      'Bitcoin Core, in coins',
      `[{"txid":"${spent.txid}","vout":0,"value":7.7e-7,"scriptPubKey":{"hex":"51"}}]`,
    ],
    [
      'what a transaction spends',
      `{"txid":"${'cd'.repeat(32)}","vin":[{"txid":"${spent.txid}","vout":0,"prevout":{"value":77,"scriptpubkey":"51"}}]}`,
    ],
    ['Esplora’s transaction', `{"txid":"${spent.txid}","vout":[{"value":77,"scriptpubkey":"51"}]}`],
  ])('from %s', (_what, text) => expect(told(text)).toBe(77n));

  test('from a block, by the ids recomputed from it', () => {
    const book = new PreviousOutputBook();
    readPreviousOutputs(book, framed);
    const [coinbase] = [...block.transactions.values()];
    expect(book.find(idOf(coinbase ?? Buffer.alloc(0)), 0)?.value).toBe(5_000_000_000n);
  });

  test.each([
    ['a decimal', `[{"txid":"${spent.txid}","vout":0,"value":0.5}]`, 'entry 1'],
    ['no id', '[{"vout":0,"value":5}]', 'entry 1'],
    ['a line that is cut off', '{"txid":"ab"}\n{"txid":', 'line 2'],
  ])('%s is refused, naming its place', (_what, text, field) => {
    expect(() => told(text)).toThrow(
      expect.objectContaining({
        code: 'chain.previous_outputs_unreadable',
        details: [expect.objectContaining({ field })],
      }),
    );
  });
});
