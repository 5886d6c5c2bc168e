import { hash } from 'node:crypto';
import { badChainData } from '../chains/chain-failure.ts';
import type { ByteReader } from './byte-reader.ts';

/** A transaction as its bytes tell it. Scripts and witnesses are views of the block's bytes, not copies. */
export interface RawTransaction {
  /** As people write it: byte-reversed double SHA-256 without the witness. */
  readonly txid: string;
  /** In the order of the bytes, as Merkle trees take it. */
  readonly txidBytes: Buffer;
  readonly wtxidBytes: Buffer;
  readonly version: number;
  readonly lockTime: number;
  readonly inputs: readonly RawInput[];
  readonly outputs: readonly RawOutput[];
  readonly size: number;
  readonly weight: number;
}

export interface RawInput {
  readonly previousId: Buffer;
  readonly previousIndex: number;
  readonly script: Buffer;
  readonly sequence: number;
  readonly witness: readonly Buffer[];
}

export interface RawOutput {
  readonly value: bigint;
  readonly script: Buffer;
}

/** Through texts of bytes: Node hands those over three times as fast as buffers, and a block is ten thousand hashes. */
const sha256 = (bytes: Uint8Array): Buffer => Buffer.from(hash('sha256', bytes, 'binary'), 'latin1');

export const sha256d = (bytes: Uint8Array): Buffer => sha256(sha256(bytes));

/** Hashes are written byte-reversed. */
export const displayHash = (bytes: Uint8Array): string => Buffer.from(bytes).reverse().toString('hex');

const NO_OUTPUT = 0xffffffff;

export const isCoinbase = (transaction: RawTransaction): boolean => {
  const [first] = transaction.inputs;
  return (
    transaction.inputs.length === 1 &&
    first !== undefined &&
    first.previousIndex === NO_OUTPUT &&
    first.previousId.every((byte) => byte === 0)
  );
};

const INPUT_BYTES_MIN = 41;
const OUTPUT_BYTES_MIN = 9;

function readInputs(reader: ByteReader): Omit<RawInput, 'witness'>[] {
  const count = reader.count(INPUT_BYTES_MIN);
  const inputs: Omit<RawInput, 'witness'>[] = [];
  for (let i = 0; i < count; i += 1)
    inputs.push({
      previousId: reader.take(32),
      previousIndex: reader.uint32(),
      script: reader.take(reader.count(1)),
      sequence: reader.uint32(),
    });
  return inputs;
}

function readOutputs(reader: ByteReader): RawOutput[] {
  const count = reader.count(OUTPUT_BYTES_MIN);
  const outputs: RawOutput[] = [];
  for (let i = 0; i < count; i += 1)
    outputs.push({ value: reader.uint64(), script: reader.take(reader.count(1)) });
  return outputs;
}

function readWitness(reader: ByteReader): Buffer[] {
  const count = reader.count(1);
  const items: Buffer[] = [];
  for (let i = 0; i < count; i += 1) items.push(reader.take(reader.count(1)));
  return items;
}

const NO_WITNESS: readonly Buffer[] = [];
const SEGWIT = 1;
/** Litecoin's extension blocks: a flag of its own, and one byte for a transaction that moves nothing into them. */
const MWEB = 8;

/** Failures: chain.truncated, chain.malformed. */
export function readTransaction(reader: ByteReader): RawTransaction {
  const start = reader.at;
  const version = reader.int32();
  const flags = reader.bytes[reader.at] === 0 && reader.left > 1 ? readFlags(reader) : 0;
  const bodyStart = reader.at;
  const inputs = readInputs(reader);
  const outputs = readOutputs(reader);
  const bodyEnd = reader.at;
  const witnesses = flags & SEGWIT ? inputs.map(() => readWitness(reader)) : [];
  if (flags & MWEB) readExtension(reader);
  const lockTime = reader.uint32();
  const whole = reader.bytes.subarray(start, reader.at);
  const stripped =
    flags === 0
      ? whole
      : Buffer.concat([
          reader.bytes.subarray(start, start + 4),
          reader.bytes.subarray(bodyStart, bodyEnd),
          reader.bytes.subarray(reader.at - 4, reader.at),
        ]);
  const txidBytes = sha256d(stripped);
  return {
    txid: displayHash(txidBytes),
    txidBytes,
    wtxidBytes: flags === 0 ? txidBytes : sha256d(whole),
    version,
    lockTime,
    inputs: inputs.map((input, i) => ({ ...input, witness: witnesses[i] ?? NO_WITNESS })),
    outputs,
    size: whole.length,
    weight: stripped.length * 3 + whole.length,
  };
}

function readFlags(reader: ByteReader): number {
  const at = reader.skip(2);
  const flags = reader.bytes[at + 1] ?? 0;
  if (flags === 0 || (flags & ~(SEGWIT | MWEB)) !== 0)
    throw badChainData(
      'chain.malformed',
      `the transaction at byte ${at - 4} has no inputs and unknown flags ${flags}`,
      `byte ${at}`,
    );
  return flags;
}

function readExtension(reader: ByteReader): void {
  if (reader.byte() !== 0)
    throw badChainData(
      'chain.malformed',
      'a transaction carries an extension that is not read',
      `byte ${reader.at - 1}`,
    );
}
