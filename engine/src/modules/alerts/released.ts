import { rows, type Tx } from '../../platform/database.ts';
import type { FeedEntry } from '../../platform/feed.ts';
import type { Journal } from '../../platform/journal.ts';
import { RELEASE_SCENARIO } from '../releases/finding.ts';
import { nextAlertState } from './alert.ts';
import { lockCasework } from './casework.ts';
import { alertCleared } from './events.ts';

/**
 * A release ended: its own alert is done, and where the customer was released, so are those that had nothing but what it
 * released. Alerts in a case end with the case.
 */
export async function settleReleased(tx: Tx, journal: Journal, entries: readonly FeedEntry[]): Promise<void> {
  await lockCasework(
    tx,
    entries.map(({ body }) => body.entity),
  );
  for (const { body } of entries) {
    const { customer, state: end } = body.data as { customer: string; state: string };
    const done = await rows<{ id: string }>(
      tx,
      `select a.id from alerts.alert a where a.customer = $1 and a.state = 'open'
         and (a.scenario = $2 or $3 and not exists (
           select 1 from alerts.finding f where f.alert = a.id and not exists (
             select 1 from releases.item i
             where i.release = $4 and i.event = f.event and i.returned_at is null and i.ended ? a.scenario)))
       order by a.id for update`,
      [customer, RELEASE_SCENARIO, end === 'released', body.subject],
    );
    await journal.recordMany(
      tx,
      alertCleared,
      done.map(({ id }) => ({
        entity: body.entity,
        actor: body.actor,
        subject: id,
        data: {
          customer,
          state: nextAlertState('open', 'clear'),
          active: false as const,
          reason: end,
          remarks: [],
        },
      })),
    );
  }
}
