import { RULE_SET_ACTIONS, type RuleSetAction, type RuleSetRow } from '@atalaya/contract/rule-sets.ts';
import { Failure } from '../../../kernel/failure.ts';

/**
 * The life of a version: draft → checked → shadow → live → retired. A draft is edited until it is submitted and checked;
 * from then on it never changes. A retired version that was live once can go live again.
 */
export type RuleSetState = RuleSetRow['state'];

export interface Life {
  readonly state: RuleSetState;
  readonly submitted: boolean;
  readonly problems: number;
  /** It was live once. */
  readonly proven: boolean;
}

/** The state after an action, or undefined when the life as it is does not take it. */
function moved(life: Life, action: RuleSetAction): RuleSetState | undefined {
  const { state } = life;
  switch (action) {
    case 'edit':
    case 'submit':
      return state === 'draft' ? 'draft' : undefined;
    case 'check':
      return state === 'draft' && life.submitted && life.problems === 0 ? 'checked' : undefined;
    case 'send_back':
      return state === 'draft' && life.submitted ? 'draft' : undefined;
    case 'start_shadow':
      return state === 'checked' ? 'shadow' : undefined;
    case 'stop_shadow':
      return state === 'shadow' ? 'checked' : undefined;
    case 'go_live':
      return state === 'checked' || state === 'shadow' || (state === 'retired' && life.proven)
        ? 'live'
        : undefined;
    case 'retire':
      return state === 'checked' || state === 'shadow' ? 'retired' : undefined;
    case 'discard':
      return state === 'draft' ? 'retired' : undefined;
  }
}

/** Failures: rule_sets.transition_refused, .not_submitted, .has_problems. */
export function nextRuleSetState(life: Life, action: RuleSetAction): RuleSetState {
  const next = moved(life, action);
  if (life.state === 'draft' && life.problems > 0 && (action === 'submit' || action === 'check'))
    throw new Failure('policy', 'rule_sets.has_problems', `${life.problems} problems in its scenarios`);
  if (next !== undefined) return next;
  if (life.state === 'draft' && (action === 'check' || action === 'send_back'))
    throw new Failure('conflict', 'rule_sets.not_submitted', 'its author has not submitted it');
  throw new Failure(
    'conflict',
    'rule_sets.transition_refused',
    `a version that is ${life.state} does not take ${action}`,
  );
}

/** Everything the life as it is takes. */
export const actionsOf = (life: Life): RuleSetAction[] =>
  RULE_SET_ACTIONS.filter(
    (action) => moved(life, action) !== undefined && !(action === 'submit' && life.problems > 0),
  );
