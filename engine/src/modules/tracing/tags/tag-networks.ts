import { isNetwork, type Network } from '@atalaya/contract/assets.ts';
import { addressKey, isAddressOf } from '../../wallets/address.ts';

/** Spellings feeds use for a network whose addresses we can prove. */
const SPELLINGS: Readonly<Record<string, Network>> = {
  btc: 'bitcoin',
  xbt: 'bitcoin',
  omni: 'bitcoin',
  ltc: 'litecoin',
  bch: 'bitcoin-cash',
  bitcoin_cash: 'bitcoin-cash',
  doge: 'dogecoin',
  zec: 'zcash',
  xmr: 'monero',
  dash: 'dash',
  eth: 'ethereum',
  erc20: 'ethereum',
  'eip155:1': 'ethereum',
  bsc: 'bsc',
  bnb: 'bsc',
  bep20: 'bsc',
  matic: 'polygon',
  pol: 'polygon',
  arb: 'arbitrum',
  op: 'optimism',
  avax: 'avalanche',
  trx: 'tron',
  trc20: 'tron',
  sol: 'solana',
  xrp: 'xrp',
  ripple: 'xrp',
  xlm: 'stellar',
  toncoin: 'ton',
};

/** Tokens live on several networks: the address itself says on which of these. */
const TOKENS = new Set(['usdt', 'usdc', 'dai', 'busd', 'tusd']);
const TOKEN_NETWORKS: readonly Network[] = ['ethereum', 'tron', 'bitcoin', 'solana'];

export type ProvenAddress =
  | { readonly network: Network; readonly address: string }
  | { readonly problem: 'network_unknown' | 'address_malformed' | 'null_address' };

/** The zero address and the precompiled contracts are written where a tool had nothing better: nobody's wallet. */
const NOBODYS = /^0x0{36}[0-9a-f]{4}$/;

/** The network and canonical key of an address, or why it cannot be used. */
export function proveAddress(spelling: string, written: string): ProvenAddress {
  const plain = spelling.trim().toLowerCase().replace(/\s+/g, '_');
  const address = written.trim();
  const candidates = TOKENS.has(plain)
    ? TOKEN_NETWORKS
    : isNetwork(plain)
      ? [plain]
      : Object.hasOwn(SPELLINGS, plain)
        ? [SPELLINGS[plain] ?? 'bitcoin']
        : [];
  if (candidates.length === 0) return { problem: 'network_unknown' };
  const network = candidates.find((one) => isAddressOf(one, address));
  if (network === undefined) return { problem: 'address_malformed' };
  const key = addressKey(network, address);
  return NOBODYS.test(key) ? { problem: 'null_address' } : { network, address: key };
}
