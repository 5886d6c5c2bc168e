import type { Instant } from '../kernel/instant.ts';
import { loadRatingTables } from '../modules/customers/rating-tables.ts';
import type { CustomerPorts } from '../modules/customers/routes.ts';
import { rows } from '../platform/database.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';

/** Customers as the house runs them: the decision core learns of each change before the reply leaves. */
export function customerPorts(foundation: Foundation, deciding: Deciding): CustomerPorts {
  return {
    db: foundation.db,
    journal: foundation.journal,
    vault: foundation.vault,
    now: foundation.now,
    tables: loadRatingTables(),
    changed: (customers) => {
      for (const known of customers) deciding.book.put(known);
    },
    erased: (id) => deciding.book.forget(id),
    eraseWith: [],
    activityOf: async (tx, ids) => {
      const found = await rows<{ customer: string; at: Instant | null }>(
        tx,
        `select c as customer, (select max(occurred_at) from decisions.decision d where d.customer = c) as at from unnest($1::text[]) c`,
        [ids],
      );
      return new Map(found.map((row) => [row.customer, { openAlerts: 0, lastEventAt: row.at }]));
    },
  };
}
