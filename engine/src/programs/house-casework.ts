import { actorNames } from '../modules/access/users.ts';
import { alertReader } from '../modules/alerts/reactions.ts';
import { mountAlerts } from '../modules/alerts/routes.ts';
import type { CasePorts } from '../modules/cases/cases.ts';
import { createCasework } from '../modules/cases/casework.ts';
import { mountCases } from '../modules/cases/routes.ts';
import { customerId, customerNames, customerView } from '../modules/customers/queries.ts';
import type { RatingTables } from '../modules/customers/rating-tables.ts';
import { loadAvi } from '../modules/reports/avi.ts';
import { mountReports } from '../modules/reports/routes.ts';
import { reportsOfCase } from '../modules/reports/story-steps.ts';
import type { Reader } from '../platform/feed.ts';
import type { Http } from '../platform/http.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';

/** Alerts, cases and reports: their routes, and the readers that make them of decisions. */
export function openCasework(
  http: Http,
  foundation: Foundation,
  deciding: Deciding,
  tables: RatingTables,
): readonly Reader[] {
  const { journal, now } = foundation;
  const casework = createCasework({ journal, now });
  const ports: CasePorts & { casework: typeof casework } = {
    ...foundation,
    casework,
    names: customerNames,
    actorNames,
    customerId,
    customerView: (tx, id) => customerView(tx, tables.rating, id),
    entityOf: (id) => deciding.entities.view(id),
    reportsOfCase: reportsOfCase(actorNames),
  };
  mountAlerts(http, ports);
  mountCases(http, ports);
  mountReports(http, { ...ports, avi: loadAvi(), customerForReport: ports.customerView });
  return [alertReader({ journal, casework })];
}
