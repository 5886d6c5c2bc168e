import { Failure, type FailureDetail } from '../../../kernel/failure.ts';
import { isDate, isInstant } from '../../../kernel/instant.ts';
import type {
  AssetLeg,
  Quantity,
  ReportableCase,
  ReportableOperation,
  ReportableSubject,
} from './reportable.ts';

const DECIMALS_MAX = 30;
const MONTH = /^\d{4}-(0[1-9]|1[0-2])$/;

const fault = (field: string, message: string): FailureDetail => ({ field, message });

function* quantityFaults(field: string, quantity: Quantity): Generator<FailureDetail> {
  if (quantity.minor < 0n)
    yield fault(field, 'a negative amount; the direction is said by the kind of operation');
  if (!Number.isInteger(quantity.decimals) || quantity.decimals < 0 || quantity.decimals > DECIMALS_MAX) {
    yield fault(field, `decimals must be a whole number from 0 to ${DECIMALS_MAX}`);
  }
}

function* legFaults(field: string, leg: AssetLeg): Generator<FailureDetail> {
  yield* quantityFaults(`${field}/quantity`, leg.quantity);
  yield* quantityFaults(`${field}/value`, leg.value);
  if (leg.rate !== undefined) yield* quantityFaults(`${field}/rate`, leg.rate);
  if (leg.asset === '') yield fault(`${field}/asset`, 'the asset is empty');
}

function* operationFaults(field: string, operation: ReportableOperation): Generator<FailureDetail> {
  if (!isInstant(operation.instant)) yield fault(`${field}/instant`, 'not whole milliseconds since 1970');
  if (operation.kind === 'exchange') {
    yield* legFaults(`${field}/sent`, operation.sent);
    yield* legFaults(`${field}/received`, operation.received);
  } else if ('counterparty' in operation) {
    yield* quantityFaults(`${field}/amount`, operation.amount);
  } else {
    yield* legFaults(`${field}/leg`, operation.leg);
    if ('paid' in operation) yield* quantityFaults(`${field}/paid`, operation.paid);
  }
}

function* dateFaults(field: string, date: string | undefined): Generator<FailureDetail> {
  if (date !== undefined && !isDate(date)) yield fault(field, 'not a day of the calendar (YYYY-MM-DD)');
}

function* subjectFaults(field: string, subject: ReportableSubject): Generator<FailureDetail> {
  const { party } = subject;
  if (party.kind === 'person') yield* dateFaults(`${field}/party/birthDate`, party.birthDate);
  else yield* dateFaults(`${field}/party/representative/birthDate`, party.representative.birthDate);
  if (party.kind === 'organization') yield* dateFaults(`${field}/party/incorporatedOn`, party.incorporatedOn);
  for (const [index, owner] of subject.beneficialOwners.entries()) {
    if ('birthDate' in owner)
      yield* dateFaults(`${field}/beneficialOwners/${index}/birthDate`, owner.birthDate);
    if ('incorporatedOn' in owner) {
      yield* dateFaults(`${field}/beneficialOwners/${index}/incorporatedOn`, owner.incorporatedOn);
    }
  }
  for (const [index, operation] of subject.operations.entries()) {
    yield* operationFaults(`${field}/operations/${index}`, operation);
  }
}

function* caseFaults(input: ReportableCase): Generator<FailureDetail> {
  if (!MONTH.test(input.month)) yield fault('/month', 'expected YYYY-MM');
  if (input.reference === '') yield fault('/reference', 'the reference is empty');
  if (input.amendment !== undefined && input.subjects.length !== 1) {
    yield fault(
      '/amendment',
      'an amendment corrects one report entry, so the case needs exactly one subject',
    );
  }
  for (const [index, subject] of input.subjects.entries())
    yield* subjectFaults(`/subjects/${index}`, subject);
}

/**
 * Refuses what no format could make sense of; what a certain authority asks for is left to its numbered rules.
 * Failure (caller): reports.not_reportable, one detail per fault with a JSON pointer into the case.
 */
export function ensureReportable(input: ReportableCase): void {
  const faults = [...caseFaults(input)];
  if (faults.length === 0) return;
  const first = faults[0];
  throw new Failure('caller', 'reports.not_reportable', `${first?.field}: ${first?.message}`, faults);
}
