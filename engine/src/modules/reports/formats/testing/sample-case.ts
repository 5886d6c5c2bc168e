import { type CalendarDate, parseDate, parseInstant } from '../../../../kernel/instant.ts';
import type {
  AssetLeg,
  FiatAmount,
  Person,
  PersonName,
  ReportableCase,
  ReportableOperation,
  ReportableSubject,
  Representative,
} from '../reportable.ts';
import { clabeOf, curpOf, rfcOfOrganization, rfcOfPerson } from './identities.ts';

/** One case of each kind of person and all kinds of operation; every person and number is invented. */
const pesos = (minor: bigint): FiatAmount => ({ currency: 'MXN', minor, decimals: 2 });

const leg = (asset: string, minor: bigint, decimals: number, centavos: bigint, rate: bigint): AssetLeg => ({
  asset,
  quantity: { minor, decimals },
  value: pesos(centavos),
  rate: { minor: rate, decimals: 2 },
});

const birth = parseDate('1985-02-28');
const founded = parseDate('2018-05-16');

const representativeOf = (name: PersonName, on: CalendarDate): Representative => ({
  name,
  birthDate: on,
  identityNumbers: [
    { type: 'rfc', value: rfcOfPerson(name, on, '3K') },
    { type: 'curp', value: curpOf(name, on, 'H', 'JC') },
  ],
  document: { type: 'passport', number: 'G 1234567' },
});

const clientName: PersonName = { given: 'María José', paternal: 'Núñez', maternal: 'O’Farrill' };

export const sampleClient: Person = {
  kind: 'person',
  name: clientName,
  birthDate: birth,
  identityNumbers: [
    { type: 'rfc', value: rfcOfPerson(clientName, birth, 'A1') },
    { type: 'curp', value: curpOf(clientName, birth, 'M', 'DF') },
  ],
  nationality: 'MX',
  activityCode: '1111111',
  document: { type: 'ine', number: '0123456789012' },
};

const at = (text: string) => parseInstant(text);

export const sampleOperations: readonly ReportableOperation[] = [
  {
    kind: 'buy',
    id: 'op-1',
    instant: at('2026-03-02T18:00:00.500Z'),
    leg: leg('BTC', 50_000_000n, 8, 75_000_000n, 150_000_000n),
    paid: pesos(75_000_000n),
    reference: { internalReference: 'trade 000-778' },
  },
  {
    kind: 'sell',
    id: 'op-2',
    instant: at('2026-03-03T18:00:00Z'),
    leg: leg('ETH', 1_500_000_000_000_000_000n, 18, 9_000_000n, 6_000_000n),
    paid: pesos(9_000_000n),
    reference: { internalReference: 'trade 000-779' },
  },
  {
    kind: 'exchange',
    id: 'op-3',
    instant: at('2026-03-04T18:00:00Z'),
    sent: leg('BTC', 10_000_000n, 8, 15_000_000n, 150_000_000n),
    received: leg('ETH', 2_500_000_000_000_000_000n, 18, 15_000_000n, 6_000_000n),
    reference: { internalReference: 'swap 17' },
  },
  {
    kind: 'transfer_sent',
    id: 'op-4',
    instant: at('2026-03-05T18:00:00Z'),
    leg: leg('SOL', 2_000_000_000n, 9, 600_000n, 300_000n),
    reference: { transactionHash: '4sGjMW1sUnHzSxGspuhpqLDx6wiyjNtZAMdL4VZHirAn' },
    address: '9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin',
  },
  {
    kind: 'transfer_received',
    id: 'op-5',
    instant: at('2026-03-06T18:00:00Z'),
    leg: leg('BTC', 1_000_000n, 8, 1_500_000n, 150_000_000n),
    reference: { transactionHash: 'a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90' },
  },
  {
    kind: 'fiat_withdrawal',
    id: 'op-6',
    instant: at('2026-03-07T18:00:00Z'),
    instrument: 'bank_transfer',
    amount: pesos(9_000_000n),
    counterparty: {
      party: { kind: 'person', name: clientName },
      account: { kind: 'domestic', clabe: clabeOf('90118000011835971') },
    },
  },
  {
    kind: 'fiat_deposit',
    id: 'op-7',
    instant: at('2026-03-01T18:00:00Z'),
    instrument: 'bank_transfer',
    amount: pesos(80_000_000n),
    counterparty: {
      party: { kind: 'organization', legalName: 'Compañía Ficticia, S.A. de C.V.' },
      account: { kind: 'foreign', number: 'ZZ12 3456 7890', bank: 'Banco Imaginario' },
    },
  },
];

/** A purchase like the first, under a record of its own. */
const purchaseOf = (record: string): ReportableOperation => ({
  kind: 'buy',
  id: record,
  instant: at('2026-03-02T18:00:00Z'),
  leg: leg('BTC', 50_000_000n, 8, 75_000_000n, 150_000_000n),
  paid: pesos(75_000_000n),
  reference: { internalReference: record },
});

const person: ReportableSubject = {
  party: sampleClient,
  address: {
    country: 'MX',
    region: 'Ciudad de México',
    city: 'Coyoacán',
    neighbourhood: 'Del Carmen',
    street: 'Calle de la Ilusión',
    number: '10',
    interior: '9-A',
    postcode: '04100',
  },
  contact: { phoneCountry: 'MX', phone: '+52 55 1234 5678', email: 'mj.nunez@example.com' },
  beneficialOwners: [],
  account: { userId: 'MJNUNEZ_01', account: 'ACC001', clabe: clabeOf('90118000011835972'), currency: 'MXN' },
  operations: sampleOperations,
};

const agentName: PersonName = { given: 'Íñigo', paternal: 'De la Peña', maternal: 'Ruiz' };
const ownerName: PersonName = { given: 'Zoë', paternal: 'Müller' };

const organization: ReportableSubject = {
  party: {
    kind: 'organization',
    legalName: 'Sueños & Números, S.A. de C.V.',
    incorporatedOn: founded,
    identityNumbers: [{ type: 'rfc', value: rfcOfOrganization('SNU', founded, 'B2') }],
    nationality: 'MX',
    activityCode: '3333333',
    representative: representativeOf(agentName, parseDate('1979-11-05')),
  },
  address: {
    country: 'DE',
    region: 'Bayern',
    city: 'München',
    neighbourhood: 'Altstadt',
    street: 'Straße der Träume',
    number: '5',
    postcode: '80331',
  },
  contact: { phoneCountry: 'US', phone: '+1 415 555 0100', email: 'OFFICE@EXAMPLE.COM' },
  beneficialOwners: [
    {
      kind: 'person',
      name: ownerName,
      birthDate: parseDate('1990-07-01'),
      identityNumbers: [],
      nationality: 'DE',
    },
    {
      kind: 'organization',
      legalName: 'Holding Imaginaria BV',
      incorporatedOn: founded,
      identityNumbers: [],
      nationality: 'NL',
    },
  ],
  account: { userId: 'CORP-7', account: 'ACC007', currency: 'MXN' },
  operations: [purchaseOf('trade 880')],
};

const trust: ReportableSubject = {
  party: {
    kind: 'trust',
    legalName: 'Fideicomiso Ilusión F-100',
    identityNumbers: [{ type: 'rfc', value: rfcOfOrganization('FIL', founded, 'C3') }],
    trustId: 'F-100/2018',
    representative: representativeOf(agentName, parseDate('1979-11-05')),
  },
  address: person.address ?? { country: 'MX' },
  contact: { phoneCountry: 'MX', phone: '5512345678', email: 'FIDEICOMISO@EXAMPLE.COM' },
  beneficialOwners: [{ kind: 'trust', legalName: 'Fideicomiso Menor', identityNumbers: [], trustId: 'M1' }],
  account: { userId: 'TRUST1', account: 'ACC009', currency: 'MXN' },
  operations: [purchaseOf('trade 881')],
};

const base = {
  reporter: { taxId: rfcOfOrganization('EXF', parseDate('2019-01-01'), 'D4'), platformDomain: 'exfictia.mx' },
  month: '2026-03',
  alert: { code: '4901', narrative: 'Movimientos rápidos (3) sin justificación; 90% salió el mismo día.' },
} as const;

/** Avisos of a person, an organization and a trust, in one month of one obliged entity. */
export const sampleCases: readonly ReportableCase[] = [
  { ...base, priority: 'normal', reference: 'CASO-001', subjects: [person] },
  { ...base, priority: 'normal', reference: 'CASO-002', subjects: [organization] },
  {
    ...base,
    priority: '24h',
    reference: 'CASO-003',
    amendment: { folio: '2026-1234', description: 'Se corrige el monto' },
    subjects: [trust],
  },
];

export const SAMPLE_NOW = parseInstant('2026-04-10T18:00:00Z');
