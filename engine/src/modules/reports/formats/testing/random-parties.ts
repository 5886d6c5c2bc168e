import { addDays, type CalendarDate, parseDate } from '../../../../kernel/instant.ts';
import type {
  BeneficialOwner,
  Contact,
  IdentityDocument,
  IdentityNumber,
  Organization,
  Party,
  Person,
  PersonName,
  PostalAddress,
  Representative,
  Trust,
} from '../reportable.ts';
import { curpOf, rfcOfOrganization, rfcOfPerson } from './identities.ts';
import type { Random } from './random.ts';

/** Invented people, companies and trusts, with the names that forms get wrong. */
const GIVEN = [
  'María José',
  'José Ángel',
  'Íñigo',
  'Zoë',
  'Ana-Sofía',
  'D’Angelo',
  "N'Dri",
  'Ma. del Carmen',
  'Ñandú',
  'Günther',
  'Łucja',
  'Søren',
  'Xóchitl',
  'Juan  Pablo',
  'ÁNGEL',
  'Renée',
  'Дмитрий',
  '美玲',
  'Nguyễn',
  'Ximena',
];
const SURNAMES = [
  'Núñez',
  "O'Farrill",
  'De la Peña',
  'Müller',
  'Ibáñez-Ordóñez',
  'Ñuñoa',
  'Łukasiewicz',
  'Straßer',
  'Díaz de León',
  'Y',
  'Li',
  'D’Ávila',
  'Güemes',
  'San Martín',
  'MacGregor',
  'van der Meer',
  'Açaí',
  'Petrović',
  '王',
  'Xicoténcatl',
];
const COMPANIES = [
  'Sueños & Números',
  'Cafetería El Ñandú',
  'Comercial “La Única”',
  "D'Oro Imports",
  'Grupo 3M+1',
  'Año 2000',
];
const SUFFIXES = ['S.A. de C.V.', 'S. de R.L. de C.V.', 'S.A.P.I.', 'Ltd.', 'GmbH', 'S.A.'];
const FOREIGN = ['US', 'BR', 'CO', 'AR', 'DE', 'ES', 'CN', 'VN', 'PL', 'HN'];
const ENTITIES = ['DF', 'JC', 'NL', 'YN', 'OC', 'NE'];
const STREETS = [
  'Calle de la Ilusión',
  'Av. 5 de Mayo #12',
  'Straße der Träume',
  'C/ Mayor, 3º-B',
  'Calz. México-Tacuba',
];
const PLACES = ['Coyoacán', 'São Paulo', 'Zürich', 'Peñón de los Baños', 'Barrio (La Merced)', 'Ho Chi Minh'];

const UPPER = 'ABCDEFGHIJKLMNPQRSTUVWXYZ';
const HOMOCLAVE = '123456789ABCDEFGHIJKLMNPQRSTUVWXYZ';

export const randomName = (random: Random): PersonName => ({
  given: random.pick(GIVEN),
  paternal: random.pick(SURNAMES),
  ...(random.chance(75) ? { maternal: random.pick(SURNAMES) } : {}),
});

const dayBetween = (random: Random, from: string, days: number): CalendarDate =>
  addDays(parseDate(from), random.whole(0, days));

const randomDocument = (random: Random): IdentityDocument =>
  random.chance(60)
    ? { type: 'ine', number: random.text('0123456789', 13) }
    : { type: 'passport', number: `${random.text(UPPER, 1)} ${random.text('0123456789', 8)}` };

function mexicanNumbers(random: Random, name: PersonName, birth: CalendarDate): IdentityNumber[] {
  const rfc = rfcOfPerson(name, birth, random.text(HOMOCLAVE, 2));
  const curp = curpOf(name, birth, random.pick(['H', 'M'] as const), random.pick(ENTITIES));
  const written = random.chance(30)
    ? `${rfc.slice(0, 4)}-${rfc.slice(4, 10)}-${rfc.slice(10)}`.toLowerCase()
    : rfc;
  return [{ type: 'rfc', value: written }, ...(random.chance(80) ? [{ type: 'curp', value: curp }] : [])];
}

function randomNatural(random: Random, mexican: boolean) {
  const name = randomName(random);
  const birthDate = dayBetween(random, '1940-01-01', 24_000);
  const foreign = random.chance(50) ? [{ type: 'dni', value: random.text('0123456789', 9) }] : [];
  const known = mexican || random.chance(85);
  return {
    name,
    ...(known ? { birthDate } : {}),
    identityNumbers: mexican ? mexicanNumbers(random, name, birthDate) : foreign,
  };
}

function randomPerson(random: Random): Person {
  const mexican = random.chance(60);
  return {
    kind: 'person',
    ...randomNatural(random, mexican),
    nationality: mexican ? 'MX' : random.pick(FOREIGN),
    activityCode: random.pick(['1111111', '2222222']),
    document: randomDocument(random),
  };
}

const randomRepresentative = (random: Random): Representative => ({
  ...randomNatural(random, random.chance(70)),
  document: randomDocument(random),
});

function randomLegal(random: Random) {
  const founded = dayBetween(random, '1980-01-01', 15_000);
  const rfc = rfcOfOrganization(random.text(UPPER, 3), founded, random.text(HOMOCLAVE, 2));
  return {
    founded,
    legalName: `${random.pick(COMPANIES)} ${random.whole(1, 999)} ${random.pick(SUFFIXES)}`,
    identityNumbers: random.chance(80) ? [{ type: 'rfc', value: rfc }] : [],
  };
}

function randomOrganization(random: Random): Organization {
  const { founded, ...legal } = randomLegal(random);
  return {
    kind: 'organization',
    ...legal,
    ...(random.chance(80) ? { incorporatedOn: founded } : {}),
    nationality: random.chance(70) ? 'MX' : random.pick(FOREIGN),
    activityCode: '3333333',
    representative: randomRepresentative(random),
  };
}

function randomTrust(random: Random): Trust {
  const { legalName, identityNumbers } = randomLegal(random);
  return {
    kind: 'trust',
    legalName,
    identityNumbers,
    ...(random.chance(70) ? { trustId: `F/${random.whole(1, 9999)}-${random.whole(1, 9)}` } : {}),
    representative: randomRepresentative(random),
  };
}

export function randomParty(random: Random): Party {
  const roll = random.whole(1, 100);
  if (roll <= 60) return randomPerson(random);
  return roll <= 85 ? randomOrganization(random) : randomTrust(random);
}

export function randomOwners(random: Random, party: Party): BeneficialOwner[] {
  const count = party.kind === 'person' ? Number(random.chance(10)) : random.whole(1, 3);
  return Array.from({ length: count }, () => randomParty(random));
}

const maybe = <K extends string>(
  random: Random,
  percent: number,
  key: K,
  value: string,
): { [N in K]?: string } => (random.chance(percent) ? ({ [key]: value } as { [N in K]?: string }) : {});

export function randomAddress(random: Random): PostalAddress {
  const abroad = random.chance(35);
  return {
    country: abroad ? random.pick(FOREIGN) : 'MX',
    ...maybe(random, 80, 'region', random.pick(PLACES)),
    ...maybe(random, 90, 'city', random.pick(PLACES)),
    ...maybe(random, 80, 'neighbourhood', random.pick(PLACES)),
    ...maybe(random, 95, 'street', random.pick(STREETS)),
    ...maybe(random, 90, 'number', random.pick(['10', '#5', '3-B', 's/n', '12 bis'])),
    ...maybe(random, 40, 'interior', random.pick(['9-A', 'Depto. 4', 'PB'])),
    ...(abroad
      ? maybe(random, 80, 'postcode', random.pick(['SW1A 1AA', '80331', '01310-100', 'D02 X285']))
      : {}),
    ...(abroad ? {} : { postcode: random.text('0123456789', 5) }),
  };
}

export function randomContact(random: Random): Contact {
  const phoneCountry = random.pick(['MX', 'MX', 'MX', 'US', 'BR']);
  const local = `55${random.text('0123456789', 8)}`;
  const phones = {
    MX: [`+52 ${local}`, local, `+52 1 ${local}`, `044 ${local}`],
    US: [`+1 415 ${local.slice(0, 7)}`],
  };
  const phone =
    phoneCountry === 'BR' ? '+55 11 91234 5678' : random.pick(phones[phoneCountry === 'US' ? 'US' : 'MX']);
  const user = random.pick(['mj.nunez', 'o_farrill', "d'angelo", 'ventas+promo', 'ñandú']);
  return { phoneCountry, phone, ...maybe(random, 90, 'email', `${user}@example.com`) };
}
