import { base58CheckAddress, witnessAddress } from '../../wallets/encode-address.ts';
import type { ChainId } from '../chains/chain-block.ts';

/** What differs between chains of Bitcoin's family. */
export interface UtxoNetwork {
  readonly chain: ChainId;
  /** Ticker of the chain's own asset, 8 decimals on all of them. */
  readonly asset: string;
  /** First four bytes of each message and of each block in a block file, in hexadecimal. */
  readonly magic: string;
  readonly pubkeyHash: number;
  readonly scriptHash: number;
  /** Prefix of its segregated-witness addresses; null where it has none. */
  readonly witnessPrefix: string | null;
  /** Merged mining: the header may be followed by proof of the parent chain's work. */
  readonly auxPow: boolean;
  /** The block hash meets the target itself; with scrypt another hash does. */
  readonly work: 'sha256d' | 'scrypt';
}

/** chain asset magic pubkey-hash script-hash witness-prefix auxpow work. Source: chainparams.cpp of each node. */
const TABLE = `
bitcoin BTC f9beb4d9 00 05 bc - sha256d
bitcoin-testnet BTC 0b110907 6f c4 tb - sha256d
bitcoin-testnet4 BTC 1c163f28 6f c4 tb - sha256d
bitcoin-signet BTC 0a03cf40 6f c4 tb - sha256d
bitcoin-regtest BTC fabfb5da 6f c4 bcrt - sha256d
litecoin LTC fbc0b6db 30 32 ltc - scrypt
litecoin-testnet LTC fdd2c8f1 6f 3a tltc - scrypt
bitcoin-cash BCH e3e1f3e8 00 05 - - sha256d
dogecoin DOGE c0c0c0c0 1e 16 - auxpow scrypt
`;

const dash = (text: string): string | null => (text === '-' ? null : text);

export const UTXO_NETWORKS: readonly UtxoNetwork[] = TABLE.trim()
  .split('\n')
  .map((line) => {
    const [chain = '', asset = '', magic = '', pubkey = '', script = '', prefix = '', aux = '', work = ''] =
      line.split(' ');
    return {
      chain,
      asset,
      magic,
      pubkeyHash: Number.parseInt(pubkey, 16),
      scriptHash: Number.parseInt(script, 16),
      witnessPrefix: dash(prefix),
      auxPow: aux === 'auxpow',
      work: work === 'scrypt' ? 'scrypt' : 'sha256d',
    };
  });

export const utxoNetwork = (chain: ChainId): UtxoNetwork | undefined =>
  UTXO_NETWORKS.find((network) => network.chain === chain);

/** Address of a hash or witness program, as the canonical key; null where the network has no such address. */
export function addressOfHash(
  network: UtxoNetwork,
  kind: 'pubkey' | 'script' | number,
  hash: Uint8Array,
): string | null {
  if (kind === 'pubkey') return base58CheckAddress(Buffer.from([network.pubkeyHash]), hash);
  if (kind === 'script') return base58CheckAddress(Buffer.from([network.scriptHash]), hash);
  return network.witnessPrefix === null ? null : witnessAddress(network.witnessPrefix, kind, hash);
}
