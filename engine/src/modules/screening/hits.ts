import type { HitRow } from '@atalaya/contract/screening.ts';
import { Failure } from '../../kernel/failure.ts';
import { newId } from '../../kernel/ids.ts';
import { formatInstant, type Instant, instantOf, parseDate } from '../../kernel/instant.ts';
import { asSystem, type Database, one, type Scope, type Tx, write } from '../../platform/database.ts';
import type { Journal } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import type { ErasedCustomer } from '../customers/customers.ts';
import { hitJudged, type JudgedData, wordsErased } from './events.ts';
import { type HitAction, type HitState, nextHitState } from './hit.ts';
import { hitRow, type NamePorts } from './hit-queries.ts';
import { reopenExpired } from './hits/apply.ts';
import { DEFAULT_POLICY, policiesOf } from './hits/policy.ts';

export interface HitPorts extends NamePorts {
  readonly db: Database;
  readonly journal: Journal;
  readonly vault: Vault;
  readonly now: () => Instant;
}

export interface CallOfStaff {
  readonly scope: Scope;
  readonly actor: string;
}

interface LockedHit {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly state: HitState;
  readonly score: number;
  readonly proposal: 'clear' | 'confirm' | null;
  readonly proposed_by: string | null;
  readonly reason: string | null;
  readonly scope: 'listing' | 'list' | null;
  readonly until: Instant | null;
}

async function lockHit(tx: Tx, id: string): Promise<LockedHit> {
  const found = await one<LockedHit>(
    tx,
    `select id, entity, customer, state, score, proposal, proposed_by, reason, scope, until from screening.hit
     where id = $1 for update`,
    [id],
  );
  if (found === undefined) throw new Failure('missing', 'screening.hit_unknown', `no hit ${id}`);
  return found;
}

/** Words are sealed with the customer's key; once it is gone nothing more is written. Failure: customers.erased. */
async function ensureWritable(tx: Tx, vault: Vault, customer: string): Promise<void> {
  if ((await vault.existing(tx, [customer])).has(customer)) return;
  throw new Failure(
    'conflict',
    'customers.erased',
    'the customer was erased; nothing can be written about them',
  );
}

export interface Judgement {
  readonly judgement: 'clear' | 'confirm';
  readonly reason: string;
  readonly note: string;
  readonly scope?: 'listing' | 'list' | undefined;
  /** Last day of a clearance, ISO; the policy's longest where it is not told. */
  readonly until?: string | undefined;
}

const DAY_MS = 86_400_000;

/** When a clearance ends. Failure: screening.until_invalid. */
function endOf(given: string | undefined, now: Instant, daysMax: number): Instant {
  const latest = instantOf(now + daysMax * DAY_MS);
  if (given === undefined) return latest;
  const until = Date.parse(`${parseDate(given)}T23:59:59Z`);
  if (until > now && until <= latest + DAY_MS) return instantOf(Math.min(until, latest));
  throw new Failure('caller', 'screening.until_invalid', `${given} is not within ${daysMax} days`, [
    { field: '/until', message: formatInstant(latest).slice(0, 10) },
  ]);
}

const record = (
  tx: Tx,
  ports: HitPorts,
  actor: string,
  hit: LockedHit,
  data: Omit<JudgedData, 'customer' | 'remarks'>,
  words: { readonly kind: string; readonly text: string },
) =>
  ports.journal.record(tx, hitJudged, {
    entity: hit.entity,
    actor,
    subject: hit.id,
    data: { ...data, customer: hit.customer, remarks: [{ id: newId('note'), kind: words.kind }] },
    personal: { person: hit.customer, content: { text: words.text } },
    at: ports.now(),
  });

const NOTHING_JUDGED = {
  proposal: null,
  proposed_by: null,
  decided_by: null,
  decided_at: null,
  reason: null,
  scope: null,
  until: null,
} as const;

/**
 * Clears or confirms a hit; from the policy's score on, the judgement waits for a second person. Failures:
 * screening.hit_unknown, screening.transition_refused, screening.until_invalid, customers.erased.
 */
export const judgeHit = (ports: HitPorts, call: CallOfStaff, id: string, given: Judgement): Promise<HitRow> =>
  write(ports.db, call.scope, async (tx) => {
    const hit = await lockHit(tx, id);
    const policy = (await policiesOf(tx)).get(hit.entity) ?? DEFAULT_POLICY;
    const waits = hit.score >= policy.four_eyes;
    const state = nextHitState(hit.state, waits ? 'propose' : given.judgement);
    await ensureWritable(tx, ports.vault, hit.customer);
    const now = ports.now();
    const clears = given.judgement === 'clear';
    const until = clears ? formatInstant(endOf(given.until, now, policy.clearance_days)) : null;
    await record(
      tx,
      ports,
      call.actor,
      hit,
      {
        state,
        cause: waits ? 'proposed' : 'judged',
        proposal: waits ? given.judgement : null,
        proposed_by: waits ? call.actor : null,
        decided_by: waits ? null : call.actor,
        decided_at: waits ? null : formatInstant(now),
        reason: given.reason,
        scope: clears ? (given.scope ?? 'listing') : null,
        until,
      },
      { kind: waits ? `proposed_${given.judgement}` : given.judgement, text: given.note },
    );
    return hitRow(tx, ports, id);
  });

/** The second person. Failures: screening.hit_unknown, screening.transition_refused, auth.second_person, customers.erased. */
export const secondHit = (
  ports: HitPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly agree: boolean; readonly note: string },
): Promise<HitRow> =>
  write(ports.db, call.scope, async (tx) => {
    const hit = await lockHit(tx, id);
    const action: HitAction = given.agree ? `agree_${hit.proposal ?? 'clear'}` : 'return';
    const state = nextHitState(hit.state, action);
    if (hit.proposed_by === call.actor)
      throw new Failure('denied', 'auth.second_person', 'who proposed cannot be the second person');
    await ensureWritable(tx, ports.vault, hit.customer);
    const agreed = {
      state,
      cause: 'judged',
      proposal: hit.proposal,
      proposed_by: hit.proposed_by,
      decided_by: call.actor,
      decided_at: formatInstant(ports.now()),
      reason: hit.reason,
      scope: hit.scope,
      until: hit.until === null ? null : formatInstant(hit.until),
    } as const;
    await record(
      tx,
      ports,
      call.actor,
      hit,
      given.agree ? agreed : { ...NOTHING_JUDGED, state, cause: 'returned' },
      { kind: given.agree ? 'agreed' : 'returned', text: given.note },
    );
    return hitRow(tx, ports, id);
  });

/** Undoes what was judged. Failures: screening.hit_unknown, screening.transition_refused, customers.erased. */
export const reopenHit = (ports: HitPorts, call: CallOfStaff, id: string, note: string): Promise<HitRow> =>
  write(ports.db, call.scope, async (tx) => {
    const hit = await lockHit(tx, id);
    const state = nextHitState(hit.state, 'reopen');
    await ensureWritable(tx, ports.vault, hit.customer);
    await record(
      tx,
      ports,
      call.actor,
      hit,
      { ...NOTHING_JUDGED, state, cause: 'reopened' },
      { kind: 'reopened', text: note },
    );
    return hitRow(tx, ports, id);
  });

/** What was compared and written of a customer goes when the customer is erased; in the erasing transaction. */
export async function eraseHits(tx: Tx, journal: Journal, customer: ErasedCustomer): Promise<void> {
  const { id, entity, actor } = customer;
  await journal.record(tx, wordsErased, { entity, actor, subject: id, data: { customer: id } });
}

/** Clearances that ended by now are open again. */
export const expireClearances = (ports: Pick<HitPorts, 'db' | 'journal'>, now: string): Promise<number> =>
  asSystem(ports.db, (tx) => reopenExpired(tx, ports.journal, now));
