import { NETWORKS, type Network } from '@atalaya/contract/assets.ts';
import { decodeTon, decodeXrp, moneroFormat, stellarFormat } from './checksums/account-formats.ts';
import { decodeBase58, decodeBase58Check } from './checksums/base58.ts';
import { bytesOfFives, decodeBech32, isCashAddress, isWitnessAddress } from './checksums/bech32.ts';
import { keccak256 } from './checksums/keccak.ts';

/**
 * Whether a text is an address of a network, by its checksum where the network has one, else by its shape; and in which format. Main networks
 * only: an address of a test network moves no money.
 */
type Formats = (address: string) => string | undefined;

/** Base58check with a hash of 20 bytes, by its version bytes. */
const base58 =
  (formats: Readonly<Record<string, string>>): Formats =>
  (address) => {
    const payload = decodeBase58Check(address);
    return payload === undefined ? undefined : formats[Buffer.from(payload.subarray(0, -20)).toString('hex')];
  };

const WITNESS: Readonly<Record<string, string>> = { '0/20': 'p2wpkh', '0/32': 'p2wsh', '1/32': 'p2tr' };

const witness =
  (prefix: string): Formats =>
  (address) => {
    if (!isWitnessAddress(address, prefix)) return undefined;
    const [version = 0, ...fives] = decodeBech32(address)?.data ?? [];
    return WITNESS[`${version}/${bytesOfFives(fives)?.length}`] ?? 'witness_unknown';
  };

const anyOf =
  (...formats: readonly Formats[]): Formats =>
  (address) => {
    for (const format of formats) {
      const found = format(address);
      if (found !== undefined) return found;
    }
    return undefined;
  };

/** EIP-55: the case of the letters is the checksum; without mixed case there is none. */
function evm(address: string): string | undefined {
  if (!/^0x[0-9a-fA-F]{40}$/.test(address)) return undefined;
  const digits = address.slice(2);
  const lower = digits.toLowerCase();
  if (digits === lower || digits === digits.toUpperCase()) return 'evm_unchecked';
  const hash = keccak256(Buffer.from(lower)).toString('hex');
  const holds = [...digits].every(
    (digit, i) =>
      digit === (Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit.toLowerCase()),
  );
  return holds ? 'evm_eip55' : undefined;
}

const solana: Formats = (address) => (decodeBase58(address)?.length === 32 ? 'solana_key' : undefined);

/** Sapling addresses in bech32, unified ones (ZIP 316) in bech32m; both longer than BIP 173 allows. */
function shieldedZcash(address: string): string | undefined {
  const decoded = decodeBech32(address, 512);
  if (decoded?.prefix === 'zs' && decoded.encoding === 'bech32') return 'zcash_sapling';
  return decoded?.prefix === 'u' && decoded.encoding === 'bech32m' ? 'zcash_unified' : undefined;
}

const FORMATS: Readonly<Record<Network, Formats>> = {
  bitcoin: anyOf(base58({ '00': 'p2pkh', '05': 'p2sh' }), witness('bc')),
  litecoin: anyOf(base58({ '30': 'p2pkh', '32': 'p2sh', '05': 'p2sh_shared' }), witness('ltc')),
  'bitcoin-cash': anyOf(base58({ '00': 'p2pkh', '05': 'p2sh' }), (address) =>
    isCashAddress(address) ? 'cashaddr' : undefined,
  ),
  dogecoin: base58({ '1e': 'p2pkh', '16': 'p2sh' }),
  dash: base58({ '4c': 'p2pkh', '10': 'p2sh' }),
  zcash: anyOf(base58({ '1cb8': 'p2pkh', '1cbd': 'p2sh' }), shieldedZcash),
  tron: base58({ '41': 'tron_account' }),
  ethereum: evm,
  polygon: evm,
  bsc: evm,
  arbitrum: evm,
  optimism: evm,
  base: evm,
  avalanche: evm,
  solana,
  xrp: (address) => decodeXrp(address)?.format,
  stellar: stellarFormat,
  ton: (address) => decodeTon(address)?.format,
  monero: moneroFormat,
};

/** The format of an address, such as `p2tr` or `evm_eip55`; undefined where the text is no address of the network. */
export const addressFormat = (network: Network, address: string): string | undefined =>
  FORMATS[network](address);

export const isAddressOf = (network: Network, address: string): boolean =>
  addressFormat(network, address) !== undefined;

/** Networks a text is an address of: what a person probably meant. */
export const networksOf = (address: string): Network[] =>
  NETWORKS.filter((network) => isAddressOf(network, address));

/** Two spellings of one address have one key: hexadecimal, bech32 and cashaddr do not care about case, TON has several texts. */
export function addressKey(network: Network, address: string): string {
  if (FORMATS[network] === evm) return address.toLowerCase();
  if (network === 'ton') return decodeTon(address)?.raw ?? address;
  if (network === 'bitcoin-cash' && isCashAddress(address))
    return address.toLowerCase().replace(/^bitcoincash:/, '');
  return decodeBech32(address, 512) === undefined ? address : address.toLowerCase();
}
