import { integer, isRpcObject, listOf, objectOf, quantity, type RpcObject } from '../evm/rpc-values.ts';
import { accountTransaction, nativeTransfer } from './account-transaction.ts';
import type { ChainBlock, ChainTransaction, ChainTransfer } from './chain-block.ts';
import { badChainData } from './chain-failure.ts';

const text = (of: RpcObject, name: string): string => (typeof of[name] === 'string' ? of[name] : '');
const recordsOf = (page: unknown): readonly unknown[] => {
  const embedded = objectOf(page, 'page')._embedded;
  return isRpcObject(embedded) ? listOf(embedded, 'records') : [];
};

/** Horizon's answers for one ledger: the ledger, its transactions and its operations. Failure: chain.malformed. */
export function canonicalStellarLedger(
  ledger: unknown,
  transactions: unknown,
  operations: unknown,
): ChainBlock {
  const header = objectOf(ledger, 'ledger');
  const byTransaction = new Map<string, ChainTransfer[]>();
  for (const operation of recordsOf(operations)) {
    const told = objectOf(operation, 'operation');
    const hash = text(told, 'transaction_hash');
    byTransaction.set(hash, [...(byTransaction.get(hash) ?? []), ...transferOf(told)]);
  }
  return {
    chain: 'stellar',
    height: integer(header, 'sequence'),
    hash: text(header, 'hash'),
    parent: text(header, 'prev_hash'),
    time: Date.parse(text(header, 'closed_at')),
    transactions: recordsOf(transactions).map((one, i) =>
      transactionOf(objectOf(one, 'transaction'), i, byTransaction),
    ),
  };
}

function transactionOf(
  told: RpcObject,
  index: number,
  transfers: ReadonlyMap<string, readonly ChainTransfer[]>,
): ChainTransaction {
  const memo = text(told, 'memo') || null;
  const failed = told.successful === false;
  return accountTransaction({
    id: text(told, 'hash'),
    index,
    failed,
    fee: quantity(told, 'fee_charged'),
    feePayer: text(told, 'fee_account') || text(told, 'source_account') || null,
    transfers: failed
      ? []
      : (transfers.get(text(told, 'hash')) ?? []).map((transfer) => ({ ...transfer, memo })),
  });
}

/** Decimals of seven places, as every amount on the ledger. */
function unitsOf(amount: string): bigint {
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d{1,7}))?$/.exec(amount) ?? [];
  if (whole === undefined)
    throw badChainData('chain.malformed', `${amount} is not an amount of Stellar`, 'amount');
  return BigInt(whole + fraction.padEnd(7, '0'));
}

function transferOf(told: RpcObject): ChainTransfer[] {
  const position = `op:${text(told, 'id')}`;
  switch (text(told, 'type')) {
    case 'payment':
    case 'path_payment_strict_receive':
    case 'path_payment_strict_send': {
      const moved = nativeTransfer(
        'XLM',
        text(told, 'from'),
        text(told, 'to'),
        unitsOf(text(told, 'amount')),
        { position },
      );
      if (text(told, 'asset_type') === 'native') return [moved];
      const token = `${text(told, 'asset_code')}:${text(told, 'asset_issuer')}`;
      return [{ ...moved, kind: 'token', asset: assetOf(token), token }];
    }
    case 'create_account':
      return [
        nativeTransfer(
          'XLM',
          text(told, 'funder'),
          text(told, 'account'),
          unitsOf(text(told, 'starting_balance')),
          { position },
        ),
      ];
    default:
      return [];
  }
}

const CIRCLE_USDC = 'USDC:GA5ZSEJYB37JRC5AVCIA5MOP4RHTM335X2KGX3IHOJAPP5RE34K4KZVN';
const assetOf = (token: string): string => (token === CIRCLE_USDC ? 'USDC' : token);
