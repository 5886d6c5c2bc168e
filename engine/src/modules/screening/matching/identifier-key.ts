/**
 * Identity numbers made comparable: letters and digits only, upper case, so `AEML-710509-Q27` meets `AEML710509Q27` and
 * `2.194.575` meets `2194575`. The type is not part of the key: issuers and exchanges name types differently.
 */
const LENGTH_MIN = 5;

/** Undefined when too little is left to identify anyone. */
export function identifierKey(value: string): string | undefined {
  const key = value
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
  return key.length < LENGTH_MIN || key.length > 64 ? undefined : key;
}

/** Numbers that a person or company has once: two different ones of the same country speak against identity. */
export const UNIQUE_TYPES: ReadonlySet<string> = new Set([
  'curp',
  'rfc',
  'cpf',
  'cnpj',
  'cuit',
  'dni',
  'rut',
  'nit',
  'cedula',
  'ruc',
  'ssn',
  'lei',
  'imo',
  'mmsi',
]);

/** Types that name nobody by themselves: shared phones, websites, sector codes. */
export const LOOSE_TYPES: ReadonlySet<string> = new Set([
  'phone',
  'email',
  'website',
  'isin',
  'bic',
  'registration',
]);

/** CURP and the RFC of a person begin with the same ten characters (letters of the name and the birth date). */
export function mexicanRoot(type: string, key: string): string | undefined {
  const isPersonal = (type === 'curp' && key.length === 18) || (type === 'rfc' && key.length === 13);
  return isPersonal ? key.slice(0, 10) : undefined;
}
