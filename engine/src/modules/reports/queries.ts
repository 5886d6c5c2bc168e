import type { ReportRow } from '@atalaya/contract/reports.ts';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant } from '../../kernel/instant.ts';
import { pageOf, readCursor, writeCursor } from '../../platform/cursor.ts';
import { one, rows, type Tx } from '../../platform/database.ts';
import type { NamePorts } from '../alerts/queries.ts';
import type { ReportState } from './report.ts';

export interface StoredReport {
  readonly id: string;
  readonly entity: string;
  readonly case_id: string;
  readonly customer: string;
  readonly format: ReportRow['format'];
  readonly state: ReportState;
  readonly reference: string;
  readonly month: string;
  readonly priority: ReportRow['priority'];
  readonly created_at: Instant;
  readonly due_at: Instant;
  readonly due_basis: string;
  readonly proposed_by: string | null;
  readonly approved_by: string | null;
  readonly sha256: string | null;
  readonly filed_at: Instant | null;
  readonly folio: string | null;
  readonly received_at: Instant | null;
  readonly done: number;
  readonly entry: number;
}

/** Must be the expression of the index report_due. */
const DONE = `(case when r.state in ('draft', 'proposed', 'approved') then 0 else 1 end)`;
const COLUMNS = `r.id, r.entity, r.case_id, r.customer, r.format, r.state, r.reference, r.month, r.priority, r.created_at,
  r.due_at, r.due_basis, r.proposed_by, r.approved_by, r.sha256, r.filed_at, r.folio, r.received_at, r.entry, ${DONE} as done`;

/** Failure: reports.unknown. */
export async function storedReport(tx: Tx, id: string): Promise<StoredReport> {
  const found = await one<StoredReport>(tx, `select ${COLUMNS} from reports.report r where r.id = $1`, [id]);
  if (found === undefined) throw new Failure('missing', 'reports.unknown', `no report ${id}`);
  return found;
}

export async function presentReports(
  tx: Tx,
  ports: Pick<NamePorts, 'names'>,
  found: readonly StoredReport[],
): Promise<ReportRow[]> {
  const customers = await ports.names(tx, [...new Set(found.map(({ customer }) => customer))]);
  return found.map((row) => {
    const name = customers.get(row.customer)?.name ?? '';
    return {
      id: row.id,
      entity: row.entity,
      case_id: row.case_id,
      format: row.format,
      state: row.state,
      reference: row.reference,
      month: row.month,
      priority: row.priority,
      customer_id: row.customer,
      ...(name === '' ? {} : { customer_name: name }),
      created_at: formatInstant(row.created_at),
      ...(row.done === 1 ? {} : { due_at: formatInstant(row.due_at), due_basis: row.due_basis }),
      ...(row.sha256 === null ? {} : { sha256: row.sha256 }),
      ...(row.folio === null ? {} : { acknowledgement: row.folio }),
      journal: row.entry,
    };
  });
}

/** Reports being made first, those due first; then the rest. Failure: request.cursor_invalid. */
export async function reportPage(
  tx: Tx,
  ports: Pick<NamePorts, 'names'>,
  filter: {
    readonly after?: string | undefined;
    readonly limit?: number | undefined;
    readonly state?: string | undefined;
  },
): Promise<{ items: ReportRow[]; next?: string }> {
  const limit = filter.limit ?? 50;
  const found = await rows<StoredReport>(
    tx,
    `select ${COLUMNS} from reports.report r where ($1::text is null or r.state = $1)
       and ($2::int is null or (${DONE}, r.due_at, r.id) > ($2, $3::timestamptz, $4::text))
     order by ${DONE}, r.due_at, r.id limit $5`,
    [filter.state ?? null, ...readCursor(filter.after, ['integer', 'instant', 'text']), limit + 1],
  );
  const { page, next } = pageOf(found, limit, (last) =>
    writeCursor([last.done, formatInstant(last.due_at), last.id]),
  );
  return {
    items: await presentReports(tx, ports, page),
    ...next,
  };
}

/** The exact bytes that were approved. Failures: reports.unknown, reports.not_approved, customers.erased. */
export async function reportFile(
  tx: Tx,
  id: string,
): Promise<{ readonly reference: string; readonly bytes: Buffer }> {
  const report = await storedReport(tx, id);
  const { reference } = report;
  const file = await one<{ xml: string }>(tx, 'select xml from reports.file where report = $1', [id]);
  if (file !== undefined) return { reference, bytes: Buffer.from(file.xml, 'utf8') };
  if (['draft', 'proposed', 'withdrawn'].includes(report.state))
    throw new Failure('conflict', 'reports.not_approved', 'a second person has not approved it yet');
  throw new Failure('conflict', 'customers.erased', 'the file was sealed for a customer who was erased');
}
