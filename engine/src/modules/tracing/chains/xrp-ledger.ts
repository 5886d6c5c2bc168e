import { integer, isRpcObject, listOf, objectOf, quantity, type RpcObject } from '../evm/rpc-values.ts';
import { accountTransaction, nativeTransfer } from './account-transaction.ts';
import type { ChainBlock, ChainTransaction, ChainTransfer } from './chain-block.ts';

/** Seconds between 1970 and the ledger's own beginning, 2000-01-01. */
const RIPPLE_EPOCH = 946_684_800;

const text = (of: RpcObject, name: string): string => (typeof of[name] === 'string' ? of[name] : '');

/**
 * The answer of rippled's `ledger` with transactions expanded. What arrived is `delivered_amount`: the `Amount` of a partial payment
 * is only its upper bound, by which exchanges have been robbed. Failure: chain.malformed.
 */
export function canonicalXrpLedger(answer: unknown): ChainBlock {
  const outer = objectOf(answer, 'answer');
  const result = isRpcObject(outer.result) ? outer.result : outer;
  const ledger = objectOf(result.ledger ?? result, 'ledger');
  return {
    chain: 'xrp',
    height: integer(ledger, 'ledger_index'),
    hash: text(ledger, 'ledger_hash').toLowerCase(),
    parent: text(ledger, 'parent_hash').toLowerCase(),
    time: ((integer(ledger, 'close_time') ?? 0) + RIPPLE_EPOCH) * 1000,
    transactions: listOf(ledger, 'transactions').map((one, i) =>
      transactionOf(objectOf(one, `transactions/${i}`), i),
    ),
  };
}

function transactionOf(entry: RpcObject, index: number): ChainTransaction {
  const told = isRpcObject(entry.tx_json) ? entry.tx_json : entry;
  const meta = objectOf(entry.metaData ?? entry.meta ?? {}, 'metaData');
  const failed = text(meta, 'TransactionResult') !== 'tesSUCCESS';
  const payment = !failed && text(told, 'TransactionType') === 'Payment';
  return accountTransaction({
    id: (text(entry, 'hash') || text(told, 'hash')).toLowerCase(),
    index: integer(meta, 'TransactionIndex') ?? index,
    failed,
    fee: quantity(told, 'Fee'),
    feePayer: text(told, 'Account') || null,
    transfers: payment ? paymentOf(told, meta) : [],
  });
}

function paymentOf(told: RpcObject, meta: RpcObject): ChainTransfer[] {
  const delivered = meta.delivered_amount ?? meta.DeliveredAmount ?? told.Amount ?? told.DeliverMax;
  const tag = integer(told, 'DestinationTag');
  const transfer = nativeTransfer('XRP', text(told, 'Account'), text(told, 'Destination'), 0n, {
    memo: tag === null ? null : String(tag),
  });
  if (typeof delivered === 'string') return [{ ...transfer, amount: BigInt(delivered) }];
  if (!isRpcObject(delivered)) return [];
  const issued = `${text(delivered, 'currency')}.${text(delivered, 'issuer')}`;
  return [
    {
      ...transfer,
      kind: 'token',
      asset: issued,
      token: issued,
      amount: issuedUnits(text(delivered, 'value')),
    },
  ];
}

/** Issued amounts are decimals of up to 15 digits with an exponent; kept as integers of 10^-15, what is finer is cut off. */
function issuedUnits(value: string): bigint {
  const [, sign = '', whole = '0', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(value) ?? [];
  const shift = 15 + Number(exponent) - fraction.length;
  const digits = BigInt(whole + fraction);
  const units =
    shift >= 0 ? digits * 10n ** BigInt(Math.min(shift, 100)) : digits / 10n ** BigInt(Math.min(-shift, 100));
  return sign === '-' ? -units : units;
}
