import type { ReportFields } from '@atalaya/contract/reports.ts';
import { Failure } from '../../kernel/failure.ts';
import type { Instant } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { LockedCase } from '../cases/cases.ts';
import { dollars } from '../decisions/queries.ts';
import { type Avi, FIRST_MONTH, monthOf, otherAlertCode } from './avi.ts';
import { ensureAnswers } from './subject.ts';

/** What a draft says before anybody completes it, from what the case already knows. */

/** More than any case we expect; a report of more events is made by naming them. */
const EVENTS_MAX = 2_000;

interface CaseEvent {
  readonly id: string;
  readonly occurred_at: Instant;
  readonly value_usd: number | null;
}

const eventsOfCase = (tx: Tx, caseId: string): Promise<CaseEvent[]> =>
  rows(
    tx,
    `select d.id, d.occurred_at, d.value_usd from decisions.decision d where d.type <> 'login' and d.id in (
       select f.event from alerts.finding f join alerts.alert a on a.id = f.alert where a.case_id = $1)
     order by d.occurred_at desc, d.id desc limit ${EVENTS_MAX}`,
    [caseId],
  );

type Whose = Pick<LockedCase, 'customer' | 'entity'>;

/** The chosen events, all of the case's customer. Failure (caller): reports.unknown_event, each one named. */
async function chosenEvents(tx: Tx, whose: Whose, ids: readonly string[]): Promise<CaseEvent[]> {
  const known = await rows<CaseEvent>(
    tx,
    `select id, occurred_at, value_usd from decisions.decision
     where id = any ($1) and customer = $2 and entity = $3 order by occurred_at desc, id desc`,
    [ids, whose.customer, whose.entity],
  );
  const unknown = [...new Set(ids)].filter((id) => !known.some((event) => event.id === id));
  if (unknown.length === 0) return known;
  throw new Failure(
    'caller',
    'reports.unknown_event',
    `${unknown.length} events are not of the customer of this case`,
    unknown.map((id) => ({ field: `/events/${ids.indexOf(id)}`, message: id.slice(0, 60) })),
  );
}

const dayText = (at: Instant): string => new Date(at).toISOString().slice(0, 10);

/** In Spanish, the language of the authority; the officer rewrites it. */
async function firstNarrative(tx: Tx, found: LockedCase, events: readonly CaseEvent[]): Promise<string> {
  const alerts = await rows<{ title: string }>(
    tx,
    `select title->>'es' as title from alerts.alert where case_id = $1
     order by array_position('{low,medium,high,critical}'::text[], severity) desc, opened_at`,
    [found.id],
  );
  const titles = [...new Set(alerts.map(({ title }) => title))].join('; ');
  const cents = events.reduce((sum, { value_usd }) => sum + (value_usd ?? 0), 0);
  const [last, first] = [events[0], events.at(-1)];
  if (first === undefined || last === undefined) return titles;
  return `${titles}. ${events.length} operaciones del ${dayText(first.occurred_at)} al ${dayText(last.occurred_at)}, por ${dollars(cents)} USD.`;
}

/** Failure (caller): request.invalid for a month before the first of the format. */
export function ensureMonth(month: string): void {
  if (month >= FIRST_MONTH && /-(0[1-9]|1[0-2])$/.test(month)) return;
  throw new Failure('caller', 'request.invalid', `${month} is no month that can be reported`, [
    { field: '/month', message: `from ${FIRST_MONTH}` },
  ]);
}

/** Fields of a new draft: as given, and for the rest what the case knows. */
export async function firstFields(
  tx: Tx,
  avi: Avi,
  found: LockedCase,
  given: ReportFields,
  now: Instant,
): Promise<Required<Pick<ReportFields, 'month' | 'priority' | 'events'>> & ReportFields> {
  ensureAnswers(given.subject);
  const events =
    given.events === undefined
      ? await eventsOfCase(tx, found.id)
      : await chosenEvents(tx, found, given.events);
  const month = given.month ?? monthOf(events[0]?.occurred_at ?? now);
  ensureMonth(month);
  return {
    priority: '24h',
    alert_type: otherAlertCode(avi, now),
    narrative: await firstNarrative(tx, found, events),
    ...given,
    month,
    events: events.map(({ id }) => id),
  };
}

/** Fields after an edit: what is given replaces, answers one by one; an empty answer takes one back. */
export async function editedFields(
  tx: Tx,
  whose: Whose,
  before: ReportFields,
  given: ReportFields,
): Promise<ReportFields> {
  ensureAnswers(given.subject);
  if (given.month !== undefined) ensureMonth(given.month);
  const subject = Object.fromEntries(
    Object.entries({ ...before.subject, ...given.subject }).filter(([, value]) => value.trim() !== ''),
  );
  return {
    ...before,
    ...given,
    subject,
    ...(given.events === undefined
      ? {}
      : { events: (await chosenEvents(tx, whose, given.events)).map(({ id }) => id) }),
  };
}
