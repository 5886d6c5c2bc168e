import { describe, expect, it } from 'vitest';
import { alpha3Of, COUNTRIES, countryName, countryOfAlpha3, isCountry, type Language } from './countries.ts';

const LANGUAGES: readonly Language[] = ['es', 'pt', 'en'];

describe('countries', () => {
  it('has the 249 of ISO 3166-1, each with its own alpha-3', () => {
    expect(COUNTRIES).toHaveLength(249);
    expect(new Set(COUNTRIES.map(alpha3Of)).size).toBe(249);
    for (const code of COUNTRIES) {
      expect(code).toMatch(/^[A-Z]{2}$/);
      expect(alpha3Of(code)).toMatch(/^[A-Z]{3}$/);
      expect(countryOfAlpha3(alpha3Of(code) ?? '')).toBe(code);
    }
  });

  it.each([
    ['MX', 'MEX'],
    ['SV', 'SLV'],
    ['CH', 'CHE'],
    ['KP', 'PRK'],
    ['KM', 'COM'],
    ['RS', 'SRB'],
    ['UA', 'UKR'],
    ['GQ', 'GNQ'],
  ])('%s is %s', (alpha2, alpha3) => {
    expect(alpha3Of(alpha2)).toBe(alpha3);
  });

  it.each(LANGUAGES)('names every country in %s', (lang) => {
    const names = COUNTRIES.map((code) => countryName(code, lang));
    expect(names.filter((name, i) => name === COUNTRIES[i] || name === '')).toEqual([]);
    expect(new Set(names).size).toBe(249);
  });

  it('names in the language asked for', () => {
    expect(LANGUAGES.map((lang) => countryName('DE', lang))).toEqual(['Alemania', 'Alemanha', 'Germany']);
  });

  it.each(['mx', 'XK', 'EU', 'UK', 'ZZ', '', 'MEX'])('"%s" is no country', (code) => {
    expect(isCountry(code)).toBe(false);
    expect(countryName(code, 'es')).toBe(code);
  });
});
