import type { NameQuery, WalletQuery } from '../match.ts';

/** An example entity of a followthemoney schema, as clients of the ecosystem send it. */
export interface ExampleEntity {
  readonly id?: string | null;
  readonly schema: string;
  readonly properties: Readonly<Record<string, string | readonly (string | number)[]>>;
}

const KINDS: Readonly<Record<string, 'person' | 'organization'>> = {
  Person: 'person',
  Company: 'organization',
  Organization: 'organization',
  PublicBody: 'organization',
};

const IDENTIFIERS: Readonly<Record<string, string>> = {
  idNumber: 'national_id',
  passportNumber: 'passport',
  taxNumber: 'tax_id',
  innCode: 'tax_id',
  registrationNumber: 'registration',
  leiCode: 'lei',
  imoNumber: 'imo',
  cnpjCode: 'cnpj',
  cpfCode: 'cpf',
  curp: 'curp',
  rfc: 'rfc',
  socialSecurityNumber: 'ssn',
};

const NAMES_MAX = 5;

/** Values of every property as texts, whichever way they were sent. */
export const plainProperties = (example: ExampleEntity): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(example.properties).map(([name, values]) => [
      name,
      (typeof values === 'string' ? [values] : values).map(String).filter((value) => value.trim() !== ''),
    ]),
  );

export interface Asked {
  /** One query for each name of the party; the best match of each listing counts. */
  readonly names: readonly NameQuery[];
  readonly wallets: readonly WalletQuery[];
}

const dated = (text: string | undefined): string | undefined =>
  text !== undefined && /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text.slice(0, 10)) ? text.slice(0, 10) : undefined;

/** What an example asks. */
export function askedOf(example: ExampleEntity): Asked {
  const properties = plainProperties(example);
  const all = (...names: readonly string[]): string[] => names.flatMap((name) => properties[name] ?? []);
  const [given, family] = [all('firstName', 'middleName').join(' '), all('lastName').join(' ')];
  const joined = [given, family].filter((part) => part !== '').join(' ');
  const names = [
    ...new Set([
      ...all('name'),
      ...(joined === '' ? [] : [joined]),
      ...all('alias', 'previousName', 'weakAlias'),
    ]),
  ];
  const [country] = all('nationality', 'citizenship', 'country', 'jurisdiction').map((text) =>
    text.toUpperCase(),
  );
  const birthDate = dated(all('birthDate')[0]);
  const kind = KINDS[example.schema];
  const identifiers = Object.entries(IDENTIFIERS).flatMap(([property, type]) =>
    all(property).map((value) => ({ type, value })),
  );
  const base = {
    ...(kind === undefined ? {} : { kind }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(country === undefined || !/^[A-Z]{2}$/.test(country) ? {} : { country }),
    ...(identifiers.length === 0 ? {} : { identifiers }),
  };
  return {
    names: names.slice(0, NAMES_MAX).map((name) => ({ ...base, name })),
    wallets: all('publicKey').map((address) => ({ address })),
  };
}
