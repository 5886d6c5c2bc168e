import type { EntityView } from '@atalaya/contract/access.ts';
import type { Outcome } from '@atalaya/contract/decisions.ts';
import type { Ground } from '@atalaya/contract/releases.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { Journal, NewEntry } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { openEntries, type PastDecision } from '../decisions/past.ts';
import type { RuleSet } from '../monitoring/rule-set.ts';
import { groundedScenarios } from '../monitoring/standing.ts';
import {
  type GroundEndedData,
  groundEnded,
  groundReturned,
  releaseLapsed,
  releaseOpened,
  restrictionFound,
} from './events.ts';
import { findingOf } from './finding.ts';
import { type AskedAgain, askAgain, type GroundPorts } from './grounds.ts';
import { businessDaysAfter, nextReleaseState, type ReleaseState } from './release.ts';
import type { ReleaseRules } from './rules.ts';

export interface LookPorts extends GroundPorts {
  readonly journal: Journal;
  readonly vault: Vault;
  readonly now: () => Instant;
  readonly rules: ReleaseRules;
  readonly liveRuleSet: () => RuleSet;
  /** Rule-sets that decided before, by the version that decisions carry. */
  readonly ruleSetOf: (version: string) => Promise<RuleSet | null>;
  readonly entityOf: (id: string) => EntityView;
  /** Of these events, those behind an alert that nobody decided about yet. */
  readonly unsettled: (tx: Tx, events: readonly string[]) => Promise<ReadonlySet<string>>;
}

const ACTOR = 'system:releases';
/** Few at a time: they are opened on the thread that decides. */
const PAGE = 50;

interface Candidate {
  readonly id: string;
  readonly outcome: Outcome;
  readonly number: number;
  readonly bytes: Buffer;
  readonly hold: string | null;
  /** The release it is part of already, and whether its ground was found to be back there. */
  readonly release: string | null;
  readonly returned: boolean | null;
}

/** Operations that lists, tags or the chain stopped, or that stand behind alerts, and that nobody decided to release or to keep. */
const CANDIDATES = `select d.id, d.outcome, e.number, e.bytes, h.id as hold, r.id as release, i.returned_at is not null as returned
  from decisions.decision d
  join journal.entry e on e.number = d.entry
  join customers.customer c on c.id = d.customer and not c.erased
  left join decisions.hold h on h.event = d.id
  left join releases.item i on i.event = d.id
    and exists (select 1 from releases.release o where o.id = i.release and o.state in ('open', 'proposed'))
  left join releases.release r on r.id = i.release
  where d.scenarios <> '[]'::jsonb and d.scenarios ?| $1 and d.recorded_at > $2 and (d.id = any ($3) or ($3 is null and d.id > $4))
    and d.outcome <> 'allow' and (d.outcome <> 'hold' or h.state = 'held')
    and not exists (select 1 from decisions.taken_back t where t.event = d.id)
    and not exists (select 1 from releases.item s join releases.release f on f.id = s.release
                    where s.event = d.id and f.state in ('released', 'kept'))
  order by d.id limit $5`;

const YEAR_MS = 366 * 86_400_000;

interface Asked {
  readonly candidate: Candidate;
  readonly past: PastDecision;
  readonly again: AskedAgain;
  /** All that stopped it ended; where nothing stopped it, all that was found. */
  readonly free: boolean;
}

async function candidatesOf(
  tx: Tx,
  ports: LookPorts,
  which: { readonly after: string } | { readonly events: readonly string[] },
): Promise<Candidate[]> {
  const since = formatInstant(instantOf(ports.now() - ports.rules.years * YEAR_MS));
  const scenarios = groundedScenarios(ports.liveRuleSet());
  const [events, after, limit] =
    'events' in which ? [which.events, '', which.events.length] : [null, which.after, PAGE];
  return rows<Candidate>(tx, CANDIDATES, [scenarios, since, events, after, limit]);
}

async function ask(tx: Tx, ports: LookPorts, candidates: readonly Candidate[]): Promise<Asked[]> {
  const opened = await openEntries(tx, ports.vault, candidates);
  const deciders = new Map<string, RuleSet>();
  for (const version of new Set(opened.map(({ data }) => data.rule_set)))
    deciders.set(version, (await ports.ruleSetOf(version)) ?? ports.liveRuleSet());
  return opened.flatMap((past, i): Asked[] => {
    const candidate = candidates[i];
    // Of a relationship that was closed nothing was stopped for a list alone; of who was erased nothing can be told.
    if (candidate === undefined || past.erased || past.data.gathered.customer.relationship === 'closed')
      return [];
    const ruleSet = deciders.get(past.data.rule_set) ?? ports.liveRuleSet();
    const again = askAgain(ports, past, ruleSet);
    return [{ candidate, past, again, free: isFree(past, again.ended) }];
  });
}

function isFree({ data }: PastDecision, ended: readonly string[]): boolean {
  const stopping = data.findings.filter(({ outcome }) => outcome === 'hold' || outcome === 'block');
  const stopped = data.outcome === 'hold' || data.outcome === 'block';
  const grounds = stopped ? stopping : data.findings.filter(({ report }) => report === undefined);
  return grounds.length > 0 && grounds.every(({ scenario }) => ended.includes(scenario));
}

/** Which of these operations are still free to be released; the rest, also those no longer stopped, are absent. */
export async function stillFree(
  tx: Tx,
  ports: LookPorts,
  events: readonly string[],
): Promise<ReadonlySet<string>> {
  const asked = await ask(tx, ports, await candidatesOf(tx, ports, { events }));
  return new Set(asked.flatMap(({ past, free }) => (free ? [past.id] : [])));
}

export interface Looked {
  /** Cursor behind the page; undefined after the last. */
  readonly last: string | undefined;
  readonly looked: number;
  readonly ended: number;
}

/** The next page of operations asked again; what changed is recorded. */
export async function lookPage(tx: Tx, ports: LookPorts, after: string): Promise<Looked> {
  const candidates = await candidatesOf(tx, ports, { after });
  // Of what passed, only what somebody still works on: the many that were looked at are not opened again.
  const passed = candidates.filter(({ outcome }) => outcome === 'review').map(({ id }) => id);
  const waiting = await ports.unsettled(tx, passed);
  const asked = await ask(
    tx,
    ports,
    candidates.filter(
      ({ id, outcome, release }) => outcome !== 'review' || waiting.has(id) || release !== null,
    ),
  );
  const ended = asked.filter(
    ({ candidate, free }) => free && (candidate.release === null || candidate.returned === true),
  );
  const back = asked.filter(
    ({ candidate, free }) => !free && candidate.release !== null && candidate.returned === false,
  );
  await recordEnded(tx, ports, ended);
  await ports.journal.recordMany(
    tx,
    groundReturned,
    back.map(({ candidate, past }) => ({
      entity: past.body.entity,
      actor: ACTOR,
      subject: past.id,
      data: { customer: past.data.customer, release: candidate.release ?? '' },
    })),
  );
  return {
    last: candidates.length < PAGE ? undefined : candidates.at(-1)?.id,
    looked: candidates.length,
    ended: ended.length,
  };
}

interface Active {
  readonly id: string;
  readonly customer: string;
  readonly relationship: string | null;
}

/** Releases of these customers that are not decided, locked. */
const activeOf = async (tx: Tx, customers: readonly string[]): Promise<Map<string, Active>> =>
  new Map(
    (
      await rows<Active>(
        tx,
        `select id, customer, relationship from releases.release
         where customer = any ($1) and state in ('open', 'proposed') order by id for update`,
        [customers],
      )
    ).map((one) => [one.customer, one]),
  );

const openingOf = (
  ports: LookPorts,
  entity: string,
  customer: string,
  relationship: 'restricted' | null,
) => ({
  entity,
  actor: ACTOR,
  subject: newId('rls'),
  data: {
    customer,
    state: 'open' as const,
    due_at: formatInstant(
      businessDaysAfter(ports.now(), ports.rules.due_business_days, ports.entityOf(entity).time_zone),
    ),
    relationship,
  },
});

async function recordEnded(tx: Tx, ports: LookPorts, asked: readonly Asked[]): Promise<void> {
  const active = await activeOf(tx, [...new Set(asked.map(({ past }) => past.data.customer))]);
  const ids = new Map([...active].map(([customer, { id }]) => [customer, id]));
  const opened = [];
  for (const { past } of asked) {
    const { customer } = past.data;
    if (ids.has(customer)) continue;
    const opening = openingOf(ports, past.body.entity, customer, null);
    ids.set(customer, opening.subject);
    opened.push(opening);
  }
  await ports.journal.recordMany(tx, releaseOpened, opened);
  const versions = await versionsOf(tx, asked);
  await ports.journal.recordMany(
    tx,
    groundEnded,
    asked.map((one) => entryOf(ports, one, ids.get(one.past.data.customer) ?? '', versions)),
  );
}

type Versions = ReadonlyMap<string, { readonly number: number; readonly day: string }>;

/** Number and day of the list versions behind these grounds. */
async function versionsOf(tx: Tx, asked: readonly Asked[]): Promise<Versions> {
  const wanted = asked.flatMap(({ again }) => again.grounds.flatMap(({ after }) => after ?? []));
  const found = await rows<{ id: string; number: number; day: string }>(
    tx,
    `select id, number, to_char(coalesce(issued_on, imported_at at time zone 'UTC'), 'YYYY-MM-DD') as day
     from watchlists.snapshot where id = any ($1)`,
    [[...new Set(wanted)]],
  );
  return new Map(found.map((row) => [row.id, row]));
}

function entryOf(
  ports: LookPorts,
  { candidate, past, again }: Asked,
  release: string,
  versions: Versions,
): NewEntry<GroundEndedData> {
  const { data } = past;
  const fired = data.findings.filter(({ report }) => report === undefined);
  const ended = fired.filter(({ scenario }) => again.ended.includes(scenario));
  const grounds = again.grounds.map((ground): Ground => {
    const version = versions.get(ground.after ?? '');
    return version === undefined ? ground : { ...ground, version: version.number, on: version.day };
  });
  return {
    entity: past.body.entity,
    actor: ACTOR,
    subject: past.id,
    data: {
      customer: data.customer,
      release,
      outcome: data.outcome,
      hold: candidate.hold,
      ended: ended.map(({ scenario }) => scenario),
      standing: fired.filter((one) => !ended.includes(one)).map(({ scenario }) => scenario),
      grounds,
      findings: [findingOf(ports.rules.severity, data, ended, grounds)],
      value_usd: data.value_usd,
      asset: data.asset,
    },
  };
}

/** Restricted customers whose confirmed hit lost its listing, while nothing else about them is confirmed. */
const RESTRICTED = `select distinct c.id as customer, c.entity from customers.customer c
  join screening.hit h on h.customer = c.id and h.cause = 'delisted' and h.state in ('open', 'proposed')
  where c.state = 'restricted' and not c.erased
    and not exists (select 1 from screening.hit o where o.customer = c.id and o.state = 'confirmed')
    and not exists (select 1 from releases.release f where f.customer = c.id and f.relationship is not null
                    and f.opened_at >= h.changed_at and f.state in ('released', 'kept'))
  order by c.id`;

/** After the operations: customers whose restriction rests on it, and releases with nothing left in them. */
export async function lookAtCustomers(tx: Tx, ports: LookPorts): Promise<void> {
  const restricted = await rows<{ customer: string; entity: string }>(tx, RESTRICTED);
  const active = await activeOf(
    tx,
    restricted.map(({ customer }) => customer),
  );
  await ports.journal.recordMany(
    tx,
    releaseOpened,
    restricted
      .filter(({ customer }) => !active.has(customer))
      .map(({ customer, entity }) => openingOf(ports, entity, customer, 'restricted')),
  );
  await ports.journal.recordMany(
    tx,
    restrictionFound,
    restricted.flatMap(({ customer, entity }) => {
      const there = active.get(customer);
      if (there === undefined || there.relationship !== null) return [];
      const data = { customer, relationship: 'restricted' as const };
      return [{ entity, actor: ACTOR, subject: there.id, data }];
    }),
  );
  const empty = await rows<{ id: string; entity: string; customer: string; state: ReleaseState }>(
    tx,
    `select r.id, r.entity, r.customer, r.state from releases.release r
     where r.state in ('open', 'proposed') and r.relationship is null
       and not exists (select 1 from releases.item i where i.release = r.id and i.returned_at is null)
     order by r.id for update`,
  );
  await ports.journal.recordMany(
    tx,
    releaseLapsed,
    empty.map(({ id, entity, customer, state }) => ({
      entity,
      actor: ACTOR,
      subject: id,
      data: { customer, state: nextReleaseState(state, 'lapse') },
    })),
  );
}
