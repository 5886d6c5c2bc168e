import { keccak256 } from '../../wallets/keccak.ts';
import type { ContractSignal, SignalKind } from '../chains/chain-block.ts';
import type { EvmLog } from './records.ts';

/** What contracts say that means something here, by the signature of the event. */
interface KnownEvent {
  readonly kind: SignalKind | 'transfer';
  readonly name: string;
  readonly inputs: readonly { readonly type: string; readonly name: string; readonly indexed: boolean }[];
}

/**
 * kind, event. Sources: contracts of Tether (TetherToken), Circle (FiatTokenV2), Tornado Cash (Tornado), Uniswap V2 and V3 pools,
 * Synapse, Across V3; the last two are the lock-and-mint shape of many smaller bridges.
 */
const SIGNATURES = `
transfer Transfer(address indexed from,address indexed to,uint256 amount)
frozen AddedBlackList(address account)
unfrozen RemovedBlackList(address account)
frozen_funds_destroyed DestroyedBlackFunds(address account,uint256 amount)
frozen AddedBlackList(address indexed account)
unfrozen RemovedBlackList(address indexed account)
frozen_funds_destroyed DestroyedBlackFunds(address indexed account,uint256 amount)
frozen Blacklisted(address indexed account)
unfrozen UnBlacklisted(address indexed account)
mixer_deposit Deposit(bytes32 indexed commitment,uint32 leafIndex,uint256 timestamp)
mixer_withdrawal Withdrawal(address account,bytes32 nullifierHash,address indexed relayer,uint256 fee)
swap Swap(address indexed sender,uint256 amount0In,uint256 amount1In,uint256 amount0Out,uint256 amount1Out,address indexed account)
swap Swap(address indexed sender,address indexed account,int256 amount0,int256 amount1,uint160 price,uint128 liquidity,int24 tick)
bridge_out TokenDeposit(address indexed account,uint256 chainId,address token,uint256 amount)
bridge_in TokenMint(address indexed account,address token,uint256 amount,uint256 fee,bytes32 indexed id)
bridge_out V3FundsDeposited(address token,address outputToken,uint256 amount,uint256 outputAmount,uint256 indexed chainId,uint32 indexed id,uint32 quoteTimestamp,uint32 fillDeadline,uint32 exclusivityDeadline,address indexed account,address recipient,address exclusiveRelayer,bytes message)
bridge_out Locked(address indexed account,address token,uint256 amount,uint256 chainId,bytes32 indexed id)
bridge_in Minted(address indexed account,address token,uint256 amount,uint256 chainId,bytes32 indexed id)
`;

function readSignature(line: string): readonly [string, KnownEvent] {
  const [kind = '', rest = ''] = [line.slice(0, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)];
  const name = rest.slice(0, rest.indexOf('('));
  const inputs = rest
    .slice(rest.indexOf('(') + 1, -1)
    .split(',')
    .map((input) => {
      const words = input.split(' ');
      return { type: words[0] ?? '', name: words.at(-1) ?? '', indexed: words[1] === 'indexed' };
    });
  const canonical = `${name}(${inputs.map((input) => input.type).join(',')})`;
  const topic = `0x${keccak256(Buffer.from(canonical)).toString('hex')}`;
  // The same event with other members indexed is another shape under the same topic.
  const shape = `${topic}/${inputs.filter((input) => input.indexed).length}`;
  return [shape, { kind: kind as KnownEvent['kind'], name, inputs }];
}

const EVENTS = new Map(SIGNATURES.trim().split('\n').map(readSignature));

const WORD = 64;

/** The members of a known event as texts: accounts, decimal amounts, other words in hexadecimal; undefined for an unknown event. */
export function decodeEvent(
  log: EvmLog,
): { kind: KnownEvent['kind']; values: Record<string, string> } | undefined {
  const [topic, ...indexed] = log.topics;
  const event = EVENTS.get(`${topic}/${indexed.length}`);
  if (event === undefined) return undefined;
  const words = log.data.slice(2);
  const values: Record<string, string> = {};
  let topics = 0;
  let at = 0;
  for (const { type, name, indexed: isTopic } of event.inputs) {
    const word = isTopic ? indexed[topics]?.slice(2) : words.slice(at, at + WORD);
    if (isTopic) topics += 1;
    else at += WORD;
    if (word === undefined || word.length < WORD) return undefined;
    values[name] = wordValue(type, word);
  }
  return { kind: event.kind, values };
}

function wordValue(type: string, word: string): string {
  if (type === 'address') return `0x${word.slice(24)}`;
  if (type.startsWith('uint')) return BigInt(`0x${word}`).toString();
  if (type.startsWith('int')) return BigInt.asIntN(256, BigInt(`0x${word}`)).toString();
  return `0x${word}`;
}

/** What a log means beyond a transfer; null for everything else. `known` names the asset of a contract. */
export function signalOf(log: EvmLog, known: (contract: string) => string | null): ContractSignal | null {
  const event = decodeEvent(log);
  if (event === undefined || event.kind === 'transfer') return null;
  const { account, amount, ...details } = event.values;
  return {
    kind: event.kind,
    contract: log.address,
    position: `log:${log.log_index}`,
    account: account ?? null,
    asset: known(event.values.token ?? log.address),
    amount: amount === undefined ? null : BigInt(amount),
    details,
  };
}
