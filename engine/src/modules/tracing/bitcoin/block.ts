import { badChainData, lyingSource } from '../chains/chain-failure.ts';
import type { ByteReader } from './byte-reader.ts';
import type { UtxoNetwork } from './networks.ts';
import { displayHash, type RawTransaction, readTransaction, sha256d } from './transaction.ts';

export interface BlockHeader {
  readonly hash: string;
  readonly version: number;
  readonly parent: string;
  /** As the header claims it, in display order. */
  readonly merkleRoot: string;
  /** Seconds since 1970. */
  readonly time: number;
  readonly bits: number;
  readonly nonce: number;
}

export interface RawBlock {
  readonly header: BlockHeader;
  readonly transactions: readonly RawTransaction[];
  /** Bytes of the block, its header included. */
  readonly size: number;
  /** Proof of a parent chain's work was there (merged mining). */
  readonly auxPow: boolean;
}

const AUX_POW = 0x100;
const TRANSACTION_BYTES_MIN = 10;
export const HEADER_BYTES = 80;

export function readHeader(bytes: Buffer): BlockHeader {
  return {
    hash: displayHash(sha256d(bytes.subarray(0, HEADER_BYTES))),
    version: bytes.readInt32LE(0),
    parent: displayHash(bytes.subarray(4, 36)),
    merkleRoot: displayHash(bytes.subarray(36, 68)),
    time: bytes.readUInt32LE(68),
    bits: bytes.readUInt32LE(72),
    nonce: bytes.readUInt32LE(76),
  };
}

/** The next block of the reader. Failures: chain.truncated, chain.malformed. */
export function readBlock(reader: ByteReader, network: UtxoNetwork): RawBlock {
  const start = reader.at;
  const header = readHeader(reader.take(HEADER_BYTES));
  const auxPow = network.auxPow && (header.version & AUX_POW) !== 0;
  if (auxPow) skipAuxPow(reader);
  const count = reader.count(TRANSACTION_BYTES_MIN);
  if (count === 0)
    throw badChainData('chain.malformed', 'the block has no transaction', `byte ${reader.at - 1}`);
  const transactions: RawTransaction[] = [];
  for (let i = 0; i < count; i += 1) transactions.push(readTransaction(reader));
  return { header, transactions, size: reader.at - start, auxPow };
}

/** CAuxPow: the parent's coinbase, its branch, the chain's branch, the parent's header. */
function skipAuxPow(reader: ByteReader): void {
  readTransaction(reader);
  reader.skip(32);
  for (const _branch of ['coinbase', 'chain']) {
    reader.skip(32 * reader.count(32));
    reader.skip(4);
  }
  reader.skip(HEADER_BYTES);
}

/** Root of the tree Bitcoin builds: the last of an odd row is paired with itself. */
export function merkleRoot(leaves: readonly Buffer[]): { root: Buffer; mutated: boolean } {
  let row = [...leaves];
  let mutated = false;
  const pair = Buffer.alloc(64);
  while (row.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < row.length; i += 2) {
      const left = row[i] ?? pair;
      const right = row[i + 1];
      if (right?.equals(left)) mutated = true;
      pair.set(left, 0);
      pair.set(right ?? left, 32);
      next.push(sha256d(pair));
    }
    row = next;
  }
  return { root: row[0] ?? Buffer.alloc(32), mutated };
}

/**
 * What the header promises is what the transactions give. Failures: chain.merkle_mismatch, chain.witness_mismatch. A tree
 * in which a row repeats its last entry (CVE-2012-2459) is refused as well: its root fits more than one list.
 */
export function verifyBlock(block: RawBlock): void {
  const { root, mutated } = merkleRoot(block.transactions.map((transaction) => transaction.txidBytes));
  const computed = displayHash(root);
  if (mutated || computed !== block.header.merkleRoot)
    throw lyingSource(
      'chain.merkle_mismatch',
      `block ${block.header.hash} claims the root ${block.header.merkleRoot}, its transactions give ${computed}`,
      '/merkle_root',
    );
  if (witnessCommitment(block) === 'wrong')
    throw lyingSource(
      'chain.witness_mismatch',
      `block ${block.header.hash} commits to other witnesses`,
      '/witness',
    );
}

const COMMITMENT = Buffer.from('6a24aa21a9ed', 'hex');

/** BIP 141: the coinbase commits to the tree of transactions with their witnesses. */
export function witnessCommitment(block: RawBlock): 'absent' | 'right' | 'wrong' {
  const [coinbase] = block.transactions;
  const output = coinbase?.outputs.findLast(
    ({ script }) => script.length >= 38 && script.subarray(0, 6).equals(COMMITMENT),
  );
  const nonce = coinbase?.inputs[0]?.witness[0];
  if (output === undefined || nonce?.length !== 32) return 'absent';
  const leaves = block.transactions.map((one, i) => (i === 0 ? Buffer.alloc(32) : one.wtxidBytes));
  const expected = sha256d(Buffer.concat([merkleRoot(leaves).root, nonce]));
  return expected.equals(output.script.subarray(6, 38)) ? 'right' : 'wrong';
}

/** BIP 34: from version 2 on the coinbase begins with the height. Null where it does not. */
export function heightOf(block: RawBlock): number | null {
  const script = block.transactions[0]?.inputs[0]?.script;
  const length = script?.[0] ?? 0;
  if (script === undefined || block.header.version < 2 || length > 4 || script.length < length + 1)
    return null;
  if (length === 0) return 0;
  const height = script.readUIntLE(1, length);
  return height > 0 && height < 500_000_000 ? height : null;
}

/** Whether the block's own hash is below its target. */
export function meetsTarget(header: BlockHeader): boolean {
  const exponent = header.bits >>> 24;
  const mantissa = BigInt(header.bits & 0x7fffff);
  const target =
    exponent <= 3 ? mantissa >> BigInt(8 * (3 - exponent)) : mantissa << BigInt(8 * (exponent - 3));
  return BigInt(`0x${header.hash}`) <= target;
}
