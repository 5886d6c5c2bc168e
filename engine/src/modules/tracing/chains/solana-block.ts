import { integer, isRpcObject, listOf, objectOf, quantity, type RpcObject } from '../evm/rpc-values.ts';
import { accountTransaction, nativeTransfer } from './account-transaction.ts';
import type { ChainBlock, ChainTransaction, ChainTransfer } from './chain-block.ts';

const text = (of: RpcObject, name: string): string => (typeof of[name] === 'string' ? of[name] : '');

/** Mints of assets we keep. Source: the issuers' pages. */
const MINTS: Readonly<Record<string, string>> = {
  EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v: 'USDC',
  Es9vMFrzaCERmJfrF4H2FYD4KCoNkY11McCe8BenwNYB: 'USDT',
};

/**
 * The answer of `getBlock` with `jsonParsed` encoding; read-only: a slot's hash cannot be recomputed from it. Token transfers name token
 * accounts, which are turned into their owners. Failure: chain.malformed.
 */
export function canonicalSolanaBlock(answer: unknown): ChainBlock {
  const block = objectOf(answer, 'block');
  return {
    chain: 'solana',
    height: integer(block, 'blockHeight'),
    hash: text(block, 'blockhash'),
    parent: text(block, 'previousBlockhash'),
    time: (integer(block, 'blockTime') ?? 0) * 1000,
    transactions: listOf(block, 'transactions').map((one, i) =>
      transactionOf(objectOf(one, `transactions/${i}`), i),
    ),
  };
}

interface TokenAccount {
  readonly owner: string;
  readonly mint: string;
}

function transactionOf(json: RpcObject, index: number): ChainTransaction {
  const meta = objectOf(json.meta, 'meta');
  const told = objectOf(json.transaction, 'transaction');
  const message = objectOf(told.message, 'message');
  const keys = listOf(message, 'accountKeys').map((key) =>
    isRpcObject(key) ? text(key, 'pubkey') : String(key),
  );
  const failed = meta.err !== null && meta.err !== undefined;
  const outer = listOf(message, 'instructions');
  const inner = listOf(meta, 'innerInstructions').flatMap((group) =>
    listOf(objectOf(group, 'inner'), 'instructions'),
  );
  const instructions = [...outer, ...inner].map((one) => objectOf(one, 'instruction'));
  const owners = tokenAccounts(meta, keys);
  return accountTransaction({
    id: String(listOf(told, 'signatures')[0] ?? ''),
    index,
    failed,
    fee: quantity(meta, 'fee'),
    feePayer: keys[0] ?? null,
    transfers: failed
      ? []
      : withMemo(
          instructions,
          instructions.flatMap((one, i) => transferOf(one, i, owners)),
        ),
  });
}

function tokenAccounts(meta: RpcObject, keys: readonly string[]): Map<string, TokenAccount> {
  const accounts = new Map<string, TokenAccount>();
  for (const balance of [...listOf(meta, 'preTokenBalances'), ...listOf(meta, 'postTokenBalances')]) {
    const told = objectOf(balance, 'tokenBalance');
    const key = keys[integer(told, 'accountIndex') ?? -1];
    if (key !== undefined) accounts.set(key, { owner: text(told, 'owner'), mint: text(told, 'mint') });
  }
  return accounts;
}

function transferOf(
  instruction: RpcObject,
  index: number,
  owners: ReadonlyMap<string, TokenAccount>,
): ChainTransfer[] {
  const { parsed } = instruction;
  if (!isRpcObject(parsed) || !isRpcObject(parsed.info)) return [];
  const { info } = parsed;
  const position = `instruction:${index}`;
  const kind = text(parsed, 'type');
  if (text(instruction, 'program') === 'system') {
    const amount = quantity(info, 'lamports') ?? 0n;
    const to = text(info, kind === 'createAccount' ? 'newAccount' : 'destination');
    const moves = ['transfer', 'transferWithSeed', 'createAccount'].includes(kind) && amount > 0n;
    return moves ? [nativeTransfer('SOL', text(info, 'source'), to, amount, { position })] : [];
  }
  if (!text(instruction, 'program').startsWith('spl-token') || !kind.startsWith('transfer')) return [];
  const [from, to] = [owners.get(text(info, 'source')), owners.get(text(info, 'destination'))];
  const mint = text(info, 'mint') || (from?.mint ?? to?.mint ?? '');
  const amount = isRpcObject(info.tokenAmount)
    ? quantity(info.tokenAmount, 'amount')
    : quantity(info, 'amount');
  return [
    {
      position,
      kind: 'token',
      asset: MINTS[mint] ?? mint,
      token: mint,
      from: from?.owner ?? text(info, 'source'),
      to: to?.owner ?? text(info, 'destination'),
      amount: amount ?? 0n,
      memo: null,
    },
  ];
}

function withMemo(instructions: readonly RpcObject[], transfers: readonly ChainTransfer[]): ChainTransfer[] {
  const memo = instructions.find((one) => text(one, 'program') === 'spl-memo')?.parsed;
  return transfers.map((transfer) => (typeof memo === 'string' ? { ...transfer, memo } : transfer));
}
