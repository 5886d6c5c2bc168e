/**
 * Mexican identifiers: what their own digits say about each other. Forms (length, characters) are in avi-formats.ts;
 * the functions here take text of the right form and answer false for any other.
 */
const RFC_ALPHABET = '0123456789ABCDEFGHIJKLMN&OPQRSTUVWXYZ Ñ';
const CURP_ALPHABET = '0123456789ABCDEFGHIJKLMNÑOPQRSTUVWXYZ';

/** Generic RFC for the public at large and for residents abroad (Resolución Miscelánea Fiscal 2.7.1). */
export const GENERIC_RFCS: ReadonlySet<string> = new Set(['XAXX010101000', 'XEXX010101000']);

/** The 32 federal entities as RENAPO abbreviates them in a CURP, and NE for born abroad. */
const CURP_ENTITIES = new Set(
  'AS BC BS CC CH CL CM CS DF DG GR GT HG JC MC MN MS NE NL NT OC PL QR QT SL SP SR TC TL TS VZ YN ZS'.split(
    ' ',
  ),
);

function weighted(text: string, alphabet: string, firstWeight: number): number {
  let sum = 0;
  for (const [index, character] of [...text].entries()) {
    sum += Math.max(0, alphabet.indexOf(character)) * (firstWeight - index);
  }
  return sum;
}

/** The check character of an RFC (SAT, Anexo 20): weights 13 to 2, modulus 11; a company's begins with a blank. */
export function rfcCheckCharacter(rfc: string): string {
  const body = [...rfc].slice(0, -1).join('').padStart(12, ' ');
  const rest = 11 - (weighted(body, RFC_ALPHABET, 13) % 11);
  if (rest === 11) return '0';
  return rest === 10 ? 'A' : String(rest);
}

export const rfcChecks = (rfc: string): boolean =>
  GENERIC_RFCS.has(rfc) || ([...rfc].length >= 12 && rfcCheckCharacter(rfc) === rfc.at(-1));

/** The check digit of a CURP (RENAPO): weights 18 to 2, modulus 10. */
export const curpCheckDigit = (curp: string): string =>
  String((10 - (weighted(curp.slice(0, 17), CURP_ALPHABET, 18) % 10)) % 10);

export const curpChecks = (curp: string): boolean =>
  curp.length === 18 && curpCheckDigit(curp) === curp.at(-1);

export const curpSex = (curp: string): string => curp.charAt(10);

export const curpEntityExists = (curp: string): boolean => CURP_ENTITIES.has(curp.slice(11, 13));

/** The birth date of a CURP: its 17th character is a digit for people born before 2000 and a letter since. */
export const curpBirthDate = (curp: string): string =>
  `${/\d/.test(curp.charAt(16)) ? '19' : '20'}${curp.slice(4, 10)}`;

/** YYMMDD inside an RFC of 12 or 13. */
export const rfcDate = (rfc: string): string => [...rfc].slice(-9, -3).join('');

/** The check digit of a CLABE: weights 3, 7, 1, each product modulo 10. */
export function clabeCheckDigit(clabe: string): string {
  let sum = 0;
  for (let index = 0; index < 17; index += 1)
    sum += (Number(clabe.charAt(index)) * ([3, 7, 1][index % 3] ?? 0)) % 10;
  return String((10 - (sum % 10)) % 10);
}

export const clabeChecks = (clabe: string): boolean =>
  /^\d{18}$/.test(clabe) && clabeCheckDigit(clabe) === clabe.at(-1);
