/**
 * Exposure as the decision core needs it: what is behind (or beyond) the address across, in the words rules use. Synchronous and bounded:
 * only from the local store, under tight limits, remembered until blocks or tags change. Null: nothing was read about it.
 */
export interface ExposurePort {
  of(network: string, address: string, asset: string, direction: 'received' | 'sent'): ExposureFigures | null;
}

export interface ExposureFigures {
  /** Millionths of the money by category; a category that is not there was not found, which is not "none". */
  readonly of: Readonly<Record<string, CategoryFigures>>;
  /** Millionths that were not followed to a name or an end. */
  readonly untraced: number;
  /** Height of the last block read. */
  readonly block: number | null;
  readonly tags: string;
}

export interface CategoryFigures {
  readonly share: number;
  /** 1: the address across itself. */
  readonly hops: number;
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
