/**
 * Countries and territories of ISO 3166-1: 249 alpha-2 codes with their alpha-3. Names come from the Unicode CLDR that
 * the runtime carries (Intl.DisplayNames), so that no list of names is kept here. Codes outside the standard (XK for
 * Kosovo, EU, UK) are not countries here; a source that uses them maps them at its border.
 */
export type Language = 'es' | 'pt' | 'en';

const PAIRS = `
AD AND AE ARE AF AFG AG ATG AI AIA AL ALB AM ARM AO AGO AQ ATA AR ARG AS ASM AT AUT AU AUS AW ABW AX ALA AZ AZE
BA BIH BB BRB BD BGD BE BEL BF BFA BG BGR BH BHR BI BDI BJ BEN BL BLM BM BMU BN BRN BO BOL BQ BES BR BRA BS BHS
BT BTN BV BVT BW BWA BY BLR BZ BLZ
CA CAN CC CCK CD COD CF CAF CG COG CH CHE CI CIV CK COK CL CHL CM CMR CN CHN CO COL CR CRI CU CUB CV CPV CW CUW
CX CXR CY CYP CZ CZE
DE DEU DJ DJI DK DNK DM DMA DO DOM DZ DZA EC ECU EE EST EG EGY EH ESH ER ERI ES ESP ET ETH
FI FIN FJ FJI FK FLK FM FSM FO FRO FR FRA
GA GAB GB GBR GD GRD GE GEO GF GUF GG GGY GH GHA GI GIB GL GRL GM GMB GN GIN GP GLP GQ GNQ GR GRC GS SGS GT GTM
GU GUM GW GNB GY GUY
HK HKG HM HMD HN HND HR HRV HT HTI HU HUN ID IDN IE IRL IL ISR IM IMN IN IND IO IOT IQ IRQ IR IRN IS ISL IT ITA
JE JEY JM JAM JO JOR JP JPN
KE KEN KG KGZ KH KHM KI KIR KM COM KN KNA KP PRK KR KOR KW KWT KY CYM KZ KAZ
LA LAO LB LBN LC LCA LI LIE LK LKA LR LBR LS LSO LT LTU LU LUX LV LVA LY LBY
MA MAR MC MCO MD MDA ME MNE MF MAF MG MDG MH MHL MK MKD ML MLI MM MMR MN MNG MO MAC MP MNP MQ MTQ MR MRT MS MSR
MT MLT MU MUS MV MDV MW MWI MX MEX MY MYS MZ MOZ
NA NAM NC NCL NE NER NF NFK NG NGA NI NIC NL NLD NO NOR NP NPL NR NRU NU NIU NZ NZL OM OMN
PA PAN PE PER PF PYF PG PNG PH PHL PK PAK PL POL PM SPM PN PCN PR PRI PS PSE PT PRT PW PLW PY PRY
QA QAT RE REU RO ROU RS SRB RU RUS RW RWA
SA SAU SB SLB SC SYC SD SDN SE SWE SG SGP SH SHN SI SVN SJ SJM SK SVK SL SLE SM SMR SN SEN SO SOM SR SUR SS SSD
ST STP SV SLV SX SXM SY SYR SZ SWZ
TC TCA TD TCD TF ATF TG TGO TH THA TJ TJK TK TKL TL TLS TM TKM TN TUN TO TON TR TUR TT TTO TV TUV TW TWN TZ TZA
UA UKR UG UGA UM UMI US USA UY URY UZ UZB VA VAT VC VCT VE VEN VG VGB VI VIR VN VNM VU VUT
WF WLF WS WSM YE YEM YT MYT ZA ZAF ZM ZMB ZW ZWE
`;

const codes = PAIRS.trim().split(/\s+/);
const ALPHA3 = new Map<string, string>();
const ALPHA2 = new Map<string, string>();
for (let i = 0; i + 1 < codes.length; i += 2) {
  const alpha2 = codes[i] ?? '';
  const alpha3 = codes[i + 1] ?? '';
  ALPHA3.set(alpha2, alpha3);
  ALPHA2.set(alpha3, alpha2);
}

/** All alpha-2 codes, in alphabetical order. */
export const COUNTRIES: readonly string[] = [...ALPHA3.keys()].sort();

/** True for an upper-case ISO 3166-1 alpha-2 code. */
export const isCountry = (code: string): boolean => ALPHA3.has(code);

/** `MX` -> `MEX`; undefined when the code is not a country. */
export const alpha3Of = (alpha2: string): string | undefined => ALPHA3.get(alpha2);

/** `MEX` -> `MX`; undefined when the code is not a country. */
export const countryOfAlpha3 = (alpha3: string): string | undefined => ALPHA2.get(alpha3);

const displayNames = new Map<Language, Intl.DisplayNames>();

/** The country's name in a language; the code itself when it is not a country. */
export function countryName(code: string, lang: Language): string {
  if (!isCountry(code)) return code;
  let names = displayNames.get(lang);
  if (names === undefined) {
    names = new Intl.DisplayNames([lang], { type: 'region' });
    displayNames.set(lang, names);
  }
  return names.of(code) ?? code;
}
