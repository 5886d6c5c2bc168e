import { emptyListing, type Listing } from '@atalaya/engine/modules/watchlists/listing.ts';

/**
 * Invented listings in the shape of real lists: two thirds people with one to four names, words of syllables with the few
 * frequent and the many rare, a birth year, a country. The same seed, the same lists.
 */
const ONSETS = 'b c d f g h j k l m n p r s t v y z ch sh qu br tr dr kh al mar gon fer'.split(' ');
const VOWELS = 'a e i o u a e a o ia ie ou'.split(' ');
const CODAS = ['', '', '', 'n', 's', 'r', 'l', 'z', 'd', 'm', 'v', 'k'];
const TRADES = 'Comercializadora Servicios Trading Industries Holding Inmobiliaria Shipping Grupo'.split(' ');
const FORMS = ['SA de CV', 'LLC', 'Ltd', 'GmbH', 'SRL', 'JSC'];
const COUNTRIES = ['MX', 'CO', 'IR', 'RU', 'SY', 'KP', 'BR', 'VE'];

/** Mulberry32. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const pick = <T>(items: readonly T[], random: () => number): T =>
  items[Math.floor(random() * items.length)] as T;

function makeWord(random: () => number): string {
  const syllables = 2 + Math.floor(random() * 2);
  let word = '';
  for (let at = 0; at < syllables; at += 1)
    word += pick(ONSETS, random) + pick(VOWELS, random) + pick(CODAS, random);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** Few words are in many names, most in few: the cube of an even draw. */
const frequent = (words: readonly string[], random: () => number): string =>
  words[Math.floor(random() ** 3 * words.length)] ?? '';

export interface NameMaker {
  person(): string;
  organization(): string;
}

export function nameMaker(seed: number, words: number): NameMaker {
  const random = seeded(seed);
  const family = Array.from({ length: words }, () => makeWord(random));
  const given = Array.from({ length: Math.ceil(words / 4) }, () => makeWord(random));
  return {
    person: () =>
      [
        frequent(given, random),
        ...(random() < 0.4 ? [frequent(given, random)] : []),
        frequent(family, random),
        frequent(family, random),
      ].join(' '),
    organization: () =>
      [
        pick(TRADES, random),
        frequent(family, random),
        ...(random() < 0.5 ? [frequent(given, random)] : []),
        pick(FORMS, random),
      ].join(' '),
  };
}

/** Listings that have `names` names together. */
export function* inventedListings(seed: number, names: number): Generator<Listing> {
  const random = seeded(seed + 1);
  const maker = nameMaker(seed, Math.max(2_000, Math.ceil(names / 5)));
  for (let made = 0, number = 0; made < names; number += 1) {
    const isPerson = random() < 0.67;
    const count = Math.min(names - made, 1 + Math.floor(random() * 4));
    made += count;
    const year = 1940 + Math.floor(random() * 60);
    yield {
      ...emptyListing(`B-${number}`, isPerson ? 'person' : 'organization'),
      names: Array.from({ length: count }, (_, at) => ({
        text: isPerson ? maker.person() : maker.organization(),
        kind: at === 0 ? 'primary' : 'aka',
        quality: random() < 0.1 ? 'weak' : 'strong',
      })),
      birthDates: isPerson
        ? [{ from: `${year}-01-01`, to: `${year}-12-31`, circa: false, text: String(year) }]
        : [],
      countries: [{ role: 'nationality', text: '', code: pick(COUNTRIES, random) }],
    };
  }
}

/** One slip at a random letter: left out, replaced, doubled, or swapped with its neighbour. */
export function withSlip(text: string, random: () => number): string {
  const letters = [...text];
  const at = Math.floor(random() * letters.length);
  const kind = Math.floor(random() * 4);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters[at] = String.fromCharCode(97 + Math.floor(random() * 26));
  else if (kind === 2) letters.splice(at, 0, letters[at] ?? '');
  else letters.splice(at, 2, letters[at + 1] ?? '', letters[at] ?? '');
  return letters.join('');
}

/** What an exchange asks: half clean names, the rest listed ones with and without a slip. */
export function askedNames(seed: number, listings: Iterable<Listing>, count: number): string[] {
  const random = seeded(seed);
  const clean = nameMaker(seed + 99, 4_000);
  const listed: string[] = [];
  for (const listing of listings) {
    const [first] = listing.names;
    if (first !== undefined) listed.push(first.text);
    if (listed.length >= count) break;
  }
  return Array.from({ length: count }, (_, at) => {
    if (at % 2 === 0 || listed.length === 0) return clean.person();
    const name = pick(listed, random);
    return at % 4 === 1 ? name : withSlip(name, random);
  });
}
