/**
 * The assets Atalaya knows and the precision it keeps them in. An amount is an integer of minor units; `decimals` says
 * how many of them make one: `MXN/2`, `BTC/8`. Fiat precision follows ISO 4217. Crypto precision is that of the asset's
 * home network; a token issued on several networks with different precisions (USDT: 6 on Ethereum and Tron, 18 on BNB
 * Smart Chain) is kept in the one below, and what a network gives beyond it is rescaled at the border.
 */
export interface Asset {
  readonly code: string;
  readonly kind: 'fiat' | 'crypto';
  readonly decimals: number;
  /** English name, for people. */
  readonly name: string;
  /** Networks on which the asset moves; absent for fiat and for assets whose network we do not read. */
  readonly networks?: readonly Network[];
}

const NETWORK_NAMES = {
  bitcoin: 'Bitcoin',
  litecoin: 'Litecoin',
  'bitcoin-cash': 'Bitcoin Cash',
  dogecoin: 'Dogecoin',
  ethereum: 'Ethereum',
  tron: 'TRON',
  solana: 'Solana',
  xrp: 'XRP Ledger',
  stellar: 'Stellar',
  ton: 'TON',
  polygon: 'Polygon',
  bsc: 'BNB Smart Chain',
  arbitrum: 'Arbitrum One',
  optimism: 'OP Mainnet',
  base: 'Base',
  avalanche: 'Avalanche C-Chain',
  monero: 'Monero',
  zcash: 'Zcash',
  dash: 'Dash',
} as const;

export type Network = keyof typeof NETWORK_NAMES;

export const isNetwork = (text: string): text is Network => Object.hasOwn(NETWORK_NAMES, text);

export const NETWORKS: readonly Network[] = Object.keys(NETWORK_NAMES).filter(isNetwork);

export const networkName = (network: Network): string => NETWORK_NAMES[network];

const FIAT = `
MXN 2 Mexican peso
USD 2 United States dollar
EUR 2 Euro
BRL 2 Brazilian real
ARS 2 Argentine peso
COP 2 Colombian peso
CLP 0 Chilean peso
PEN 2 Peruvian sol
UYU 2 Uruguayan peso
PYG 0 Paraguayan guaraní
BOB 2 Bolivian boliviano
CRC 2 Costa Rican colón
GTQ 2 Guatemalan quetzal
HNL 2 Honduran lempira
NIO 2 Nicaraguan córdoba
DOP 2 Dominican peso
PAB 2 Panamanian balboa
VES 2 Venezuelan bolívar
CUP 2 Cuban peso
HTG 2 Haitian gourde
JMD 2 Jamaican dollar
TTD 2 Trinidad and Tobago dollar
BZD 2 Belize dollar
GYD 2 Guyanese dollar
SRD 2 Surinamese dollar
BBD 2 Barbadian dollar
BSD 2 Bahamian dollar
AWG 2 Aruban florin
XCD 2 East Caribbean dollar
GBP 2 Pound sterling
CAD 2 Canadian dollar
CHF 2 Swiss franc
AUD 2 Australian dollar
JPY 0 Japanese yen
CNY 2 Renminbi yuan
HKD 2 Hong Kong dollar
SGD 2 Singapore dollar
KRW 0 South Korean won
INR 2 Indian rupee
NGN 2 Nigerian naira
PHP 2 Philippine peso
VND 0 Vietnamese đồng
ZAR 2 South African rand
AED 2 United Arab Emirates dirham
TRY 2 Turkish lira
RUB 2 Russian rouble
`;

/** code, decimals, networks ("-": none that we read), name. */
const CRYPTO = `
BTC 8 bitcoin Bitcoin
ETH 18 ethereum,arbitrum,optimism,base Ether
USDT 6 tron,ethereum,solana,polygon,bsc,arbitrum,optimism,avalanche,ton Tether USD
USDC 6 ethereum,solana,polygon,arbitrum,optimism,base,avalanche,stellar,bsc USD Coin
LTC 8 litecoin Litecoin
BCH 8 bitcoin-cash Bitcoin Cash
DOGE 8 dogecoin Dogecoin
XRP 6 xrp XRP
XLM 7 stellar Stellar lumen
TRX 6 tron TRON
SOL 9 solana Solana
XMR 12 monero Monero
ZEC 8 zcash Zcash
DASH 8 dash Dash
BNB 18 bsc BNB
MATIC 18 ethereum,polygon Polygon (before migration)
POL 18 polygon,ethereum Polygon
DAI 18 ethereum,polygon,arbitrum,optimism,base,bsc,avalanche Dai
EURC 6 ethereum,solana,base,avalanche,stellar Euro Coin
PYUSD 6 ethereum,solana PayPal USD
MXNB 6 arbitrum,ethereum,avalanche MXNB
ADA 6 - Cardano
AVAX 18 avalanche Avalanche
DOT 10 - Polkadot
TON 9 ton Toncoin
ATOM 6 - Cosmos Hub
ALGO 6 - Algorand
LINK 18 ethereum,polygon,arbitrum,optimism,base,bsc,avalanche Chainlink
UNI 18 ethereum,polygon,arbitrum,optimism,base,bsc Uniswap
AAVE 18 ethereum,polygon,arbitrum,optimism,base,bsc,avalanche Aave
SHIB 18 ethereum Shiba Inu
WBTC 8 ethereum,polygon,arbitrum,optimism,avalanche Wrapped Bitcoin
ARB 18 arbitrum,ethereum Arbitrum
OP 18 optimism Optimism
`;

const rows = (table: string): string[][] =>
  table
    .trim()
    .split('\n')
    .map((line) => line.split(' '));

const readFiat = ([code = '', decimals = '', ...name]: string[]): Asset => ({
  code,
  kind: 'fiat',
  decimals: Number(decimals),
  name: name.join(' '),
});

const readCrypto = ([code = '', decimals = '', networks = '', ...name]: string[]): Asset => ({
  code,
  kind: 'crypto',
  decimals: Number(decimals),
  name: name.join(' '),
  ...(networks === '-' ? {} : { networks: networks.split(',').filter(isNetwork) }),
});

/** Every known asset, fiat first. */
export const ASSETS: readonly Asset[] = [...rows(FIAT).map(readFiat), ...rows(CRYPTO).map(readCrypto)];

const BY_CODE = new Map(ASSETS.map((asset) => [asset.code, asset]));

/** The asset with exactly this code (codes are upper case), or undefined when it is not known here. */
export const assetOf = (code: string): Asset | undefined => BY_CODE.get(code);
