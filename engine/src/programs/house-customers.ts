import type { Instant } from '../kernel/instant.ts';
import { eraseRemarks } from '../modules/alerts/alerts.ts';
import { eraseWords } from '../modules/cases/cases.ts';
import { loadRatingTables } from '../modules/customers/rating-tables.ts';
import type { CustomerPorts } from '../modules/customers/routes.ts';
import { eraseReleaseRemarks } from '../modules/releases/releases.ts';
import { eraseContent } from '../modules/reports/reports.ts';
import { eraseHits } from '../modules/screening/hits.ts';
import { eraseAccounts } from '../modules/wallets/wallets.ts';
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
    changed: deciding.learn,
    erased: () => deciding.keeper.forget(),
    eraseWith: [
      (tx, customer) => eraseHits(tx, foundation.journal, customer),
      (tx, customer) => eraseAccounts(foundation.journal, tx, customer),
      (tx, customer) => eraseReleaseRemarks(tx, foundation.journal, customer),
      (tx, customer) => eraseRemarks(tx, foundation.journal, customer),
      (tx, customer) => eraseWords(tx, foundation.journal, customer),
      (tx, customer) => eraseContent(tx, foundation.journal, customer),
    ],
    activityOf: async (tx, ids) => {
      const found = await rows<{ customer: string; at: Instant | null; alerts: number }>(
        tx,
        `select c as customer,
           (select d.occurred_at from decisions.decision d where d.customer = c order by d.occurred_at desc limit 1) as at,
           (select count(*) from alerts.alert a where a.customer = c and a.state = 'open') as alerts
         from unnest($1::text[]) c`,
        [ids],
      );
      return new Map(found.map((row) => [row.customer, { openAlerts: row.alerts, lastEventAt: row.at }]));
    },
  };
}
