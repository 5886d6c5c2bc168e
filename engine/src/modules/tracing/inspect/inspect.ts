import { bytesOfText } from '../bitcoin/block-file.ts';
import { SeenOutputs } from '../bitcoin/canonical.ts';
import { utxoNetwork } from '../bitcoin/networks.ts';
import { bytesOfEsplora, bytesOfNodeBlock, isEsploraTransaction, isNodeBlock } from '../bitcoin/node-json.ts';
import { PreviousOutputBook, readPreviousOutputs } from '../bitcoin/previous-outputs.ts';
import { badChainData } from '../chains/chain-failure.ts';
import { evmChain } from '../evm/contracts.ts';
import { isRpcObject } from '../evm/rpc-values.ts';
import { unpack } from '../sources/unpack.ts';
import { accountBlockOf, accountBlockReport } from './inspect-accounts.ts';
import { etlEntityOf, etlReport } from './inspect-etl.ts';
import { type EvmAnswers, inspectEvm, sortEvmAnswer } from './inspect-evm.ts';
import { inspectUtxo } from './inspect-utxo.ts';
import type { TagLookup } from './report.ts';

export interface InspectOptions {
  /** A network of Bitcoin's family; an EVM chain by `eip155:<id>` or its name. Guessed where not given. */
  readonly network?: string | undefined;
  /** Files of previous outputs. */
  readonly previous: readonly Buffer[];
  readonly tags: TagLookup;
}

/**
 * Reports of everything the files hold, one after the other: raw blocks of Bitcoin's family in any wrapping, answers of bitcoind,
 * Esplora, EVM, TRON, XRP and Solana nodes, and files of the ethereum-etl family. Failures: those of the readers, and chain.not_a_block.
 */
export function* inspectFiles(files: readonly Buffer[], options: InspectOptions): Generator<object> {
  const book = new PreviousOutputBook();
  for (const file of options.previous) readPreviousOutputs(book, unpack(file));
  const seen = new SeenOutputs(book.find);
  const utxo = { network: utxoNetworkOf(options.network), previous: seen, tags: options.tags };
  const answers: EvmAnswers = { blocks: [], receipts: [], traces: [] };
  const raw: Buffer[] = [];
  for (const file of files) {
    const bytes = unpack(file);
    const records = recordsOf(bytes);
    const parsed = records === undefined ? jsonOf(bytes) : [];
    if (records !== undefined) yield records;
    else if (parsed === undefined) raw.push(bytes);
    for (const value of parsed ?? []) {
      const block = accountBlockOf(answerOf(value));
      if (block !== undefined) yield accountBlockReport(block, options.tags);
      else raw.push(...sortAnswer(value, answers, book));
    }
  }
  for (const bytes of raw) yield* inspectUtxo(bytes, utxo);
  yield* inspectEvm(evmNetworkOf(options.network), answers, options.tags);
}

/** A file of the ethereum-etl family, as one report. */
function recordsOf(bytes: Buffer): object | undefined {
  if (bytes.subarray(0, 64).includes(0)) return undefined;
  const text = bytes.toString('utf8');
  const entity = etlEntityOf(text);
  return entity === undefined ? undefined : etlReport(entity, text);
}

const answerOf = (value: unknown): unknown =>
  isRpcObject(value) && 'result' in value ? value.result : value;

/** The answer, or the answers of several lines; undefined for bytes. */
function jsonOf(bytes: Buffer): unknown[] | undefined {
  const start = bytes.subarray(0, 64).toString('latin1').trimStart();
  if (!/^[[{"]/.test(start)) return undefined;
  const text = bytes.toString('utf8');
  try {
    return [JSON.parse(text)];
  } catch {
    // Lines of JSON, or bytes that happen to begin like it.
  }
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line): unknown => JSON.parse(line));
  } catch {
    if (start.startsWith('"') || bytes.includes(0)) return undefined;
    throw badChainData('chain.malformed', 'the file begins like JSON but is none: it is damaged or cut off');
  }
}

/** Raw bytes of what a Bitcoin node or Esplora tells; EVM answers go to theirs. */
function sortAnswer(value: unknown, answers: EvmAnswers, book: PreviousOutputBook): Buffer[] {
  const answer = answerOf(value);
  if (isRpcObject(value) && isRpcObject(value.error))
    throw badChainData(
      'chain.not_a_block',
      `the node answered an error: ${String(value.error.message)}`,
      '/error',
    );
  if (typeof answer === 'string') return [bytesOfText(Buffer.from(answer))];
  if (isNodeBlock(answer)) return [bytesOfNodeBlock(answer, book)];
  if (isEsploraTransaction(answer)) return [bytesOfEsplora(answer, book)];
  if (Array.isArray(answer) && answer.length > 0 && answer.every(isEsploraTransaction))
    return answer.map((one) => bytesOfEsplora(one, book));
  if (sortEvmAnswer(answers, answer)) return [];
  throw badChainData(
    'chain.not_a_block',
    'the JSON is no block, transaction, receipt or trace that is known here',
  );
}

function utxoNetworkOf(network: string | undefined): string | undefined {
  if (network === undefined || utxoNetwork(network) !== undefined) return network;
  if (evmIdOf(network) !== undefined) return undefined;
  throw badChainData('chain.network_unknown', `the network ${network} is not known`, '/network');
}

const EVM_IDS: Readonly<Record<string, number>> = {
  ethereum: 1,
  optimism: 10,
  bsc: 56,
  polygon: 137,
  base: 8453,
  arbitrum: 42161,
  avalanche: 43114,
};

const evmIdOf = (network: string): number | undefined => {
  const id = /^eip155:(\d{1,15})$/.exec(network)?.[1];
  return id === undefined ? EVM_IDS[network] : Number(id);
};

const evmNetworkOf = (network: string | undefined) =>
  evmChain((network === undefined ? 1 : evmIdOf(network)) ?? 1);
