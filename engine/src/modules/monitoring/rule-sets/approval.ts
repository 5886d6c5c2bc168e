import { Failure } from '../../../kernel/failure.ts';
import { DEPLOYMENT, type Tx, write } from '../../../platform/database.ts';
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

/** Whoever wrote or submitted a version does not say yes to it. Failure: auth.second_person. */
export function ensureSecondPerson(stored: StoredRuleSet, actor: string, editors: readonly string[]): void {
  if (stored.author === actor || stored.submitted_by === actor || editors.includes(actor))
    throw new Failure('denied', 'auth.second_person', 'who wrote it cannot approve it');
}

/** Everybody who changed a scenario of it. */
async function editorsOf(tx: Tx, id: string): Promise<string[]> {
  const found = await tx.query<{ actor: string }>(
    `select distinct actor from journal.entry where subject = $1 and type <> 'decisions.decided'
     and type in ('monitoring.scenario_put', 'monitoring.scenario_removed')`,
    [id],
  );
  return found.rows.map((row) => row.actor);
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
  act(ports, call, id, async (tx, stored) => {
    const { reason } = given;
    const state = nextRuleSetState(lifeOf(stored), given.agree ? 'check' : 'send_back');
    if (!given.agree) return { type: ruleSetSentBack, data: { reason } };
    ensureSecondPerson(stored, call.actor, await editorsOf(tx, stored.id));
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
export async function ensureMayGoLive(tx: Tx, call: CallOfStaff, id: string): Promise<StoredRuleSet> {
  const stored = await ruleSetOf(tx, id, 'for update');
  nextRuleSetState(lifeOf(stored), 'go_live');
  ensureSecondPerson(stored, call.actor, await editorsOf(tx, stored.id));
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
    const stored = await ensureMayGoLive(tx, call, id);
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
