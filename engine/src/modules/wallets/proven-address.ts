import { isNetwork, type Network } from '@atalaya/contract/assets.ts';
import { Failure } from '../../kernel/failure.ts';
import { addressFormat, addressKey, networksOf } from './address.ts';
import { decodeXrp, isOnEd25519 } from './checksums/account-formats.ts';
import { decodeBase58 } from './checksums/base58.ts';

declare const proven: unique symbol;
/** The one spelling under which an address is kept and compared. */
export type AddressKey = string & { readonly [proven]: 'AddressKey' };

/** An address that was held against its checksum; only `proveAddress` makes one. */
export interface ProvenAddress {
  readonly network: Network;
  /** As it was written. */
  readonly address: string;
  readonly key: AddressKey;
  readonly format: string;
  /** Destination tag that the address carries itself. */
  readonly tag: number | null;
}

const refuse = (code: string, field: string, message: string): Failure =>
  new Failure('caller', code, message, [{ field, message }]);

/** Failures: wallets.network_unknown, wallets.address_malformed, which names the networks the text is an address of. */
export function proveAddress(network: string, address: string): ProvenAddress {
  if (!isNetwork(network))
    throw refuse('wallets.network_unknown', '/network', `the network ${network} is not known`);
  const format = addressFormat(network, address);
  if (format === undefined) throw refuse('wallets.address_malformed', '/address', whyNot(network, address));
  return {
    network,
    address,
    key: addressKey(network, address) as AddressKey,
    format: network === 'solana' && !isKey(address) ? 'solana_derived' : format,
    tag: network === 'xrp' ? (decodeXrp(address)?.tag ?? null) : null,
  };
}

/** Addresses of programs are on no curve: nobody holds a key to them. */
const isKey = (address: string): boolean => isOnEd25519(decodeBase58(address) ?? new Uint8Array(32));

function whyNot(network: Network, address: string): string {
  const others = networksOf(address);
  if (others.length > 0) return `not an address of ${network}, but of ${others.join(', ')}`;
  if (/^0x[0-9a-fA-F]{40}$/.test(address))
    return `not an address of ${network}: the case of its letters is not that of its checksum (EIP-55)`;
  return `not an address of ${network}`;
}
