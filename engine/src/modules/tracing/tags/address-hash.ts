/** 32 bits of an address and its family of networks, well mixed (FNV-1a and the finisher of MurmurHash3). */
export function addressHash(family: string, address: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < family.length; i += 1) hash = Math.imul(hash ^ family.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ 0x20, 0x01000193);
  for (let i = 0; i < address.length; i += 1) hash = Math.imul(hash ^ address.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const EVM = new Set(['ethereum', 'polygon', 'bsc', 'arbitrum', 'optimism', 'base', 'avalanche']);

/** Networks of one machine share keys: who holds an address on one holds it on all. */
export const addressFamily = (network: string): string =>
  EVM.has(network) || network.startsWith('eip155:') ? 'evm' : network;
