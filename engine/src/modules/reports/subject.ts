import type { CustomerView } from '@atalaya/contract/customers.ts';
import type { ReportFields } from '@atalaya/contract/reports.ts';
import { Failure } from '../../kernel/failure.ts';
import { type CalendarDate, parseDate } from '../../kernel/instant.ts';
import type {
  IdentityDocument,
  IdentityNumber,
  Party,
  PersonName,
  ReportableOperation,
  ReportableSubject,
  Representative,
} from './formats/reportable.ts';

/** What the officer may answer about the person reported; each replaces, or adds to, what is known of the customer. */
const ANSWERS = [
  'nationality',
  'activity_code',
  'birth_date',
  'incorporated_on',
  'rfc',
  'curp',
  'document_type',
  'document_number',
  'phone',
  'phone_country',
  'email',
  'clabe',
  'account',
  'given',
  'paternal',
  'maternal',
  'legal_name',
  'representative_given',
  'representative_paternal',
  'representative_maternal',
  'representative_birth_date',
  'representative_rfc',
  'representative_curp',
  'representative_document_type',
  'representative_document_number',
] as const;
type AnswerName = (typeof ANSWERS)[number];

const DATES: ReadonlySet<string> = new Set(['birth_date', 'incorporated_on', 'representative_birth_date']);
const INSTITUTION = /^institution_(\d{3})$/;

/** Failures (caller): reports.unknown_answer, date.malformed. */
export function ensureAnswers(subject: ReportFields['subject']): void {
  for (const [name, value] of Object.entries(subject ?? {})) {
    if (!ANSWERS.some((one) => one === name) && !INSTITUTION.test(name))
      throw new Failure(
        'caller',
        'reports.unknown_answer',
        `nothing is asked by the name of ${name.slice(0, 60)}`,
        [
          {
            field: `/subject/${name.slice(0, 60)}`,
            message: `one of ${ANSWERS.join(', ')}, institution_NNN`,
          },
        ],
      );
    if (DATES.has(name) && value !== '') parseDate(value);
  }
}

/** The authority's keys of banks the officer gave, by the first digits of a CLABE. */
export const institutionsOf = (subject: ReportFields['subject']): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(subject ?? {}).flatMap(([name, value]) => {
      const digits = INSTITUTION.exec(name)?.[1];
      return digits === undefined ? [] : [[digits, value] as const];
    }),
  );

type Answer = (name: AnswerName) => string | undefined;

const DOCUMENTS: ReadonlySet<string> = new Set(['ine', 'passport']);

const optional = <K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> =>
  value === undefined ? {} : ({ [name]: value } as Partial<Record<K, V>>);

const dateOf = (text: string | undefined): CalendarDate | undefined =>
  text === undefined ? undefined : parseDate(text);

function documentOf(type: string | undefined, number: string | undefined): IdentityDocument | undefined {
  return type === undefined && number === undefined ? undefined : { type: type ?? '', number: number ?? '' };
}

/** Numbers as known, those the officer gave first; the document that was seen is not among them. */
function numbersOf(
  customer: CustomerView,
  document: IdentityDocument | undefined,
  answer: Answer,
): IdentityNumber[] {
  const given = (['rfc', 'curp'] as const).flatMap((type) => {
    const value = answer(type);
    return value === undefined ? [] : [{ type, value, country: 'MX' }];
  });
  const others = (customer.identity_numbers ?? []).filter(
    ({ type, value }) =>
      !given.some((one) => one.type === type) && !(type === document?.type && value === document.number),
  );
  return [...given, ...others];
}

const nameOf = (name: PersonName | undefined, answer: Answer): PersonName => ({
  given: answer('given') ?? name?.given ?? '',
  paternal: answer('paternal') ?? name?.paternal ?? '',
  ...optional('maternal', answer('maternal') ?? name?.maternal),
});

function representativeOf(answer: Answer): Representative {
  const numbers = (['rfc', 'curp'] as const).flatMap((type) => {
    const value = answer(`representative_${type}`);
    return value === undefined ? [] : [{ type, value, country: 'MX' }];
  });
  return {
    name: {
      given: answer('representative_given') ?? '',
      paternal: answer('representative_paternal') ?? '',
      ...optional('maternal', answer('representative_maternal')),
    },
    ...optional('birthDate', dateOf(answer('representative_birth_date'))),
    identityNumbers: numbers,
    ...optional(
      'document',
      documentOf(answer('representative_document_type'), answer('representative_document_number')),
    ),
  };
}

function partyOf(customer: CustomerView, answer: Answer): Party {
  const seen = customer.identity_numbers?.find(({ type }) => DOCUMENTS.has(type));
  const document = documentOf(
    answer('document_type') ?? seen?.type,
    answer('document_number') ?? seen?.value,
  );
  const common = {
    identityNumbers: numbersOf(customer, document, answer),
    nationality: answer('nationality') ?? customer.nationality ?? '',
    ...optional('activityCode', answer('activity_code') ?? customer.activity_code),
  };
  if (customer.kind === 'organization')
    return {
      kind: 'organization',
      legalName: answer('legal_name') ?? customer.legal_name ?? '',
      ...optional('incorporatedOn', dateOf(answer('incorporated_on') ?? customer.incorporated_on)),
      ...common,
      representative: representativeOf(answer),
    };
  return {
    kind: 'person',
    name: nameOf(customer.name, answer),
    ...optional('birthDate', dateOf(answer('birth_date') ?? customer.birth_date)),
    ...common,
    ...optional('document', document),
  };
}

function contactOf(customer: CustomerView, answer: Answer): Pick<ReportableSubject, 'contact'> {
  const phone = answer('phone') ?? customer.phone;
  const email = answer('email') ?? customer.email;
  if (phone === undefined && email === undefined) return {};
  const country = answer('phone_country') ?? customer.address?.country ?? customer.country;
  return {
    contact: {
      ...optional('phone', phone),
      ...optional('email', email),
      ...optional('phoneCountry', country),
    },
  };
}

/** The customer as the report's subject: what is known of them, completed by the officer's answers. */
export function subjectOf(
  customer: CustomerView,
  answers: ReportFields['subject'],
  currency: string,
  operations: readonly ReportableOperation[],
): ReportableSubject {
  const answer: Answer = (name) => {
    const value = answers?.[name]?.trim();
    return value === undefined || value === '' ? undefined : value;
  };
  return {
    party: partyOf(customer, answer),
    ...optional('address', customer.address),
    ...contactOf(customer, answer),
    beneficialOwners: [],
    account: {
      userId: customer.reference,
      account: answer('account') ?? customer.reference,
      ...optional('clabe', answer('clabe')),
      currency,
    },
    operations,
  };
}
