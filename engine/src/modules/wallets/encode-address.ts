import { BITCOIN_ALPHABET } from './checksums/base58.ts';
import { encodeBase58, encodeBase58Check, encodeWitness } from './checksums/encode.ts';
import { keccak256 } from './checksums/keccak.ts';

/** Writers of addresses from what chains carry: hashes, witness programs, account bytes. */
export const base58CheckAddress = (version: Uint8Array, hash: Uint8Array): string =>
  encodeBase58Check(Buffer.concat([version, hash]), BITCOIN_ALPHABET);

export const witnessAddress = (prefix: string, version: number, program: Uint8Array): string =>
  encodeWitness(prefix, version, program);

const TRON_VERSION = Buffer.from([0x41]);

/** Of the 20 bytes TRON shares with EVM accounts. */
export const tronAddress = (account: Uint8Array): string => base58CheckAddress(TRON_VERSION, account);

/** EIP-55: the case of the letters is the checksum. */
export function evmChecksumAddress(account: string): string {
  const digits = account.slice(2).toLowerCase();
  const hash = keccak256(Buffer.from(digits)).toString('hex');
  const cased = [...digits].map((digit, i) =>
    Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${cased.join('')}`;
}

/** Solana's account keys: 32 bytes in base58 without a checksum. */
export const solanaAddress = (key: Uint8Array): string => encodeBase58(key);
