/** The birth date that a CURP or the RFC of a person tells. */
const PERSONAL = /^[A-ZÑ&]{4}(\d{2})(\d{2})(\d{2})/;
const CURP_LENGTH = 18;
const RFC_LENGTH = 13;
/** The seventeenth character of a CURP is a digit for people born before 2000 and a letter after. */
const CENTURY_AT = 16;
/** An RFC does not say the century: nobody under eighteen has done what lists are made of. */
const RFC_CENTURY_FROM = 10;

/** ISO day; undefined where the number tells none. */
export function birthDateOfNumber(type: string, value: string): string | undefined {
  const key = value.toUpperCase().replace(/[^0-9A-ZÑ&]/g, '');
  const isCurp = type === 'curp' && key.length === CURP_LENGTH;
  const isRfc = type === 'rfc' && key.length === RFC_LENGTH;
  const [, year, month, day] = PERSONAL.exec(key) ?? [];
  if (year === undefined || month === undefined || day === undefined || !(isCurp || isRfc)) return undefined;
  const isRecent = isCurp ? /[A-Z]/.test(key[CENTURY_AT] ?? '') : Number(year) < RFC_CENTURY_FROM;
  const date = `${isRecent ? '20' : '19'}${year}-${month}-${day}`;
  const parsed = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== date ? undefined : date;
}
