import type { Stream } from '../random/stream.ts';
import { base58check } from './base58.ts';
import { segwitAddress } from './bech32.ts';
import { keccak256 } from './keccak.ts';

export type Network = 'bitcoin' | 'ethereum' | 'tron' | 'zcash';

/** An address on a network, as an event's `wallet` names the other side. */
export interface Wallet {
  readonly network: Network;
  readonly address: string;
}

const TRON_VERSION = 0x41;
/** Zcash's transparent addresses have two bytes before the key: 0x1cb8. */
const ZCASH_VERSION = [0x1c, 0xb8] as const;

/** EIP-55: a letter is upper case where the hexadecimal digit of the hash of the address is 8 or more. */
export function checksummed(hex: string): string {
  const hash = keccak256(new TextEncoder().encode(hex));
  const letters = Array.from(hex, (digit, at) => {
    const byte = hash[at >>> 1] ?? 0;
    const nibble = at % 2 === 0 ? byte >>> 4 : byte & 15;
    return nibble >= 8 ? digit.toUpperCase() : digit;
  });
  return `0x${letters.join('')}`;
}

/** A new address that nobody owns, with a valid checksum for its network. */
export function newWallet(network: Network, random: Stream): Wallet {
  if (network === 'ethereum') return { network, address: checksummed(random.hex(40)) };
  if (network === 'tron') return { network, address: base58check(TRON_VERSION, random.bytes(20)) };
  if (network === 'zcash') {
    const [first, second] = ZCASH_VERSION;
    return { network, address: base58check(first, Uint8Array.from([second, ...random.bytes(20)])) };
  }
  if (random.chance(0.8)) return { network, address: segwitAddress(random.bytes(20)) };
  return { network, address: base58check(random.chance(0.5) ? 0 : 5, random.bytes(20)) };
}

/** An Ethereum address that shows the same six first and last digits as another: what an address poisoner mints. */
export function lookAlike(victim: Wallet, random: Stream): Wallet {
  const hex = victim.address.slice(2).toLowerCase();
  return { network: 'ethereum', address: `0x${hex.slice(0, 6)}${random.hex(28)}${hex.slice(-6)}` };
}

/** The network an asset usually travels on here. */
export function networkOf(asset: string): Network {
  if (asset === 'BTC') return 'bitcoin';
  if (asset === 'ZEC') return 'zcash';
  return asset === 'ETH' || asset === 'USDC' ? 'ethereum' : 'tron';
}

/** A transaction hash as the network writes it. */
export const transactionHash = (network: Network, random: Stream): string =>
  network === 'ethereum' ? `0x${random.hex(64)}` : random.hex(64);
