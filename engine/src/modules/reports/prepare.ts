import type { EntityView } from '@atalaya/contract/access.ts';
import type { CustomerView } from '@atalaya/contract/customers.ts';
import type { ReportFields, RuleFinding } from '@atalaya/contract/reports.ts';
import type { Static } from 'typebox';
import { Failure } from '../../kernel/failure.ts';
import type { Instant } from '../../kernel/instant.ts';
import { rows, type Tx } from '../../platform/database.ts';
import type { Vault } from '../../platform/vault.ts';
import { eventDetails } from '../cases/event-details.ts';
import { type SchemaInUse, schemaFor } from '../jurisdictions/official-schemas.ts';
import { type Avi, checkModeOf } from './avi.ts';
import type { Finding } from './formats/mx-avi/check-avi.ts';
import { type PreparedAvi, prepareAvi } from './formats/mx-avi/prepare-avi.ts';
import type { ReportableCase } from './formats/reportable.ts';
import { operationsOf } from './operations.ts';
import { institutionsOf, subjectOf } from './subject.ts';

export interface PreparePorts {
  readonly vault: Vault;
  readonly avi: Avi;
  readonly entityOf: (id: string) => EntityView;
  /** Everything that is known of the customer, personal data included. */
  readonly customerForReport: (tx: Tx, id: string) => Promise<CustomerView>;
  readonly now: () => Instant;
}

export interface DraftedReport {
  readonly id: string;
  readonly entity: string;
  readonly customer: string;
  readonly reference: string;
  readonly month: string;
  readonly priority: 'normal' | '24h';
  readonly fields: ReportFields;
}

type RuleFound = Static<typeof RuleFinding>;

/** A draft as it would be filed now. */
export interface PreparedReport {
  readonly prepared: PreparedAvi;
  readonly rules: readonly RuleFound[];
  readonly schema: SchemaInUse | undefined;
}

export const foundOf = ({ rule, action, path, message }: Finding): RuleFound => ({
  rule,
  action,
  path,
  message,
});

/**
 * The report from what is known now: the customer, the events as the journal holds them, the officer's answers.
 * Needs the deployment in the transaction's scope. Failures: customers.erased, those of prepareAvi.
 */
export async function prepareReport(
  tx: Tx,
  ports: PreparePorts,
  report: DraftedReport,
): Promise<PreparedReport> {
  const customer = await ports.customerForReport(tx, report.customer);
  if (customer.erased)
    throw new Failure('conflict', 'customers.erased', 'nothing can be reported about an erased customer');
  const entity = ports.entityOf(report.entity);
  const { fields } = report;
  const details = await eventDetails(tx, ports.vault, fields.events ?? []);
  const { operations, findings } = operationsOf(details, {
    customer,
    institutions: institutionsOf(fields.subject),
  });
  const input: ReportableCase = {
    reporter: { taxId: entity.tax_id ?? '', platformDomain: entity.platform_domain ?? '' },
    month: report.month,
    priority: report.priority,
    reference: report.reference,
    alert: {
      code: fields.alert_type ?? '',
      ...(fields.narrative === undefined ? {} : { narrative: fields.narrative }),
    },
    subjects: [subjectOf(customer, fields.subject, entity.currency, operations)],
  };
  const schema = await schemaFor(tx, 'mx', 'mx-avi');
  const prepared = prepareAvi([input], {
    ...ports.avi,
    mode: checkModeOf(ports.avi),
    now: ports.now(),
    ...(schema === undefined ? {} : { schema: schema.schema }),
    filedReferences: await filedReferences(tx, report),
  });
  return { prepared, schema, rules: [...findings, ...prepared.findings.map(foundOf)] };
}

/** References under which the obliged entity has filed before. */
async function filedReferences(tx: Tx, report: DraftedReport): Promise<ReadonlySet<string>> {
  const found = await rows<{ reference: string }>(
    tx,
    `select reference from reports.report where entity = $1 and reference = $2 and id <> $3
       and state in ('approved', 'filed', 'accepted', 'refused')`,
    [report.entity, report.reference, report.id],
  );
  return new Set(found.map(({ reference }) => reference));
}

/** Failure: reports.rules_reject, every rule that rejects with where. */
export function ensureFileable({ rules }: PreparedReport): void {
  const rejected = rules.filter(({ action }) => action === 'reject');
  if (rejected.length === 0) return;
  throw new Failure(
    'conflict',
    'reports.rules_reject',
    `${rejected.length} rules reject the report: ${[...new Set(rejected.map(({ rule }) => rule))].join(', ')}`,
    rejected.map(({ rule, path, message }) => ({ field: path, message: `${rule}: ${message.es}` })),
  );
}
