import type { Event } from '@atalaya/contract/activity.ts';
import type { ChainMove } from '../chain/move.ts';
import type { ChainPen } from '../chain/pen.ts';
import type { Label } from '../label.ts';
import type { PriceTable } from '../money/prices.ts';
import type { Stream } from '../random/stream.ts';
import type { TagBook } from '../tags.ts';
import type { Wallet } from '../wallets/wallet.ts';
import type { Account, Origin } from './account.ts';
import type { Counterparty } from './counterparties.ts';

/** What every desk of a world shares. */
export interface Exchange {
  readonly prices: PriceTable;
  /** Addresses that are known for something. */
  readonly tagged: TagBook;
  /** Receives each event as it is made. */
  record(account: Account, event: Event, at_ms: number, label: Label): void;
  /** Receives what happens on chains. */
  move(move: ChainMove): void;
}

/** From the time a plan speaks of to the time events carry: a live play turns days into minutes with it. */
export interface Clock {
  /** When an act planned for `ms` happens. */
  happens(ms: number): number;
  /** Whose prices hold for what is planned at `ms`. */
  priced(ms: number): number;
}

export interface DeskSetting {
  readonly random: Stream;
  readonly label: Label;
  /** Plans happen when they say, unless a clock is given. */
  readonly clock?: Clock;
  readonly origin?: Origin;
  /** Of the desk this one goes on from. */
  readonly chain?: ChainPen;
  /** Marks the ids of a live play, so that two plays of one world share none. */
  readonly series?: string;
}

/** Where crypto goes or comes from: an address, and what the exchange knows of who holds it. */
export interface ChainSide extends Wallet {
  readonly custody?: 'hosted' | 'unhosted';
  readonly ownership?: 'proven' | 'unproven';
  readonly provider?: string;
  readonly provider_country?: string;
}

/** How money comes or goes. */
export interface FiatLeg {
  readonly asset?: string;
  readonly rail?: 'bank' | 'cash' | 'card' | 'voucher';
  readonly counterparty?: Counterparty;
  readonly note?: string;
  readonly origin?: Origin;
}

export interface P2pTerms {
  /** Price above (below, when negative) the mid price, as a share: 0.02 is two per cent above. */
  readonly premium: number;
  readonly method: 'bank' | 'cash' | 'card' | 'voucher' | 'other';
  readonly other?: Account;
  /** The other side disputes it: the payment did not come, or from somebody else. */
  readonly disputed?: boolean;
  readonly counterparty?: Counterparty;
}

/** Share of a trade. */
export const TRADE_FEE = 0.004;

/** Flat fee of the exchange for a withdrawal, in the asset withdrawn. */
export const SENDING_FEE: Readonly<Record<string, number>> = {
  USDT: 1,
  USDC: 1.5,
  TRX: 1,
  BTC: 0.00004,
  ETH: 0.0004,
  ZEC: 0.001,
};
