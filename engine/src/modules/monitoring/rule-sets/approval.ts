import { Failure } from '../../../kernel/failure.ts';
import { asSystem, type Database, DEPLOYMENT, rows, type Tx, write } from '../../../platform/database.ts';
import type { EntryType } from '../../../platform/journal.ts';
import { withDeployment } from '../../access/permissions.ts';
import type { CallOfStaff, DraftPorts } from './drafts.ts';
import {
  ruleSetChecked,
  ruleSetRetired,
  ruleSetSentBack,
  ruleSetSubmitted,
  shadowStarted,
  shadowStopped,
  wentLive,
} from './events.ts';
import { lifeOf, ruleSetIn, ruleSetOf, type StoredRuleSet } from './queries.ts';
import { nextRuleSetState } from './rule-set-life.ts';

type ApprovalPorts = Pick<DraftPorts, 'db' | 'journal'>;

/**
 * Everybody whose work a version is: who drafted, edited or submitted it; who did so with the drafts it was copied from,
 * as long as nobody had checked those; and, of what an API key wrote, who made the key.
 */
const HANDS = `with recursive line as (
    select id, parent, author, submitted_by, created_at, now() as until from monitoring.rule_set where id = $1
    union all
    select p.id, p.parent, p.author, p.submitted_by, p.created_at, l.created_at
    from line l join monitoring.rule_set p on p.id = l.parent where p.checked_at is null and p.live_since is null
  ), hand as (
    select author as actor from line
    union select submitted_by from line where submitted_by is not null
    union select e.actor from line l join journal.entry e on e.subject = l.id and e.at <= l.until
      and e.type <> 'decisions.decided' and e.type in ('monitoring.scenario_put', 'monitoring.scenario_removed')
  )
  select actor from hand
  union select e.actor from hand h join journal.entry e on e.subject = h.actor
    and e.type <> 'decisions.decided' and e.type = 'access.key_created'`;

/** Whoever had a hand in a version does not say yes to it, whatever entity a key is of. Failure: auth.second_person. */
export async function ensureSecondPerson(db: Database, { id }: StoredRuleSet, actor: string): Promise<void> {
  const hands = await asSystem(db, (tx) => rows<{ actor: string }>(tx, HANDS, [id]));
  if (hands.some((hand) => hand.actor === actor))
    throw new Failure('denied', 'auth.second_person', 'who wrote it cannot approve it');
}

/** One verb of the life: locks, judges, records. */
const act = (
  ports: ApprovalPorts,
  call: CallOfStaff,
  id: string,
  work: (tx: Tx, stored: StoredRuleSet) => Promise<{ type: EntryType; data: object }>,
): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const stored = await ruleSetOf(tx, id, 'for update');
    const { type, data } = await work(tx, stored);
    await ports.journal.record(tx, type, {
      entity: DEPLOYMENT,
      actor: call.actor,
      subject: stored.id,
      data,
    });
  });

/** Its author is done. Failures: rule_sets.unknown, .transition_refused, .has_problems. */
export const submitRuleSet = (
  ports: ApprovalPorts,
  call: CallOfStaff,
  id: string,
  reason: string,
): Promise<void> =>
  act(ports, call, id, async (_tx, stored) => {
    nextRuleSetState(lifeOf(stored), 'submit');
    return { type: ruleSetSubmitted, data: { reason, content: stored.content } };
  });

/**
 * A second person agrees with exactly this content, or sends it back. Failures: rule_sets.unknown, .transition_refused,
 * .not_submitted, .has_problems, .changed_meanwhile, auth.second_person.
 */
export const checkRuleSet = (
  ports: ApprovalPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly agree: boolean; readonly content: string; readonly reason: string },
): Promise<void> =>
  act(ports, call, id, async (_tx, stored) => {
    const { reason } = given;
    const state = nextRuleSetState(lifeOf(stored), given.agree ? 'check' : 'send_back');
    if (!given.agree) return { type: ruleSetSentBack, data: { reason } };
    await ensureSecondPerson(ports.db, stored, call.actor);
    if (given.content !== stored.content)
      throw new Failure('conflict', 'rule_sets.changed_meanwhile', 'it was changed after it was read');
    return { type: ruleSetChecked, data: { state, content: stored.content, reason } };
  });

/** Failures: rule_sets.unknown, .transition_refused, .shadow_taken. */
export const setShadow = (
  ports: ApprovalPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly action: 'start' | 'stop'; readonly reason: string },
): Promise<void> =>
  act(ports, call, id, async (tx, stored) => {
    const { reason, action } = given;
    const state = nextRuleSetState(lifeOf(stored), action === 'start' ? 'start_shadow' : 'stop_shadow');
    if (action === 'stop') return { type: shadowStopped, data: { state, reason } };
    const other = await ruleSetIn(tx, 'shadow');
    if (other !== undefined)
      throw new Failure('conflict', 'rule_sets.shadow_taken', `${other.id} is in shadow`);
    return { type: shadowStarted, data: { state, reason } };
  });

/** Puts a checked or shadow version away. Failures: rule_sets.unknown, .transition_refused. */
export const retireRuleSet = (
  ports: ApprovalPorts,
  call: CallOfStaff,
  id: string,
  given: { readonly action: 'retire' | 'discard'; readonly reason: string },
): Promise<void> =>
  act(ports, call, id, async (_tx, stored) => ({
    type: ruleSetRetired,
    data: { state: nextRuleSetState(lifeOf(stored), given.action), reason: given.reason },
  }));

export interface GoingLiveData {
  readonly reason: string;
  /** The version as compiled here. */
  readonly version: string;
  readonly backtest: string | null;
}

/** Whether a person may make a version live now. Failures: rule_sets.unknown, .transition_refused, auth.second_person. */
export async function ensureMayGoLive(
  db: Database,
  tx: Tx,
  call: CallOfStaff,
  id: string,
): Promise<StoredRuleSet> {
  const stored = await ruleSetOf(tx, id, 'for update');
  nextRuleSetState(lifeOf(stored), 'go_live');
  await ensureSecondPerson(db, stored, call.actor);
  return stored;
}

/** Records that a version is live from here on and what it replaced; call when nothing is being decided. */
export const recordLive = (
  ports: ApprovalPorts,
  call: CallOfStaff,
  id: string,
  given: GoingLiveData,
): Promise<void> =>
  write(ports.db, withDeployment(call.scope), async (tx) => {
    const stored = await ensureMayGoLive(ports.db, tx, call, id);
    const live = await ruleSetIn(tx, 'live');
    await ports.journal.record(tx, wentLive, {
      entity: DEPLOYMENT,
      actor: call.actor,
      subject: stored.id,
      data: {
        ...given,
        state: nextRuleSetState(lifeOf(stored), 'go_live'),
        replaced: live === undefined ? [] : [{ id: live.id, state: 'retired' }],
      },
    });
  });
