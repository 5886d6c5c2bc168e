import { BITCOIN_ALPHABET } from './checksums/base58.ts';
import { encodeBase58Check, encodeWitness } from './checksums/encode.ts';

/** Writers of addresses from what chains carry: hashes, witness programs, account bytes. */
export const base58CheckAddress = (version: Uint8Array, hash: Uint8Array): string =>
  encodeBase58Check(Buffer.concat([version, hash]), BITCOIN_ALPHABET);

export const witnessAddress = (prefix: string, version: number, program: Uint8Array): string =>
  encodeWitness(prefix, version, program);

const TRON_VERSION = Buffer.from([0x41]);

/** Of the 20 bytes TRON shares with EVM accounts. */
export const tronAddress = (account: Uint8Array): string => base58CheckAddress(TRON_VERSION, account);
