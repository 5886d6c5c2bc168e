import type { CaseView } from '@atalaya/contract/cases.ts';
import type { Texts } from '@atalaya/contract/schema.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import { alertsOfCase } from '../alerts/queries.ts';
import { eventRows } from '../decisions/queries.ts';
import { attachmentsOfCase } from './attachments.ts';
import type { CasePorts } from './cases.ts';
import { type EventDetail, eventDetails } from './event-details.ts';
import { flowOf } from './flow.ts';
import { caseRow, type MayKnow, presentNotes, type StoredNote, wordsOfCase } from './queries.ts';
import { type CaseReports, type StoryEntry, storyOf, storyTypes } from './story.ts';

export type CaseViewPorts = Pick<
  CasePorts,
  'vault' | 'names' | 'actorNames' | 'customerView' | 'reportsOfCase'
>;

const EVENTS_MAX = 200;
const SURROUNDING_DAYS = 60;
const STORY_MAX = 1_000;

/** Everything about a case on one screen. Failure: cases.unknown. */
export async function caseView(
  tx: Tx,
  ports: CaseViewPorts,
  mayKnow: MayKnow,
  id: string,
): Promise<CaseView> {
  const row = await caseRow(tx, ports, mayKnow, id);
  const knows = mayKnow.has(row.entity);
  const customer_view = await ports.customerView(tx, row.customer_id);
  const alert_rows = await alertsOfCase(tx, ports, id);
  const flagged = await flaggedEvents(tx, id);
  const shown = [...new Set([...flagged, ...(await surroundingEvents(tx, row.customer_id))])];
  const details = await eventDetails(tx, ports.vault, shown);
  const wordsFound = await wordsOfCase(tx, id);
  const attachments = await attachmentsOfCase(tx, id);
  const reports: CaseReports = knows ? await ports.reportsOfCase(tx, id) : { ids: [], steps: [] };
  const entries = await storyEntries(tx, {
    knows,
    subjects: [id, row.customer_id, ...alert_rows.map((alert) => alert.id), ...flagged],
    holds: holdsOf(details, flagged),
  });
  const actors = await ports.actorNames(tx, actorsIn(entries, wordsFound));
  const story = storyOf(
    entries,
    {
      words: new Map(wordsFound.map((note) => [note.id, note.text])),
      fileNames: new Map(attachments.map((file) => [file.id, file.name])),
      titles: new Map<string, Texts>(alert_rows.map((alert) => [alert.id, alert.title])),
      actors,
      mayKnow: knows,
    },
    reports.steps,
  );
  const marked = new Set(flagged);
  return {
    ...row,
    customer_view,
    alert_rows,
    events: await eventRows(tx, ports.names, details.map((detail) => detail.id).reverse()),
    flow: flowOf(
      customer_view.display_name,
      details.map((detail) => ({
        ...detail,
        value_usd: detail.decided.value_usd,
        flagged: marked.has(detail.id),
      })),
    ),
    story,
    notes: presentNotes(wordsFound, actors),
    attachments,
    reports: [...reports.ids],
  };
}

/** The newest events behind the alerts of a case. */
export const flaggedEvents = async (tx: Tx, caseId: string): Promise<string[]> =>
  (
    await rows<{ event: string }>(
      tx,
      `select f.event, max(f.found_at) as found_at from alerts.finding f join alerts.alert a on a.id = f.alert
       where a.case_id = $1 group by f.event order by 2 desc, 1 desc limit ${EVENTS_MAX}`,
      [caseId],
    )
  ).map(({ event }) => event);

/** What else the customer did in the days up to the last thing they did. */
const surroundingEvents = async (tx: Tx, customer: string): Promise<string[]> =>
  (
    await rows<{ id: string }>(
      tx,
      `select id from decisions.decision
       where customer = $1 and occurred_at > (select max(occurred_at) from decisions.decision where customer = $1)
         - interval '${SURROUNDING_DAYS} days'
       order by occurred_at desc limit ${EVENTS_MAX}`,
      [customer],
    )
  ).map(({ id }) => id);

const holdsOf = (details: readonly EventDetail[], flagged: readonly string[]): string[] =>
  details.flatMap(({ id, decided: { hold } }) => (hold !== null && flagged.includes(id) ? [hold.id] : []));

async function storyEntries(
  tx: Tx,
  wanted: {
    readonly knows: boolean;
    readonly subjects: readonly string[];
    readonly holds: readonly string[];
  },
): Promise<StoryEntry[]> {
  const found = await rows<{ number: number; bytes: Buffer }>(
    tx,
    `select number, bytes from journal.entry
     where subject = any ($1) and type = any ($2) and type <> 'decisions.decided'
     order by number desc limit ${STORY_MAX}`,
    [[...wanted.subjects, ...wanted.holds], storyTypes(wanted.knows)],
  );
  return found.map(({ number, bytes }) => {
    const { type, actor, subject, at, data } = JSON.parse(bytes.toString('utf8')) as EntryBody;
    return { number, type, actor, subject, at, data };
  });
}

const actorsIn = (entries: readonly StoryEntry[], notes: readonly StoredNote[]): string[] => [
  ...new Set([
    ...entries.map(({ actor }) => actor),
    ...entries.flatMap(({ data }) =>
      'assignee' in data && typeof data.assignee === 'string' ? [data.assignee] : [],
    ),
    ...notes.map(({ author }) => author),
  ]),
];
