import {
  assignAlert as assignRoute,
  clearAlert as clearRoute,
  escalateAlert as escalateRoute,
  getAlert,
  listAlerts,
  reopenAlert as reopenRoute,
} from '@atalaya/contract/alerts.ts';
import { read } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { alertView } from './alert-view.ts';
import { type AlertPorts, assignAlert, clearAlert, escalateAlert, reopenAlert } from './alerts.ts';
import { alertPage } from './queries.ts';

export function mountAlerts(http: Http, ports: AlertPorts): void {
  http.mount(listAlerts, ({ scope, query, caller }) =>
    read(ports.db, scope, async (tx) => {
      const { customer, assignee } = query;
      return alertPage(tx, ports, {
        ...query,
        ...(customer === undefined ? {} : { customer: await ports.customerId(tx, customer) }),
        ...(assignee === 'me' ? { assignee: caller.actor } : {}),
      });
    }),
  );

  http.mount(getAlert, ({ scope, params }) => read(ports.db, scope, (tx) => alertView(tx, ports, params.id)));

  http.mount(assignRoute, ({ scope, caller, params, body }) =>
    assignAlert(ports, { scope, actor: caller.actor }, params.id, body.assignee),
  );

  http.mount(clearRoute, ({ scope, caller, params, body }) =>
    clearAlert(ports, { scope, actor: caller.actor }, params.id, body),
  );

  http.mount(reopenRoute, ({ scope, caller, params, body }) =>
    reopenAlert(ports, { scope, actor: caller.actor }, params.id, body.note),
  );

  http.mount(escalateRoute, ({ scope, caller, params, body }) =>
    escalateAlert(ports, { scope, actor: caller.actor }, params.id, body.note),
  );
}
