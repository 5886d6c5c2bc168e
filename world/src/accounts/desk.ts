import type { Event } from '@atalaya/contract/activity.ts';
import { hotWallet } from '../chain/ordinary.ts';
import { ChainPen } from '../chain/pen.ts';
import { amountOf, amountText, roundTo, unitsOf } from '../money/amount.ts';
import type { Stream } from '../random/stream.ts';
import type { Tag } from '../tags.ts';
import { instantText } from '../time/calendar.ts';
import { type Network, networkOf, newWallet, transactionHash, type Wallet } from '../wallets/wallet.ts';
import type { Account, Origin } from './account.ts';
import {
  type ChainSide,
  type DeskSetting,
  type Exchange,
  type FiatLeg,
  type P2pTerms,
  SENDING_FEE,
  TRADE_FEE,
} from './desk-terms.ts';

const TIMEZONES: Readonly<Record<string, string>> = {
  MX: 'America/Mexico_City',
  BR: 'America/Sao_Paulo',
  AR: 'America/Argentina/Buenos_Aires',
  CO: 'America/Bogota',
};

const PROVEN_SHARE = 0.7;

const chainPen = (exchange: Exchange, account: Account, { clock }: DeskSetting): ChainPen =>
  new ChainPen(account.seed.sub('chain', account.events).stream(), (move) => exchange.move(move), clock);

/** A customer at the exchange: each act moves their ledger and records one event. Times are milliseconds. */
export class Desk {
  readonly account: Account;
  readonly random: Stream;
  /** What this customer's story leaves on chains; draws of its own, so that it disturbs nothing. */
  readonly chain: ChainPen;
  readonly #exchange: Exchange;
  readonly #setting: DeskSetting;

  constructor(exchange: Exchange, account: Account, setting: DeskSetting) {
    this.account = account;
    this.random = setting.random;
    this.#exchange = exchange;
    this.#setting = setting;
    this.chain = setting.chain ?? chainPen(exchange, account, setting);
  }

  /** The same customer, with later acts labelled as another stage of their scheme. */
  stage(stage: string): Desk {
    return new Desk(this.#exchange, this.account, {
      ...this.#setting,
      label: { ...this.#setting.label, stage },
      chain: this.chain,
    });
  }

  /** The same customer acting from elsewhere: another device, address, place or network. */
  from(origin: Origin): Desk {
    return new Desk(this.#exchange, this.account, {
      ...this.#setting,
      origin: { ...this.#setting.origin, ...origin },
      chain: this.chain,
    });
  }

  get fiat(): string {
    return this.account.fiat;
  }

  held(asset: string): number {
    return this.account.ledger.held(asset);
  }

  /** What a stable habit of this customer draws from: always the same numbers for the same name. */
  habit(name: string): Stream {
    return this.account.seed.sub('habit').sub(name).stream();
  }

  /** Units of an asset worth so many US dollars at `at`. */
  worth(asset: string, usd: number, at: number): number {
    return unitsOf(asset, usd / this.#usd(asset, at));
  }

  /** US dollars that units of an asset are worth at `at`. */
  usd(asset: string, units: number, at: number): number {
    return amountOf(asset, units) * this.#usd(asset, at);
  }

  /** Local currency worth about so many US dollars, rounded as people round: two leading digits. */
  cash(usd: number, at: number): number {
    const amount = usd / this.#usd(this.fiat, at);
    return unitsOf(this.fiat, roundTo(amount, 10 ** Math.max(0, Math.floor(Math.log10(amount)) - 1)));
  }

  /** An address known for something on a network: the n-th of its kind. */
  tagged(tag: Tag, network: Network, n = 0): Wallet {
    return this.#exchange.tagged(tag, network, n);
  }

  /** The exchange's own wallet on a network, from which it pays and to which deposits are swept. */
  hot(network: Network): Wallet {
    return hotWallet(this.#exchange.tagged, network);
  }

  /** All of an asset that can be sent on-chain after the fee; 0 when nothing is left. */
  sendable(asset: string): number {
    return Math.max(0, this.held(asset) - unitsOf(asset, SENDING_FEE[asset] ?? 0));
  }

  login(
    at: number,
    more: { outcome?: 'success' | 'failure'; change?: 'password' | 'two_factor' | 'device' | 'email' } = {},
  ): void {
    const [latitude, longitude] = this.account.home;
    const near = (degrees: number): number =>
      Math.round((degrees + this.random.between(-0.003, 0.003)) * 10_000) / 10_000;
    this.#record(at, (base) => ({
      ...base,
      type: 'login',
      origin: {
        ...this.#origin(),
        latitude: near(latitude),
        longitude: near(longitude),
        ...this.#setting.origin,
      },
      outcome: more.outcome ?? 'success',
      ...(more.change === undefined ? {} : { credential_change: more.change }),
    }));
  }

  /** Money arrives from outside: by default from the customer's own bank account. */
  payIn(at: number, units: number, leg: FiatLeg = {}): void {
    const asset = leg.asset ?? this.fiat;
    this.account.ledger.add(asset, units);
    this.#record(at, (base) => ({
      ...base,
      type: 'deposit',
      ...this.#fiatLeg(asset, units, leg),
      ...this.#balance(at),
    }));
  }

  /** Money leaves: by default to the customer's own bank account. Nothing happens for nothing. */
  payOut(at: number, units: number, leg: FiatLeg = {}): void {
    if (units === 0) return;
    const asset = leg.asset ?? this.fiat;
    this.account.ledger.take(asset, units);
    const origin = leg.origin ?? this.#origin();
    this.#record(at, (base) => ({
      ...base,
      type: 'withdrawal',
      ...this.#fiatLeg(asset, units, { ...leg, origin }),
      ...this.#balance(at),
    }));
  }

  /** Crypto arrives from a wallet; from a new one when none is given. */
  receive(at: number, asset: string, units: number, from?: ChainSide, note?: string): void {
    const wallet = from ?? this.newWallet(networkOf(asset));
    this.account.ledger.add(asset, units);
    this.#record(at, (base) => ({
      ...base,
      type: 'deposit',
      asset,
      amount: amountText(asset, units),
      rail: 'crypto',
      wallet: { ...wallet, tx: transactionHash(wallet.network, this.random) },
      ...(note === undefined ? {} : { note }),
      ...this.#balance(at),
    }));
  }

  /** Crypto leaves to a wallet: `units` arrive, the fee comes on top. `mxn` states the exchange's own valuation. */
  send(at: number, asset: string, units: number, to: ChainSide, mxn?: number, note?: string): void {
    const fee = unitsOf(asset, SENDING_FEE[asset] ?? 0);
    this.account.ledger.take(asset, units + fee);
    this.#record(at, (base) => ({
      ...base,
      type: 'withdrawal',
      origin: this.#origin(),
      asset,
      amount: amountText(asset, units),
      rail: 'crypto',
      ...(mxn === undefined ? {} : { value: { currency: 'MXN', amount: amountText('MXN', mxn) } }),
      wallet: this.#known(to),
      fee: { currency: asset, amount: amountText(asset, fee) },
      ...(note === undefined ? {} : { note }),
      ...this.#balance(at),
    }));
  }

  /** Spends `units` of `quote` (fee included) on an asset, `slip` above the mid price; returns the units bought. */
  buy(at: number, asset: string, quote: string, units: number, slip = 0.002): number {
    const fee = Math.ceil(units * TRADE_FEE);
    const price = (this.#usd(asset, at) / this.#usd(quote, at)) * (1 + slip);
    const bought = Math.floor(unitsOf(asset, amountOf(quote, units - fee) / price));
    if (bought <= 0) return 0;
    this.account.ledger.take(quote, units);
    this.account.ledger.add(asset, bought);
    this.#trade(at, 'buy', asset, bought, quote, units - fee, fee);
    return bought;
  }

  /** Sells units of an asset `slip` below the mid price; returns the units of `quote` received after the fee. */
  sell(at: number, asset: string, quote: string, units: number, slip = 0.002): number {
    const price = (this.#usd(asset, at) / this.#usd(quote, at)) * (1 - slip);
    const paid = unitsOf(quote, amountOf(asset, units) * price);
    const fee = Math.ceil(paid * TRADE_FEE);
    if (units <= 0 || paid <= fee) return 0;
    this.account.ledger.take(asset, units);
    this.account.ledger.add(quote, paid - fee);
    this.#trade(at, 'sell', asset, units, quote, paid, fee);
    return paid - fee;
  }

  /** Sends an asset to another customer of the exchange, who has it from their next day on. */
  transfer(at: number, asset: string, units: number, to: Account): void {
    this.account.ledger.take(asset, units);
    to.inbox.push({ asset, units });
    this.#record(at, (base) => ({
      ...base,
      type: 'transfer',
      origin: this.#origin(),
      to_customer: to.reference,
      asset,
      amount: amountText(asset, units),
    }));
  }

  /**
   * An order between customers, paid outside the exchange: only the crypto leg moves this ledger. The other side is
   * served from the market's escrow and keeps no books here.
   */
  p2p(at: number, side: 'buy' | 'sell', asset: string, units: number, terms: P2pTerms): void {
    const price = (this.#usd(asset, at) / this.#usd(this.fiat, at)) * (1 + terms.premium);
    const paid = unitsOf(this.fiat, amountOf(asset, units) * price);
    if (side === 'sell') this.account.ledger.take(asset, units);
    else this.account.ledger.add(asset, units);
    this.#record(at, (base) => ({
      ...base,
      type: 'p2p_order',
      origin: this.#origin(),
      side,
      asset,
      amount: amountText(asset, units),
      quote_asset: this.fiat,
      quote_amount: amountText(this.fiat, paid),
      payment_method: terms.method,
      ...(terms.disputed === undefined ? {} : { disputed: terms.disputed }),
      ...(terms.other === undefined ? {} : { counterparty_customer: terms.other.reference }),
      ...(terms.counterparty === undefined ? {} : { counterparty: terms.counterparty }),
    }));
  }

  newWallet(network: Network): Wallet {
    return newWallet(network, this.random);
  }

  #trade(
    at: number,
    side: 'buy' | 'sell',
    asset: string,
    units: number,
    quote: string,
    paid: number,
    fee: number,
  ): void {
    this.#record(at, (base) => ({
      ...base,
      type: 'trade',
      origin: this.#origin(),
      side,
      asset,
      amount: amountText(asset, units),
      quote_asset: quote,
      quote_amount: amountText(quote, paid),
      fee: { currency: quote, amount: amountText(quote, fee) },
    }));
  }

  #fiatLeg(asset: string, units: number, leg: FiatLeg) {
    return {
      ...(leg.note === undefined ? {} : { note: leg.note }),
      ...(leg.origin === undefined ? {} : { origin: leg.origin }),
      asset,
      amount: amountText(asset, units),
      rail: leg.rail ?? ('bank' as const),
      counterparty: leg.counterparty ?? this.account.bank,
    };
  }

  #origin(): Origin {
    const { device, ip, person, home } = this.account;
    const own = {
      device,
      ip,
      country: person.country,
      anonymizer: 'none' as const,
      latitude: Math.round(home[0] * 10_000) / 10_000,
      longitude: Math.round(home[1] * 10_000) / 10_000,
      timezone: TIMEZONES[person.country] ?? 'America/Mexico_City',
      sim_country: person.country,
    };
    const origin: Origin = { ...own, ...this.#setting.origin };
    return { ...origin, vendor: origin.device?.split('-')[0] ?? 'desktop' };
  }

  /** All that is held once the act is done, as the exchange shows it to the customer. */
  #balance(at: number) {
    let usd = 0;
    for (const [asset, units] of this.account.ledger.holdings())
      if (units > 0) usd += this.usd(asset, units, at);
    return { balance_after: { currency: 'USD', amount: usd.toFixed(2) } };
  }

  /** Most people proved once that their own wallet is theirs. */
  #known(to: ChainSide): ChainSide {
    if (to.custody !== undefined || this.account.wallet(to.network).address !== to.address) return to;
    const proven = this.habit('proof').chance(PROVEN_SHARE);
    return { ...to, custody: 'unhosted', ...(proven ? { ownership: 'proven' as const } : {}) };
  }

  #usd(asset: string, at: number): number {
    const { clock } = this.#setting;
    return this.#exchange.prices.usd(asset, clock === undefined ? at : clock.priced(at));
  }

  #record(at: number, build: (base: { id: string; occurred_at: string; customer: string }) => Event): void {
    const { account } = this;
    const { clock, label, series } = this.#setting;
    const at_ms = Math.round(clock === undefined ? at : clock.happens(at));
    const number = account.events.toString(36).toUpperCase().padStart(3, '0');
    account.events += 1;
    const id = [account.reference, ...(series === undefined ? [] : [series]), number].join('-');
    const event = build({ id, occurred_at: instantText(at_ms), customer: account.reference });
    this.#exchange.record(account, event, at_ms, label);
  }
}
