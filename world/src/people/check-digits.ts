import type { Stream } from '../random/stream.ts';

const weighed = (digits: string, weights: readonly number[]): number =>
  Array.from(digits).reduce((sum, digit, at) => sum + Number(digit) * (weights[at % weights.length] ?? 0), 0);

/** Interbank numbers of Mexican banks (Banxico), with the name as statements show it. */
export const MEXICAN_BANKS: readonly (readonly [code: string, name: string])[] = [
  ['002', 'Banamex'],
  ['012', 'BBVA México'],
  ['014', 'Santander'],
  ['021', 'HSBC'],
  ['044', 'Scotiabank'],
  ['072', 'Banorte'],
  ['127', 'Azteca'],
  ['137', 'BanCoppel'],
];

/** CLABE: bank, branch area, account of 11 digits, and a check digit with weights 3-7-1. */
export function clabe(bank: string, area: string, account: string): string {
  const body = `${bank}${area}${account}`;
  const sum = Array.from(body).reduce((acc, digit, at) => {
    return acc + ((Number(digit) * ([3, 7, 1][at % 3] ?? 0)) % 10);
  }, 0);
  return `${body}${(10 - (sum % 10)) % 10}`;
}

const elevenComplement = (sum: number): number => {
  const rest = 11 - (sum % 11);
  return rest > 9 ? 0 : rest;
};

/** CPF of a person in Brazil: nine digits and two checks. */
export function cpf(random: Stream): string {
  const nine = random.digits(9);
  const first = elevenComplement(weighed(nine, [10, 9, 8, 7, 6, 5, 4, 3, 2]));
  const second = elevenComplement(weighed(`${nine}${first}`, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]));
  return `${nine}${first}${second}`;
}

/** CNPJ of a company's head office (`0001`) in Brazil. */
export function cnpj(random: Stream): string {
  const twelve = `${random.digits(8)}0001`;
  const first = elevenComplement(weighed(twelve, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
  const second = elevenComplement(weighed(`${twelve}${first}`, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]));
  return `${twelve}${first}${second}`;
}

/**
 * CUIT in Argentina around a document number: prefix 20 or 27 for people, 30 for companies; where the check digit
 * would be 10 the registry gives 23 (or 33) instead.
 */
export function cuit(prefix: '20' | '27' | '30', document: string): string {
  const weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
  const digit = (front: string): number => 11 - (weighed(`${front}${document}`, weights) % 11);
  const check = digit(prefix);
  if (check === 11) return `${prefix}${document}0`;
  if (check < 10) return `${prefix}${document}${check}`;
  const other = prefix === '30' ? '33' : '23';
  const again = digit(other);
  return `${other}${document}${again === 11 ? 0 : again}`;
}

/** NIT of a company in Colombia: nine digits and a check digit. */
export function nit(random: Stream): string {
  const nine = `9${random.digits(8)}`;
  const sum = weighed(Array.from(nine).reverse().join(''), [3, 7, 13, 17, 19, 23, 29, 37, 41]);
  return `${nine}${'01987654321'.charAt(sum % 11)}`;
}

const cbuCheck = (digits: string, weights: readonly number[]): number => 10 - (weighed(digits, weights) % 10);

/** CBU of an Argentine account. Numbers whose check digit would be 0 are skipped: some validators refuse them. */
export function cbu(random: Stream): string {
  for (;;) {
    const front = `${random.pick(['007', '011', '017', '072', '285'])}${random.digits(4)}`;
    const back = random.digits(13);
    const first = cbuCheck(front, [7, 1, 3, 9, 7, 1, 3]);
    const second = cbuCheck(back, [3, 9, 7, 1, 3, 9, 7, 1, 3, 9, 7, 1, 3]);
    if (first < 10 && second < 10) return `${front}${first}${back}${second}`;
  }
}
