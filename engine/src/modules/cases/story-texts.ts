import type { EventType } from '@atalaya/contract/activity.ts';
import type { Language, Texts } from '@atalaya/contract/schema.ts';
import { groupedDecimal } from '../../kernel/money.ts';
import type { CaseOutcome } from './case.ts';

/** The words of the story, in three languages. */
export const texts = (es: string, pt: string, en: string): Texts => ({ es, pt, en });

export const same = (text: string): Texts => ({ es: text, pt: text, en: text });

/** Joins parts language by language. */
export const joined = (separator: string, ...parts: readonly Texts[]): Texts => ({
  es: parts.map(({ es }) => es).join(separator),
  pt: parts.map(({ pt }) => pt).join(separator),
  en: parts.map(({ en }) => en).join(separator),
});

/** An amount as readers of each language write it. */
export function amountOf(amount: string, asset: string): Texts {
  const written = (language: Language): string => `${groupedDecimal(amount, language)} ${asset}`;
  return { es: written('es'), pt: written('pt'), en: written('en') };
}

/** Whole hours, or minutes where there are fewer: a length says the same in every time zone. */
export function lengthOf(ms: number): Texts {
  const minutes = Math.max(0, Math.round(ms / 60_000));
  return same(minutes < 60 ? `${minutes} min` : `${Math.round(minutes / 60)} h`);
}

export const EVENT_WORDS: Readonly<Record<EventType, Texts>> = {
  deposit: texts('Depósito', 'Depósito', 'Deposit'),
  withdrawal: texts('Retiro', 'Saque', 'Withdrawal'),
  transfer: texts('Transferencia interna', 'Transferência interna', 'Internal transfer'),
  trade: texts('Compraventa', 'Negociação', 'Trade'),
  p2p_order: texts('Operación P2P', 'Operação P2P', 'P2P order'),
  login: texts('Acceso', 'Acesso', 'Sign-in'),
};

export const OUTCOME_WORDS: Readonly<Record<CaseOutcome, Texts>> = {
  no_suspicion: texts('sin sospecha', 'sem suspeita', 'no suspicion'),
  report: texts('reportar', 'comunicar', 'report'),
  exit_relationship: texts('terminar la relación', 'encerrar o relacionamento', 'end the relationship'),
  restrict: texts('restringir al cliente', 'restringir o cliente', 'restrict the customer'),
};

export const HOLD_WORDS: Readonly<Record<string, Texts>> = {
  released: texts('Retención liberada', 'Retenção liberada', 'Hold released'),
  rejected: texts('Operación retenida rechazada', 'Operação retida rejeitada', 'Held operation rejected'),
  expired: texts('La retención venció', 'A retenção expirou', 'The hold expired'),
};

export const CLEARANCE_WORDS: Readonly<Record<string, Texts>> = {
  explained: texts('explicada', 'explicado', 'explained'),
  known_behaviour: texts('comportamiento conocido', 'comportamento conhecido', 'known behaviour'),
  duplicate: texts('duplicada', 'duplicado', 'duplicate'),
  data_error: texts('error de datos', 'erro de dados', 'data error'),
  other: texts('otra razón', 'outra razão', 'another reason'),
};

export const RELATIONSHIP_WORDS: Readonly<Record<string, Texts>> = {
  prospect: texts('prospecto', 'prospecto', 'prospect'),
  active: texts('activa', 'ativa', 'active'),
  restricted: texts('restringida', 'restrita', 'restricted'),
  closed: texts('terminada', 'encerrada', 'closed'),
};
