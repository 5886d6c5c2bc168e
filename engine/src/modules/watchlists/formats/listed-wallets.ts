/**
 * OFAC's "Digital Currency Address - XBT …": the ticker it uses, as asset and network of `contract/assets`. A token
 * moves on many networks (USDT), so there the network is read from the shape of the address.
 */
import type { ListedWallet } from '../listing.ts';

/** issuer's ticker: asset, home network. */
const TICKERS: Record<string, readonly [asset: string, network?: string]> = {
  XBT: ['BTC', 'bitcoin'],
  BTC: ['BTC', 'bitcoin'],
  ETH: ['ETH', 'ethereum'],
  XMR: ['XMR', 'monero'],
  LTC: ['LTC', 'litecoin'],
  ZEC: ['ZEC', 'zcash'],
  DASH: ['DASH', 'dash'],
  BTG: ['BTG', 'bitcoin-gold'],
  ETC: ['ETC', 'ethereum-classic'],
  BSV: ['BSV', 'bitcoin-sv'],
  BCH: ['BCH', 'bitcoin-cash'],
  XVG: ['XVG', 'verge'],
  XRP: ['XRP', 'xrp'],
  TRX: ['TRX', 'tron'],
  ARB: ['ARB', 'arbitrum'],
  BSC: ['BNB', 'bsc'],
  BNB: ['BNB', 'bsc'],
  SOL: ['SOL', 'solana'],
  DOGE: ['DOGE', 'dogecoin'],
  XLM: ['XLM', 'stellar'],
};

const SHAPES: readonly [RegExp, string][] = [
  [/^0x[0-9a-fA-F]{40}$/, 'ethereum'],
  [/^T[1-9A-HJ-NP-Za-km-z]{33}$/, 'tron'],
  [/^(?:bc1[02-9ac-hj-np-z]{11,87}|[13][1-9A-HJ-NP-Za-km-z]{25,34})$/, 'bitcoin'],
  [/^G[A-Z2-7]{55}$/, 'stellar'],
  [/^[1-9A-HJ-NP-Za-km-z]{43,44}$/, 'solana'],
];

const ADDRESS = /^[A-Za-z0-9][A-Za-z0-9:]{18,127}$/;

/** Undefined when the text cannot be an address of any network (blanks, punctuation, too short). */
export function listedWallet(ticker: string, address: string): ListedWallet | undefined {
  const trimmed = address.trim();
  if (!ADDRESS.test(trimmed)) return undefined;
  const code = ticker.trim().toUpperCase();
  const [asset, home] = TICKERS[code] ?? [code];
  const network = home ?? SHAPES.find(([shape]) => shape.test(trimmed))?.[1];
  return { asset, ...(network === undefined ? {} : { network }), address: trimmed };
}

const LABEL = /^(?:alt\. )?Digital Currency Address\s*-\s*([A-Z0-9]{2,6})$/;

/** The ticker of an OFAC identifier label, or undefined when the label is not about a digital currency. */
export const walletTicker = (label: string): string | undefined => LABEL.exec(label.trim())?.[1];
