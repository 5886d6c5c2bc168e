import {
  recordAcknowledgement as acknowledgeRoute,
  approveReport as approveRoute,
  downloadReport,
  draftReport as draftRoute,
  editReport as editRoute,
  markFiled as filedRoute,
  getReport,
  listReports,
  proposeReport as proposeRoute,
} from '@atalaya/contract/reports.ts';
import { read, type Scope } from '../../platform/database.ts';
import type { Http } from '../../platform/http.ts';
import { withDeployment } from '../access/permissions.ts';
import { approveReport, proposeReport } from './approval.ts';
import { markFiled, recordAcknowledgement } from './filing.ts';
import { reportFile, reportPage } from './queries.ts';
import { reportView } from './report-view.ts';
import { draftReport, editReport, type ReportPorts } from './reports.ts';

export function mountReports(http: Http, ports: ReportPorts): void {
  const viewOf = (scope: Scope, id: string) =>
    read(ports.db, withDeployment(scope), (tx) => reportView(tx, ports, id));

  http.mount(listReports, ({ scope, query }) => read(ports.db, scope, (tx) => reportPage(tx, ports, query)));

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
