import type { ChainBlock, ChainInput, ChainTransaction } from '../chains/chain-block.ts';
import { heightOf, type RawBlock } from './block.ts';
import type { UtxoNetwork } from './networks.ts';
import { addressOfInput, readScript } from './scripts.ts';
import { displayHash, isCoinbase, type RawInput, type RawTransaction } from './transaction.ts';

/** A previous output, from wherever it is known. */
export interface PreviousOutput {
  readonly value: bigint;
  readonly script: Buffer;
}

export type PreviousOutputs = (txid: string, index: number) => PreviousOutput | undefined;

/** Outputs of transactions met so far: a block spends its own. */
export class SeenOutputs {
  readonly #seen = new Map<string, readonly PreviousOutput[]>();
  readonly #others: PreviousOutputs;

  constructor(others: PreviousOutputs = () => undefined) {
    this.#others = others;
  }

  add(transaction: RawTransaction): void {
    this.#seen.set(transaction.txid, transaction.outputs);
  }

  readonly find: PreviousOutputs = (txid, index) =>
    this.#seen.get(txid)?.[index] ?? this.#others(txid, index);
}

function canonicalInput(network: UtxoNetwork, input: RawInput, previous: PreviousOutputs): ChainInput {
  const id = displayHash(input.previousId);
  const known = previous(id, input.previousIndex);
  const read =
    known === undefined
      ? addressOfInput(network, input.script, input.witness)
      : readScript(network, known.script);
  return {
    previous: { id, index: input.previousIndex },
    address: read?.address ?? null,
    value: known?.value ?? null,
    script: read?.kind ?? null,
  };
}

const COINBASE_INPUT: ChainInput = { previous: null, address: null, value: null, script: null };

export function canonicalTransaction(
  network: UtxoNetwork,
  raw: RawTransaction,
  index: number,
  previous: PreviousOutputs,
): ChainTransaction {
  const coinbase = isCoinbase(raw);
  const inputs = coinbase
    ? [COINBASE_INPUT]
    : raw.inputs.map((input) => canonicalInput(network, input, previous));
  const outputs = raw.outputs.map(({ value, script }, i) => {
    const { kind, address } = readScript(network, script);
    return { index: i, address, value, script: kind };
  });
  return {
    id: raw.txid,
    index,
    kind: 'utxo',
    coinbase,
    failed: false,
    fee: coinbase ? 0n : feeOf(inputs, raw),
    feePayer: null,
    inputs,
    outputs,
    transfers: [],
    signals: [],
  };
}

/** Null as soon as one previous output is not known: a fee from some of the inputs would be a guess. */
function feeOf(inputs: readonly ChainInput[], raw: RawTransaction): bigint | null {
  let fee = 0n;
  for (const { value } of inputs) {
    if (value === null) return null;
    fee += value;
  }
  for (const { value } of raw.outputs) fee -= value;
  return fee;
}

/** Outputs of the block are known to its later transactions, and to `seen` afterwards. */
export function canonicalBlock(network: UtxoNetwork, block: RawBlock, seen: SeenOutputs): ChainBlock {
  for (const transaction of block.transactions) seen.add(transaction);
  return {
    chain: network.chain,
    height: heightOf(block),
    hash: block.header.hash,
    parent: block.header.parent,
    time: block.header.time * 1000,
    transactions: block.transactions.map((raw, i) => canonicalTransaction(network, raw, i, seen.find)),
  };
}
