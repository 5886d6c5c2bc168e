import type { ReportFields, ReportView, SchemaCheck } from '@atalaya/contract/reports.ts';
import type { Static } from 'typebox';
import { formatInstant } from '../../kernel/instant.ts';
import { one, type Tx } from '../../platform/database.ts';
import type { NamePorts } from '../alerts/queries.ts';
import { type SchemaInUse, schemaFor } from '../jurisdictions/official-schemas.ts';
import { checkAgainstSchema, type SchemaVerdict } from '../jurisdictions/schemas.ts';
import type { LossyEntry } from './formats/lossy-ledger.ts';
import { type Finding, parseAvi } from './formats/mx-avi/check-avi.ts';
import { previewOf } from './formats/mx-avi/prepare-avi.ts';
import { foundOf, type PreparePorts, prepareReport } from './prepare.ts';
import { presentReports, type StoredReport, storedReport } from './queries.ts';
import { isFixed } from './report.ts';

type Shown = Pick<ReportView, 'preview' | 'rules' | 'lossy' | 'schema'>;

/**
 * A report as a person reads it. Until it is approved: as it would be filed now; from then on: as it was approved, held
 * against the schema in use today. Needs the deployment in the transaction's scope. Failure: reports.unknown.
 */
export async function reportView(tx: Tx, ports: PreparePorts & NamePorts, id: string): Promise<ReportView> {
  const report = await storedReport(tx, id);
  const [row] = await presentReports(tx, ports, [report]);
  if (row === undefined) throw new Error(`report ${id} is not presented`);
  const content = await one<{ fields: ReportFields }>(
    tx,
    'select fields from reports.content where report = $1',
    [id],
  );
  const fields = content?.fields ?? {};
  return {
    ...row,
    fields,
    ...(content === undefined
      ? NOTHING
      : isFixed(report.state)
        ? await asApproved(tx, ports, id)
        : await asDrafted(tx, ports, report, fields)),
    ...(report.proposed_by === null ? {} : { proposed_by: report.proposed_by }),
    ...(report.approved_by === null ? {} : { approved_by: report.approved_by }),
    ...(report.filed_at === null ? {} : { filed_at: formatInstant(report.filed_at) }),
    ...(await receiptOf(tx, report)),
  };
}

/** After the customer was erased: that it was filed, and nothing of what it said. */
const NOTHING: Shown = { preview: [], rules: [], lossy: [], schema: { imported: false, errors: [] } };

const lossyOf = (ledger: readonly LossyEntry[]): ReportView['lossy'] =>
  ledger.map(({ path, original, filed, rule, text }) => ({ path, original, filed, rule, text }));

const schemaOf = (
  used: SchemaInUse | undefined,
  verdict: SchemaVerdict | undefined,
): Static<typeof SchemaCheck> =>
  used === undefined || verdict === undefined
    ? { imported: false, errors: [] }
    : {
        imported: true,
        sha256: used.schema.sha256,
        imported_at: formatInstant(used.importedAt),
        valid: verdict.valid,
        errors: verdict.errors.map(({ path, line, message }) => ({ path, line, message })),
      };

async function asDrafted(
  tx: Tx,
  ports: PreparePorts,
  report: StoredReport,
  fields: ReportFields,
): Promise<Shown> {
  const { prepared, rules, schema } = await prepareReport(tx, ports, { ...report, fields });
  return {
    preview: [...prepared.preview],
    rules: [...rules],
    lossy: lossyOf(prepared.ledger),
    schema: schemaOf(schema, prepared.schema.imported ? prepared.schema : undefined),
  };
}

async function asApproved(tx: Tx, ports: PreparePorts, id: string): Promise<Shown> {
  const file = await one<{ xml: string; ledger: LossyEntry[]; findings: Finding[] }>(
    tx,
    'select xml, ledger, findings from reports.file where report = $1',
    [id],
  );
  if (file === undefined) return NOTHING;
  const bytes = Buffer.from(file.xml, 'utf8');
  const used = await schemaFor(tx, 'mx', 'mx-avi');
  return {
    preview: previewOf(parseAvi(bytes), ports.avi.pack, file.ledger),
    rules: file.findings.map(foundOf),
    lossy: lossyOf(file.ledger),
    schema: schemaOf(used, used === undefined ? undefined : checkAgainstSchema(used.schema, bytes)),
  };
}

async function receiptOf(tx: Tx, report: StoredReport): Promise<Pick<ReportView, 'receipt'>> {
  const { folio, received_at: received, state, entry } = report;
  if (folio === null || received === null) return {};
  const note = await one<{ text: string }>(
    tx,
    "select text from reports.remark where report = $1 and kind = 'receipt'",
    [report.id],
  );
  return {
    receipt: {
      folio,
      received_at: formatInstant(received),
      accepted: state === 'accepted',
      ...(note === undefined ? {} : { note: note.text }),
      journal: entry,
    },
  };
}
