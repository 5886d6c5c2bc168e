import { stdnum } from 'stdnum';
import { describe, expect, test } from 'vitest';
import type { Registration } from '../simulation/population.ts';
import { createWorld } from '../world.ts';
import { clabe } from './check-digits.ts';
import { curpOf, personRfc } from './mexican-ids.ts';

/** What an independent library says of a number. */
const isValid = (country: string, type: string, value: string): boolean | undefined =>
  stdnum[country]?.[type]?.validate(value).isValid;

const registered = (locale: string): Registration[] => [
  ...createWorld({
    seed: `identity-${locale}`,
    customers: 400,
    start: '2026-10-01T00:00:00Z',
    days: 30,
    criminals: false,
    locales: { [locale]: 1 },
  }).customers(),
];

const numbers = (people: readonly Registration[], type: string): string[] =>
  people
    .flatMap(({ input }) => (input.identity_numbers ?? []).filter((id) => id.type === type))
    .map((id) => id.value);

describe('published examples', () => {
  test('RFC with its homonym key (SAT)', () => {
    const name = { given: 'Emma', paternal: 'Gómez', maternal: 'Díaz' };
    expect(personRfc(name, '1956-12-31')).toBe('GODE561231GR8');
  });

  test('CLABE', () => {
    expect(clabe('032', '180', '00011835971')).toBe('032180000118359719');
  });

  test.each([
    ['María Fernanda', 'Núñez', 'Ortiz', 'NUOF'],
    ['José Luis', 'De la Cruz', 'Ávila', 'CUAL'],
    ['Ana', 'Pérez', 'Díaz', 'PEDA', 'PXDA'],
    ['Pablo', 'Ñáñez', 'Ríos', 'XARP'],
  ])('CURP letters of %s %s %s', (given, paternal, maternal, letters, clean = letters) => {
    expect(curpOf({ given, paternal, maternal }, '1990-05-06', 'M', 'JC', 0).slice(0, 4)).toBe(clean);
  });
});

describe('Mexico', () => {
  const people = registered('MX');
  const persons = people.filter(({ input }) => input.kind === 'person');

  test('every CURP and RFC is valid, and their dates and letters agree with each other', () => {
    for (const { input } of persons) {
      const curp = input.identity_numbers?.find((id) => id.type === 'curp')?.value ?? '';
      const rfc = input.identity_numbers?.find((id) => id.type === 'rfc')?.value ?? '';
      expect(isValid('MX', 'curp', curp), curp).toBe(true);
      expect(isValid('MX', 'rfc', rfc), rfc).toBe(true);
      expect(curp.slice(4, 10)).toBe(input.birth_date?.slice(2).replaceAll('-', ''));
      expect(rfc.slice(4, 10)).toBe(curp.slice(4, 10));
      expect(/\d/.test(curp.charAt(16))).toBe((input.birth_date ?? '') < '2000');
      if (input.nationality !== 'MX') expect(curp.slice(11, 13)).toBe('NE');
    }
  });

  test('every company has a valid RFC of twelve with its date of incorporation', () => {
    const companies = people.filter(({ input }) => input.kind === 'organization');
    expect(companies.length).toBeGreaterThan(3);
    for (const { input } of companies) {
      const rfc = input.identity_numbers?.[0]?.value ?? '';
      expect(rfc).toHaveLength(12);
      expect(isValid('MX', 'rfc', rfc), rfc).toBe(true);
      expect(rfc.slice(3, 9)).toBe(input.incorporated_on?.slice(2).replaceAll('-', ''));
    }
  });

  test('a wrong last digit would be noticed', () => {
    const [curp = ''] = numbers(people, 'curp');
    const wrong = `${curp.slice(0, 17)}${(Number(curp.at(-1)) + 1) % 10}`;
    expect(isValid('MX', 'curp', wrong)).toBe(false);
  });
});

test.each([
  ['BR', 'cpf'],
  ['BR', 'cnpj'],
  ['AR', 'dni'],
  ['AR', 'cuit'],
  ['CO', 'nit'],
])('%s: every %s is valid', (country, type) => {
  const values = numbers(registered(country), type);
  expect(values.length).toBeGreaterThan(3);
  for (const value of values) expect(isValid(country, type, value), value).toBe(true);
});

test('bank accounts have valid check digits', () => {
  const world = createWorld({ seed: 'banks', customers: 120, start: '2026-10-01T00:00:00Z', days: 16 });
  const accounts = new Map<string, Set<string>>();
  for (const { event } of world.events()) {
    const party = 'counterparty' in event ? event.counterparty : undefined;
    if (party?.account === undefined || party.country === undefined || party.account.includes('*')) continue;
    accounts.set(party.country, (accounts.get(party.country) ?? new Set()).add(party.account));
  }
  expect(accounts.get('MX')?.size).toBeGreaterThan(50);
  for (const account of accounts.get('MX') ?? []) {
    expect(isValid('MX', 'clabe', account), account).toBe(true);
  }
  for (const account of accounts.get('AR') ?? []) {
    expect(isValid('AR', 'cbu', account), account).toBe(true);
  }
});
