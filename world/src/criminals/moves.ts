import type { Desk } from '../accounts/desk.ts';
import { MINUTE } from '../time/calendar.ts';
import type { Wallet } from '../wallets/wallet.ts';

/** Pays in about so many US dollars from the own bank account and turns all of it into an asset; about half an hour. */
export function payAndBuy(desk: Desk, at: number, usd: number, asset = 'USDT'): void {
  desk.payIn(at, desk.cash(usd, at));
  desk.buy(at + desk.random.between(6, 28) * MINUTE, asset, desk.fiat, desk.held(desk.fiat));
}

/** Sells all of an asset and pays the money out to the own bank account; about an hour. */
export function sellAndPayOut(desk: Desk, at: number, asset: string): void {
  desk.sell(at, asset, desk.fiat, desk.held(asset));
  desk.payOut(at + desk.random.between(20, 55) * MINUTE, desk.held(desk.fiat));
}

/** Moments in order of time. */
export const inOrder = (moments: readonly number[]): number[] => [...moments].sort((a, b) => a - b);

/** The asset that usually travels on a wallet's network. */
export const assetFor = (wallet: Wallet): 'BTC' | 'ETH' | 'USDT' =>
  wallet.network === 'bitcoin' ? 'BTC' : wallet.network === 'ethereum' ? 'ETH' : 'USDT';
