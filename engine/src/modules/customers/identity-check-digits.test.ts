import { describe, expect, it } from 'vitest';
import { identityWarnings } from './identity-numbers.ts';

/** Examples as published by the issuers or their documentation; people and companies in them do not exist. */
const EXAMPLES = [
  ['cpf', 'BR', '11144477735', 'person'],
  ['cnpj', 'BR', '11222333000181', 'organization'],
  ['cuit', 'AR', '20123456786', 'person'],
  ['rut', 'CL', '123456785', 'person'],
  ['cedula', 'EC', '1710034065', 'person'],
  ['cedula', 'DO', '00113918205', 'person'],
  ['dni', 'PE', '101174102', 'person'],
  ['nit', 'GT', '576937K', 'organization'],
  ['nit', 'SV', '06140507071048', 'organization'],
  // Colombia's tax authority itself. Remainders 1 and 10 share the digit 1: only a NIT that ends in it could change.
  ['nit', 'CO', '8001972684', 'organization'],
  ['lei', undefined, '5493001KJTIIGC8Y1R12', 'organization'],
] as const;

type Type = (typeof EXAMPLES)[number][0] | 'curp' | 'rfc';

const isWarned = (
  type: Type,
  country: string | undefined,
  kind: 'person' | 'organization',
  value: string,
): boolean =>
  identityWarnings(kind, {
    name: { given: 'Nadie', paternal: 'Nadie' },
    identity_numbers: [{ type, value, ...(country === undefined ? {} : { country }) }],
  }).some(({ code }) => code === 'identity_number_invalid');

interface Corruption {
  readonly text: string;
  readonly at: number;
  readonly by: number;
}

/** Every text that differs in one digit, with where and by how much. */
const corruptions = (value: string): Corruption[] =>
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

/** A sum of digits by weights modulo ten cannot see a change of which the weight makes a multiple of ten. */
const unseenModuloTen =
  (weightAt: (at: number) => number) =>
  ({ at, by }: Corruption): boolean =>
    (by * weightAt(at)) % 10 === 0;

/** Weights 18 to 2 of the digits before the check digit: the tens of the day (weight 10), and ±5 where the weight is even. */
const unseenInCurp = unseenModuloTen((at) => (at === 17 ? 1 : 18 - at));
const unseenInUruguay = unseenModuloTen((at) => [2, 9, 8, 7, 6, 3, 4, 1][at] ?? 1);

/** An RFC is accepted by the alphabet of today or by that of before `&` came into it; by one of them no digit can change. */
function unseenInRfc({ text }: Corruption): boolean {
  const front = text.slice(0, -1).padStart(12, ' ');
  const digits = ['0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ', '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ '].map(
    (alphabet) => {
      const sum = [...front].reduce((total, one, at) => total + alphabet.indexOf(one) * (13 - at), 0);
      return '0123456789A'[(11 - (sum % 11)) % 11];
    },
  );
  return digits.includes(text.at(-1));
}

/** Rules that let some changes through: the rule cannot see them, and nobody can but the issuer. */
const BLIND = [
  ['curp', 'MX', 'BOXW310820HNERXN09', 'person', unseenInCurp],
  ['cedula', 'UY', '12345672', 'person', unseenInUruguay],
  ['rfc', 'MX', 'GODE561231GR8', 'person', unseenInRfc],
  ['rfc', 'MX', 'MAB9307148T4', 'organization', unseenInRfc],
] as const;

describe('identity numbers with check digits', () => {
  it.each(EXAMPLES)(
    '%s %s: the example is accepted, no single digit of it can change',
    (type, country, value, kind) => {
      const isRefused = (text: string): boolean => isWarned(type, country, kind, text);
      expect(isRefused(value)).toBe(false);
      expect(corruptions(value).filter(({ text }) => !isRefused(text))).toEqual([]);
    },
  );

  it.each(BLIND)(
    '%s %s %s: the example is accepted, and of all changes of a digit only those the rule cannot see',
    (type, country, value, kind, isUnseen) => {
      const isRefused = (text: string): boolean => isWarned(type, country, kind, text);
      expect(isRefused(value)).toBe(false);
      const all = corruptions(value);
      const accepted = all.filter(({ text }) => !isRefused(text));
      expect(accepted.filter((one) => !isUnseen(one))).toEqual([]);
      // Most are seen: a validator that accepts everything does not pass.
      expect(accepted.length).toBeLessThan(all.length / 10);
    },
  );

  it('a CURP: every change of the check digit is seen, and of the date all but the tens of a day and five years or decades', () => {
    const isRefused = (text: string): boolean => isWarned('curp', 'MX', 'person', text);
    const accepted = corruptions('BOXW310820HNERXN09').filter(({ text }) => !isRefused(text));
    expect(accepted.map(({ text }) => text)).toEqual([
      'BOXW810820HNERXN09',
      'BOXW310810HNERXN09',
      'BOXW310830HNERXN09',
      'BOXW310820HNERXN59',
    ]);
  });
});
