import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityView } from '@atalaya/contract/access.ts';
import type { CustomerInput, CustomerView } from '@atalaya/contract/customers.ts';
import { parseDate } from '../../../kernel/instant.ts';
import { eraseRemarks } from '../../alerts/alerts.ts';
import { entryTypes as alertTypes } from '../../alerts/events.ts';
import { alertReader } from '../../alerts/reactions.ts';
import { mountAlerts } from '../../alerts/routes.ts';
import {
  depositOf,
  type FlaggedEvent,
  type House,
  type Staff,
  startHouse,
} from '../../alerts/testing/house.ts';
import { eraseWords } from '../../cases/cases.ts';
import { createCasework } from '../../cases/casework.ts';
import { entryTypes as caseTypes } from '../../cases/events.ts';
import { mountCases } from '../../cases/routes.ts';
import { entryTypes as jurisdictionTypes } from '../../jurisdictions/events.ts';
import { mountJurisdictions } from '../../jurisdictions/routes.ts';
import { type Avi, loadAvi } from '../avi.ts';
import { entryTypes } from '../events.ts';
import { clabeOf, curpOf, rfcOfOrganization, rfcOfPerson } from '../formats/testing/identities.ts';
import { dueReader } from '../reactions.ts';
import { eraseContent } from '../reports.ts';
import { mountReports } from '../routes.ts';
import { reportsOfCase } from '../story-steps.ts';

export interface ReportingHouse extends House {
  readonly norte: EntityView;
  readonly ana: Staff;
  readonly olga: Staff;
  readonly omar: Staff;
  readonly admin: Staff;
  /** A customer of whom everything is known that a report asks for, with one case of the events given. */
  caseOf(
    events: readonly Omit<FlaggedEvent, 'customer'>[],
    given?: Partial<CustomerInput>,
  ): Promise<WorkedCase>;
  importSchema(xsd: string | Buffer): Promise<number>;
}

export interface WorkedCase {
  readonly id: string;
  readonly number: number;
  readonly customer: CustomerView;
}

const name = { given: 'Rosa María', paternal: 'Ficticia', maternal: 'Peña' };
const birth = parseDate('1988-02-14');

/** Invented, and consistent with itself. */
export const knownInFull: Partial<CustomerInput> = {
  name,
  birth_date: birth,
  identity_numbers: [
    { type: 'curp', value: curpOf(name, birth, 'M', 'DF'), country: 'MX' },
    { type: 'rfc', value: rfcOfPerson(name, birth, 'A1'), country: 'MX' },
    { type: 'ine', value: '0123456789012', country: 'MX' },
  ],
  address: {
    street: 'Calle de la Ilusión',
    number: '10',
    neighbourhood: 'Del Carmen',
    city: 'Coyoacán',
    region: 'Ciudad de México',
    postcode: '04100',
    country: 'MX',
  },
  email: 'rosa.ficticia@correo.example',
  phone: '+52 55 1234 5678',
};

export const clabe = clabeOf('90118000011835971');

/** A purchase, a withdrawal of coins and a deposit from an account of her own, all of this minute. */
export const usualEvents = (): Omit<FlaggedEvent, 'customer'>[] => [
  {
    event: depositOf({
      type: 'deposit',
      asset: 'MXN',
      amount: '60000.00',
      rail: 'bank',
      counterparty: { name: 'Rosa María Ficticia Peña', account: clabe, kind: 'person' },
    }),
    findings: [{ severity: 'critical' }],
    value_usd: 300_000,
    gathered: { value_local: 6_000_000 },
  },
  {
    event: depositOf({
      type: 'trade',
      side: 'buy',
      asset: 'BTC',
      amount: '0.05000001',
      quote_asset: 'MXN',
      quote_amount: '59999.99',
    }),
    findings: [{ scenario: 'pass-through' }],
    value_usd: 300_000,
    gathered: { value_local: 5_999_999 },
  },
  {
    event: depositOf({
      type: 'withdrawal',
      asset: 'BTC',
      amount: '0.05',
      rail: 'crypto',
      wallet: { network: 'bitcoin', address: 'bc1qinvented0000000000000000000000', tx: 'ab'.repeat(32) },
    }),
    findings: [{ scenario: 'pass-through' }],
    value_usd: 299_000,
    gathered: { value_local: 5_980_000 },
  },
];

/** Our own answer to what SAT's catalogue would say of the bank. */
export const institution = { [`institution_${clabe.slice(0, 3)}`]: '90118' };

export async function startReportingHouse(avi: Avi = loadAvi()): Promise<ReportingHouse> {
  const home = await mkdtemp(join(tmpdir(), 'atalaya-reports-'));
  const house = await startHouse([...jurisdictionTypes, ...alertTypes, ...caseTypes, ...entryTypes]);
  const norte = await house.entity(
    'norte',
    'MX',
    'MXN',
    rfcOfOrganization('CNO', parseDate('2020-01-01'), 'D4'),
  );
  const all = { ...house, ...house.ports, home, avi, customerForReport: house.ports.customerView };
  const casework = createCasework({ journal: house.journal, now: house.ports.now });
  mountJurisdictions(house.http, house);
  mountAlerts(house.http, { ...all, casework });
  mountCases(house.http, { ...all, reportsOfCase: reportsOfCase(house.ports.actorNames) });
  mountReports(house.http, { ...all, operationsBehind: async (_, event) => [event] });
  house.eraseWith.push(
    (tx, erased) => eraseRemarks(tx, house.journal, erased),
    (tx, erased) => eraseWords(tx, house.journal, erased),
    (tx, erased) => eraseContent(tx, house.journal, erased),
  );
  house.read([alertReader({ journal: house.journal, casework }), dueReader(all)]);
  const staff = {
    ana: await house.staff('Ana', 'analyst', norte),
    olga: await house.staff('Olga', 'officer', norte),
    omar: await house.staff('Omar', 'officer', norte),
    admin: await house.staff('Abel', 'admin', norte),
  };
  return {
    ...house,
    ...staff,
    norte,
    async caseOf(events, given = {}) {
      const customer = await house.customer(norte, { ...knownInFull, ...given });
      await house.flag(
        norte,
        events.map((event) => ({ ...event, customer: customer.id })),
      );
      await house.worked();
      const { body } = await staff.ana.ask('GET', `/v1/cases?customer=${customer.id}`);
      return { id: body.items[0].id, number: body.items[0].number, customer };
    },
    async importSchema(xsd) {
      const reply = await house.http.app.inject({
        method: 'PUT',
        url: '/v1/jurisdictions/mx/schemas/mx-avi',
        headers: { 'x-staff': staff.olga.id, 'content-type': 'application/xml' },
        payload: xsd,
      });
      return reply.statusCode;
    },
    async close() {
      await house.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}
