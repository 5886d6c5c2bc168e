import { badChainData } from '../chains/chain-failure.ts';

/** A transaction as services tell it, to be written as its bytes again: then its txid can be recomputed. */
export interface ToldTransaction {
  readonly version: number;
  readonly lockTime: number;
  readonly inputs: readonly {
    readonly txid: string;
    readonly index: number;
    readonly script: string;
    readonly sequence: number;
    readonly witness: readonly string[];
  }[];
  readonly outputs: readonly { readonly value: bigint; readonly script: string }[];
}

export function compactSize(value: number): Buffer {
  if (value < 0xfd) return Buffer.from([value]);
  const bytes = Buffer.alloc(value <= 0xffff ? 3 : 5);
  bytes[0] = value <= 0xffff ? 0xfd : 0xfe;
  if (value <= 0xffff) bytes.writeUInt16LE(value, 1);
  else bytes.writeUInt32LE(value, 1);
  return bytes;
}

function hex(text: string, what: string): Buffer {
  if (!/^([0-9a-fA-F]{2})*$/.test(text))
    throw badChainData('chain.malformed', `${what} is not hexadecimal`, what);
  return Buffer.from(text, 'hex');
}

const framed = (bytes: Buffer): Buffer => Buffer.concat([compactSize(bytes.length), bytes]);

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value >>> 0);
  return bytes;
}

/** Failure: chain.malformed. */
export function writeTransaction(told: ToldTransaction): Buffer {
  const segwit = told.inputs.some(({ witness }) => witness.length > 0);
  const inputs = told.inputs.map(({ txid, index, script, sequence }) =>
    Buffer.concat([
      hex(txid, 'txid').reverse(),
      uint32(index),
      framed(hex(script, 'script')),
      uint32(sequence),
    ]),
  );
  const outputs = told.outputs.map(({ value, script }) => {
    const amount = Buffer.alloc(8);
    amount.writeBigUInt64LE(value);
    return Buffer.concat([amount, framed(hex(script, 'script'))]);
  });
  const witnesses = told.inputs.map(({ witness }) =>
    Buffer.concat([compactSize(witness.length), ...witness.map((item) => framed(hex(item, 'witness')))]),
  );
  return Buffer.concat([
    uint32(told.version),
    segwit ? Buffer.from([0, 1]) : Buffer.alloc(0),
    compactSize(inputs.length),
    ...inputs,
    compactSize(outputs.length),
    ...outputs,
    ...(segwit ? witnesses : []),
    uint32(told.lockTime),
  ]);
}
