import { expect, test } from 'vitest';
import { countryName, shorten, shortenLong } from './words.ts';

test('hashes are shortened in the middle, short texts stay', () => {
  expect(shorten('TG1HEXjCHGYZWHTmUuQTiGqLzTzwYCHYfs')).toBe('TG1HEX…HYfs');
  expect(shorten('abc')).toBe('abc');
});

test('a name keeps its words; an address inside it is shortened', () => {
  expect(shortenLong('Mercado Inventado')).toBe('Mercado Inventado');
  expect(shortenLong('TRkgyZ5adrJirBGxoJniU5ox79SAadaDVY · polygon')).toBe('TRkgyZ5a…adaDVY · polygon');
});

test("countries have names in the reader's language", () => {
  expect(countryName('MX', 'es')).toBe('México');
  expect(countryName('BR', 'en')).toBe('Brazil');
  expect(countryName('mexico', 'pt')).toBe('mexico');
});
