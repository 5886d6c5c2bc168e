/**
 * Country names as issuers write them, to ISO 3166-1 alpha-2. The names of the runtime's CLDR in English, Spanish,
 * Portuguese and French, and below what issuers write otherwise. A name that is not certain gives no code: the text
 * stays in the listing.
 */
import { alpha3Of, COUNTRIES, countryOfAlpha3, isCountry } from '@atalaya/contract/countries.ts';
import type { CountryRole, ListedCountry } from '../listing.ts';

/** Issuers' spellings (OFAC, UN, older CLDR), one per line: code, name. */
const ISSUER_NAMES = `
BA Bosnia and Herzegovina
BO Bolivia, Plurinational State of
BS Bahamas, The
BY Byelarus
CD Congo, Democratic Republic of the
CD Democratic Republic of the Congo
CD DR Congo
CD DRC
CF Central African Rep.
CG Congo, Republic of the
CG Congo
CI Cote d'Ivoire
CI Ivory Coast
CV Cape Verde
CZ Czech Republic
CZ Czechia
FM Micronesia, Federated States of
GB Great Britain
GB UK
GB England
GB United Kingdom of Great Britain and Northern Ireland
GM Gambia, The
GM The Gambia
HK Hong Kong
IR Islamic Republic of Iran
IR Iran (Islamic Republic of)
KP Democratic People's Republic of Korea
KP DPRK
KP Korea, North
KP North Korea
KR Korea, South
KR Republic of Korea
KR South Korea
LA Lao People's Democratic Republic
LY Libyan Arab Jamahiriya
LY State of Libya
MD Republic of Moldova
MD Moldova, Republic of
MK Macedonia
MK North Macedonia, The Republic of
MK The former Yugoslav Republic of Macedonia
MM Burma
MM Myanmar
MO Macau
MX México
MX Estados Unidos Mexicanos
PS Palestinian
PS Palestine
PS Palestine, State of
PS State of Palestine
PS West Bank
RU Russian Federation
RU Russia
SA Kingdom of Saudi Arabia
SY Syrian Arab Republic
SZ Swaziland
TL East Timor
TR Turkey
TR Türkiye
TW Taiwan, Province of China
TZ United Republic of Tanzania
AE UAE
AE Emirates
US United States of America
US USA
US U.S.A.
US EUA
VA Holy See
VA Vatican City
VE Venezuela, Bolivarian Republic of
VE Bolivarian Republic of Venezuela
VG Virgin Islands, British
VI Virgin Islands, U.S.
VN Viet Nam
`;

const LANGUAGES = ['en', 'es', 'pt', 'fr'];

const fold = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/&/g, ' and ')
    .replace(/^the /, '')
    .replace(/\bst\b/g, 'saint')
    .replace(/[^a-z]+/g, ' ')
    .trim();

function readNames(): Map<string, string> {
  const names = new Map<string, string>();
  for (const language of LANGUAGES) {
    const display = new Intl.DisplayNames([language], { type: 'region' });
    for (const code of COUNTRIES) names.set(fold(display.of(code) ?? code), code);
  }
  for (const line of ISSUER_NAMES.trim().split('\n')) names.set(fold(line.slice(3)), line.slice(0, 2));
  return names;
}

let byName: Map<string, string> | undefined;

/** `Mexico`, `MÉXICO`, `MEX` and `MX` give `MX`; undefined when the text names no country with certainty. */
export function countryCode(text: string | undefined): string | undefined {
  const trimmed = text?.trim() ?? '';
  if (trimmed === '') return undefined;
  const upper = trimmed.toUpperCase();
  if (isCountry(upper)) return upper;
  const fromAlpha3 = countryOfAlpha3(upper);
  if (fromAlpha3 !== undefined && alpha3Of(fromAlpha3) === upper) return fromAlpha3;
  byName ??= readNames();
  return byName.get(fold(trimmed));
}

/** A country of a listing; `place` is what names the country where `text` says more ("Culiacán, Sinaloa, Mexico"). */
export function listedCountry(role: CountryRole, text: string, place = text): ListedCountry {
  const code = countryCode(place);
  return code === undefined ? { role, text } : { role, text, code };
}
