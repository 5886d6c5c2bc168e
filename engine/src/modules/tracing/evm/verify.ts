import { keccak256 } from '../../wallets/keccak.ts';
import { lyingSource } from '../chains/chain-failure.ts';
import { orderedTrieRoot } from './ordered-trie.ts';
import { bytesOfNumber, encodeRlp, type Rlp } from './rlp.ts';
import { data, isRpcObject, listOf, objectOf, quantity, type RpcObject } from './rpc-values.ts';

/** What a block's own hashes proved. `unverified` names what the answer did not let us recompute, and why. */
export interface EvmProof {
  readonly header: boolean;
  readonly transactions: boolean;
  readonly receipts: boolean;
  readonly unverified: readonly string[];
}

const bytes = (of: RpcObject, name: string): Buffer => Buffer.from((data(of, name) ?? '0x').slice(2), 'hex');
const number = (of: RpcObject, name: string): Buffer => bytesOfNumber(quantity(of, name) ?? 0n);
const hash = (value: Uint8Array): string => `0x${keccak256(value).toString('hex')}`;

/** Fields in the order of the header; the later ones came with forks, and stand where the block has them. */
function headerHash(block: RpcObject): string {
  const fields: Rlp[] = [
    ...[
      'parentHash',
      'sha3Uncles',
      'miner',
      'stateRoot',
      'transactionsRoot',
      'receiptsRoot',
      'logsBloom',
    ].map((name) => bytes(block, name)),
    ...['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'].map((name) => number(block, name)),
    ...['extraData', 'mixHash', 'nonce'].map((name) => bytes(block, name)),
  ];
  const later: readonly (readonly [string, typeof bytes])[] = [
    ['baseFeePerGas', number],
    ['withdrawalsRoot', bytes],
    ['blobGasUsed', number],
    ['excessBlobGas', number],
    ['parentBeaconBlockRoot', bytes],
    ['requestsHash', bytes],
  ];
  for (const [name, encode] of later) if (typeof block[name] === 'string') fields.push(encode(block, name));
  return hash(encodeRlp(fields));
}

const accessList = (transaction: RpcObject): Rlp =>
  listOf(transaction, 'accessList').map((item, i) => {
    const entry = objectOf(item, `accessList/${i}`);
    return [
      bytes(entry, 'address'),
      listOf(entry, 'storageKeys').map((key) => Buffer.from(String(key).slice(2), 'hex')),
    ];
  });

/** The bytes that were signed and broadcast; undefined for types of single chains. */
export function rawTransaction(one: RpcObject): Buffer | undefined {
  if (typeof one.r !== 'string' || typeof one.s !== 'string') return undefined;
  const n = (name: string): Buffer => number(one, name);
  const parity = typeof one.yParity === 'string' ? n('yParity') : n('v');
  const end: Rlp[] = [n('r'), n('s')];
  const body: Rlp[] = [
    bytes(one, 'to'),
    n('value'),
    typeof one.input === 'string' ? bytes(one, 'input') : bytes(one, 'data'),
  ];
  const fees: Rlp[] = [n('maxPriorityFeePerGas'), n('maxFeePerGas'), n('gas')];
  switch (Number(quantity(one, 'type') ?? 0n)) {
    case 0:
      return encodeRlp([n('nonce'), n('gasPrice'), n('gas'), ...body, n('v'), ...end]);
    case 1:
      return typed(1, [
        n('chainId'),
        n('nonce'),
        n('gasPrice'),
        n('gas'),
        ...body,
        accessList(one),
        parity,
        ...end,
      ]);
    case 2:
      return typed(2, [n('chainId'), n('nonce'), ...fees, ...body, accessList(one), parity, ...end]);
    case 3: {
      const blobs = listOf(one, 'blobVersionedHashes').map((text) =>
        Buffer.from(String(text).slice(2), 'hex'),
      );
      const head: Rlp[] = [n('chainId'), n('nonce'), ...fees, ...body, accessList(one)];
      return typed(3, [...head, n('maxFeePerBlobGas'), blobs, parity, ...end]);
    }
    default:
      return undefined;
  }
}

const typed = (type: number, fields: Rlp): Buffer => Buffer.concat([Buffer.from([type]), encodeRlp(fields)]);

function rawReceipt(receipt: RpcObject): Buffer {
  const logs = listOf(receipt, 'logs').map((item, i): Rlp => {
    const log = objectOf(item, `logs/${i}`);
    const topics = listOf(log, 'topics').map((topic) => Buffer.from(String(topic).slice(2), 'hex'));
    return [bytes(log, 'address'), topics, bytes(log, 'data')];
  });
  const state = typeof receipt.root === 'string' ? bytes(receipt, 'root') : number(receipt, 'status');
  const fields: Rlp = [state, number(receipt, 'cumulativeGasUsed'), bytes(receipt, 'logsBloom'), logs];
  const type = Number(quantity(receipt, 'type') ?? 0n);
  return type === 0 ? encodeRlp(fields) : typed(type, fields);
}

const EMPTY_ROOT = orderedTrieRoot([]);

const lie = (what: string, claimed: string, computed: string): Error =>
  lyingSource('chain.hash_mismatch', `${what} is said to be ${claimed}, its content gives ${computed}`, what);

/**
 * Holds a node's answer against its own hashes: header, each transaction, their tree, and the receipts' tree.
 * Failure: chain.hash_mismatch. What cannot be recomputed is named, not passed over.
 */
export function verifyEvmBlock(block: RpcObject, receipts: readonly RpcObject[] | null): EvmProof {
  const unverified: string[] = [];
  const claimed = String(block.hash ?? '').toLowerCase();
  const header = headerHash(block);
  const known = ['logsBloom', 'stateRoot', 'receiptsRoot', 'mixHash'].every(
    (name) => typeof block[name] === 'string',
  );
  if (!known) unverified.push('header: fields are missing');
  else if (header !== claimed) throw lie('/hash', claimed, header);
  const transactions = verifyTransactions(block, unverified);
  const receiptsProven = receipts !== null && verifyReceipts(block, receipts, unverified);
  return { header: known, transactions, receipts: receiptsProven, unverified };
}

function verifyTransactions(block: RpcObject, unverified: string[]): boolean {
  const items = listOf(block, 'transactions');
  const whole = items.filter(isRpcObject);
  if (whole.length < items.length) unverified.push('transactions: only their hashes are there');
  const raw = whole.map(rawTransaction);
  for (const [i, one] of whole.entries()) {
    const content = raw[i];
    if (content === undefined) continue;
    const told = String(one.hash).toLowerCase();
    if (hash(content) !== told) throw lie(`/transactions/${i}/hash`, told, hash(content));
  }
  const known = raw.filter((one) => one !== undefined);
  const claimed = String(block.transactionsRoot ?? '').toLowerCase();
  if (items.length === 0 && claimed !== EMPTY_ROOT) {
    unverified.push('transactions: none are there, though the header has some');
    return false;
  }
  if (known.length < items.length) {
    unverified.push(
      `transactions: ${items.length - known.length} of ${items.length} of a type that is not recomputed`,
    );
    return false;
  }
  const root = orderedTrieRoot(known);
  if (root !== claimed) throw lie('/transactionsRoot', claimed, root);
  return true;
}

function verifyReceipts(block: RpcObject, receipts: readonly RpcObject[], unverified: string[]): boolean {
  if (receipts.length !== listOf(block, 'transactions').length) {
    unverified.push('receipts: not all are there');
    return false;
  }
  const ordered = [...receipts].sort((left, right) =>
    Number((quantity(left, 'transactionIndex') ?? 0n) - (quantity(right, 'transactionIndex') ?? 0n)),
  );
  const root = orderedTrieRoot(ordered.map(rawReceipt));
  const claimed = String(block.receiptsRoot ?? '').toLowerCase();
  if (root !== claimed) throw lie('/receiptsRoot', claimed, root);
  return true;
}
