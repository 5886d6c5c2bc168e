import { keccak256 as hash } from './checksums/keccak.ts';

/** The hash of Ethereum and its like: 32 bytes of any input. */
export const keccak256 = (bytes: Uint8Array): Buffer => hash(bytes);
