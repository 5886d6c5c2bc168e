import type { ChainTransfer } from '../chains/chain-block.ts';
import { lyingSource } from '../chains/chain-failure.ts';
import { assetOfContract, evmChain } from '../evm/contracts.ts';
import { account, data, integer, isRpcObject, quantity, type RpcObject } from '../evm/rpc-values.ts';
import type { AddressPage, AddressSource, DatedTransaction } from './esplora.ts';
import type { HttpClient } from './http-client.ts';

/** A service shaped as Etherscan's `account` module. It tells no hashes of content, so its word cannot be recomputed. */
export interface EtherscanOptions {
  readonly client: HttpClient;
  readonly chainId: number;
  /** Sent as a query member, as these services want it. */
  readonly apiKey: string;
}

const PAGE = 1000;
const ACTIONS = ['txlist', 'txlistinternal', 'tokentx'] as const;

/** Its answer to "nothing found" is a failure by its own words. */
const NOTHING = /no (transactions|records) found/i;

export function createEtherscan({ client, chainId, apiKey }: EtherscanOptions): AddressSource {
  const network = evmChain(chainId);

  const list = async (action: string, address: string, page: number): Promise<RpcObject[]> => {
    const query = new URLSearchParams({
      chainid: String(chainId),
      module: 'account',
      action,
      address,
      page: String(page),
      offset: String(PAGE),
      sort: 'desc',
      apikey: apiKey,
    });
    const answer = parse(await client.get(`/api?${query}`));
    if (Array.isArray(answer.result)) return answer.result.filter(isRpcObject);
    const said = `${String(answer.message)} ${String(answer.result)}`;
    if (NOTHING.test(said)) return [];
    throw lyingSource('chain.source_lied', `the service answered no list: ${said.slice(0, 100)}`, action);
  };

  return {
    chain: network.chain,
    async addressTransactions(address, after): Promise<AddressPage> {
      const page = after === undefined ? 1 : Number(after);
      const byHash = new Map<string, DatedTransaction[]>();
      let full = false;
      for (const action of ACTIONS) {
        const rows = await list(action, address, page);
        full ||= rows.length === PAGE;
        for (const [i, row] of rows.entries()) {
          const one = transactionOf(network, action, row, i);
          const known = byHash.get(one.transaction.id);
          if (known === undefined) byHash.set(one.transaction.id, [one]);
          else known.push(one);
        }
      }
      const transactions = [...byHash.values()].map(merge);
      return { transactions, after: full ? String(page + 1) : null };
    },
  };
}

function parse(bytes: Buffer): RpcObject {
  try {
    const answer: unknown = JSON.parse(bytes.toString('utf8'));
    if (isRpcObject(answer)) return answer;
  } catch {
    // told below
  }
  throw lyingSource('chain.source_lied', 'the service answered no JSON object');
}

function transferOf(
  network: ReturnType<typeof evmChain>,
  action: (typeof ACTIONS)[number],
  row: RpcObject,
  index: number,
): ChainTransfer {
  const token = action === 'tokentx' ? account(row, 'contractAddress') : null;
  const trace = typeof row.traceId === 'string' ? row.traceId : String(index);
  const position = action === 'txlist' ? 'tx' : action === 'tokentx' ? `log:${index}` : `trace:${trace}`;
  return {
    position,
    kind: action === 'txlist' ? 'native' : action === 'tokentx' ? 'token' : 'internal',
    asset: token === null ? network.native : (assetOfContract(network.chain, token) ?? token),
    token,
    from: account(row, 'from'),
    to: account(row, 'to') ?? account(row, 'contractAddress'),
    amount: quantity(row, 'value') ?? 0n,
    memo: null,
  };
}

/** One row of one list; rows of the same transaction are put together afterwards. */
function transactionOf(
  network: ReturnType<typeof evmChain>,
  action: (typeof ACTIONS)[number],
  row: RpcObject,
  index: number,
): DatedTransaction {
  const failed = row.isError === '1';
  const transfer = transferOf(network, action, row, index);
  const used = quantity(row, 'gasUsed');
  const price = quantity(row, 'gasPrice');
  return {
    height: integer(row, 'blockNumber'),
    time: (integer(row, 'timeStamp') ?? 0) * 1000,
    transaction: {
      id: data(row, 'hash') ?? '',
      index: integer(row, 'transactionIndex') ?? 0,
      kind: 'account',
      coinbase: false,
      failed: failed && action === 'txlist',
      fee: action === 'txlist' && used !== null && price !== null ? used * price : null,
      feePayer: action === 'txlist' ? transfer.from : null,
      inputs: [],
      outputs: [],
      transfers: failed || transfer.amount === 0n ? [] : [transfer],
      signals: [],
    },
  };
}

function merge(parts: readonly DatedTransaction[]): DatedTransaction {
  const [first] = parts;
  if (first === undefined) throw lyingSource('chain.source_lied', 'a transaction without rows');
  const whole = parts.find(({ transaction }) => transaction.feePayer !== null) ?? first;
  const transfers = parts.flatMap(({ transaction }) => transaction.transfers);
  return { ...whole, transaction: { ...whole.transaction, transfers } };
}
