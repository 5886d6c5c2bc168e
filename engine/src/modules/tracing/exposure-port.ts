import type { ChainFigures } from './chain-figures.ts';

/**
 * Exposure as the decision core needs it: what is behind (or beyond) the address across, in the words rules use. Synchronous and bounded:
 * only from the local store, under tight limits, remembered until blocks or tags change. Null: nothing was read about it.
 */
export interface ExposurePort {
  of(network: string, address: string, asset: string, direction: 'received' | 'sent'): ExposureFigures | null;
  /** Shapes of the chain around the address; null where nothing of its network was read. */
  shapes(
    network: string,
    address: string,
    asset: string,
    direction: 'received' | 'sent',
  ): ChainFigures | null;
}

export interface ExposureFigures {
  /** Millionths of the money by category; a category that is not there was not found, which is not "none". */
  readonly of: Readonly<Record<string, CategoryFigures>>;
  /** Millionths that were not followed to a name or an end. */
  readonly untraced: number;
  /** Height of the last block read. */
  readonly block: number | null;
  readonly tags: string;
  /** Money that bridges brought, in millionths, and the part of the whole whose other side was not found. Absent: none. */
  readonly bridges?: { readonly share: number; readonly unresolved: number };
}

export interface CategoryFigures {
  readonly share: number;
  /** 1: the address across itself. */
  readonly hops: number;
  /** The best of what says so, 0-100; absent in figures of before it was told. */
  readonly confidence?: number;
}

/** Categories that rules have words for, with what each takes in. */
export const EXPOSURE_CATEGORIES: Readonly<Record<string, readonly string[]>> = {
  sanctions: ['sanctions'],
  terrorism: ['terrorism', 'extremism'],
  trafficking: ['csam', 'human_trafficking'],
  ransomware: ['ransomware'],
  darknet_market: ['darknet_market'],
  guarantee_market: ['guarantee_market'],
  stolen_funds: ['stolen_funds'],
  frozen: ['issuer_frozen'],
  scam: ['scam', 'investment_scam', 'phishing', 'sextortion'],
  mixing: ['mixing'],
  coinjoin: ['coinjoin'],
  high_risk_exchange: ['high_risk_exchange'],
  gambling: ['gambling'],
};

/** Categories nobody may deal in: money of theirs is tainted whatever it is exchanged for. */
export const TAINTED_CATEGORIES = [
  'sanctions',
  'terrorism',
  'trafficking',
  'ransomware',
  'darknet_market',
  'guarantee_market',
  'stolen_funds',
  'frozen',
  'scam',
] as const;
