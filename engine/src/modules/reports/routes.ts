import {
  recordAcknowledgement as acknowledgeRoute,
  approveReport as approveRoute,
  dismissReportDue,
  downloadReport,
  draftReport as draftRoute,
  editReport as editRoute,
  markFiled as filedRoute,
  getReport,
  listReports,
  listReportsDue,
  proposeReport as proposeRoute,
  startReportDue,
} from '@atalaya/contract/reports.ts';
import { read, type Scope } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import type { CasePorts } from '../cases/cases.ts';
import { approveReport, proposeReport } from './approval.ts';
import { duePage, dueView } from './due-queries.ts';
import { type DuePorts, dismissDue, startDue } from './dues.ts';
import { markFiled, recordAcknowledgement } from './filing.ts';
import { reportFile, reportPage } from './queries.ts';
import { reportView } from './report-view.ts';
import { draftReport, editReport } from './reports.ts';

export function mountReports(http: Http, ports: DuePorts & Pick<CasePorts, 'customerId'>): void {
  const viewOf = (scope: Scope, id: string) =>
    read(ports.db, withDeployment(scope), (tx) => reportView(tx, ports, id));

  http.mount(listReports, ({ scope, query }) => read(ports.db, scope, (tx) => reportPage(tx, ports, query)));

  http.mount(listReportsDue, ({ scope, query }) =>
    read(ports.db, scope, async (tx) =>
      duePage(tx, ports, {
        ...query,
        ...(query.customer === undefined ? {} : { customer: await ports.customerId(tx, query.customer) }),
      }),
    ),
  );

  http.mount(startReportDue, async ({ scope, caller, params }) =>
    viewOf(scope, await startDue(ports, { scope, actor: caller.actor }, params.id)),
  );

  http.mount(dismissReportDue, async ({ scope, caller, params, body }) => {
    await dismissDue(ports, { scope, actor: caller.actor }, params.id, body);
    return read(ports.db, scope, (tx) => dueView(tx, ports, params.id));
  });

  http.mount(getReport, ({ scope, params }) => viewOf(scope, params.id));

  http.mount(draftRoute, async ({ scope, caller, params, body }) =>
    viewOf(scope, await draftReport(ports, { scope, actor: caller.actor }, params.id, body)),
  );

  http.mount(editRoute, async ({ scope, caller, params, body }) => {
    await editReport(ports, { scope, actor: caller.actor }, params.id, body);
    return viewOf(scope, params.id);
  });

  http.mount(proposeRoute, async ({ scope, caller, params }) => {
    await proposeReport(ports, { scope, actor: caller.actor }, params.id);
    return viewOf(scope, params.id);
  });

  http.mount(approveRoute, async ({ scope, caller, params, body }) => {
    await approveReport(ports, { scope, actor: caller.actor }, params.id, body);
    return viewOf(scope, params.id);
  });

  http.mount(filedRoute, async ({ scope, caller, params, body }) => {
    await markFiled(ports, { scope, actor: caller.actor }, params.id, body.filed_at);
    return viewOf(scope, params.id);
  });

  http.mount(acknowledgeRoute, async ({ scope, caller, params, body }) => {
    await recordAcknowledgement(ports, { scope, actor: caller.actor }, params.id, body);
    return viewOf(scope, params.id);
  });

  http.mount(downloadReport, async ({ scope, params, reply }) => {
    const { reference, bytes } = await read(ports.db, scope, (tx) => reportFile(tx, params.id));
    return reply
      .type('application/xml')
      .header('content-disposition', `attachment; filename="${reference}.xml"`)
      .header('cache-control', 'no-store')
      .send(bytes);
  });
}
