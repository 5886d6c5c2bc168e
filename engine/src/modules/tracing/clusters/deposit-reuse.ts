import type { ChainBlock, ChainTransfer } from '../chains/chain-block.ts';
import type { ClusterLink } from './cluster-book.ts';

/**
 * Deposit addresses of exchanges on account chains: an exchange gives each customer one, and sweeps it. Who sends to the same one is the same
 * customer. Source: Victor, Financial Cryptography 2020 (amounts within 0.01, 3,200 blocks).
 */
export interface DepositReuseOptions {
  /** Whether an address is an exchange's own wallet. */
  readonly isExchange: (address: string) => boolean;
  /** Blocks within which a deposit is swept. */
  readonly blocksMax?: number;
  /** Largest part kept back for the fee of sweeping, in parts of ten thousand. */
  readonly keptMaxBp?: number;
  /** A deposit address of one customer is not sent to by more addresses than this. */
  readonly sendersMax?: number;
}

interface Received {
  readonly from: string;
  readonly amount: bigint;
  readonly asset: string;
  readonly height: number;
  readonly txid: string;
}

const BLOCKS_MAX = 3200;
const KEPT_MAX_BP = 100;
const SENDERS_MAX = 20;
const CONFIDENCE = 70;

export class DepositReuse {
  readonly #options: DepositReuseOptions;
  readonly #received = new Map<string, Received[]>();
  /** Deposit address → its senders, each with the transaction. */
  readonly #deposits = new Map<string, Map<string, string>>();
  /** Addresses that also sent elsewhere: nobody's deposit address does. */
  readonly #others = new Set<string>();

  constructor(options: DepositReuseOptions) {
    this.#options = options;
  }

  apply(block: ChainBlock & { readonly height: number }): void {
    for (const { id, transfers } of block.transactions)
      for (const transfer of transfers) this.#transfer(transfer, id, block.height);
  }

  #transfer({ from, to, amount, asset }: ChainTransfer, txid: string, height: number): void {
    if (from === null || to === null || amount === 0n) return;
    if (this.#options.isExchange(to) && !this.#options.isExchange(from))
      this.#sweep(from, asset, amount, height);
    else if (!this.#options.isExchange(from)) this.#others.add(from);
    const list = this.#received.get(to) ?? [];
    list.push({ from, amount, asset, height, txid });
    this.#received.set(to, list.slice(-this.#sendersMax * 4));
  }

  get #sendersMax(): number {
    return this.#options.sendersMax ?? SENDERS_MAX;
  }

  /** All that came in and left for the exchange, but the fee. */
  #sweep(address: string, asset: string, amount: bigint, height: number): void {
    const { blocksMax = BLOCKS_MAX, keptMaxBp = KEPT_MAX_BP, isExchange } = this.#options;
    const recent = (this.#received.get(address) ?? []).filter(
      (one) => one.asset === asset && height - one.height <= blocksMax && !isExchange(one.from),
    );
    const total = recent.reduce((sum, one) => sum + one.amount, 0n);
    const kept = total - amount;
    if (kept < 0n || kept * 10_000n > total * BigInt(keptMaxBp)) return;
    const senders = this.#deposits.get(address) ?? new Map<string, string>();
    for (const { from, txid } of recent) senders.set(from, txid);
    this.#deposits.set(address, senders);
    this.#received.delete(address);
  }

  /** Addresses taken for deposit addresses, with how many senders each has. */
  depositAddresses(): { readonly address: string; readonly senders: number }[] {
    return [...this.#deposits]
      .filter(([address, senders]) => !this.#others.has(address) && senders.size <= this.#sendersMax)
      .map(([address, senders]) => ({ address, senders: senders.size }));
  }

  /** Links between senders that share a deposit address; one that too many share, or that pays others, links nobody. */
  links(): ClusterLink[] {
    return this.depositAddresses().flatMap(({ address }) => {
      const [first, ...others] = [...(this.#deposits.get(address) ?? [])];
      if (first === undefined) return [];
      return others.map(
        ([sender, txid]): ClusterLink => ({
          left: first[0],
          right: sender,
          txid,
          rule: 'deposit_reuse',
          confidence: CONFIDENCE,
        }),
      );
    });
  }
}
