/**
 * What the note of a payment speaks of, as codes: rules see these and never the words. A note is what people type, so
 * each code has its words in Spanish, Portuguese and English, compared without case and accents, as whole words.
 * Sources of the words: FinCEN FIN-2024-A002 (precursors, presses), FIN-2025-A003 (tuition, living expenses),
 * FIN-2023-Alert005 (loans, retirement funds, home equity).
 */
const WORDS: Readonly<Record<string, string>> = {
  loan: 'prestamo credito personal|prestamo personal|prestamo bancario|emprestimo|loan',
  retirement:
    'retiro afore|afore|ahorro para el retiro|aposentadoria|previdencia|retirement|pension fund|401k|ira',
  home_equity:
    'hipoteca|credito hipotecario|venta de casa|venda de casa|home equity|heloc|mortgage|hipotecario',
  tuition: 'colegiatura|matricula|inscripcion escolar|mensalidade escolar|tuition|school fees',
  living_expenses: 'gastos de manutencion|manutencion|gastos de vida|despesas de manutencao|living expenses',
  precursor:
    'precursor|precursores|fenetilamina|anilina|piperidona|4 piperidona|npp|anpp|metilamina|fentanyl precursor|piperidone',
  pill_equipment:
    'tableteadora|tableteadoras|prensa de pastillas|prensa de tabletas|encapsuladora|punzones y matrices|prensa de comprimidos|pill press|tablet press|tdp press|die molds|encapsulating machine',
};

const PATTERNS: readonly (readonly [string, RegExp])[] = Object.entries(WORDS).map(([code, words]) => [
  code,
  new RegExp(`(?:^|[^a-z0-9])(?:${words})(?:$|[^a-z0-9])`),
]);

/** Every code a note can be given. */
export const MEMO_CODES: readonly string[] = [...Object.keys(WORDS), 'cas_number'];

/** A CAS registry number: two to seven digits, two digits, a check digit. */
const CAS = /(?:^|[^\d-])(\d{2,7})-(\d{2})-(\d)(?![\d-])/g;

/** The last digit is the sum of the others by their place from the right, modulo ten. */
function isCas(first: string, second: string, check: string): boolean {
  const digits = [...`${first}${second}`].reverse();
  const sum = digits.reduce((total, digit, place) => total + Number(digit) * (place + 1), 0);
  return sum % 10 === Number(check);
}

/** Codes in alphabetical order; empty when the note speaks of nothing a rule looks for. */
export function memoCodes(note: string): string[] {
  const text = note
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s.]+/g, ' ');
  const found = PATTERNS.filter(([, pattern]) => pattern.test(text)).map(([code]) => code);
  const cas = [...text.matchAll(CAS)].some(([, first = '', second = '', check = '']) =>
    isCas(first, second, check),
  );
  return (cas ? [...found, 'cas_number'] : found).sort();
}
