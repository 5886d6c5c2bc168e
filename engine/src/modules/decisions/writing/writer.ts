import { isFailure } from '../../../kernel/failure.ts';
import { BEHIND_FAILED, type FailedOrder, type Order, type Outcome } from './group.ts';
import { joined, type Prepared, prepare } from './prepare.ts';

/** What the writer writes with; see WritingSession. */
export interface WriterPorts {
  open(): Promise<void>;
  /** Journal numbers by row. */
  commit(group: Prepared): Promise<readonly number[]>;
  readonly told: (outcome: Outcome) => void;
}

interface Waiting {
  readonly order: number;
  /** Null for an order to open. */
  readonly group: Prepared | null;
}

/** Decisions in one statement at most. */
const TOGETHER_MAX = 500;

/**
 * Carries out orders one after another. A group is sealed and hashed when it arrives, while the one before it is being
 * written; what has arrived meanwhile is written together. After a group that failed, those behind it are told so and
 * not tried, until the order to open again: they were decided on top of it.
 */
export class Writer {
  readonly #ports: WriterPorts;
  #waiting: Waiting[] = [];
  #isBusy = false;
  #isRefusing = false;

  constructor(ports: WriterPorts) {
    this.#ports = ports;
  }

  take(order: Order): void {
    if (order.ask === 'commit' && this.#isRefusing) {
      this.#ports.told({ orders: [order.order], failed: behindFailed() });
      return;
    }
    if (order.ask === 'open') this.#isRefusing = false;
    try {
      this.#waiting.push({ order: order.order, group: order.ask === 'commit' ? prepare(order.group) : null });
    } catch (error) {
      this.#isRefusing = true;
      this.#ports.told({ orders: [order.order], failed: toldOf(error) });
    }
    if (!this.#isBusy) void this.#work();
  }

  async #work(): Promise<void> {
    this.#isBusy = true;
    for (let next = this.#next(); next.length > 0; next = this.#next()) await this.#carryOut(next);
    this.#isBusy = false;
  }

  /** One order to open, or groups in one statement. */
  #next(): readonly Waiting[] {
    const [first] = this.#waiting;
    if (first === undefined || first.group === null) return this.#waiting.splice(0, 1);
    let decisions = 0;
    let count = 0;
    for (const { group } of this.#waiting) {
      decisions += group?.bytes.length ?? TOGETHER_MAX;
      if (count > 0 && decisions > TOGETHER_MAX) break;
      count += 1;
    }
    return this.#waiting.splice(0, count);
  }

  async #carryOut(orders: readonly Waiting[]): Promise<void> {
    const groups = orders.flatMap(({ group }) => (group === null ? [] : [group]));
    try {
      if (groups.length === 0) await this.#ports.open();
      const numbers = groups.length === 0 ? [] : await this.#ports.commit(joined(groups));
      let from = 0;
      const done = orders.map(({ order, group }) => {
        const to = from + (group?.bytes.length ?? 0);
        const own = numbers.slice(from, to);
        from = to;
        return { order, numbers: own };
      });
      this.#ports.told({ done });
    } catch (error) {
      this.#failed(orders, toldOf(error), groups.length > 0);
    }
  }

  #failed(orders: readonly Waiting[], failed: FailedOrder, refuse: boolean): void {
    this.#ports.told({ orders: orders.map(({ order }) => order), failed });
    if (!refuse) return;
    const until = this.#waiting.findIndex(({ group }) => group === null);
    const behind = this.#waiting.splice(0, until < 0 ? this.#waiting.length : until);
    this.#isRefusing = until < 0;
    if (behind.length > 0)
      this.#ports.told({ orders: behind.map(({ order }) => order), failed: behindFailed() });
  }
}

const behindFailed = (): FailedOrder => ({
  message: 'a group before this one was not written',
  code: BEHIND_FAILED,
  isFailure: false,
});

const toldOf = (error: unknown): FailedOrder => ({
  message: error instanceof Error ? error.message : String(error),
  code: error instanceof Error && 'code' in error ? String(error.code) : null,
  isFailure: isFailure(error),
});
