import { type Static, Type } from 'typebox';
import { defineRoute } from './route.ts';
import {
  AmountText,
  AssetCode,
  CountryCode,
  closed,
  DateText,
  InstantText,
  literals,
  PageQuery,
  Problem,
  pageOf,
  ReferenceText,
  ShortText,
  Texts,
} from './schema.ts';

export const CUSTOMER_KINDS = ['person', 'organization'] as const;
export const RELATIONSHIP_STATES = ['prospect', 'active', 'restricted', 'closed'] as const;
export const RISK_RATINGS = ['low', 'medium', 'high', 'critical'] as const;
export type RiskRating = (typeof RISK_RATINGS)[number];

/** Name parts as used in Latin America: one or two given names, paternal and maternal surname. */
export const PersonName = Type.Object(
  {
    given: ShortText,
    paternal: ShortText,
    maternal: Type.Optional(ShortText),
    preferred: Type.Optional(ShortText),
  },
  closed,
);

/** An identity number; `type` as in kyc: curp, rfc, cpf, cnpj, cuit, dni, rut, nit, cedula, passport, lei, other. */
export const IdentityNumber = Type.Object(
  {
    type: literals([
      'curp',
      'rfc',
      'cpf',
      'cnpj',
      'cuit',
      'dni',
      'rut',
      'nit',
      'cedula',
      'passport',
      'ine',
      'lei',
      'other',
    ]),
    value: Type.String({ minLength: 1, maxLength: 64 }),
    country: Type.Optional(CountryCode),
  },
  closed,
);

export const PostalAddress = Type.Object(
  {
    street: Type.Optional(ShortText),
    number: Type.Optional(Type.String({ maxLength: 56 })),
    interior: Type.Optional(Type.String({ maxLength: 40 })),
    neighbourhood: Type.Optional(ShortText),
    city: Type.Optional(ShortText),
    region: Type.Optional(ShortText),
    postcode: Type.Optional(Type.String({ maxLength: 12 })),
    country: CountryCode,
  },
  closed,
);

/** What can identify a person or organisation: sealed with the customer's own key, erasable. */
const personal = {
  name: Type.Optional(PersonName),
  legal_name: Type.Optional(ShortText),
  birth_date: Type.Optional(DateText),
  incorporated_on: Type.Optional(DateText),
  identity_numbers: Type.Optional(Type.Array(IdentityNumber, { maxItems: 12 })),
  address: Type.Optional(PostalAddress),
  email: Type.Optional(Type.String({ minLength: 3, maxLength: 254 })),
  phone: Type.Optional(Type.String({ minLength: 5, maxLength: 20 })),
};

/** What monitoring needs and does not identify anyone by itself. */
const profile = {
  kind: literals(CUSTOMER_KINDS),
  country: Type.Optional({ ...CountryCode, description: 'country of residence; never a trigger by itself' }),
  nationality: Type.Optional({
    ...CountryCode,
    description: 'only for reports and screening; never a trigger',
  }),
  registered_at: Type.Optional(InstantText),
  occupation: Type.Optional(
    literals([
      'employed',
      'self_employed',
      'merchant',
      'student',
      'homemaker',
      'unemployed',
      'retired',
      'public_office',
      'other',
    ]),
  ),
  activity_code: Type.Optional(
    Type.String({ pattern: '^[1-9]\\d{6}$', description: 'economic activity, 7 digits' }),
  ),
  purpose: Type.Optional(
    literals(['savings', 'remittance', 'trading', 'payments', 'merchant', 'treasury', 'mining', 'other']),
  ),
  declared_monthly_income: Type.Optional(Type.Object({ asset: AssetCode, amount: AmountText }, closed)),
  declared_monthly_volume: Type.Optional(Type.Object({ asset: AssetCode, amount: AmountText }, closed)),
  pep: Type.Optional(
    Type.Boolean({ description: 'politically exposed, or a relative or close associate of one' }),
  ),
  licensed_exchanger: Type.Optional(
    Type.Boolean({ description: 'holds a licence to exchange virtual assets for others' }),
  ),
};

export const CustomerInput = Type.Object({ ...profile, ...personal }, closed);
export type CustomerInput = Static<typeof CustomerInput>;

export const RiskReason = Type.Object({ code: Type.String(), points: Type.Integer(), text: Texts }, closed);

export const CustomerView = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    reference: Type.String(),
    state: literals(RELATIONSHIP_STATES),
    erased: Type.Boolean(),
    display_name: Type.String(),
    ...profile,
    ...personal,
    risk: Type.Object(
      { rating: literals(RISK_RATINGS), points: Type.Integer(), reasons: Type.Array(RiskReason) },
      closed,
    ),
    warnings: Type.Array(
      Type.Object({ code: Type.String(), field: Type.Optional(Type.String()), text: Texts }, closed),
    ),
    updated_at: InstantText,
    journal: Type.Integer(),
  },
  closed,
);
export type CustomerView = Static<typeof CustomerView>;

export const CustomerRow = Type.Object(
  {
    id: Type.String(),
    entity: Type.String(),
    reference: Type.String(),
    display_name: Type.String(),
    kind: literals(CUSTOMER_KINDS),
    state: literals(RELATIONSHIP_STATES),
    country: Type.Optional(Type.String()),
    rating: literals(RISK_RATINGS),
    open_alerts: Type.Integer(),
    last_event_at: Type.Optional(InstantText),
  },
  closed,
);
export type CustomerRow = Static<typeof CustomerRow>;

const reference = Type.Object({ reference: ReferenceText }, closed);

export const putCustomer = defineRoute({
  id: 'putCustomer',
  method: 'PUT',
  path: '/v1/customers/:reference',
  summary: 'Register a customer under the exchange’s own id, or replace what is known of them',
  permission: 'customers:write',
  params: reference,
  body: CustomerInput,
  reply: CustomerView,
});

/** One line of the batch answer, in the order of the lines sent; `row` counts from 1. */
export const CustomerBatchLine = Type.Union([
  Type.Object({ row: Type.Integer(), reference: Type.String(), id: Type.String() }, closed),
  Type.Object({ row: Type.Integer(), problem: Problem }, closed),
]);
export type CustomerBatchLine = Static<typeof CustomerBatchLine>;

export const putCustomers = defineRoute({
  id: 'putCustomers',
  method: 'POST',
  path: '/v1/customers/batch',
  summary: 'NDJSON of {reference, …customer}: per line {row, reference, id} or {row, problem}',
  permission: 'customers:write',
  consumes: ['application/x-ndjson'],
  reply: null,
  produces: 'application/x-ndjson',
});

export const getCustomer = defineRoute({
  id: 'getCustomer',
  method: 'GET',
  path: '/v1/customers/:id',
  summary: 'One customer; id is ours (cus_…) or the exchange’s',
  permission: 'customers:read',
  params: Type.Object({ id: Type.String({ maxLength: 128 }) }, closed),
  reply: CustomerView,
});

export const listCustomers = defineRoute({
  id: 'listCustomers',
  method: 'GET',
  path: '/v1/customers',
  summary: 'Customers; `q` finds by name, reference or identity number',
  permission: 'customers:read',
  query: Type.Object(
    {
      ...PageQuery,
      q: Type.Optional(Type.String({ maxLength: 200 })),
      rating: Type.Optional(literals(RISK_RATINGS)),
      state: Type.Optional(literals(RELATIONSHIP_STATES)),
    },
    closed,
  ),
  reply: pageOf(CustomerRow),
});

export const setRelationship = defineRoute({
  id: 'setRelationship',
  method: 'POST',
  path: '/v1/customers/:id/relationship',
  summary: 'Move the relationship: activate, restrict, close, reopen; with a reason',
  permission: 'customers:write',
  params: Type.Object({ id: Type.String({ maxLength: 128 }) }, closed),
  body: Type.Object({ state: literals(RELATIONSHIP_STATES), reason: ShortText }, closed),
  reply: CustomerView,
});

export const eraseCustomer = defineRoute({
  id: 'eraseCustomer',
  method: 'POST',
  path: '/v1/customers/:id/erase',
  summary: 'Destroy the person’s key: personal fields become unreadable everywhere, every proof still holds',
  permission: 'customers:erase',
  params: Type.Object({ id: Type.String({ maxLength: 128 }) }, closed),
  body: Type.Object({ reason: ShortText, legal_basis: ShortText }, closed),
  reply: CustomerView,
});
