import type { CustomerInput } from '@atalaya/contract/customers.ts';
import { amountText, roundTo, unitsOf } from '../money/amount.ts';
import type { PriceTable } from '../money/prices.ts';
import type { Seed } from '../random/seed.ts';
import { instantText } from '../time/calendar.ts';
import { cnpj, cpf, cuit, nit } from './check-digits.ts';
import { companyRfc, curpOf, personRfc } from './mexican-ids.ts';
import { plainLetters } from './names.ts';
import type { Person } from './person.ts';
import type { Persona } from './persona.ts';

type Numbers = NonNullable<CustomerInput['identity_numbers']>;

export const FIAT: Readonly<Record<string, string>> = { MX: 'MXN', BR: 'BRL', AR: 'ARS', CO: 'COP' };
const DIALLING: Readonly<Record<string, string>> = { MX: '+52', BR: '+55', AR: '+54', CO: '+57' };
const PHONE_DIGITS: Readonly<Record<string, number>> = { MX: 10, BR: 11, AR: 10, CO: 10 };

const STREETS = [
  'Av. de los Almendros',
  'Calle Primavera',
  'Calle del Molino',
  'Av. Independencia',
  'Calle Laguna Verde',
  'Privada Jacarandas',
  'Calle Ocho',
  'Av. del Parque',
  'Calle Mirador',
  'Camino Real Viejo',
];
const RUAS = [
  'Rua das Acácias',
  'Rua do Comércio',
  'Av. Beira Rio',
  'Rua Nova',
  'Travessa do Sol',
  'Av. das Palmeiras',
];
const NEIGHBOURHOODS = [
  'Centro',
  'Las Flores',
  'San Isidro',
  'La Esperanza',
  'Jardines del Sur',
  'El Mirador',
  'Vista Alegre',
  'Santa Rita',
  'Los Pinos',
];
const BAIRROS = ['Centro', 'Jardim Primavera', 'Boa Vista', 'Santa Luzia', 'Vila Nova', 'Alto da Serra'];

function personNumbers(person: Person, seed: Seed): Numbers {
  const random = seed.sub('numbers').stream();
  if (person.country === 'BR') return [{ type: 'cpf', value: cpf(random), country: 'BR' }];
  if (person.country === 'CO') return [{ type: 'cedula', value: `10${random.digits(8)}`, country: 'CO' }];
  if (person.country === 'AR') {
    const dni = String(random.int(20_000_000, 47_999_999));
    const number = cuit(person.sex === 'M' ? '27' : '20', dni);
    return [
      { type: 'dni', value: dni, country: 'AR' },
      { type: 'cuit', value: number, country: 'AR' },
    ];
  }
  const state = person.nationality === 'MX' ? person.place.state : 'NE';
  const curp = curpOf(person.name, person.since, person.sex, state, random.int(0, 9));
  return [
    { type: 'curp', value: curp, country: 'MX' },
    { type: 'rfc', value: personRfc(person.name, person.since), country: 'MX' },
  ];
}

function companyNumbers(person: Person, seed: Seed): Numbers {
  const random = seed.sub('numbers').stream();
  if (person.country === 'BR') return [{ type: 'cnpj', value: cnpj(random), country: 'BR' }];
  if (person.country === 'CO') return [{ type: 'nit', value: nit(random), country: 'CO' }];
  if (person.country === 'AR') return [{ type: 'cuit', value: cuit('30', random.digits(8)), country: 'AR' }];
  return [{ type: 'rfc', value: companyRfc(person.display, person.since), country: 'MX' }];
}

function addressOf(person: Person, seed: Seed): CustomerInput['address'] {
  const random = seed.sub('address').stream();
  const { place } = person;
  return {
    street: random.pick(person.country === 'BR' ? RUAS : STREETS),
    number: String(random.int(1, 1_800)),
    ...(random.chance(0.2) ? { interior: String(random.int(1, 40)) } : {}),
    neighbourhood: random.pick(person.country === 'BR' ? BAIRROS : NEIGHBOURHOODS),
    city: place.city,
    region: place.region,
    postcode: `${place.postcode}${random.digits((person.country === 'BR' ? 8 : 5) - place.postcode.length)}`,
    country: person.country,
  };
}

function contact(person: Person, seed: Seed): { email: string; phone: string } {
  const random = seed.sub('contact').stream();
  const words = plainLetters(person.display, 'N').toLowerCase().split(' ');
  const local = `${words[0]}.${words.at(-1)}${random.int(1, 9_999)}`;
  const digits = (PHONE_DIGITS[person.country] ?? 10) - person.place.dial.length;
  const mail = random.pick(['correo.example', 'buzon.example', 'mail.example']);
  const dialling = DIALLING[person.country] ?? '+52';
  return { email: `${local}@${mail}`, phone: `${dialling}${person.place.dial}${random.digits(digits)}` };
}

/** Mayors, judges, directors of public companies, and those close to them. */
const PEP_SHARE = 0.004;

/** What the exchange asked the customer when they registered: consistent, and valid by every check digit. */
export function registrationOf(
  person: Person,
  persona: Persona,
  seed: Seed,
  joined_ms: number,
  prices: PriceTable,
): CustomerInput {
  const fiat = FIAT[person.country] ?? 'MXN';
  const declared = (usd: number): { asset: string; amount: string } => {
    const local = usd / prices.usd(fiat, joined_ms);
    const step = 10 ** Math.max(0, Math.floor(Math.log10(local)) - 1);
    return { asset: fiat, amount: amountText(fiat, unitsOf(fiat, roundTo(local, step))) };
  };
  return {
    kind: person.kind,
    ...(person.kind === 'person' ? { pep: seed.sub('pep').stream().chance(PEP_SHARE) } : {}),
    country: person.country,
    nationality: person.nationality,
    registered_at: instantText(joined_ms),
    ...(persona.occupation === undefined ? {} : { occupation: persona.occupation }),
    activity_code: persona.activity_code,
    purpose: persona.purpose,
    declared_monthly_income: declared(person.income_usd),
    declared_monthly_volume: declared(person.income_usd * persona.volume),
    ...(person.kind === 'person'
      ? { name: person.name, birth_date: person.since, identity_numbers: personNumbers(person, seed) }
      : {
          legal_name: person.display,
          incorporated_on: person.since,
          identity_numbers: companyNumbers(person, seed),
        }),
    address: addressOf(person, seed),
    ...contact(person, seed),
  };
}
