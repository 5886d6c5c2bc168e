import type { RiskRating } from '@atalaya/contract/customers.ts';
import type { TrialResult } from '@atalaya/contract/screening.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { asSystem, one, rows, type Tx } from '../../platform/database.ts';
import { screenablePage } from '../customers/screenable.ts';
import { breather } from './hits/breathe.ts';
import { queryOf, tenThousandths } from './hits/comparison.ts';
import { matchesIn } from './hits/match-thread.ts';
import { DEFAULT_POLICY, lowestThreshold, type Policies, policiesOf, thresholdFor } from './hits/policy.ts';
import type { Match, NameQuery } from './match.ts';
import { buildIndexInSteps, type ScreeningIndex } from './matching/screening-index.ts';
import type { RunPorts } from './runs.ts';
import { type ListsInUse, readSources } from './sources.ts';

/** What is tried: another threshold (ten-thousandths), for all lists or one; or a list that is not in use yet. */
export interface TrialSettings {
  readonly threshold?: number;
  readonly list?: string;
  readonly entity: string;
}

interface Candidate {
  readonly entity: string;
  readonly customer: string;
  readonly rating: RiskRating;
  readonly query: NameQuery;
  readonly at: Instant;
}

interface Trial {
  readonly index: ScreeningIndex;
  readonly lists: ListsInUse;
  readonly policies: Policies;
  readonly settings: TrialSettings;
  readonly asked: number;
}

const YEAR_MS = 366 * 86_400_000;
const EXAMPLES_MAX = 40;
const PAGE = 2_000;

/** Whether a match is a hit under what is in use, and under what is tried. */
export function sides(
  trial: Pick<Trial, 'lists' | 'policies' | 'settings'>,
  party: { readonly entity: string; readonly rating: RiskRating },
  match: Pick<Match, 'list' | 'score'>,
): { inUse: boolean; tried: boolean } {
  const { settings, lists } = trial;
  const list = lists.policies.get(match.list);
  const threshold = thresholdFor(trial.policies.get(party.entity) ?? DEFAULT_POLICY, list, party.rating);
  const concerned = settings.list === undefined || settings.list === match.list;
  const score = tenThousandths(match.score);
  const other = concerned ? (settings.threshold ?? threshold) : threshold;
  return { inUse: list?.mode === 'live' && score >= threshold, tried: score >= other };
}

class Tally {
  readonly lists = new Map<string, { in_use: number; tried: number }>();
  readonly bands = new Map<string, { in_use: number; tried: number }>();
  readonly months = new Map<string, { in_use: number; tried: number }>();
  readonly customersInUse = new Set<string>();
  readonly customersTried = new Set<string>();
  readonly lost = new Set<string>();
  readonly examples: TrialResult['examples'] = [];
  inUse = 0;
  tried = 0;
  added = 0;
  removed = 0;
  customers = 0;
  counterparties = 0;

  take(party: Candidate, match: Match, side: { inUse: boolean; tried: boolean }): void {
    if (!side.inUse && !side.tried) return;
    const band = `${Math.min(95, Math.floor(match.score * 20) * 5)}`;
    for (const [map, key] of [
      [this.lists, match.list],
      [this.bands, band],
      [this.months, formatInstant(party.at).slice(0, 7)],
    ] as const) {
      const count = map.get(key) ?? { in_use: 0, tried: 0 };
      map.set(key, { in_use: count.in_use + Number(side.inUse), tried: count.tried + Number(side.tried) });
    }
    this.inUse += Number(side.inUse);
    this.tried += Number(side.tried);
    if (side.inUse) this.customersInUse.add(party.customer);
    if (side.tried) this.customersTried.add(party.customer);
    if (side.inUse === side.tried) return;
    if (side.tried) this.added += 1;
    else {
      this.removed += 1;
      this.lost.add(`${party.customer}\n${match.list}\n${match.reference}`);
    }
    if (this.examples.length < EXAMPLES_MAX)
      this.examples.push({
        change: side.tried ? 'added' : 'removed',
        customer: party.customer,
        list: match.list,
        reference: match.reference,
        name: party.query.name,
        score: match.score,
      });
  }
}

async function openTrial(ports: RunPorts, settings: TrialSettings): Promise<Trial> {
  return asSystem(ports.db, async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const lists = await readSources(tx, ports.vault, settings.list);
    const policies = await policiesOf(tx);
    const lowest = lowestThreshold(policies, lists.policies.values());
    return {
      index: await buildIndexInSteps(lists.pages),
      lists,
      policies,
      settings,
      asked: Math.min(lowest, settings.threshold ?? lowest) / 10_000,
    };
  });
}

async function tryParties(trial: Trial, tally: Tally, parties: readonly Candidate[]): Promise<void> {
  const breathe = breather();
  for (const party of parties) {
    for (const match of matchesIn(trial.index, party.query, trial.asked))
      tally.take(party, match, sides(trial, party, match));
    await breathe();
  }
}

async function tryCustomers(ports: RunPorts, trial: Trial, tally: Tally, run: string): Promise<void> {
  for (let after = ''; ; ) {
    const page = await asSystem(ports.db, (tx) => screenablePage(tx, after, PAGE));
    const last = page.at(-1);
    if (last === undefined) return;
    after = last.id;
    const own = page.filter((one) => one.entity === trial.settings.entity);
    tally.customers += own.length;
    await tryParties(
      trial,
      tally,
      own.map((one) => ({
        entity: one.entity,
        customer: one.id,
        rating: one.rating,
        query: queryOf(one),
        at: one.created_at,
      })),
    );
    await asSystem(ports.db, (tx) =>
      tx.query('update screening.run_progress set customers = $2, cursor = $3 where run = $1', [
        run,
        tally.customers,
        after,
      ]),
    );
  }
}

async function tryCounterparties(ports: RunPorts, trial: Trial, tally: Tally): Promise<void> {
  const since = instantOf(ports.now() - YEAR_MS);
  const known = new Set<string>();
  for (let after = ''; ; ) {
    const { parties, last } = await asSystem(ports.db, (tx) =>
      ports.seenSince(tx, trial.settings.entity, since, after),
    );
    const fresh = parties.flatMap(({ entity, customer, rating, name, at }) => {
      const key = name === null ? '' : `${customer}\n${name.name}\n${name.country ?? ''}\n${name.kind ?? ''}`;
      if (name === null || known.has(key)) return [];
      known.add(key);
      return [{ entity, customer, rating, query: name, at }];
    });
    tally.counterparties += fresh.length;
    await tryParties(trial, tally, fresh);
    if (last === null) return;
    after = last;
  }
}

const counts = (map: ReadonlyMap<string, { in_use: number; tried: number }>) =>
  [...map].sort(([left], [right]) => (left < right ? -1 : 1)).map(([key, count]) => ({ key, ...count }));

/** What people judged of the hits that would not have been seen. */
async function judgedAmong(
  tx: Tx,
  lost: ReadonlySet<string>,
): Promise<{ confirmed: number; cleared: number }> {
  const keys = [...lost].map((key) => key.split('\n'));
  const found = await one<{ confirmed: number; cleared: number }>(
    tx,
    `select count(*) filter (where h.state = 'confirmed') as confirmed, count(*) filter (where h.state = 'cleared') as cleared
     from unnest($1::text[], $2::text[], $3::text[]) as w (customer, list, reference)
     join screening.hit h on h.customer = w.customer and h.list = w.list and h.reference = w.reference`,
    [
      keys.map(([customer]) => customer),
      keys.map(([, list]) => list),
      keys.map(([, , reference]) => reference),
    ],
  );
  return found ?? { confirmed: 0, cleared: 0 };
}

/** Works a trial: raises nothing, counts what would have been. */
export async function workTrial(ports: RunPorts, run: string): Promise<void> {
  const [stored] = await asSystem(ports.db, (tx) =>
    rows<{ settings: TrialSettings; state: string }>(
      tx,
      `select r.settings, p.state from screening.run r join screening.run_progress p on p.run = r.id
       where r.id = $1 and r.kind = 'trial'`,
      [run],
    ),
  );
  if (stored === undefined || stored.state === 'done') return;
  await asSystem(ports.db, (tx) =>
    tx.query(
      `update screening.run_progress set state = 'running', started_at = $2,
         total = (select count(*) from customers.person where entity = $3) where run = $1`,
      [run, formatInstant(ports.now()), stored.settings.entity],
    ),
  );
  const trial = await openTrial(ports, stored.settings);
  const tally = new Tally();
  await tryCustomers(ports, trial, tally, run);
  await tryCounterparties(ports, trial, tally);
  await asSystem(ports.db, async (tx) => {
    const judged = await judgedAmong(tx, tally.lost);
    const result: TrialResult = {
      customers: tally.customers,
      counterparties: tally.counterparties,
      hits_now: tally.inUse,
      hits_then: tally.tried,
      added: tally.added,
      removed: tally.removed,
      customers_hit_now: tally.customersInUse.size,
      customers_hit_then: tally.customersTried.size,
      by_list: counts(tally.lists),
      by_band: counts(tally.bands),
      by_month: counts(tally.months).slice(-12),
      confirmed_lost: judged.confirmed,
      cleared_saved: judged.cleared,
      examples: tally.examples,
    };
    await tx.query(
      `update screening.run_progress set state = 'done', finished_at = $2, result = $3 where run = $1`,
      [run, formatInstant(ports.now()), JSON.stringify(result)],
    );
  });
}
