import { RISK_RATINGS } from '@atalaya/contract/customers.ts';
import type { CounterpartyFacts, Observation } from '../observation.ts';
import { type FactDefinition, flag, int, text } from './definition.ts';

/** Facts about who: customer, counterparty, obliged entity. */

const counterparty = (o: Observation): CounterpartyFacts => {
  o.counterparty ??= {
    key: null,
    kind: null,
    nameScore: null,
    country: null,
    region: null,
    branch: null,
    vasp: null,
    bank: null,
    bankCode: null,
  };
  return o.counterparty;
};

const yearOf = (at: number): number => new Date(at).getUTCFullYear();

const CUSTOMER: readonly FactDefinition[] = [
  text(
    'customer.id',
    'The customer.',
    (o) => o.customer.id,
    (o, v) => {
      o.customer.id = v ?? '';
    },
  ),
  text(
    'customer.kind',
    'Person or organization.',
    (o) => o.customer.kind,
    (o, v) => {
      o.customer.kind = v ?? 'person';
    },
    { words: ['person', 'organization'] },
  ),
  text(
    'customer.country',
    'Residence, ISO 3166-1 alpha-2. For telling a foreign counterparty from a local one; never a reason by itself.',
    (o) => o.customer.country,
    (o, v) => {
      o.customer.country = v;
    },
  ),
  int(
    'customer.account_age',
    'duration',
    'Event time minus registration.',
    (o) => (o.customer.registeredAt === null ? null : o.at - o.customer.registeredAt),
    (o, v) => {
      o.customer.registeredAt = v === null ? null : o.at - v;
    },
  ),
  int(
    'customer.age',
    'years',
    'Age reached in the calendar year of the event. Only to protect the customer.',
    (o) => (o.customer.birthYear === null ? null : yearOf(o.at) - o.customer.birthYear),
    (o, v) => {
      o.customer.birthYear = v === null ? null : yearOf(o.at) - v;
    },
  ),
  text(
    'customer.risk',
    'Risk rating at event time.',
    (o) => o.customer.riskRating,
    (o, v) => {
      o.customer.riskRating = v;
    },
    { words: RISK_RATINGS },
  ),
  text(
    'customer.occupation',
    'Declared occupation.',
    (o) => o.customer.occupation,
    (o, v) => {
      o.customer.occupation = v;
    },
    {
      words: [
        'employed',
        'self_employed',
        'merchant',
        'student',
        'homemaker',
        'unemployed',
        'retired',
        'public_office',
        'other',
      ],
    },
  ),
  text(
    'customer.purpose',
    'Declared purpose of the relationship.',
    (o) => o.customer.purpose,
    (o, v) => {
      o.customer.purpose = v;
    },
    {
      words: ['savings', 'remittance', 'trading', 'payments', 'merchant', 'treasury', 'mining', 'other'],
    },
  ),
  int(
    'customer.monthly_income_usd',
    'usd',
    'Declared monthly income.',
    (o) => o.customer.declaredMonthlyIncomeUsd,
    (o, v) => {
      o.customer.declaredMonthlyIncomeUsd = v;
    },
  ),
  int(
    'customer.monthly_volume_usd',
    'usd',
    'Declared expected monthly volume.',
    (o) => o.customer.declaredMonthlyVolumeUsd,
    (o, v) => {
      o.customer.declaredMonthlyVolumeUsd = v;
    },
  ),
  flag(
    'customer.pep',
    'Politically exposed, or a relative or close associate.',
    (o) => o.customer.pep,
    (o, v) => {
      o.customer.pep = v;
    },
  ),
  flag(
    'customer.licensed',
    'Licensed to exchange assets for others.',
    (o) => o.customer.licensedExchanger,
    (o, v) => {
      o.customer.licensedExchanger = v;
    },
  ),
];

const COUNTERPARTY: readonly FactDefinition[] = [
  text(
    'counterparty.key',
    'Who is across: bank account, card token, other customer. Equal keys are the same counterparty.',
    (o) => o.counterparty?.key ?? null,
    (o, v) => {
      counterparty(o).key = v;
    },
    { personal: true },
  ),
  text(
    'counterparty.kind',
    'What is across.',
    (o) => o.counterparty?.kind ?? null,
    (o, v) => {
      counterparty(o).kind = v;
    },
    { words: ['person', 'organization', 'customer', 'vasp', 'kiosk'] },
  ),
  int(
    'counterparty.name_score',
    'score',
    'Likeness of the counterparty’s name to the customer’s own, 0-100.',
    (o) => o.counterparty?.nameScore ?? null,
    (o, v) => {
      counterparty(o).nameScore = v;
    },
  ),
  text(
    'counterparty.country',
    'Place of the counterparty or its provider, ISO 3166-1 alpha-2.',
    (o) => o.counterparty?.country ?? null,
    (o, v) => {
      counterparty(o).country = v;
    },
  ),
  text(
    'counterparty.region',
    'State or province where it paid or was paid, with its country.',
    (o) => o.counterparty?.region ?? null,
    (o, v) => {
      counterparty(o).region = v;
    },
  ),
  text(
    'counterparty.branch',
    'Branch, shop or machine that took or gave the cash.',
    (o) => o.counterparty?.branch ?? null,
    (o, v) => {
      counterparty(o).branch = v;
    },
  ),
  text(
    'counterparty.vasp',
    'Provider behind the address, when identified.',
    (o) => o.counterparty?.vasp ?? null,
    (o, v) => {
      counterparty(o).vasp = v;
    },
  ),
  text(
    'bank.name',
    'Bank of the counterparty’s account, in small letters without accents, marks or legal form.',
    (o) => o.counterparty?.bank ?? null,
    (o, v) => {
      counterparty(o).bank = v;
    },
  ),
  text(
    'bank.code',
    'Mexican institution that keeps the account: the first three digits of its CLABE.',
    (o) => o.counterparty?.bankCode ?? null,
    (o, v) => {
      counterparty(o).bankCode = v;
    },
  ),
  text(
    'bank.account',
    'The counterparty’s key on the bank rail.',
    (o) => (o.rail === 'bank' ? (o.counterparty?.key ?? null) : null),
    undefined,
    { personal: true },
  ),
];

const JURISDICTION: readonly FactDefinition[] = [
  text(
    'jurisdiction.code',
    'Jurisdiction of the obliged entity.',
    (o) => o.jurisdiction.code,
    (o, v) => {
      o.jurisdiction.code = v ?? 'XX';
    },
  ),
  int(
    'jurisdiction.report_threshold_local',
    'local',
    'Reporting threshold in force on the event’s date.',
    (o) => o.jurisdiction.reportThresholdLocal,
    (o, v) => {
      o.jurisdiction.reportThresholdLocal = v;
    },
  ),
  int(
    'jurisdiction.fee_threshold_local',
    'local',
    'Threshold of the fee that alone makes an operation reportable.',
    (o) => o.jurisdiction.feeThresholdLocal,
    (o, v) => {
      o.jurisdiction.feeThresholdLocal = v;
    },
  ),
];

export const PARTY_FACTS: readonly FactDefinition[] = [...CUSTOMER, ...COUNTERPARTY, ...JURISDICTION];
