import type { Network } from '@atalaya/contract/assets.ts';
import { decodeBase58, decodeBase58Check, RIPPLE_ALPHABET } from './checksums/base58.ts';
import { decodeBech32, isCashAddress, isWitnessAddress } from './checksums/bech32.ts';
import { keccak256 } from './checksums/keccak.ts';

/**
 * Whether a text is an address of a network, by its checksum where the network has one, else by its shape. Main networks
 * only: an address of a test network moves no money.
 */
type Check = (address: string) => boolean;

/** Base58check whose version bytes are one of these, with a hash of 20 bytes. */
const base58 =
  (...versions: readonly string[]): Check =>
  (address) => {
    const payload = decodeBase58Check(address);
    return payload !== undefined && versions.includes(Buffer.from(payload.subarray(0, -20)).toString('hex'));
  };

const witness =
  (prefix: string): Check =>
  (address) =>
    isWitnessAddress(address, prefix);

const shape =
  (pattern: RegExp): Check =>
  (address) =>
    pattern.test(address);

const anyOf =
  (...checks: readonly Check[]): Check =>
  (address) =>
    checks.some((check) => check(address));

/** EIP-55: the case of the letters is the checksum; without mixed case there is none. */
function isEvmAddress(address: string): boolean {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return false;
  const digits = address.slice(2);
  const lower = digits.toLowerCase();
  if (digits === lower || digits === digits.toUpperCase()) return true;
  const hash = keccak256(Buffer.from(lower)).toString('hex');
  return [...digits].every(
    (digit, i) =>
      digit === (Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit.toLowerCase()),
  );
}

const isSolana: Check = (address) => decodeBase58(address)?.length === 32;

function isXrp(address: string): boolean {
  const payload = decodeBase58Check(address, RIPPLE_ALPHABET);
  return (payload?.length === 21 && payload[0] === 0) || /^X[1-9A-HJ-NP-Za-km-z]{46}$/.test(address);
}

/** Sapling addresses in bech32, unified ones (ZIP 316) in bech32m; both longer than BIP 173 allows. */
function isShieldedZcash(address: string): boolean {
  const decoded = decodeBech32(address, 512);
  return (
    (decoded?.prefix === 'zs' && decoded.encoding === 'bech32') ||
    (decoded?.prefix === 'u' && decoded.encoding === 'bech32m')
  );
}

const CHECKS: Readonly<Record<Network, Check>> = {
  bitcoin: anyOf(base58('00', '05'), witness('bc')),
  litecoin: anyOf(base58('30', '32', '05'), witness('ltc')),
  'bitcoin-cash': anyOf(base58('00', '05'), isCashAddress),
  dogecoin: base58('1e', '16'),
  dash: base58('4c', '10'),
  zcash: anyOf(base58('1cb8', '1cbd'), isShieldedZcash),
  tron: base58('41'),
  ethereum: isEvmAddress,
  polygon: isEvmAddress,
  bsc: isEvmAddress,
  arbitrum: isEvmAddress,
  optimism: isEvmAddress,
  base: isEvmAddress,
  avalanche: isEvmAddress,
  solana: isSolana,
  xrp: isXrp,
  stellar: shape(/^(G[A-Z2-7]{55}|M[A-Z2-7]{68})$/),
  monero: shape(/^(4|8)[1-9A-HJ-NP-Za-km-z]{94}([1-9A-HJ-NP-Za-km-z]{11})?$/),
};

export const isAddressOf = (network: Network, address: string): boolean => CHECKS[network](address);

/** Two spellings of one address have one key: hexadecimal, bech32 and cashaddr do not care about case. */
export function addressKey(network: Network, address: string): string {
  if (CHECKS[network] === isEvmAddress) return address.toLowerCase();
  if (network === 'bitcoin-cash' && isCashAddress(address))
    return address.toLowerCase().replace(/^bitcoincash:/, '');
  return decodeBech32(address, 512) === undefined ? address : address.toLowerCase();
}
