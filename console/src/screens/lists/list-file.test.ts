import { expect, test } from 'vitest';
import { base64Of, mappingOf, sourceOf, sourceText } from './list-file.ts';

test('pieces join to the base64 of the whole', async () => {
  const bytes = new Uint8Array(2_000_003).map((_, index) => (index * 7) % 256);
  expect(await base64Of(new Blob([bytes]))).toBe(Buffer.from(bytes).toString('base64'));
  expect(await base64Of(new Blob([]))).toBe('');
});

test('a mapping is read line by line', () => {
  expect(mappingOf('name = Nombre completo\n\nbirth_dates=Nacido = el\n = x\nbad')).toEqual({
    name: 'Nombre completo',
    birth_dates: 'Nacido = el',
  });
});

test('a source is read line by line and written back', () => {
  const text = 'sdn.xml https://issuer.example/sdn.xml\nalt.csv https://issuer.example/alt.csv';
  expect(sourceOf(`\n${text}\nalone`)).toHaveLength(2);
  expect(sourceText(sourceOf(text))).toBe(text);
});
