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

const CURP = ['curp', 'MX', 'BOXW310820HNERXN09', 'person'] as const;

const isWarned = ([type, country, , kind]: (typeof EXAMPLES)[number] | typeof CURP, value: string): boolean =>
  identityWarnings(kind, {
    name: 'Nadie',
    identity_numbers: [{ type, value, ...(country === undefined ? {} : { country }) }],
  }).some(({ code }) => code === 'identity_number_invalid');

/** Every text that differs in one digit, with where and by how much. */
const corruptions = (value: string): { text: string; at: number; by: number }[] =>
  [...value].flatMap((digit, at) =>
    /\d/.test(digit)
      ? [...'0123456789'].flatMap((other) =>
          other === digit
            ? []
            : [
                {
                  text: value.slice(0, at) + other + value.slice(at + 1),
                  at,
                  by: Number(other) - Number(digit),
                },
              ],
        )
      : [],
  );

describe('identity numbers with check digits', () => {
  it.each(EXAMPLES)('%s %s: the example is accepted, no single digit of it can change', (...example) => {
    const [, , value] = example;
    expect(isWarned(example, value)).toBe(false);
    expect(corruptions(value).filter(({ text }) => !isWarned(example, text))).toEqual([]);
  });

  it('a CURP: accepted is only what its rule, weights 18 to 2 modulo 10, cannot see', () => {
    const [, , value] = CURP;
    expect(isWarned(CURP, value)).toBe(false);
    const accepted = corruptions(value).filter(({ text }) => !isWarned(CURP, text));
    expect(accepted.filter(({ at, by }) => (by * (18 - at)) % 10 !== 0)).toEqual([]);
  });
});
