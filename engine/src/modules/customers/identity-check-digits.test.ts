import { describe, expect, it } from 'vitest';
import { identityWarnings } from './identity-numbers.ts';

/** Examples as published by the issuers or their documentation; people and companies in them do not exist. */
const EXAMPLES = [
  ['cpf', 'BR', '11144477735', 'person'],
  ['cnpj', 'BR', '11222333000181', 'organization'],
  ['cuit', 'AR', '20123456786', 'person'],
  ['rut', 'CL', '123456785', 'person'],
  ['cedula', 'EC', '1710034065', 'person'],
  ['lei', undefined, '5493001KJTIIGC8Y1R12', 'organization'],
] as const;

const isWarned = (
  type: (typeof EXAMPLES)[number][0],
  country: string | undefined,
  kind: 'person' | 'organization',
  value: string,
): boolean =>
  identityWarnings(kind, {
    name: { given: 'Nadie', paternal: 'Nadie' },
    identity_numbers: [{ type, value, ...(country === undefined ? {} : { country }) }],
  }).some(({ code }) => code === 'identity_number_invalid');

/** Every text that differs in one digit. */
const corruptions = (value: string): string[] =>
  [...value].flatMap((digit, at) =>
    /\d/.test(digit)
      ? [...'0123456789'].flatMap((other) =>
          other === digit ? [] : [value.slice(0, at) + other + value.slice(at + 1)],
        )
      : [],
  );

describe('identity numbers with check digits', () => {
  it.each(EXAMPLES)(
    '%s %s: the example is accepted, no single digit of it can change',
    (type, country, value, kind) => {
      const isRefused = (text: string): boolean => isWarned(type, country, kind, text);
      expect(isRefused(value)).toBe(false);
      expect(corruptions(value).filter((text) => !isRefused(text))).toEqual([]);
    },
  );
});
