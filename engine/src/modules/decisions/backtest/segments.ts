import type { SEGMENTS } from '@atalaya/contract/backtests.ts';
import type { Observation } from '../../monitoring/observation.ts';

export type Segment = (typeof SEGMENTS)[number];

const UNKNOWN = 'unknown';

/** The month of an instant, `YYYY-MM` in UTC. Remembers the month asked for last: events come nearly in order. */
class Months {
  #from = 0;
  #until = 0;
  #name = '';

  of(at: number): string {
    if (at >= this.#from && at < this.#until) return this.#name;
    const date = new Date(at);
    const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
    this.#from = Date.UTC(year, month);
    this.#until = Date.UTC(year, month + 1);
    this.#name = `${year}-${String(month + 1).padStart(2, '0')}`;
    return this.#name;
  }
}

const months = new Months();

/** What says in which segments an event is. */
export type Segmented = Pick<Observation, 'at' | 'customer' | 'jurisdiction'>;

/** Where an event belongs in each breakdown. */
export const SEGMENT_OF: Readonly<Record<Segment, (observation: Segmented) => string>> = {
  customer_kind: ({ customer }) => customer.kind,
  risk: ({ customer }) => customer.riskRating ?? UNKNOWN,
  jurisdiction: ({ jurisdiction }) => jurisdiction.code,
  month: ({ at }) => months.of(at),
};

/** Counts per segment and value. */
export class SegmentCounts {
  readonly #counts = new Map<Segment, Map<string, number>>();

  constructor() {
    for (const by of Object.keys(SEGMENT_OF) as Segment[]) this.#counts.set(by, new Map());
  }

  add(observation: Segmented): void {
    for (const [by, counts] of this.#counts) {
      const value = SEGMENT_OF[by](observation);
      counts.set(value, (counts.get(value) ?? 0) + 1);
    }
  }

  of(by: Segment, value: string): number {
    return this.#counts.get(by)?.get(value) ?? 0;
  }

  /** Every segment value that was counted, in order. */
  values(): { readonly by: Segment; readonly value: string }[] {
    return [...this.#counts].flatMap(([by, counts]) =>
      [...counts.keys()].sort().map((value) => ({ by, value })),
    );
  }
}
