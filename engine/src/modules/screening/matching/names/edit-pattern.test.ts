import fc from 'fast-check';
import { expect, test } from 'vitest';
import { editDistance } from './edit-distance.ts';
import { EditPattern } from './edit-pattern.ts';
import { letterSet } from './letter-set.ts';
import { wordForm } from './word-form.ts';
import { wordLikeness } from './word-likeness.ts';
import { WordPattern } from './word-pattern.ts';

/** Few letters, so that words are near; some of them fold, sound alike or stand in a table. */
const word = fc.oneof(
  fc.stringMatching(/^[abcehiknsz]{1,12}$/),
  fc.constantFrom(
    'hernandez',
    'hdez',
    'fernandes',
    'guadalupe',
    'gpe',
    'husayn',
    'hussein',
    'philip',
    'filip',
    'xavier',
  ),
);
const TOO_MANY = 99;

test('counts the edits that the table of edits counts', () => {
  fc.assert(
    fc.property(word, word, (left, right) => {
      expect(new EditPattern(left).editsTo(right)).toBe(editDistance(left, right, TOO_MANY));
    }),
    { numRuns: 2_000 },
  );
});

test('a word of thirty-two letters is counted to its last, a longer one not at all', () => {
  const long = 'ab'.repeat(16);
  expect(new EditPattern(long).editsTo(`${long.slice(0, -1)}c`)).toBe(1);
  expect(new EditPattern(`${long}a`).editsTo('z')).toBe(0);
});

test('never passes over a word that is alike', () => {
  fc.assert(
    fc.property(word, word, (left, right) => {
      const [asked, other] = [wordForm(left), wordForm(right)];
      const isAlikeInSound = asked.iberian === other.iberian;
      const mayBe = new WordPattern(asked).mayBeLike(
        other.text,
        other.fold,
        other.textLetters,
        letterSet(other.fold),
        isAlikeInSound,
      );
      if (!mayBe) expect(wordLikeness(asked, other)).toBeUndefined();
    }),
    { numRuns: 5_000 },
  );
});

test('does pass over words that have little in common', () => {
  const [asked, other] = [wordForm('xochitiotzin'), wordForm('zubizarreta')];
  expect(
    new WordPattern(asked).mayBeLike(other.text, other.fold, other.textLetters, letterSet(other.fold), false),
  ).toBe(false);
});
