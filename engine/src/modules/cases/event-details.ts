import type { Event } from '@atalaya/contract/activity.ts';
import { type Instant, parseInstant } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { EntryBody } from '../../platform/journal.ts';
import type { Vault } from '../../platform/vault.ts';
import { joinPersonal } from '../activity/event.ts';
import type { DecidedData } from '../decisions/events.ts';
import { personalOf } from '../decisions/personal-part.ts';

/** An event in full, as the journal holds it. */
export interface EventDetail {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly occurredAt: Instant;
  /** As the exchange told it; without its personal members when the customer was erased. */
  readonly event: Event;
  readonly decided: DecidedData;
  readonly journal: number;
}

/** These events in full, oldest first; what is not within reach is absent. */
export async function eventDetails(tx: Tx, vault: Vault, ids: readonly string[]): Promise<EventDetail[]> {
  const found = await rows<{ id: string; entry: number; bytes: Buffer }>(
    tx,
    `select d.id, d.entry, e.bytes from decisions.decision d join journal.entry e on e.number = d.entry
     where d.id = any ($1) order by d.occurred_at, d.entry`,
    [ids],
  );
  const bodies = found.map((row) => ({
    ...row,
    body: JSON.parse(row.bytes.toString('utf8')) as EntryBody,
  }));
  const persons = bodies.flatMap(({ body }) => (body.sealed ?? []).map(({ person }) => person));
  const keys = await vault.existing(tx, [...new Set(persons)]);
  return bodies.map(({ id, entry, body }) => {
    const decided = body.data as DecidedData;
    return {
      id,
      entity: body.entity,
      customer: decided.customer,
      occurredAt: parseInstant(decided.occurred_at),
      event: joinPersonal(decided.event, personalOf(body, keys)),
      decided,
      journal: entry,
    };
  });
}
