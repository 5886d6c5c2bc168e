import { hash } from 'node:crypto';
import { tronAddress } from '../../wallets/encode-address.ts';
import { accountTransaction, nativeTransfer } from '../chains/account-transaction.ts';
import type { ChainBlock, ChainTransaction, ChainTransfer, ContractSignal } from '../chains/chain-block.ts';
import { badChainData, lyingSource } from '../chains/chain-failure.ts';
import { assetOfContract } from '../evm/contracts.ts';
import { decodeEvent, signalOf } from '../evm/events.ts';
import type { EvmLog } from '../evm/records.ts';
import { integer, isRpcObject, listOf, objectOf, quantity, type RpcObject } from '../evm/rpc-values.ts';

/**
 * TRON's own HTTP answers: `/wallet/getblockbynum` and `/wallet/gettransactioninfobyblocknum`. Accounts come in hexadecimal with 41 in
 * front, in logs without. A transaction's id is the hash of its raw data, which is recomputed.
 */
const ACCOUNT = /^(?:41)?([0-9a-fA-F]{40})$/;

function account(of: RpcObject, name: string): string | null {
  const value = of[name];
  if (value === undefined || value === null || value === '') return null;
  const digits = typeof value === 'string' ? ACCOUNT.exec(value)?.[1] : undefined;
  if (digits === undefined) throw badChainData('chain.malformed', `${name} is not an account of TRON`, name);
  return tronAddress(Buffer.from(digits, 'hex'));
}

/** An account of a log's words, as our events write it. */
const ofEvm = (address: string): string => tronAddress(Buffer.from(address.slice(2), 'hex'));

const text = (of: RpcObject, name: string): string => (typeof of[name] === 'string' ? of[name] : '');

/** Failures: chain.malformed, chain.hash_mismatch. */
export function canonicalTronBlock(answer: unknown, infos: readonly unknown[]): ChainBlock {
  const block = objectOf(answer, 'block');
  const raw = objectOf(objectOf(block.block_header, 'block_header').raw_data, 'raw_data');
  const height = integer(raw, 'number') ?? 0;
  const id = text(block, 'blockID').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(id) || Number.parseInt(id.slice(0, 16), 16) !== height)
    throw lyingSource('chain.hash_mismatch', `block ${id} does not carry the height ${height}`, '/blockID');
  const byId = new Map(infos.map((info) => [text(objectOf(info, 'info'), 'id'), objectOf(info, 'info')]));
  return {
    chain: 'tron',
    height,
    hash: id,
    parent: text(raw, 'parentHash').toLowerCase(),
    time: integer(raw, 'timestamp') ?? 0,
    transactions: listOf(block, 'transactions').map((one, index) =>
      transactionOf(objectOf(one, `transactions/${index}`), index, byId),
    ),
  };
}

function transactionOf(
  json: RpcObject,
  index: number,
  infos: ReadonlyMap<string, RpcObject>,
): ChainTransaction {
  const id = text(json, 'txID').toLowerCase();
  const computed = hash('sha256', Buffer.from(text(json, 'raw_data_hex'), 'hex'));
  if (text(json, 'raw_data_hex') !== '' && computed !== id)
    throw lyingSource(
      'chain.hash_mismatch',
      `transaction ${id} has another content than its id`,
      `/transactions/${index}`,
    );
  const [contract] = listOf(objectOf(json.raw_data, 'raw_data'), 'contract');
  const kind = text(objectOf(contract ?? {}, 'contract'), 'type');
  const value = objectOf(
    objectOf(objectOf(contract ?? {}, 'contract').parameter ?? {}, 'parameter').value ?? {},
    'value',
  );
  const info = infos.get(id);
  const failed = resultOf(json, info) !== 'SUCCESS';
  const owner = account(value, 'owner_address');
  const logs =
    failed || info === undefined ? [] : listOf(info, 'log').map((log, i) => logOf(objectOf(log, 'log'), i));
  return accountTransaction({
    id,
    index,
    failed,
    fee: info === undefined ? null : (quantity(info, 'fee') ?? 0n),
    feePayer: owner,
    transfers: failed
      ? []
      : [...mainTransfer(kind, owner, value), ...internalTransfers(info), ...logs.flatMap(tokenTransfer)],
    signals: [...(failed ? [] : delegated(kind, owner, value)), ...logs.flatMap(tronSignal)],
  });
}

/** Smart contracts tell their end in `contractRet`; plain transfers in the block are done. */
function resultOf(json: RpcObject, info: RpcObject | undefined): string {
  const [ret] = listOf(json, 'ret');
  const told = text(objectOf(ret ?? {}, 'ret'), 'contractRet');
  const receipt = isRpcObject(info?.receipt) ? text(info.receipt, 'result') : '';
  return [told, receipt].find((one) => one !== '' && one !== 'SUCCESS') ?? 'SUCCESS';
}

function mainTransfer(kind: string, owner: string | null, value: RpcObject): ChainTransfer[] {
  const amount = quantity(value, kind === 'TriggerSmartContract' ? 'call_value' : 'amount') ?? 0n;
  if (amount === 0n) return [];
  switch (kind) {
    case 'TransferContract':
      return [nativeTransfer('TRX', owner, account(value, 'to_address'), amount)];
    case 'TriggerSmartContract':
      return [nativeTransfer('TRX', owner, account(value, 'contract_address'), amount)];
    case 'TransferAssetContract': {
      const token = Buffer.from(text(value, 'asset_name'), 'hex').toString('utf8');
      const moved = nativeTransfer(`trc10:${token}`, owner, account(value, 'to_address'), amount);
      return [{ ...moved, kind: 'token', token }];
    }
    default:
      return [];
  }
}

function internalTransfers(info: RpcObject | undefined): ChainTransfer[] {
  if (info === undefined) return [];
  return listOf(info, 'internal_transactions').flatMap((one, i) => {
    const call = objectOf(one, 'internal_transactions');
    const values = listOf(call, 'callValueInfo').map((item) => objectOf(item, 'callValueInfo'));
    const amount = values.reduce(
      (sum, item) => (text(item, 'tokenId') === '' ? sum + (quantity(item, 'callValue') ?? 0n) : sum),
      0n,
    );
    const [from, to] = [account(call, 'caller_address'), account(call, 'transferTo_address')];
    return call.rejected === true || amount === 0n
      ? []
      : [nativeTransfer('TRX', from, to, amount, { position: `trace:${i}`, kind: 'internal' })];
  });
}

const hex = (value: unknown): string => `0x${String(value).toLowerCase()}`;

/** TRON's logs are those of the EVM without 0x. */
const logOf = (log: RpcObject, index: number): EvmLog => ({
  log_index: index,
  transaction_hash: '',
  transaction_index: 0,
  block_hash: '',
  block_number: 0,
  address: hex(ACCOUNT.exec(text(log, 'address'))?.[1] ?? ''),
  data: hex(text(log, 'data')),
  topics: listOf(log, 'topics').map(hex),
});

/** Energy or bandwidth given to another account, so that it can move tokens without TRX of its own. */
function delegated(kind: string, owner: string | null, value: RpcObject): ContractSignal[] {
  const receiver = kind === 'DelegateResourceContract' ? account(value, 'receiver_address') : null;
  if (owner === null || receiver === null) return [];
  const amount = quantity(value, 'balance') ?? null;
  const said = { contract: owner, position: 'tx', account: receiver, asset: 'TRX', amount, details: {} };
  return [{ kind: 'energy_delegated', ...said }];
}

const NOBODY = `0x${'0'.repeat(40)}`;

/** TRC-20 speaks as ERC-20 does. */
function tokenTransfer(log: EvmLog): ChainTransfer[] {
  const event = decodeEvent(log);
  if (event?.kind !== 'transfer') return [];
  const token = ofEvm(log.address);
  const { from = NOBODY, to = NOBODY, amount = '0' } = event.values;
  return [
    {
      position: `log:${log.log_index}`,
      kind: from === NOBODY ? 'mint' : to === NOBODY ? 'burn' : 'token',
      asset: assetOfContract('tron', token) ?? token,
      token,
      from: from === NOBODY ? null : ofEvm(from),
      to: to === NOBODY ? null : ofEvm(to),
      amount: BigInt(amount),
      memo: null,
    },
  ];
}

function tronSignal(log: EvmLog): ContractSignal[] {
  const signal = signalOf(log, (contract) => assetOfContract('tron', ofEvm(contract)));
  if (signal === null) return [];
  const { account: whose, contract } = signal;
  return [{ ...signal, contract: ofEvm(contract), account: whose === null ? null : ofEvm(whose) }];
}
