/** Token contracts of assets we keep, by chain: chain asset contract. Source: the issuers' own pages. */
const TOKENS = `
ethereum USDT 0xdac17f958d2ee523a2206206994597c13d831ec7
ethereum USDC 0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48
ethereum DAI 0x6b175474e89094c44da98b954eedeac495271d0f
ethereum WBTC 0x2260fac5e5542a773aa44fbcfedf7c193bc2c599
ethereum LINK 0x514910771af9ca656af840dff83e8264ecf986ca
ethereum UNI 0x1f9840a85d5af5bf1d1762f925bdaddc4201f984
ethereum SHIB 0x95ad61b0a150d79219dcf64e1e6cc01f0b64c4ce
ethereum PYUSD 0x6c3ea9036406852006290770bedfcaba0e23a0e8
polygon USDT 0xc2132d05d31c914a87c6611c10748aeb04b58e8f
polygon USDC 0x3c499c542cef5e3811e1192ce70d8cc03d5c3359
bsc USDT 0x55d398326f99059ff775485246999027b3197955
bsc USDC 0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d
arbitrum USDT 0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9
arbitrum USDC 0xaf88d065e77c8cc2239327c5edb3a432268e5831
optimism USDT 0x94b008aa00579c1307b0ef2c499ad98a8ce58e58
optimism USDC 0x0b2c639c533813f4aa9d7837caf62653d097ff85
base USDC 0x833589fcd6edb6e08f4c7c32d4f71b54bda02913
avalanche USDT 0x9702230a8ea53601f5cd2dc00fdbc13d4df4a8c7
avalanche USDC 0xb97ef9ef8734c71904d8002f8b6bc66dd9c48a6e
tron USDT TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t
tron USDC TEkxiTehnzSmSe2XqrBj4w32RUN966rdz8
`;

const ASSETS = new Map(
  TOKENS.trim()
    .split('\n')
    .map((line) => {
      const [chain = '', asset = '', contract = ''] = line.split(' ');
      return [`${chain} ${contract}`, asset];
    }),
);

/** Code of contract/assets of a token contract (canonical key); null where it is none that we keep. */
export const assetOfContract = (chain: string, contract: string): string | null =>
  ASSETS.get(`${chain} ${contract}`) ?? null;

/** Assets we know contracts of on a chain. */
export const assetsOn = (chain: string): string[] =>
  [...ASSETS].filter(([key]) => key.startsWith(`${chain} `)).map(([, asset]) => asset);

const CHAIN_IDS: Readonly<Record<number, { chain: string; native: string }>> = {
  1: { chain: 'ethereum', native: 'ETH' },
  10: { chain: 'optimism', native: 'ETH' },
  56: { chain: 'bsc', native: 'BNB' },
  137: { chain: 'polygon', native: 'POL' },
  8453: { chain: 'base', native: 'ETH' },
  42161: { chain: 'arbitrum', native: 'ETH' },
  43114: { chain: 'avalanche', native: 'AVAX' },
};

/** An EVM chain by its id (EIP-155); one that has no network of ours is known by the id alone. */
export const evmChain = (id: number): { readonly chain: string; readonly native: string } =>
  CHAIN_IDS[id] ?? { chain: `eip155:${id}`, native: `eip155:${id}/native` };

/** The own asset of an account chain that has a network of ours. */
export const nativeOf = (chain: string): string | undefined =>
  chain === 'tron' ? 'TRX' : Object.values(CHAIN_IDS).find((one) => one.chain === chain)?.native;
