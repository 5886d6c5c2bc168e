import type { Decision } from '@atalaya/contract/decisions.ts';
import type { Context } from './context.ts';
import { figureText } from './figures.ts';

/** A decision as staff read it: the outcome, why, and the values behind each reason. */
export function decisionText(decision: Decision, { language, say }: Context): string {
  const repeated = decision.repeated === true ? ` (${say({ es: 'repetida', en: 'repeated' })})` : '';
  const lines = [
    `${decision.event}: ${decision.decision.toUpperCase()}${repeated}`,
    `  ${decision.decision_id} · ${say({ es: 'libro', en: 'journal' })} ${decision.journal} · ${decision.decided_at}`,
  ];
  for (const { scenario, severity, outcome, title, text, values } of decision.reasons) {
    lines.push(`  - ${title[language]} [${scenario}, ${severity}, ${outcome}]`, `    ${text[language]}`);
    for (const { name, value, unit } of values) {
      lines.push(`      ${name} = ${figureText(value, unit)}`);
    }
  }
  if (decision.hold !== undefined) {
    lines.push(
      `  ${say({ es: 'retenida hasta', en: 'held until' })} ${decision.hold.until} (${decision.hold.id})`,
    );
  }
  if (decision.customer_message !== undefined) {
    lines.push(
      `  ${say({ es: 'al cliente', en: 'to the customer' })}: ${decision.customer_message.texts[language]}`,
    );
  }
  return lines.join('\n');
}
