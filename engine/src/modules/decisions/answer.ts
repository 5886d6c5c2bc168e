import type { Decision } from '@atalaya/contract/decisions.ts';
import type { DecidedData } from './events.ts';
import { CUSTOMER_MESSAGES, isMessageCode } from './policy.ts';

/** The synchronous answer, always made from what the journal holds: a repeat says the same as the first time. */
export function answerOf(id: string, decidedAt: string, data: DecidedData, journal: number): Decision {
  return {
    event: data.reference,
    decision_id: id,
    decision: data.outcome,
    reasons: [...data.findings],
    ...(data.message !== null && isMessageCode(data.message)
      ? { customer_message: { code: data.message, texts: CUSTOMER_MESSAGES[data.message] } }
      : {}),
    facts: data.facts,
    rule_set: data.rule_set,
    journal,
    ...(data.hold === null ? {} : { hold: { id: data.hold.id, state: 'held', until: data.hold.until } }),
    decided_at: decidedAt,
  };
}
