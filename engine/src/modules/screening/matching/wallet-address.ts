/**
 * When two spellings of a wallet address are the same address. Hexadecimal (EVM) and bech32 forms do not care about
 * case; base58 does: another case is another address. Prefixes that programs add are taken off.
 */
/** Any length: OFAC once published one with 39 digits, which must still meet itself. */
const EVM = /^0x[0-9a-f]+$/i;
/** Human-readable part, the separator 1, and the bech32 alphabet (BIP 173, BIP 350). */
const BECH32 = /^(?:bc|tb|ltc|btg|addr|cosmos|osmo|zs)1[02-9ac-hj-np-z]{8,}$/i;
/** Bitcoin Cash: optional prefix, q or p, then the same alphabet. */
const CASHADDR = /^(?:bitcoincash:)?([qp][02-9ac-hj-np-z]{41})$/i;
const URI_PREFIX = /^(?:bitcoin|ethereum|litecoin|tron|monero|dash|zcash|solana|ripple|stellar):/i;
const LENGTH_MAX = 256;

/** Undefined when the text cannot be an address. */
export function walletKey(address: string): string | undefined {
  const plain = address
    .replace(/[\s\p{Cf}]/gu, '')
    .replace(URI_PREFIX, '')
    .slice(0, LENGTH_MAX);
  if (!/^[A-Za-z0-9:]{12,}$/.test(plain)) return undefined;
  if (EVM.test(plain) || BECH32.test(plain)) return plain.toLowerCase();
  const cash = CASHADDR.exec(plain);
  return cash?.[1] === undefined ? plain : cash[1].toLowerCase();
}

/** One private key owns the address on all of these. */
const EVM_NETWORKS: ReadonlySet<string> = new Set([
  'ethereum',
  'polygon',
  'bsc',
  'arbitrum',
  'optimism',
  'base',
  'avalanche',
  'ethereum-classic',
]);

/** Bitcoin and its forks share the old address form, so one key owns it on each. */
const BITCOIN_FORKS: ReadonlySet<string> = new Set(['bitcoin', 'bitcoin-cash', 'bitcoin-sv']);

export const sameKeyNetworks = (left: string, right: string): boolean =>
  left === right ||
  (EVM_NETWORKS.has(left) && EVM_NETWORKS.has(right)) ||
  (BITCOIN_FORKS.has(left) && BITCOIN_FORKS.has(right));
