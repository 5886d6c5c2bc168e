import { badChainData } from '../chains/chain-failure.ts';
import { isRpcObject, type RpcObject } from '../evm/rpc-values.ts';
import type { PreviousOutputBook } from './previous-outputs.ts';
import { compactSize, type ToldTransaction, writeTransaction } from './write-transaction.ts';

/** What nodes (`getblock` with verbosity 0, 2 or 3) and Esplora services tell, as the bytes it was made of. */

const text = (of: RpcObject, name: string): string => {
  const value = of[name];
  if (typeof value === 'string') return value;
  throw badChainData('chain.malformed', `${name} is not a text`, name);
};

const whole = (of: RpcObject, name: string): number => {
  const value = of[name];
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value;
  throw badChainData('chain.malformed', `${name} is not an integer`, name);
};

const list = (of: RpcObject, name: string): RpcObject[] => {
  const value = of[name];
  if (Array.isArray(value) && value.every(isRpcObject)) return value;
  throw badChainData('chain.malformed', `${name} is not a list of objects`, name);
};

/** Whether an answer is a block as Bitcoin Core and its kin tell it. */
export const isNodeBlock = (value: unknown): value is RpcObject =>
  isRpcObject(value) && typeof value.merkleroot === 'string' && Array.isArray(value.tx);

const ZEROS = '0'.repeat(64);

/** The block's bytes from an answer with whole transactions; their previous outputs, where told, go into the book. */
export function bytesOfNodeBlock(block: RpcObject, previous: PreviousOutputBook): Buffer {
  const header = Buffer.alloc(80);
  header.writeInt32LE(whole(block, 'version'), 0);
  header.set(
    Buffer.from(
      typeof block.previousblockhash === 'string' ? block.previousblockhash : ZEROS,
      'hex',
    ).reverse(),
    4,
  );
  header.set(Buffer.from(text(block, 'merkleroot'), 'hex').reverse(), 36);
  header.writeUInt32LE(whole(block, 'time'), 68);
  header.writeUInt32LE(Number.parseInt(text(block, 'bits'), 16), 72);
  header.writeUInt32LE(whole(block, 'nonce'), 76);
  const transactions = list(block, 'tx');
  for (const transaction of transactions) notePrevious(transaction, previous);
  return Buffer.concat([
    header,
    compactSize(transactions.length),
    ...transactions.map((one) => Buffer.from(text(one, 'hex'), 'hex')),
  ]);
}

/** Verbosity 3 tells what each input spends; amounts are decimals of a coin there. */
function notePrevious(transaction: RpcObject, previous: PreviousOutputBook): void {
  for (const input of list(transaction, 'vin')) {
    const { prevout } = input;
    if (!isRpcObject(prevout) || !isRpcObject(prevout.scriptPubKey)) continue;
    const value = BigInt(Math.round(Number(prevout.value) * 1e8));
    const script = Buffer.from(text(prevout.scriptPubKey, 'hex'), 'hex');
    previous.put(text(input, 'txid'), whole(input, 'vout'), { value, script });
  }
}

/** Whether an answer is a transaction as Esplora tells it. */
export const isEsploraTransaction = (value: unknown): value is RpcObject =>
  isRpcObject(value) &&
  typeof value.txid === 'string' &&
  Array.isArray(value.vin) &&
  typeof value.locktime === 'number';

/** The bytes of a transaction Esplora tells; what its inputs spend goes into the book. */
export function bytesOfEsplora(transaction: RpcObject, previous: PreviousOutputBook): Buffer {
  const told: ToldTransaction = {
    version: whole(transaction, 'version'),
    lockTime: whole(transaction, 'locktime'),
    inputs: list(transaction, 'vin').map((input) => {
      const { prevout } = input;
      if (isRpcObject(prevout))
        previous.put(text(input, 'txid'), whole(input, 'vout'), {
          value: BigInt(whole(prevout, 'value')),
          script: Buffer.from(text(prevout, 'scriptpubkey'), 'hex'),
        });
      return {
        txid: text(input, 'txid'),
        index: whole(input, 'vout'),
        script: typeof input.scriptsig === 'string' ? input.scriptsig : '',
        sequence: whole(input, 'sequence'),
        witness: Array.isArray(input.witness) ? input.witness.map(String) : [],
      };
    }),
    outputs: list(transaction, 'vout').map((output) => ({
      value: BigInt(whole(output, 'value')),
      script: text(output, 'scriptpubkey'),
    })),
  };
  return writeTransaction(told);
}
