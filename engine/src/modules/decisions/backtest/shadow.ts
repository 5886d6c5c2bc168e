import type { DiffExample, ShadowView } from '@atalaya/contract/backtests.ts';
import { formatInstant, instantOf } from '../../../kernel/instant.ts';
import { DEPLOYMENT, one, rows, type Tx } from '../../../platform/database.ts';
import type { RuleSet } from '../../monitoring/rule-set.ts';
import { AlertBook } from './alert-book.ts';
import type { Numbered } from './archive/segment.ts';
import { Comparison, type SideFinding } from './comparison.ts';
import { exampleOf } from './diff.ts';
import { isEvent } from './tasks.ts';

/** A scenario at one event, in shadow, live, or both. */
export interface ShadowFinding {
  readonly entity: string;
  readonly event: string;
  readonly scenario: string;
  readonly change: 'gained' | 'lost' | 'kept';
  readonly customer: string;
  readonly occurred_at: string;
  readonly shadow_alert: boolean;
  readonly live_alert: boolean;
  readonly example: DiffExample | null;
  readonly number: number;
}

/** A rule-set that runs beside live over the same events, at no effect. */
export class Shadow {
  readonly #comparison: Comparison;
  readonly #shadow = new AlertBook({ remember: false });
  readonly #live = new AlertBook({ remember: false });
  readonly #after: number;

  /** Judges events of entries beyond `after`; those before fill the windows. */
  constructor(shadow: RuleSet, live: RuleSet, after: number) {
    this.#comparison = new Comparison([shadow, live]);
    this.#after = after;
  }

  get horizonMs(): number {
    return this.#comparison.horizonMs;
  }

  /** The next of the journal; nothing when it was before its time. */
  take({ entry, observation }: Pick<Numbered, 'entry' | 'observation'>): {
    readonly judged: boolean;
    readonly found: ShadowFinding[];
  } {
    if (entry <= this.#after || !isEvent(observation)) {
      this.#comparison.fill(observation);
      return { judged: false, found: [] };
    }
    const { both, only } = this.#comparison.judge(observation);
    const mine = byScenario([...both, ...only[0]]);
    const theirs = byScenario([...both, ...only[1]]);
    const found = [...new Set([...mine.keys(), ...theirs.keys()])].map((scenario): ShadowFinding => {
      const [left, right] = [mine.get(scenario)?.finding, theirs.get(scenario)?.finding];
      const change = left === undefined ? 'lost' : right === undefined ? 'gained' : 'kept';
      const shown = left ?? right;
      return {
        entity: observation.entity,
        event: observation.eventId,
        scenario,
        change,
        customer: observation.customer.id,
        occurred_at: formatInstant(instantOf(observation.at)),
        shadow_alert: left !== undefined && this.#shadow.take(left, observation, entry),
        live_alert: right !== undefined && this.#live.take(right, observation, entry),
        example: change === 'kept' || shown === undefined ? null : exampleOf(change, shown, observation),
        number: entry,
      };
    });
    return { judged: true, found };
  }
}

const byScenario = (found: readonly SideFinding[]): ReadonlyMap<string, SideFinding> =>
  new Map(found.map((one) => [one.finding.scenario, one]));

export interface ShadowProgress {
  readonly began_after: number;
  readonly last_entry: number;
}

/** Where a shadow is; a new one begins after the last decision. */
export async function shadowProgress(tx: Tx, ruleSet: string): Promise<ShadowProgress> {
  await tx.query(
    `insert into decisions.shadow_progress (rule_set, entity, began_after, last_entry)
     select $1, $2, last, last from (select coalesce(max(entry), 0) as last from decisions.decision) d
     on conflict (rule_set) do nothing`,
    [ruleSet, DEPLOYMENT],
  );
  const found = await one<ShadowProgress>(
    tx,
    'select began_after, last_entry from decisions.shadow_progress where rule_set = $1',
    [ruleSet],
  );
  if (found === undefined) throw new Error(`no progress of shadow ${ruleSet}`);
  return found;
}

/** Forgets what a shadow found, so that it begins anew. */
export async function forgetShadow(tx: Tx, ruleSet: string): Promise<void> {
  await tx.query('delete from decisions.shadow_finding where rule_set = $1', [ruleSet]);
  await tx.query('delete from decisions.shadow_progress where rule_set = $1', [ruleSet]);
}

/** What was found up to an entry, and the entry, together. */
export async function noteShadow(
  tx: Tx,
  ruleSet: string,
  given: { readonly last: number; readonly events: number; readonly found: readonly ShadowFinding[] },
): Promise<void> {
  if (given.found.length > 0)
    await tx.query(
      `insert into decisions.shadow_finding
         (rule_set, entity, event, scenario, change, customer, occurred_at, shadow_alert, live_alert, example, number)
       select $1, r.entity, r.event, r.scenario, r.change, r.customer, r.occurred_at, r.shadow_alert, r.live_alert, r.example, r.number
       from jsonb_to_recordset($2::jsonb) as r (entity text, event text, scenario text, change text, customer text,
         occurred_at timestamptz, shadow_alert boolean, live_alert boolean, example jsonb, number bigint)
       on conflict (rule_set, event, scenario) do nothing`,
      [ruleSet, JSON.stringify(given.found)],
    );
  await tx.query(
    'update decisions.shadow_progress set last_entry = $2, events = events + $3 where rule_set = $1',
    [ruleSet, given.last, given.events],
  );
}

interface Totals {
  readonly scenario: string;
  readonly shadow: number;
  readonly live: number;
  readonly gained: number;
  readonly lost: number;
  readonly shadow_alerts: number;
  readonly live_alerts: number;
}

/** What a shadow found among the entities in sight. `titles` by scenario. */
export async function shadowFigures(
  tx: Tx,
  ruleSet: string,
  titles: ReadonlyMap<string, ShadowView['scenarios'][number]['title']>,
): Promise<Omit<ShadowView, 'rule_set' | 'version' | 'running' | 'since'>> {
  const totals = await rows<Totals>(
    tx,
    `select scenario, count(*) filter (where change <> 'lost') as shadow, count(*) filter (where change <> 'gained') as live,
       count(*) filter (where change = 'gained') as gained, count(*) filter (where change = 'lost') as lost,
       count(*) filter (where shadow_alert) as shadow_alerts, count(*) filter (where live_alert) as live_alerts
     from decisions.shadow_finding where rule_set = $1 group by scenario order by scenario`,
    [ruleSet],
  );
  const customers = await one<{ shadow: number; live: number }>(
    tx,
    `select count(distinct customer) filter (where change <> 'lost') as shadow,
       count(distinct customer) filter (where change <> 'gained') as live
     from decisions.shadow_finding where rule_set = $1`,
    [ruleSet],
  );
  const examples = await rows<{ example: DiffExample }>(
    tx,
    `select example from decisions.shadow_finding where rule_set = $1 and change <> 'kept' and example is not null
     order by number desc limit 100`,
    [ruleSet],
  );
  const progress = await one<{ events: number; behind: number }>(
    tx,
    `select p.events, (select count(*) from decisions.decision d where d.entry > p.last_entry) as behind
     from decisions.shadow_progress p where p.rule_set = $1`,
    [ruleSet],
  );
  const sum = (of: (row: Totals) => number): number => totals.reduce((all, row) => all + of(row), 0);
  return {
    events: progress?.events ?? 0,
    behind: progress?.behind ?? 0,
    shadow: {
      findings: sum((row) => row.shadow),
      alerts: sum((row) => row.shadow_alerts),
      customers: customers?.shadow ?? 0,
    },
    live: {
      findings: sum((row) => row.live),
      alerts: sum((row) => row.live_alerts),
      customers: customers?.live ?? 0,
    },
    scenarios: totals.map(({ scenario, shadow, live, gained, lost }) => {
      const title = titles.get(scenario);
      return { scenario, ...(title === undefined ? {} : { title }), shadow, live, gained, lost };
    }),
    examples: examples.map(({ example }) => example),
  };
}
