import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NameReading, prepareName, WORD_LENGTH_MAX, WORDS_MAX } from './normalise.ts';

const MARKS: Record<string, string> = {
  word: '',
  number: '#',
  initial: '.',
  particle: '~',
  title: '^',
  junior: '+',
  legal: '=',
};
const shown = (text: string, reading: NameReading) =>
  prepareName(text, reading)
    .words.map((word) => `${MARKS[word.class]}${word.text}`)
    .join(' ');

describe('prepareName', () => {
  it.each<[string, NameReading, string]>([
    ['M.ª del Carmen Núñez de la Peña', 'person', 'maria ~del carmen nunez ~de ~la pena'],
    ['QUIROLGA MESTRES, Teodoro', 'person', 'quirolga mestres teodoro'],
    ['J. Jesús Gpe. Hdez. Jr.', 'person', '.j jesus gpe hdez +jr'],
    ["O'Inventado-D’Angelo", 'person', 'oinventado dangelo'],
    ['Lic. Teodoro y Mestres', 'person', '^lic teodoro ~y mestres'],
    ['SergioMendoza Quirolga', 'person', 'sergio mendoza quirolga'],
    ['\u202eTeodoro\u202c\u200b Quirolga', 'person', 'teodoro quirolga'],
    ['Ｔｅｏｄｏｒｏ Quirolga', 'person', 'teodoro quirolga'],
    ['Teodoro 😀 Quirolga 🇲🇽', 'person', 'teodoro quirolga'],
    ['毛泽东', 'person', 'mao zedong'],
    ['克鲁森', 'person', 'kelusen'],
    ['김정은', 'person', 'kim jongun'],
    ['Зарбан Мулдавир', 'person', 'zarban muldavir'],
    ['زربان', 'person', 'zrbn'],
    ['de la', 'person', 'de la'],
    ['INVENTOS QUIROLGA, S.A. de C.V.', 'organization', 'inventos quirolga =sa de cv'],
    ['Inventos S. A. de C. V.', 'organization', 'inventos =sa de cv'],
    ['Inventos Co., Ltd.', 'organization', 'inventos =ltd'],
    ['C.V. Inventos', 'organization', 'cv inventos'],
    ['Fondo Quirolga II', 'organization', 'fondo quirolga #ii'],
    ['CORP', 'organization', '=corp'],
    ['S.A. de C.V.', 'unknown', '=sa de cv'],
    ['123 45', 'person', '#123 #45'],
    ['', 'person', ''],
    ['😀😀', 'person', ''],
  ])('%s as %s', (text, reading, words) => expect(shown(text, reading)).toBe(words));

  it('unmasks letters that only look Latin, and shows them as they stand', () => {
    const disguised = 'Gumersindа';
    expect(prepareName(disguised, 'person').words).toMatchObject([
      { text: 'gumersinda', written: disguised },
    ]);
  });

  it('gives bounded ASCII words for any text, the same twice', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 3_000 }),
      fc.string({ unit: 'grapheme', maxLength: 300 }),
      fc.string({ unit: fc.constantFrom('ﷺ', 'a', ' ', '.', '́', '王', 'ö') }),
    );
    fc.assert(
      fc.property(
        text,
        fc.constantFrom<NameReading>('person', 'organization', 'unknown'),
        (name, reading) => {
          const prepared = prepareName(name, reading);
          expect(prepared.words.length).toBeLessThanOrEqual(WORDS_MAX);
          for (const word of prepared.words) {
            expect(word.text).toMatch(/^[a-z0-9 ]+$/);
            expect(word.text.length).toBeLessThanOrEqual(WORD_LENGTH_MAX + 60);
          }
          expect(prepareName(name, reading)).toEqual(prepared);
        },
      ),
    );
  });
});
