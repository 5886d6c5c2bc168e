import { describe, expect, it } from 'vitest';
import { countryCode, listedCountry } from './country-names.ts';

describe('countryCode', () => {
  it.each([
    ['Mexico', 'MX'],
    ['MÉXICO', 'MX'],
    ['MEX', 'MX'],
    ['MX', 'MX'],
    ['Brasil', 'BR'],
    ['Korea, North', 'KP'],
    ["Democratic People's Republic of Korea", 'KP'],
    ['Burma', 'MM'],
    ['Iran (Islamic Republic of)', 'IR'],
    ['Congo, Democratic Republic of the', 'CD'],
    ['Congo, Republic of the', 'CG'],
    ["Cote d'Ivoire", 'CI'],
    ['St. Kitts and Nevis', 'KN'],
    ['Türkiye', 'TR'],
    ['Estados Unidos', 'US'],
    ['Atlantis', undefined],
    ['former Soviet Union', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%s -> %s', (text, code) => expect(countryCode(text)).toBe(code));

  it('leaves the code out, not undefined, where the place is not certain', () => {
    expect(listedCountry('birth', 'Cosala, Sinaloa, Mexico', ' Mexico')).toEqual({
      role: 'birth',
      text: 'Cosala, Sinaloa, Mexico',
      code: 'MX',
    });
    expect(Object.keys(listedCountry('flag', 'None Identified'))).toEqual(['role', 'text']);
  });
});
