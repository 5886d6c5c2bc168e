import type { Event, EventType } from '@atalaya/contract/activity.ts';
import { OUTCOMES, type Outcome } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';

/**
 * Judgement over findings: pure, versioned, no clock. The strictest finding decides; what can be stopped depends on
 * the event: something that already happened (a deposit, a trade, a login) can be reviewed or its credit held, never
 * undone.
 */
export const POLICY_VERSION = 1;

export interface Judged {
  readonly outcome: Outcome;
  /** Hours a hold lasts; null when nothing is held. */
  readonly holdHours: number | null;
  /** Code of what the customer may be told; null when nothing needs saying. */
  readonly message: CustomerMessageCode | null;
}

export interface FindingForPolicy {
  readonly outcome: Outcome;
  readonly holdHours: number | null;
  /** A protective warning about scams the scenario may show the customer; never about a report. */
  readonly customerMessage: string | null;
}

const rank = (outcome: Outcome): number => OUTCOMES.indexOf(outcome);

const stoppable = (type: EventType): boolean => type !== 'login' && type !== 'trade';

const DEFAULT_HOLD_HOURS = 24;

/** A reversal takes an operation back: there is nothing in it to stop. */
const REVERSAL: Judged = { outcome: 'allow', holdHours: null, message: null };

export function judge(
  { type, reverses }: Pick<Event, 'type' | 'reverses'>,
  relationship: string,
  findings: readonly FindingForPolicy[],
): Judged {
  if (reverses !== undefined) return REVERSAL;
  const wanted = findings.reduce<Outcome>(
    (worst, finding) => (rank(finding.outcome) > rank(worst) ? finding.outcome : worst),
    'allow',
  );
  const floor: Outcome =
    relationship === 'closed' ? 'block' : relationship === 'restricted' ? 'hold' : 'allow';
  const strictest = rank(floor) > rank(wanted) ? floor : wanted;
  const outcome = stoppable(type) || rank(strictest) <= rank('review') ? strictest : 'review';
  const holdHours =
    outcome === 'hold'
      ? Math.max(
          0,
          ...findings
            .filter((finding) => finding.outcome === 'hold')
            .map((finding) => finding.holdHours ?? 0),
        ) || DEFAULT_HOLD_HOURS
      : null;
  return { outcome, holdHours, message: messageFor(outcome, findings) };
}

function messageFor(outcome: Outcome, findings: readonly FindingForPolicy[]): CustomerMessageCode | null {
  const warning = findings.find(
    (finding) => finding.customerMessage !== null && isMessageCode(finding.customerMessage),
  );
  if (warning?.customerMessage != null && isMessageCode(warning.customerMessage))
    return warning.customerMessage;
  if (outcome === 'hold') return 'operation_under_review';
  return outcome === 'block' ? 'not_possible' : null;
}

/** What customers may be shown. Says what happens to their money and what to do; never why, never that anyone suspects. */
export const CUSTOMER_MESSAGES = {
  operation_under_review: {
    es: 'Estamos haciendo una verificación de rutina de esta operación. Tu dinero está seguro; te avisaremos en cuanto termine.',
    pt: 'Estamos fazendo uma verificação de rotina desta operação. Seu dinheiro está seguro; avisaremos assim que terminar.',
    en: 'We are running a routine check on this operation. Your money is safe; we will let you know as soon as it is done.',
  },
  not_possible: {
    es: 'No podemos procesar esta operación. Si tienes dudas, escribe a soporte desde la aplicación.',
    pt: 'Não podemos processar esta operação. Em caso de dúvida, fale com o suporte pelo aplicativo.',
    en: 'We cannot process this operation. If you have questions, contact support from the app.',
  },
  scam_warning: {
    es: '¿Alguien te pidió hacer este envío, te prometió ganancias o te está guiando por teléfono? Muchas estafas empiezan así. Tómate un momento: una vez enviado, no se puede recuperar.',
    pt: 'Alguém pediu que você fizesse este envio, prometeu ganhos ou está orientando você por telefone? Muitos golpes começam assim. Pare um momento: depois de enviado, não há como recuperar.',
    en: 'Did someone ask you to send this, promise you gains, or guide you over the phone? Many scams begin this way. Take a moment: once sent, it cannot be recovered.',
  },
  check_destination: {
    es: 'Esta dirección se parece a una que ya usaste, pero no es la misma. Compárala completa antes de enviar.',
    pt: 'Este endereço se parece com um que você já usou, mas não é o mesmo. Compare-o por inteiro antes de enviar.',
    en: 'This address looks like one you used before, but it is not the same. Compare it in full before you send.',
  },
} as const satisfies Record<string, Texts>;

export type CustomerMessageCode = keyof typeof CUSTOMER_MESSAGES;

export const isMessageCode = (code: string): code is CustomerMessageCode =>
  Object.hasOwn(CUSTOMER_MESSAGES, code);
