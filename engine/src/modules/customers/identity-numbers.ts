import * as cuit from 'stdnum/lib/cjs/ar/cuit.js';
import * as dniOfArgentina from 'stdnum/lib/cjs/ar/dni.js';
import * as cnpj from 'stdnum/lib/cjs/br/cnpj.js';
import * as cpf from 'stdnum/lib/cjs/br/cpf.js';
import * as rut from 'stdnum/lib/cjs/cl/rut.js';
import * as nitOfColombia from 'stdnum/lib/cjs/co/nit.js';
import * as cedulaOfCostaRica from 'stdnum/lib/cjs/cr/cpf.js';
import * as cedulaOfDominica from 'stdnum/lib/cjs/do/cedula.js';
import * as cedulaOfEcuador from 'stdnum/lib/cjs/ec/ci.js';
import * as nitOfGuatemala from 'stdnum/lib/cjs/gt/nit.js';
import * as curp from 'stdnum/lib/cjs/mx/curp.js';
import * as rfc from 'stdnum/lib/cjs/mx/rfc.js';
import * as dniOfPeru from 'stdnum/lib/cjs/pe/cui.js';
import * as nitOfSalvador from 'stdnum/lib/cjs/sv/nit.js';
import * as cedulaOfUruguay from 'stdnum/lib/cjs/uy/cedula.js';
import { isCurpOfDate, isCurpOfName } from './curp.ts';
import type { PersonalDetails, Profile } from './customer.ts';
import type { Warning, WarningCode } from './warnings.ts';

/** Formats, check digits and consistency of identity numbers. Warnings only: real official numbers fail them too. */
type IdentityNumber = NonNullable<PersonalDetails['identity_numbers']>[number];

interface Validator {
  validate(value: string): { isValid: boolean };
}

/** The country that issues a number of this type where none is said. */
const HOME: Readonly<Partial<Record<IdentityNumber['type'], string>>> = {
  curp: 'MX',
  rfc: 'MX',
  ine: 'MX',
  cpf: 'BR',
  cnpj: 'BR',
  cuit: 'AR',
  dni: 'AR',
  rut: 'CL',
  nit: 'CO',
};

const VALIDATORS: Readonly<Record<string, Validator>> = {
  'curp MX': curp,
  'rfc MX': rfc,
  'cpf BR': cpf,
  'cnpj BR': cnpj,
  'cuit AR': cuit,
  'dni AR': dniOfArgentina,
  'dni PE': dniOfPeru,
  'rut CL': rut,
  'nit CO': nitOfColombia,
  'nit GT': nitOfGuatemala,
  'nit SV': nitOfSalvador,
  'cedula EC': cedulaOfEcuador,
  'cedula UY': cedulaOfUruguay,
  'cedula DO': cedulaOfDominica,
  'cedula CR': cedulaOfCostaRica,
  // The elector's key, or the digits on the back of the card: neither has a published check digit.
  'ine MX': shape(/^([A-Z]{6}\d{8}[HM]\d{3}|\d{9}|\d{13})$/),
  lei: { validate: (value) => ({ isValid: /^[0-9A-Z]{18}\d{2}$/.test(value) && mod97(value) === 1n }) },
};

function shape(pattern: RegExp): Validator {
  return { validate: (value) => ({ isValid: pattern.test(value) }) };
}

/** ISO 7064 MOD 97-10, as ISO 17442 asks of a LEI. */
const mod97 = (value: string): bigint =>
  BigInt([...value].map((character) => Number.parseInt(character, 36)).join('')) % 97n;

/** Upper case, letters and digits only: dots and hyphens are how people write, not part of the number. */
export const compactNumber = (value: string): string => value.toUpperCase().replace(/[^0-9A-ZÑ&]/g, '');

const GENERIC_RFCS = new Set(['XAXX010101000', 'XEXX010101000']);

/** What does not fit in the identity numbers of a customer, in their order. */
export function identityWarnings(kind: Profile['kind'], personal: PersonalDetails): Warning[] {
  const numbers = personal.identity_numbers ?? [];
  const warnings = numbers.flatMap((number, i) =>
    warningsOf(kind, personal, number).map((code) => ({ code, field: `/identity_numbers/${i}` })),
  );
  const [curpAt, rfcAt] = ['curp', 'rfc'].map((type) => numbers.findIndex((number) => number.type === type));
  const ofCurp = compactNumber(numbers[curpAt ?? -1]?.value ?? '').slice(0, 10);
  const ofRfc = compactNumber(numbers[rfcAt ?? -1]?.value ?? '');
  if (ofCurp !== '' && ofRfc.length === 13 && !GENERIC_RFCS.has(ofRfc) && !alike(ofCurp, ofRfc.slice(0, 10)))
    warnings.push({ code: 'rfc_curp_differ', field: `/identity_numbers/${rfcAt}` });
  return warnings;
}

/** RFC and CURP replace rude words by different letters, so the second may be an X in either. */
const alike = (left: string, right: string): boolean =>
  left === right ||
  [left, right].some((one) => /X/.test(one.slice(0, 4)) && left.slice(4) === right.slice(4));

function warningsOf(kind: Profile['kind'], personal: PersonalDetails, number: IdentityNumber): WarningCode[] {
  const value = compactNumber(number.value);
  if (number.type === 'rfc' && GENERIC_RFCS.has(value)) return ['identity_number_generic'];
  const country = number.country ?? HOME[number.type];
  const validator = VALIDATORS[number.type] ?? VALIDATORS[`${number.type} ${country}`];
  if (validator !== undefined && !validator.validate(value).isValid) return ['identity_number_invalid'];
  if (kindOf(number.type, value) === (kind === 'person' ? 'organization' : 'person'))
    return ['identity_number_other_kind'];
  if (number.type === 'curp')
    return [
      ...(isCurpOfName(value, personal.name) ? [] : ['curp_name_differs' as const]),
      ...(isCurpOfDate(value, personal.birth_date) ? [] : ['curp_birth_date_differs' as const]),
    ];
  const date = kind === 'person' ? personal.birth_date : personal.incorporated_on;
  const dated = number.type === 'rfc' && date !== undefined;
  return dated && value.slice(-9, -3) !== date.slice(2).replaceAll('-', '') ? ['rfc_date_differs'] : [];
}

function kindOf(type: IdentityNumber['type'], value: string): 'person' | 'organization' | null {
  if (type === 'curp' || type === 'cpf') return 'person';
  if (type === 'cnpj' || type === 'lei') return 'organization';
  return type === 'rfc' ? (value.length === 12 ? 'organization' : 'person') : null;
}
