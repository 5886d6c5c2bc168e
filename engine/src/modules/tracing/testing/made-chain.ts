import { meetsTarget, merkleRoot, readHeader } from '../bitcoin/block.ts';
import { displayHash, sha256d } from '../bitcoin/transaction.ts';
import { compactSize, writeTransaction } from '../bitcoin/write-transaction.ts';

/** A regtest chain made in a test, with the work regtest asks for. */
export interface MadeBlock {
  readonly hash: string;
  readonly bytes: Buffer;
  /** txid → bytes. */
  readonly transactions: ReadonlyMap<string, Buffer>;
}

export interface MadePayment {
  readonly from: { readonly txid: string; readonly index: number };
  readonly outputs: readonly { readonly value: bigint; readonly script: string }[];
}

/** Pays to the hash of a key that is the number repeated. */
export const payTo = (number: number): string =>
  `76a914${number.toString(16).padStart(2, '0').repeat(20)}88ac`;

const COINBASE = {
  txid: '0'.repeat(64),
  index: 0xffffffff,
  sequence: 0xffffffff,
  witness: [],
};

function coinbaseOf(height: number, miner: number): Buffer {
  const push = Buffer.alloc(5);
  push[0] = 4;
  push.writeUInt32LE(height, 1);
  return writeTransaction({
    version: 1,
    lockTime: 0,
    inputs: [{ ...COINBASE, script: push.toString('hex') }],
    outputs: [{ value: 5_000_000_000n, script: payTo(miner) }],
  });
}

const paymentOf = ({ from, outputs }: MadePayment): Buffer =>
  writeTransaction({
    version: 2,
    lockTime: 0,
    inputs: [{ txid: from.txid, index: from.index, script: '', sequence: 0xffffffff, witness: [] }],
    outputs,
  });

export const idOf = (transaction: Buffer): string => displayHash(sha256d(transaction));

export function madeBlock(
  parent: string,
  height: number,
  miner: number,
  payments: readonly MadePayment[] = [],
): MadeBlock {
  const transactions = [coinbaseOf(height, miner), ...payments.map(paymentOf)];
  const header = Buffer.alloc(80);
  header.writeInt32LE(0x20000000, 0);
  header.set(Buffer.from(parent, 'hex').reverse(), 4);
  header.set(merkleRoot(transactions.map(sha256d)).root, 36);
  header.writeUInt32LE(1_750_000_000 + 600 * height, 68);
  header.writeUInt32LE(0x207fffff, 72);
  for (let nonce = 0; !meetsTarget(readHeader(header)); nonce += 1) header.writeUInt32LE(nonce, 76);
  return {
    hash: readHeader(header).hash,
    bytes: Buffer.concat([header, compactSize(transactions.length), ...transactions]),
    transactions: new Map(transactions.map((bytes) => [idOf(bytes), bytes])),
  };
}

export const GENESIS_PARENT = '0'.repeat(64);

/** `count` blocks on top of `below`. */
export function madeChain(count: number, miner: number, below: readonly MadeBlock[] = []): MadeBlock[] {
  const chain = [...below];
  for (let i = 0; i < count; i += 1)
    chain.push(madeBlock(chain.at(-1)?.hash ?? GENESIS_PARENT, chain.length, miner));
  return chain;
}
