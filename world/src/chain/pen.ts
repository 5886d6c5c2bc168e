import type { Clock } from '../accounts/desk-terms.ts';
import { amountText } from '../money/amount.ts';
import type { Stream } from '../random/stream.ts';
import type { Wallet } from '../wallets/wallet.ts';
import type { ChainMove } from './move.ts';

/** An account of an account chain; bridges also lead to chains on which the exchange takes nothing. */
export interface ChainAccount {
  readonly network: string;
  readonly address: string;
}

interface Said {
  readonly account?: ChainAccount;
  readonly units?: number;
  readonly gave?: { readonly asset: string; readonly units: number };
  readonly id?: string;
  /** Transaction it was said in; one of its own when absent. */
  readonly tx?: string;
}

/** A coin: made by a transaction, or told with its owner and units where what made it is not told. */
export interface Coin {
  readonly tx: string;
  readonly index: number;
  readonly owner?: Wallet;
  readonly units?: number;
}

type SignalKind = Extract<ChainMove, { signal: unknown }>['signal']['kind'];

/** Writes on the chains, in the time of whoever's desk it belongs to. */
export class ChainPen {
  readonly #random: Stream;
  readonly #record: (move: ChainMove) => void;
  readonly #clock: Clock | undefined;

  constructor(random: Stream, record: (move: ChainMove) => void, clock?: Clock) {
    this.#random = random;
    this.#record = record;
    this.#clock = clock;
  }

  transaction(): string {
    return this.#random.hex(64);
  }

  /** A transfer on an account chain; its transaction. `from` null: newly issued. */
  pay(at: number, asset: string, from: ChainAccount | null, to: ChainAccount, units: number): string {
    const tx = this.transaction();
    this.#write(at, to.network, asset, {
      transfer: { from: from?.address ?? null, to: to.address, amount: amountText(asset, units), tx },
    });
    return tx;
  }

  /** What a contract says. */
  say(at: number, kind: SignalKind, contract: ChainAccount, asset: string, said: Said = {}): void {
    const { account, units, gave, id, tx = this.transaction() } = said;
    this.#write(at, contract.network, asset, {
      signal: {
        kind,
        contract: contract.address,
        tx,
        ...(account === undefined ? {} : { account: account.address }),
        ...(units === undefined ? {} : { amount: amountText(asset, units) }),
        ...(gave === undefined
          ? {}
          : { gave: { asset: gave.asset, amount: amountText(gave.asset, gave.units) } }),
        ...(id === undefined ? {} : { id }),
      },
    });
  }

  /** A Bitcoin transaction; its outputs as coins. An output without a wallet is a note and holds nothing. */
  spend(
    at: number,
    inputs: readonly Coin[],
    outputs: readonly { readonly to: Wallet | null; readonly units: number }[],
  ): Coin[] {
    const tx = this.transaction();
    this.#write(at, 'bitcoin', 'BTC', {
      coins: {
        tx,
        inputs: inputs.map(({ tx: made, index, owner, units }) => ({
          tx: made,
          index,
          ...(owner === undefined ? {} : { address: owner.address }),
          ...(units === undefined ? {} : { amount: amountText('BTC', units) }),
        })),
        outputs: outputs.map(({ to, units }) => ({
          address: to?.address ?? null,
          amount: amountText('BTC', units),
        })),
      },
    });
    return outputs.map((_, index) => ({ tx, index }));
  }

  /** A coin of somebody whose past is not told. */
  coinOf(owner: Wallet, units: number): Coin {
    return { tx: this.transaction(), index: 0, owner, units };
  }

  #write(
    at: number,
    network: string,
    asset: string,
    what:
      | Pick<Extract<ChainMove, { transfer: unknown }>, 'transfer'>
      | Pick<Extract<ChainMove, { signal: unknown }>, 'signal'>
      | Pick<Extract<ChainMove, { coins: unknown }>, 'coins'>,
  ): void {
    const at_ms = Math.round(this.#clock === undefined ? at : this.#clock.happens(at));
    this.#record({ at_ms, network, asset, ...what });
  }
}
