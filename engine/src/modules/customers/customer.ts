import { assetOf } from '@atalaya/contract/assets.ts';
import { isCountry } from '@atalaya/contract/countries.ts';
import { CustomerInput } from '@atalaya/contract/customers.ts';
import { ReferenceText } from '@atalaya/contract/schema.ts';
import { Ajv } from 'ajv';
import { Type } from 'typebox';
import { Failure } from '../../kernel/failure.ts';
import { formatInstant, type Instant, parseDate, parseInstant } from '../../kernel/instant.ts';
import { parseAmount } from '../../kernel/money.ts';
import { detailOf } from '../../platform/http-problems.ts';

/**
 * The noun: what the exchange says of a customer, proven. It has two parts: the profile, which identifies nobody by itself
 * and stands open in the journal, and the personal details, which are sealed and erasable.
 */
type PersonalName =
  | 'name'
  | 'legal_name'
  | 'birth_date'
  | 'incorporated_on'
  | 'identity_numbers'
  | 'address'
  | 'email'
  | 'phone';

export type PersonalDetails = Pick<CustomerInput, PersonalName>;
export type Profile = Omit<CustomerInput, PersonalName>;

export interface ProvenCustomer {
  readonly reference: string;
  readonly profile: Profile;
  readonly personal: PersonalDetails;
}

const ajv = new Ajv({ allErrors: true, strict: false });
const validateLine = ajv.compile(
  Type.Object({ ...CustomerInput.properties, reference: ReferenceText }, { additionalProperties: false }),
);

const refuse = (code: string, field: string, message: string): Failure =>
  new Failure('caller', code, `${field.slice(1)}: ${message}`, [{ field, message }]);

/**
 * One line of a batch. Failures: those of `readCustomer`, and request.invalid for a shape that is not the contract's.
 */
export function readCustomerLine(raw: unknown, now: Instant): ProvenCustomer {
  if (!validateLine(raw))
    throw new Failure(
      'caller',
      'request.invalid',
      'the customer does not have the shape of the contract',
      (validateLine.errors ?? []).map(detailOf),
    );
  const { reference, ...input } = raw as CustomerInput & { reference: string };
  return readCustomer(reference, input, now);
}

/**
 * Proves an input that has the contract's shape. Failures, each naming its field: customers.name_required,
 * customers.kind_mismatch, customers.birth_date_impossible, country.unknown, date.malformed, instant.malformed,
 * instant.out_of_range, money.*, request.invalid (blank or unprintable text).
 */
export function readCustomer(reference: string, input: CustomerInput, now: Instant): ProvenCustomer {
  const {
    name,
    legal_name,
    birth_date,
    incorporated_on,
    identity_numbers,
    address,
    email,
    phone,
    ...profile
  } = tidyTexts(input, '') as CustomerInput;
  ensureKind({ ...profile, name, legal_name, birth_date, incorporated_on });
  if (birth_date !== undefined) ensureBirthDate(birth_date, now);
  if (incorporated_on !== undefined) ensurePast('/incorporated_on', incorporated_on, now);
  ensureCountries(profile, identity_numbers, address);
  for (const field of ['declared_monthly_income', 'declared_monthly_volume'] as const)
    ensureMoney(`/${field}`, profile[field]);
  return {
    reference,
    profile: without({
      ...profile,
      registered_at:
        profile.registered_at === undefined ? undefined : whenRegistered(profile.registered_at, now),
    }),
    personal: without({
      name,
      legal_name,
      birth_date,
      incorporated_on,
      identity_numbers: identity_numbers === undefined ? undefined : unique(identity_numbers),
      address,
      email,
      phone,
    }),
  };
}

/** Leaves out members without a value, so that equal inputs are equal objects. */
const without = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;

const unique = <T extends { type: string; value: string }>(numbers: readonly T[]): T[] => [
  ...new Map(numbers.map((number) => [`${number.type} ${number.value}`, number])).values(),
];

/** Texts in Unicode's composed form, trimmed; nothing blank, no control characters, no broken surrogates. */
function tidyTexts(value: unknown, field: string): unknown {
  if (Array.isArray(value)) return value.map((item, i) => tidyTexts(item, `${field}/${i}`));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(
      Object.entries(value).map(([name, member]) => [name, tidyTexts(member, `${field}/${name}`)]),
    );
  if (typeof value !== 'string') return value;
  const text = value.isWellFormed() ? value.normalize('NFC').trim() : '';
  if (text === '' || /\p{Cc}/u.test(text)) throw refuse('request.invalid', field, 'must hold printable text');
  return text;
}

function ensureKind(input: CustomerInput): void {
  const [own, foreign] =
    input.kind === 'person'
      ? (['name', ['legal_name', 'incorporated_on']] as const)
      : (['legal_name', ['name', 'birth_date', 'occupation']] as const);
  for (const field of foreign)
    if (input[field] !== undefined)
      throw refuse('customers.kind_mismatch', `/${field}`, `not a fact about ${article(input.kind)}`);
  if (input[own] === undefined)
    throw refuse('customers.name_required', `/${own}`, `${article(input.kind)} has a ${own}`);
}

const article = (kind: string): string => (kind === 'person' ? 'a person' : 'an organization');

const YEARS_MAX = 125;

function ensureBirthDate(text: string, now: Instant): void {
  const date = dateAt('/birth_date', text);
  const today = formatInstant(now).slice(0, 10);
  const earliest = `${Number(today.slice(0, 4)) - YEARS_MAX}${today.slice(4)}`;
  if (date > today || date < earliest)
    throw refuse(
      'customers.birth_date_impossible',
      '/birth_date',
      `${text} is not when a living person was born`,
    );
}

function ensurePast(field: string, text: string, now: Instant): void {
  if (dateAt(field, text) > formatInstant(now).slice(0, 10) || text < '1500')
    throw refuse('instant.out_of_range', field, `${text} cannot be`);
}

const naming = <T>(field: string, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    if (error instanceof Failure) throw refuse(error.code, field, error.message);
    throw error;
  }
};

const dateAt = (field: string, text: string): string => naming(field, () => parseDate(text));

/** Clocks differ by this much. */
const AHEAD_MS_MAX = 5 * 60_000;
const NO_EXCHANGE_BEFORE = '2009-01-03';

function whenRegistered(text: string, now: Instant): string {
  const at = naming('/registered_at', () => parseInstant(text));
  if (at > now + AHEAD_MS_MAX || formatInstant(at) < NO_EXCHANGE_BEFORE)
    throw refuse('instant.out_of_range', '/registered_at', `${text} cannot be`);
  return formatInstant(at);
}

function ensureCountries(
  profile: Profile,
  numbers: PersonalDetails['identity_numbers'],
  address: PersonalDetails['address'],
): void {
  const named: [string, string | undefined][] = [
    ['/country', profile.country],
    ['/nationality', profile.nationality],
    ['/address/country', address?.country],
    ...(numbers ?? []).map((number, i): [string, string | undefined] => [
      `/identity_numbers/${i}/country`,
      number.country,
    ]),
  ];
  for (const [field, country] of named)
    if (country !== undefined && !isCountry(country))
      throw refuse('country.unknown', field, `${country} is not an ISO 3166-1 alpha-2 code`);
}

function ensureMoney(field: string, money: { asset: string; amount: string } | undefined): void {
  if (money === undefined) return;
  const asset = assetOf(money.asset);
  if (asset === undefined)
    throw refuse('money.unknown_asset', `${field}/asset`, `unknown asset ${money.asset}`);
  naming(`${field}/amount`, () => parseAmount(money.amount, asset));
}
