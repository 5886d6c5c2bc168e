/**
 * What issuers call identity numbers, and the type they get here. Longest label first, so "Diplomatic Passport" is
 * found before "Passport". A label that is not in the table leaves its text in the remarks.
 */
import type { ListedIdentifier } from '../listing.ts';
import { countryCode } from './country-names.ts';

/** type: labels of OFAC (remarks and idType), separated by " | ". */
const LABELS = `
curp: C.U.R.P. | CURP
rfc: R.F.C. | RFC
nit: NIT
cedula: Cedula No. | Cedula de Ciudadania | Cedula de Identidad | Cedula de Residencia | Cedula
passport: Passport | Diplomatic Passport | Stateless Person Passport | Passport Booklet: | VisaNumberID
national_id: National ID No. | National Foreign ID Number | Identification Number | Numero de Identidad | Citizen's Card Number | Personal ID Card | Turkish Identification Number | Bosnian Personal ID No. | Kenyan ID No. | Afghan ID | Identity Card Number | National ID Number | I.D. No. | Residency Number | C.U.I. | C.U.I.P. | LE Number | Stateless Person ID Card | Tarjeta Profesional | Tazkira
dni: D.N.I. | DNI
dui: D.U.I.
cuit: C.U.I.T.
ruc: RUC
rif: RIF
rtn: RTN | R.T.N.
cnpj: C.N.P.J. | CNPJ
cpf: C.P.F. | CPF
ssn: SSN
tax_id: Tax ID No. | V.A.T. Number | US FEIN | Italian Fiscal Code | Fiscal Code | Tax ID Number
registration: Registration Number | Registration ID | Company Number | UK Company Number | Commercial Registry Number | Business Registration Number | Business Registration Document | Business Number | C.R. No. | Folio Mercantil No. | Matricula Mercantil No | Unified Social Credit Code (USCC) | United Social Credit Code Certificate (USCCC) | Government Gazette Number | Chamber of Commerce Number | Istanbul Chamber of Comm. No. | Dubai Chamber of Commerce Membership No. | Enterprise Number | Branch Unit Number | Public Registration Number | Central Registration System Number | Certificate of Incorporation Number | Registered Charity No. | Economic Register Number (CBLS) | Trade License No. | Central Registration Number | Commercial Registration Number
lei: Legal Entity Number
duns: D-U-N-S Number
bic: SWIFT/BIC
isin: ISIN
driver_license: Driver's License No.
voter_id: I.F.E. | Credencial electoral | Electoral Registry No.
military_id: Cartilla de Servicio Militar Nacional
birth_certificate: Birth Certificate Number
travel_document: Travel Document Number | Refugee ID Card
imo: Vessel Registration Identification IMO | Identification Number IMO | Company Number IMO | IMO
mmsi: MMSI
tail_number: Aircraft Tail Number
serial_number: Aircraft Manufacturer's Serial Number (MSN) | Aircraft Construction Number (also called L/N or S/N or F/N)
phone: Phone Number | Telephone No.
email: Email Address
website: Website
`;

interface Label {
  label: string;
  type: string;
}

const TABLE: readonly Label[] = LABELS.trim()
  .split('\n')
  .flatMap((line) => {
    const colon = line.indexOf(':');
    return line
      .slice(colon + 1)
      .split(' | ')
      .map((label) => ({ type: line.slice(0, colon), label: label.trim() }));
  })
  .sort((a, b) => b.label.length - a.label.length);

const BY_LABEL = new Map(TABLE.map((entry) => [entry.label.toLowerCase(), entry.type]));

/** Type of an issuer's label taken as a whole (SDN.xml `idType`). */
export const identifierType = (label: string): string | undefined => BY_LABEL.get(label.trim().toLowerCase());

/** `22839 (Jalisco) (Mexico)` -> value `22839 (Jalisco)`, country MX. */
function splitCountry(text: string): { value: string; country?: string } {
  const match = /^(.*\S)\s*\(([^()]+)\)$/.exec(text);
  const country = countryCode(match?.[2]);
  if (match?.[1] === undefined || country === undefined) return { value: text };
  return { value: match[1], country };
}

const DATES = /\s(?:issued|expires|expired|exp\.|issued on)\s.*$/i;

/**
 * An identifier in the words of an OFAC remark: `Passport J287011 (Egypt) issued 16 Mar 1993`, `NIT # 800204479-2
 * (Colombia)`, `alt. R.F.C. AEML-710509-Q27 (Mexico)`. Undefined when the text starts with no known label.
 */
export function readIdentifier(remark: string): ListedIdentifier | undefined {
  const text = remark.replace(/^alt\. /, '');
  const entry = TABLE.find(({ label }) => text.startsWith(label) && /[\s#:]/.test(text[label.length] ?? ''));
  if (entry === undefined) return undefined;
  const rest = text.slice(entry.label.length).replace(/^[\s#:]+/, '');
  const { value, country } = splitCountry(rest.replace(DATES, '').trim());
  if (value === '' || !/[\p{L}\p{N}]/u.test(value)) return undefined;
  return { type: entry.type, value, ...(country === undefined ? {} : { country }), label: entry.label };
}
