import type { EntityView } from '@atalaya/contract/access.ts';
import type { AlertView } from '@atalaya/contract/alerts.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { DecidedData } from '../decisions/events.ts';
import { dollars, eventRows } from '../decisions/queries.ts';
import { alertRow, type NamePorts } from './queries.ts';

const EVENTS_MAX = 200;
const ACTIVITY_DAYS = 30;

/** An alert with the newest of its events and why each was found, from the journal. Failure: alerts.unknown. */
export async function alertView(
  tx: Tx,
  ports: NamePorts & { readonly entityOf: (id: string) => EntityView },
  id: string,
): Promise<AlertView> {
  const row = await alertRow(tx, ports, id);
  // What was found of an event stands in its decision, or in what was found of it later.
  const found = await rows<{ event: string; bytes: Buffer }>(
    tx,
    `select f.event, e.bytes from (
       select event, found_at from alerts.finding where alert = $1 order by found_at desc, event desc limit ${EVENTS_MAX}) f
     join lateral (
       select entry from decisions.decision where id = f.event
       union all select entry from tracing.exposure_found where event = f.event
       union all select entry from releases.item where event = f.event) d on true
     join journal.entry e on e.number = d.entry
     order by f.found_at desc, f.event desc, e.number`,
    [id],
  );
  const reasons = found.flatMap(({ event, bytes }) => {
    const body = JSON.parse(bytes.toString('utf8')) as EntryBody;
    return ((body.data as Partial<DecidedData>).findings ?? [])
      .filter(({ scenario }) => scenario === row.scenario)
      .map((reason) => ({ event_id: event, decided_at: body.at, reason }));
  });
  return {
    ...row,
    events: await eventRows(tx, ports.names, [...new Set(found.map(({ event }) => event))]),
    reasons,
    activity: await activityOf(tx, row.customer_id, ports.entityOf(row.entity).time_zone),
  };
}

/**
 * The customer's 30 days up to the last thing they did, one row a day, days of the obliged entity's wall calendar.
 */
async function activityOf(tx: Tx, customer: string, zone: string): Promise<AlertView['activity']> {
  const days = await rows<{ day: string; count: number; cents: number }>(
    tx,
    `with last as (select max(occurred_at) as at from decisions.decision where customer = $1),
       days as (
         select (last.at at time zone $2)::date - n as day from last, generate_series(0, ${ACTIVITY_DAYS - 1}) as n
         where last.at is not null),
       done as (
         select (d.occurred_at at time zone $2)::date as day, count(*) as count, coalesce(sum(d.value_usd), 0)::bigint as cents
         from decisions.decision d, last
         where d.customer = $1 and d.occurred_at > last.at - interval '${ACTIVITY_DAYS + 1} days' group by 1)
     select to_char(days.day, 'YYYY-MM-DD') as day, coalesce(done.count, 0) as count, coalesce(done.cents, 0) as cents
     from days left join done using (day) order by days.day`,
    [customer, zone],
  );
  return days.map(({ day, count, cents }) => ({ day, count, value_usd: dollars(cents) }));
}
