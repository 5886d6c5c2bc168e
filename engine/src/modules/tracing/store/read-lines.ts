import { type Asset, assetOf, isNetwork } from '@atalaya/contract/assets.ts';
import type { CoinBlock, GraphBlock } from '@atalaya/contract/tracing.ts';
import { Failure } from '../../../kernel/failure.ts';
import { parseInstant } from '../../../kernel/instant.ts';
import { parseAmount } from '../../../kernel/money.ts';
import { addressKey } from '../../wallets/address.ts';
import type { ChainBlock, ChainTransaction, ContractSignal } from '../chains/chain-block.ts';
import { plainId } from '../contracts/contract-book.ts';
import type { GraphShelf } from './graph-shelf.ts';
import type { GraphStore } from './graph-store.ts';
import { appendCoinBlock } from './read-blocks.ts';

/** Failure: money.unknown_asset. */
function knownAsset(code: string, row: number): Asset {
  const asset = assetOf(code);
  if (asset !== undefined) return asset;
  throw new Failure('caller', 'money.unknown_asset', `${code} is not known`, [
    { field: '/asset', row, message: code },
  ]);
}

const keyOf = (network: string, address: string): string =>
  isNetwork(network) ? addressKey(network, address) : address;

/** Transfers of an account chain, block by block. Failures: money.*, tracing.asset_unknown, tracing.block_out_of_order. */
export function readTransfers(shelf: GraphShelf, block: GraphBlock, row: number): GraphStore {
  const { network } = block;
  const asset = knownAsset(block.asset, row);
  const said = (block.signals ?? []).map((one) => ({
    txid: one.tx,
    signal: signalOf(network, asset, one, row),
  }));
  const transfers = block.transfers.map(({ from, to, amount, tx }) => ({
    from: from === null ? null : keyOf(network, from),
    to: keyOf(network, to),
    amount: parseAmount(amount, asset),
    transaction: tx,
  }));
  const store = shelf.open({ kind: 'account', network, asset: asset.code });
  const at = { height: block.height, time: parseInstant(block.time) };
  store.appendTransfers(at, transfers);
  shelf.contracts.note({ chain: network, ...at }, said);
  return store;
}

type Told = NonNullable<GraphBlock['signals']>[number];

function signalOf(network: string, ofBlock: Asset, told: Told, row: number): ContractSignal {
  const { kind, id, gave } = told;
  const asset = told.asset === undefined ? ofBlock : knownAsset(told.asset, row);
  const given = gave === undefined ? null : knownAsset(gave.asset, row);
  const idName =
    kind === 'mixer_deposit' ? 'commitment' : kind === 'mixer_withdrawal' ? 'nullifierHash' : 'id';
  return {
    kind,
    contract: keyOf(network, told.contract),
    position: 'tx',
    account: told.account === undefined ? null : keyOf(network, told.account),
    asset: asset.code,
    amount: told.amount === undefined ? null : parseAmount(told.amount, asset),
    details: {
      ...(id === undefined ? {} : { [idName]: id }),
      ...(gave === undefined || given === null
        ? {}
        : { gave_asset: given.code, gave_amount: String(parseAmount(gave.amount, given)) }),
    },
  };
}

/** Transactions of a chain of coins without their bytes: nothing can be proven of them, so they are taken as told. */
export function readCoins(
  shelf: GraphShelf,
  block: CoinBlock,
  row: number,
): { readonly store: GraphStore; readonly repeated: boolean } {
  const asset = knownAsset(block.asset, row);
  const { network, height, transactions } = block;
  const chainBlock: ChainBlock = {
    chain: network,
    height,
    hash: '',
    parent: '',
    time: parseInstant(block.time),
    transactions: transactions.map((one, index) => coinTransaction(network, asset, one, index)),
  };
  const store = shelf.open({ kind: 'utxo', network, asset: asset.code });
  return { store, repeated: !appendCoinBlock(shelf, store, chainBlock) };
}

function coinTransaction(
  network: string,
  asset: Asset,
  { tx, inputs, outputs }: CoinBlock['transactions'][number],
  index: number,
): ChainTransaction {
  return {
    id: plainId(tx),
    index,
    kind: 'utxo',
    coinbase: inputs.length === 0,
    failed: false,
    fee: null,
    feePayer: null,
    inputs: inputs.map((input) => ({
      previous: { id: plainId(input.tx), index: input.index },
      address: input.address === undefined ? null : keyOf(network, input.address),
      value: input.amount === undefined ? null : parseAmount(input.amount, asset),
      script: null,
    })),
    outputs: outputs.map(({ address, amount }, i) => ({
      index: i,
      address: address === null ? null : keyOf(network, address),
      value: parseAmount(amount, asset),
      script: address === null ? 'op_return' : 'nonstandard',
    })),
    transfers: [],
    signals: [],
  };
}
