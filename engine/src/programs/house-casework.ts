import { isFailure } from '../kernel/failure.ts';
import { actorNames } from '../modules/access/users.ts';
import { mountAlerts } from '../modules/alerts/routes.ts';
import type { CasePorts } from '../modules/cases/cases.ts';
import { createCasework } from '../modules/cases/casework.ts';
import { mountCases } from '../modules/cases/routes.ts';
import { customerId, customerNames, customerView } from '../modules/customers/queries.ts';
import type { RatingTables } from '../modules/customers/rating-tables.ts';
import { type ExplainPorts, eventWindows } from '../modules/decisions/explain.ts';
import { loadAvi } from '../modules/reports/avi.ts';
import { mountReports } from '../modules/reports/routes.ts';
import { reportsOfCase } from '../modules/reports/story-steps.ts';
import type { Http } from '../platform/http.ts';
import type { Deciding } from './deciding.ts';
import type { Foundation } from './foundation.ts';

/** Operations of one duty: as many as a report of a case takes. */
const OPERATIONS_MAX = 2_000;

/** Alerts, cases and reports: their routes. What makes them of decisions is in behind.ts. */
export function openCasework(
  http: Http,
  foundation: Foundation,
  deciding: Deciding,
  tables: RatingTables,
  explaining: ExplainPorts,
): void {
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
  mountReports(http, {
    ...ports,
    avi: loadAvi(),
    customerForReport: ports.customerView,
    operationsBehind: async (scope, event, scenario) => {
      const options = { scenario, limit: OPERATIONS_MAX };
      const { windows } = await eventWindows(explaining, scope, event, options).catch((error: unknown) => {
        if (isFailure(error) && error.code === 'decisions.rule_set_unavailable') return { windows: [] };
        throw error;
      });
      return windows.flatMap((window) => window.events.map(({ id }) => id));
    },
  });
}
