import type { EventType } from '@atalaya/contract/activity.ts';
import type { StoryStep } from '@atalaya/contract/cases.ts';
import type { Severity } from '@atalaya/contract/decisions.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { worstSeverity } from '../alerts/alert.ts';
import type { DecidedData } from '../decisions/events.ts';
import type { CaseOutcome } from './case.ts';
import {
  amountOf,
  CLEARANCE_WORDS,
  EVENT_WORDS,
  HOLD_WORDS,
  joined,
  lengthOf,
  OUTCOME_WORDS,
  RELATIONSHIP_WORDS,
  same,
  texts,
} from './story-texts.ts';

/** What reports tell of a case: their ids, and their steps in its story. */
export interface CaseReports {
  readonly ids: readonly string[];
  readonly steps: readonly StoryStep[];
}

/** A journal entry that belongs to the story. */
export interface StoryEntry {
  readonly number: number;
  readonly type: string;
  readonly actor: string;
  readonly subject: string;
  readonly at: string;
  readonly data: object;
}

/** What cannot be read from open entries: words by note, file names by attachment, titles by alert, names by actor. */
export interface StoryContext {
  readonly words: ReadonlyMap<string, string>;
  readonly fileNames: ReadonlyMap<string, string>;
  readonly titles: ReadonlyMap<string, Texts>;
  readonly actors: ReadonlyMap<string, string>;
  /** The caller may know of reports; if not, no step says that anything was proposed or decided. */
  readonly mayKnow: boolean;
}

type Told = Pick<StoryStep, 'kind' | 'text'> & Partial<Pick<StoryStep, 'at' | 'severity' | 'reference'>>;
type Teller = (entry: StoryEntry, context: StoryContext) => Told;

const nothing: Texts = same('');
const words = (table: Readonly<Record<string, Texts>>, key: unknown): Texts => table[String(key)] ?? nothing;
const dataOf = (entry: StoryEntry): Readonly<Record<string, unknown>> =>
  entry.data as Record<string, unknown>;

const withWords = (text: Texts, found: string | undefined): Texts =>
  found === undefined || found === '' ? text : joined(': ', text, same(found));

const titled = (lead: Texts, { subject }: StoryEntry, { titles }: StoryContext): Texts =>
  joined(' «', lead, joined('', titles.get(subject) ?? nothing, same('»')));

const alertStep =
  (es: string, pt: string, en: string): Teller =>
  (entry, context) => ({ kind: 'alert', text: titled(texts(es, pt, en), entry, context) });

function eventStep({ data, subject }: StoryEntry): Told {
  const event = data as DecidedData;
  const what = EVENT_WORDS[event.type as EventType] ?? same(event.type);
  const { amount, asset } = event;
  const moved = amount === null || asset === null ? [] : [amountOf(amount, asset)];
  const titles = event.findings.map(({ title }) => title);
  return {
    kind: 'event',
    at: event.occurred_at,
    reference: subject,
    text: joined(': ', joined(' ', what, ...moved), joined('; ', ...titles)),
    severity: event.findings.reduce<Severity>((worst, one) => worstSeverity(worst, one.severity), 'low'),
  };
}

const assigned: Teller = (entry, { actors }) => {
  const { assignee } = dataOf(entry);
  if (typeof assignee !== 'string')
    return { kind: 'assignment', text: texts('Sin responsable', 'Sem responsável', 'Nobody in charge') };
  const name = same(actors.get(assignee) ?? assignee);
  return { kind: 'assignment', text: joined(': ', texts('Responsable', 'Responsável', 'In charge'), name) };
};

const proposed: Teller = (entry, { words: said }) => {
  const { outcome, note } = dataOf(entry);
  const what = joined(
    ': ',
    texts('Propuesta', 'Proposta', 'Proposal'),
    words(OUTCOME_WORDS, outcome as CaseOutcome),
  );
  return { kind: 'proposal', text: withWords(what, said.get(String(note))) };
};

const decided: Teller = (entry, { words: said }) => {
  const { agree, outcome, note } = dataOf(entry);
  const text =
    agree === true
      ? joined(
          ': ',
          texts('La propuesta se aprobó', 'A proposta foi aprovada', 'The proposal was approved'),
          words(OUTCOME_WORDS, outcome as CaseOutcome),
        )
      : texts('La propuesta se devolvió', 'A proposta foi devolvida', 'The proposal was sent back');
  return { kind: 'decision', text: withWords(text, said.get(String(note))) };
};

const TELLERS: Readonly<Record<string, Teller>> = {
  'decisions.flagged': eventStep,
  'decisions.hold_placed': (entry) => {
    const { hold } = dataOf(entry) as { hold: { id: string; until: string } };
    const lead = texts('Operación retenida por', 'Operação retida por', 'Operation held for');
    const length = lengthOf(Date.parse(hold.until) - Date.parse(entry.at));
    return { kind: 'hold', reference: hold.id, text: joined(' ', lead, length) };
  },
  'decisions.hold_resolved': (entry) => {
    const { state, reason } = dataOf(entry);
    return { kind: 'hold', text: withWords(words(HOLD_WORDS, state), String(reason ?? '')) };
  },
  'alerts.opened': alertStep('Alerta', 'Alerta', 'Alert'),
  'alerts.joined_case': alertStep(
    'Se unió al caso la alerta',
    'Entrou no caso o alerta',
    'Joined the case: alert',
  ),
  'alerts.reopened': alertStep('Se reabrió la alerta', 'Foi reaberto o alerta', 'Reopened: alert'),
  'alerts.cleared': (entry, context) => {
    const lead = titled(
      texts('Se descartó la alerta', 'Foi descartado o alerta', 'Cleared: alert'),
      entry,
      context,
    );
    const why = words(CLEARANCE_WORDS, dataOf(entry).reason);
    return { kind: 'alert', text: joined(', ', lead, why) };
  },
  'alerts.assigned': assigned,
  'cases.opened': (entry) => {
    const { number } = dataOf(entry);
    return {
      kind: 'alert',
      text: joined(' ', texts('Se abrió el caso', 'Foi aberto o caso', 'Case opened:'), same(String(number))),
    };
  },
  'cases.assigned': assigned,
  'cases.noted': (entry, { words: said }) => ({
    kind: 'note',
    reference: String(dataOf(entry).note),
    text: withWords(texts('Nota', 'Nota', 'Note'), said.get(String(dataOf(entry).note))),
  }),
  'cases.attached': (entry, { fileNames }) => {
    const { attachment } = dataOf(entry) as { attachment: { id: string } };
    return {
      kind: 'attachment',
      reference: attachment.id,
      text: withWords(texts('Archivo', 'Arquivo', 'File'), fileNames.get(attachment.id)),
    };
  },
  'cases.outcome_proposed': proposed,
  'reports.case_proposed': proposed,
  'cases.outcome_decided': decided,
  'reports.case_decided': decided,
  'cases.reopened': (entry, { words: said }) => ({
    kind: 'decision',
    text: withWords(
      texts('El caso se reabrió', 'O caso foi reaberto', 'The case was reopened'),
      said.get(String(dataOf(entry).note)),
    ),
  }),
  'customers.registered': () => ({
    kind: 'customer',
    text: texts('Cliente registrado', 'Cliente registrado', 'Customer registered'),
  }),
  'customers.relationship_set': (entry) => ({
    kind: 'customer',
    text: joined(
      ': ',
      texts('Relación', 'Relação', 'Relationship'),
      words(RELATIONSHIP_WORDS, dataOf(entry).state),
    ),
  }),
  'customers.erased': () => ({
    kind: 'customer',
    text: texts('Datos personales borrados', 'Dados pessoais apagados', 'Personal data erased'),
  }),
};

/** Proposals and decisions of every outcome: were only those to report left out, their absence would tell. */
const FOR_THOSE_WHO_KNOW: ReadonlySet<string> = new Set([
  'cases.outcome_proposed',
  'reports.case_proposed',
  'cases.outcome_decided',
  'reports.case_decided',
]);

/** Entry types that have a place in the story of a caller who may, or may not, know of reports. */
export const storyTypes = (mayKnow: boolean): string[] =>
  Object.keys(TELLERS).filter((type) => mayKnow || !FOR_THOSE_WHO_KNOW.has(type));

function stepOf(entry: StoryEntry, context: StoryContext): StoryStep[] {
  const teller = TELLERS[entry.type];
  if (teller === undefined || (!context.mayKnow && FOR_THOSE_WHO_KNOW.has(entry.type))) return [];
  const name = context.actors.get(entry.actor);
  return [
    {
      at: entry.at,
      reference: entry.subject,
      actor: entry.actor,
      ...(name === undefined ? {} : { actor_name: name }),
      journal: entry.number,
      ...teller(entry, context),
    },
  ];
}

/** The story of a case, newest last: events at the time they happened, everything else when it was recorded. Pure. */
export function storyOf(
  entries: readonly StoryEntry[],
  context: StoryContext,
  reportSteps: readonly StoryStep[],
): StoryStep[] {
  const told = entries.flatMap((entry) => stepOf(entry, context));
  return [...told, ...(context.mayKnow ? reportSteps : [])].sort(
    (left, right) => Date.parse(left.at) - Date.parse(right.at) || left.journal - right.journal,
  );
}
