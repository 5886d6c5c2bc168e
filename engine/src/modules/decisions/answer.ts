import type { Decision } from '@atalaya/contract/decisions.ts';
import { canonicalText } from '../../kernel/canonical.ts';
import type { DecidedData } from './events.ts';
import { CUSTOMER_MESSAGES, type CustomerMessageCode, isMessageCode } from './policy.ts';

/** What an answer is made of; findings and facts as the canonical texts that stand in the journal. */
export interface Answered {
  readonly id: string;
  readonly at: string;
  readonly reference: string;
  readonly outcome: string;
  readonly findings: string;
  readonly facts: string;
  readonly message: string | null;
  readonly rule_set: string;
  readonly hold: { readonly id: string; readonly until: string } | null;
}

/** The same from a journal entry. */
export const answeredBefore = (id: string, at: string, data: DecidedData): Answered => ({
  id,
  at,
  reference: data.reference,
  outcome: data.outcome,
  findings: canonicalText(data.findings),
  facts: canonicalText(data.facts),
  message: data.message,
  rule_set: data.rule_set,
  hold: data.hold,
});

/**
 * The synchronous answer, a `Decision` as JSON text, always made of what the journal holds: a repeat says the same
 * bytes as the first time, and that it is a repeat.
 */
export function answerText(answered: Answered, journal: number, repeated = false): string {
  const { message, hold } = answered;
  return `{"event":${canonicalText(answered.reference)},"decision_id":"${answered.id}","decision":"${answered.outcome}","reasons":${answered.findings}${
    message !== null && isMessageCode(message) ? `,"customer_message":${MESSAGES[message]}` : ''
  },"facts":${answered.facts},"rule_set":"${answered.rule_set}","journal":${journal}${
    hold === null ? '' : `,"hold":{"id":"${hold.id}","state":"held","until":"${hold.until}"}`
  },"decided_at":"${answered.at}"${repeated ? ',"repeated":true' : ''}}`;
}

export const readAnswer = (text: string): Decision => JSON.parse(text) as Decision;

const MESSAGES = Object.fromEntries(
  Object.entries(CUSTOMER_MESSAGES).map(([code, texts]) => [code, JSON.stringify({ code, texts })]),
) as Record<CustomerMessageCode, string>;
