import { newId } from '../../../kernel/ids.ts';
import { formatInstant, type Instant } from '../../../kernel/instant.ts';
import { rows, type Tx } from '../../../platform/database.ts';
import type { Journal, NewEntry } from '../../../platform/journal.ts';
import type { Listing } from '../../watchlists/listing.ts';
import {
  type ChangedData,
  type Clearance,
  type HitDetails,
  hitCompared,
  hitLapsed,
  hitRaised,
  hitReopened,
  hitReturned,
  type RaisedData,
} from '../events.ts';
import { type HitState, nextHitState } from '../hit.ts';
import type { Match } from '../match.ts';
import { type Comparison, compared, type Feature, keptReason, matters } from './comparison.ts';

/** Who was compared with the lists: a customer, somebody they dealt with, or a wallet. */
export interface Subject {
  readonly entity: string;
  readonly customer: string;
  readonly kind: 'customer' | 'counterparty' | 'wallet';
  /** The same party, the same key; `customer` for the customer themselves. */
  readonly key: string;
  /** Inputs of the comparison, as they are kept. */
  readonly query: object;
  readonly event: string | null;
}

export interface FoundMatch {
  readonly match: Match;
  readonly listing: Listing;
  /** snp_… of the list. */
  readonly snapshot: string;
  /** Of a confidential list: what is the listing's is not kept beside the hit. */
  readonly confidential: boolean;
}

export interface Screened {
  readonly subject: Subject;
  readonly found: readonly FoundMatch[];
}

export interface Applied {
  readonly raised: number;
  readonly changed: number;
  readonly lapsed: number;
}

export const NOTHING_APPLIED: Applied = { raised: 0, changed: 0, lapsed: 0 };

interface StoredHit {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly subject_key: string;
  readonly list: string;
  readonly reference: string;
  readonly state: HitState;
  readonly score: number;
  readonly features: readonly Feature[];
  readonly subject_digest: string;
  readonly listing_digest: string;
  readonly event: string | null;
  readonly decided_by: string | null;
  readonly decided_at: Instant | null;
  readonly reason: string | null;
  readonly scope: string | null;
  readonly until: Instant | null;
}

const keyOf = (one: { customer: string; subject_key: string; list: string; reference: string }): string =>
  `${one.customer}\n${one.subject_key}\n${one.list}\n${one.reference}`;

const detailsOf = ({ match, confidential }: FoundMatch, query: object): HitDetails => ({
  query,
  matched: confidential ? '' : match.matched,
  reasons: match.reasons.map((reason) => keptReason(confidential ? { ...reason, listing: '' } : reason)),
});

const ACTOR = 'system:screening';

type ComparedData = Omit<RaisedData, 'subject_kind' | 'subject_key' | 'list' | 'reference' | 'clearance'>;

/** What was done, by what, when. */
export interface Made {
  readonly cause: string;
  readonly algorithm: string;
  readonly now: Instant;
}

type Entry<D extends object> = NewEntry<D, HitDetails>;

/** Entries of one group, by type, in the order in which they are recorded. */
interface Plan {
  readonly raised: Entry<RaisedData>[];
  readonly compared: Entry<ComparedData>[];
  readonly reopened: Entry<ComparedData>[];
  readonly lapsed: NewEntry<ChangedData>[];
  readonly returned: NewEntry<ChangedData>[];
}

const comparisonOf = (stored: StoredHit): Comparison => ({
  score: stored.score,
  features: stored.features,
  subjectDigest: stored.subject_digest,
  listingDigest: stored.listing_digest,
});

const isSame = (left: Comparison, right: Comparison): boolean =>
  left.score === right.score &&
  left.subjectDigest === right.subjectDigest &&
  left.listingDigest === right.listingDigest;

function planFound(
  plan: Plan,
  subject: Subject,
  one: FoundMatch,
  stored: StoredHit | undefined,
  made: Made,
  known: readonly StoredHit[],
): void {
  const after = compared(one.match, subject.query, one.listing);
  const base = {
    customer: subject.customer,
    score: after.score,
    features: after.features,
    subject_digest: after.subjectDigest,
    listing_digest: after.listingDigest,
    snapshot: one.snapshot,
    algorithm: made.algorithm,
    event: subject.event ?? stored?.event ?? null,
  };
  const entry = {
    entity: subject.entity,
    actor: ACTOR,
    personal: { person: subject.customer, content: detailsOf(one, subject.query) },
  };
  if (stored === undefined) {
    const { list, reference } = one.match;
    const clearance = clearanceOf(known, subject, one, after, made.now);
    plan.raised.push({
      ...entry,
      subject: newId('hit'),
      data: {
        ...base,
        state: clearance === null ? 'open' : 'cleared',
        cause: clearance === null ? made.cause : 'covered',
        clearance,
        subject_kind: subject.kind,
        subject_key: subject.key,
        list,
        reference,
      },
    });
    return;
  }
  const before = comparisonOf(stored);
  const again = stored.state === 'lapsed' || (stored.state === 'cleared' && matters(before, after));
  if (again) {
    const data = { ...base, state: nextHitState(stored.state, 'reopen'), cause: made.cause };
    plan.reopened.push({ ...entry, subject: stored.id, data });
  } else if (!isSame(before, after)) {
    plan.compared.push({
      ...entry,
      subject: stored.id,
      data: { ...base, state: stored.state, cause: made.cause },
    });
  }
}

/** Somebody cleared this party of the whole list, as alike as this or more, and nothing changed about the party since. */
function clearanceOf(
  known: readonly StoredHit[],
  subject: Subject,
  { match }: FoundMatch,
  after: Comparison,
  now: Instant,
): Clearance | null {
  const found = known.find(
    (one) =>
      one.customer === subject.customer &&
      one.subject_key === subject.key &&
      one.list === match.list &&
      one.state === 'cleared' &&
      one.scope === 'list' &&
      one.until !== null &&
      one.until > now &&
      one.score >= after.score &&
      one.subject_digest === after.subjectDigest,
  );
  if (found?.decided_by == null || found.decided_at === null || found.reason === null || found.until === null)
    return null;
  return {
    decided_by: found.decided_by,
    decided_at: formatInstant(found.decided_at),
    reason: found.reason,
    scope: 'list',
    until: formatInstant(found.until),
  };
}

/** They no longer resemble each other. What was confirmed is looked at by a person; the rest needs nobody. */
function planMissing(plan: Plan, stored: StoredHit, cause: string): void {
  const entry = { entity: stored.entity, actor: ACTOR, subject: stored.id };
  if (stored.state === 'lapsed') return;
  const action = stored.state === 'confirmed' ? 'reopen' : 'lapse';
  const data = { customer: stored.customer, state: nextHitState(stored.state, action), cause };
  if (action === 'reopen') plan.returned.push({ ...entry, data });
  else plan.lapsed.push({ ...entry, data });
}

async function storedHits(tx: Tx, subjects: readonly Subject[]): Promise<StoredHit[]> {
  return rows<StoredHit>(
    tx,
    `select h.id, h.entity, h.customer, h.subject_key, h.list, h.reference, h.state, h.score, h.features, h.subject_digest,
            h.listing_digest, h.event, h.decided_by, h.decided_at, h.reason, h.scope, h.until
     from unnest($1::text[], $2::text[]) as w (customer, subject_key)
     join screening.hit h on h.customer = w.customer and h.subject_key = w.subject_key order by h.id for update of h`,
    [subjects.map((one) => one.customer), subjects.map((one) => one.key)],
  );
}

/**
 * Brings what was found into the hits: new ones are raised, known ones compared anew, cleared ones reopened where it matters,
 * those that are no longer there lapse. `covered` says which listings were looked at: others are left alone.
 */
export async function applyScreened(
  tx: Tx,
  journal: Journal,
  screened: readonly Screened[],
  made: Made & { readonly covered: (list: string, reference: string) => boolean },
): Promise<Applied> {
  if (screened.length === 0) return NOTHING_APPLIED;
  const stored = await storedHits(
    tx,
    screened.map((one) => one.subject),
  );
  const byKey = new Map(stored.map((one) => [keyOf(one), one]));
  const plan: Plan = { raised: [], compared: [], reopened: [], lapsed: [], returned: [] };
  const seen = new Set<string>();
  for (const { subject, found } of screened)
    for (const one of found) {
      const key = keyOf({
        customer: subject.customer,
        subject_key: subject.key,
        list: one.match.list,
        reference: one.match.reference,
      });
      if (seen.has(key)) continue;
      seen.add(key);
      planFound(plan, subject, one, byKey.get(key), made, stored);
    }
  for (const [key, one] of byKey)
    if (!seen.has(key) && made.covered(one.list, one.reference)) planMissing(plan, one, made.cause);
  await journal.recordMany(tx, hitRaised, plan.raised);
  await journal.recordMany(tx, hitCompared, plan.compared);
  await journal.recordMany(tx, hitReopened, plan.reopened);
  await journal.recordMany(tx, hitReturned, plan.returned);
  await journal.recordMany(tx, hitLapsed, plan.lapsed);
  return {
    raised: plan.raised.length,
    changed: plan.compared.length + plan.reopened.length + plan.returned.length,
    lapsed: plan.lapsed.length,
  };
}

/** Listings of a list that no longer count, and the version that says so; null where the list is no longer screened. */
export interface TakenOff {
  readonly list: string;
  readonly references: readonly string[];
  readonly version: number | null;
}

interface GoneHit extends StoredHit {
  readonly alone: boolean;
  readonly snapshot: string | null;
  readonly day: string | null;
}

/** Hits on them that have not lapsed, locked, each with the version that took its listing off and since which day. */
const goneHits = (tx: Tx, { list, references, version }: TakenOff): Promise<GoneHit[]> =>
  rows<GoneHit>(
    tx,
    `select h.id, h.entity, h.customer, h.subject_key, h.list, h.reference, h.state, s.id as snapshot,
       to_char(coalesce(l.in_force_until, s.issued_on, s.imported_at at time zone 'UTC'), 'YYYY-MM-DD') as day,
       not exists (select 1 from screening.hit o where o.customer = h.customer and o.id <> h.id and o.state = 'confirmed'
                   and not (o.list = $1 and o.reference = any ($2))) as alone
     from screening.hit h
     left join watchlists.snapshot s on s.code = h.list and s.number = $3
     left join watchlists.listing l on l.code = h.list and l.reference = h.reference and l.known_until is null
     where h.list = $1 and h.reference = any ($2) and h.state <> 'lapsed' order by h.id for update of h`,
    [list, references, version],
  );

/**
 * Listings were taken off: hits on them lapse; a confirmed one that nothing else confirms is opened again, because what was
 * done about the customer rested on it alone.
 */
export async function applyDelisted(tx: Tx, journal: Journal, off: TakenOff): Promise<Applied> {
  const plan: Plan = { raised: [], compared: [], reopened: [], lapsed: [], returned: [] };
  for (const one of await goneHits(tx, off)) {
    const entry = { entity: one.entity, actor: ACTOR, subject: one.id };
    const data =
      one.snapshot === null || one.day === null
        ? { customer: one.customer, cause: 'list_off' }
        : { customer: one.customer, cause: 'delisted', delisted: { snapshot: one.snapshot, on: one.day } };
    if (one.state === 'confirmed' && one.alone)
      plan.returned.push({ ...entry, data: { ...data, state: nextHitState(one.state, 'reopen') } });
    else plan.lapsed.push({ ...entry, data: { ...data, state: nextHitState(one.state, 'lapse') } });
  }
  await journal.recordMany(tx, hitReturned, plan.returned);
  await journal.recordMany(tx, hitLapsed, plan.lapsed);
  return { raised: 0, changed: plan.returned.length, lapsed: plan.lapsed.length };
}

/** Clearances that ended are open again. */
export async function reopenExpired(tx: Tx, journal: Journal, now: string): Promise<number> {
  const ended = await rows<{ id: string; entity: string; customer: string; state: HitState }>(
    tx,
    `select id, entity, customer, state from screening.hit where state = 'cleared' and until <= $1 order by id limit 500 for update skip locked`,
    [now],
  );
  await journal.recordMany(
    tx,
    hitReturned,
    ended.map((one) => ({
      entity: one.entity,
      actor: ACTOR,
      subject: one.id,
      data: { customer: one.customer, state: nextHitState(one.state, 'reopen'), cause: 'expired' },
    })),
  );
  return ended.length;
}
