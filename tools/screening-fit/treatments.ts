/**
 * Eight ways a name is written otherwise, each seeded: what a clerk mistypes, and what another office romanises otherwise.
 * None looks at how we compare.
 */
type Treatment = (name: string, random: () => number) => string;

const placesOf = (letters: readonly string[], pattern: RegExp): number[] =>
  letters.flatMap((letter, at) => (pattern.test(letter) ? [at] : []));

const pickPlace = (places: readonly number[], random: () => number): number | undefined =>
  places[Math.floor(random() * places.length)];

function changeAt(
  name: string,
  pattern: RegExp,
  random: () => number,
  change: (letters: string[], at: number) => void,
) {
  const letters = [...name];
  const at = pickPlace(placesOf(letters, pattern), random);
  if (at !== undefined) change(letters, at);
  return letters.join('');
}

const LETTER = /\p{L}/u;
const letterOf = (alphabet: string, random: () => number): string =>
  alphabet[Math.floor(random() * alphabet.length)] ?? '';

function swapNeighbours(name: string, random: () => number): string {
  const letters = [...name];
  const places = new Set(placesOf(letters, LETTER));
  const at = pickPlace(
    [...places].filter((place) => places.has(place + 1)),
    random,
  );
  if (at !== undefined) letters.splice(at, 2, letters[at + 1] ?? '', letters[at] ?? '');
  return letters.join('');
}

function lastFirst(name: string): string {
  const words = name.split(/\s+/).filter((word) => word !== '');
  const last = words.pop();
  return last === undefined || words.length === 0 ? name : `${last}, ${words.join(' ')}`;
}

/** As another office romanises: Khalid, Halid; Youssef, Iussef; Shukri, Chukri. */
const romanise = (name: string): string =>
  name
    .replace(/kh/gi, 'h')
    .replace(/ou/gi, 'u')
    .replace(/y/gi, 'i')
    .replace(/sh/gi, 'ch')
    .replace(/w/gi, 'v')
    .replace(/q/gi, 'k');

export const TREATMENTS: Readonly<Record<string, Treatment>> = {
  typo: (name, random) =>
    changeAt(name, LETTER, random, (letters, at) => {
      letters[at] = letterOf('abcdefghijklmnopqrstuvwxyz', random);
    }),
  swap: swapNeighbours,
  drop: (name, random) => changeAt(name, LETTER, random, (letters, at) => void letters.splice(at, 1)),
  double: (name, random) =>
    changeAt(name, LETTER, random, (letters, at) => void letters.splice(at, 0, letters[at] ?? '')),
  undouble: (name) => name.replace(/(\p{L})\1/u, '$1'),
  order: lastFirst,
  vowel: (name, random) =>
    changeAt(name, /[aeiou]/i, random, (letters, at) => {
      letters[at] = letterOf('aeiou', random);
    }),
  transliteration: romanise,
};
