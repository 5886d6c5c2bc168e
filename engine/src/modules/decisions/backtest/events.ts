import { entryType } from '../../../platform/journal.ts';

export interface AnnouncedData {
  readonly entities: readonly string[];
  readonly rule_set: string;
  readonly against: string | null;
  readonly from: string | null;
  readonly to: string | null;
  readonly last_entry: number;
  readonly seconds_per_alert: number;
  readonly evaluate: 'changed' | 'all';
}

/** Somebody runs a rule-set over what was decided up to an entry. Schema 1 knew no choice of what is evaluated. */
export const backtestStarted = entryType<AnnouncedData>({
  type: 'decisions.backtest_started',
  schema: 2,
  state: [
    {
      table: 'decisions.backtest',
      op: 'insert',
      key: { id: '/subject' },
      set: {
        entity: '/entity',
        entities: '/data/entities',
        rule_set: '/data/rule_set',
        against: '/data/against',
        from_at: '/data/from',
        to_at: '/data/to',
        last_entry: '/data/last_entry',
        seconds_per_alert: '/data/seconds_per_alert',
        evaluate: '/data/evaluate',
        started_by: '/actor',
        started_at: '/at',
      },
    },
  ],
});

export interface FinishedData {
  readonly state: 'done' | 'failed' | 'cancelled';
  /** SHA-256 of the result as stored; null without one. */
  readonly result_sha256: string | null;
  readonly alerts: number | null;
  readonly gained: number | null;
  readonly lost: number | null;
  readonly failure: string | null;
}

export const backtestFinished = entryType<FinishedData>({
  type: 'decisions.backtest_finished',
  schema: 1,
  state: [
    {
      table: 'decisions.backtest',
      op: 'update',
      key: { id: '/subject' },
      set: {
        state: '/data/state',
        finished_at: '/at',
        result_sha256: '/data/result_sha256',
        alerts: '/data/alerts',
        gained: '/data/gained',
        lost: '/data/lost',
        failure: '/data/failure',
      },
    },
  ],
});

export const entryTypes = [backtestStarted, backtestFinished];
