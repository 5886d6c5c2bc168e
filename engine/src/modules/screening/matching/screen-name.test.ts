import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isFailure } from '../../../kernel/failure.ts';
import { emptyListing, type Listing, type ListingKind } from '../../watchlists/listing.ts';
import { DEFAULT_THRESHOLD, type NameQuery } from '../match.ts';
import { screenName } from './screen-name.ts';
import { buildIndex } from './screening-index.ts';

interface Case {
  query: string;
  listed: string;
  kind: 'person' | 'organization';
  expect: 'hit' | 'no';
  note: string;
}
const cases: Case[] = parse(readFileSync(new URL('./names.cases.yaml', import.meta.url), 'utf8'));

function listing(reference: string, kind: ListingKind, text: string, change: Partial<Listing> = {}): Listing {
  return {
    ...emptyListing(reference, kind),
    names: [{ text, kind: 'primary', quality: 'strong' }],
    ...change,
  };
}

/** Other names around the one at stake, so that rarity means something: every pairing of invented words. */
const GIVEN =
  'Juan Maria Jose Carlos Ana Luis Francisco Guillermo Jesus Guadalupe Antonio Elena Ramiro Zulema'.split(
    ' ',
  );
const FAMILY =
  'Perez Hernandez Gonzalez Rodriguez Lozano Cantolla Brizuela Tejadillo Urrabieta Sandonis Mohammed Ali'.split(
    ' ',
  );
const background = GIVEN.flatMap((given, i) =>
  FAMILY.map((family, j) => listing(`bg-${i}-${j}`, 'person', `${given} ${family}`)),
);
const trades = FAMILY.map((family, i) =>
  listing(`bo-${i}`, 'organization', `COMERCIALIZADORA E INVENTOS ${family}, S.A. DE C.V.`),
);

const indexOf = (...listings: Listing[]) =>
  buildIndex([{ list: 'test', listings: [...listings, ...background, ...trades] }]);
const scoreOf = (index: ReturnType<typeof indexOf>, query: NameQuery, reference = 'X'): number =>
  screenName(index, query, { threshold: 0.01, limit: 50 }).find((match) => match.reference === reference)
    ?.score ?? 0;

describe('case table', () => {
  it.each(cases)('$expect: $query | $listed ($note)', ({ query, listed, kind, expect: expected }) => {
    const score = scoreOf(indexOf(listing('X', kind, listed)), { name: query, kind });
    if (expected === 'hit') expect(score).toBeGreaterThanOrEqual(DEFAULT_THRESHOLD);
    else expect(score).toBeLessThan(DEFAULT_THRESHOLD);
    expect(score).toBeLessThan(1);
  });
});

const QUIROLGA = listing('X', 'person', 'QUIROLGA MESTRES, Teodoro', {
  names: [
    { text: 'QUIROLGA MESTRES, Teodoro', kind: 'primary', quality: 'strong' },
    { text: 'El Relojero Mudo', kind: 'aka', quality: 'weak' },
  ],
  birthDates: [{ from: '1970-03-12', to: '1970-03-12', circa: false, text: '12 Mar 1970' }],
  countries: [{ role: 'nationality', text: 'Mexico', code: 'MX' }],
  identifiers: [
    { type: 'curp', value: 'QUMT700312HSLRST04', country: 'MX' },
    { type: 'passport', value: 'G-1234567', country: 'MX' },
  ],
});

describe('evidence', () => {
  const index = indexOf(QUIROLGA);
  const name = 'Teodoro Quirolga';
  const plain = scoreOf(index, { name });
  const birth = (birthDate: string) => scoreOf(index, { name, birthDate });

  it('orders birth dates: same day, same month, same year, slip, near, far', () => {
    const scores = [
      '1970-03-12',
      '1970-03',
      '1970',
      '1970-12-03',
      '1970-08-30',
      '1974-03-01',
      '1991-07-01',
    ].map(birth);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(birth('1970')).toBeGreaterThan(plain);
    expect(birth('1970-12-03')).toBe(plain);
    expect(birth('1991-07-01')).toBeLessThan(plain * 0.85);
    expect(birth('not a date')).toBe(plain);
  });

  it('takes the best of several dates, a circa widely, and nothing from an unknown one', () => {
    const dated = (...birthDates: Listing['birthDates']) =>
      scoreOf(indexOf({ ...QUIROLGA, birthDates }), { name, birthDate: '1972-05-05' });
    const year = { from: '1970-01-01', to: '1970-12-31', circa: false, text: '1970' };
    const numberless = { ...QUIROLGA, identifiers: [] };
    expect(scoreOf(indexOf({ ...numberless, birthDates: [] }), { name, birthDate: '1972-05-05' })).toBe(
      scoreOf(indexOf(numberless), { name }),
    );
    expect(dated({ ...year, circa: true })).toBeGreaterThan(dated(year));
    expect(
      dated(year, { from: '1972-05-05', to: '1972-05-05', circa: false, text: '5 May 1972' }),
    ).toBeGreaterThan(plain);
  });

  it('lets a country help a little and hinder a little', () => {
    expect(scoreOf(index, { name, country: 'MX' })).toBeGreaterThan(plain);
    expect(scoreOf(index, { name, country: 'FI' })).toBeLessThan(plain);
    expect(scoreOf(index, { name, country: 'FI' })).toBeGreaterThan(plain * 0.9);
  });

  it('finds a listing by an identity number whatever the name, in any spelling of the number', () => {
    for (const value of ['G1234567', 'g 1234567', 'G-1234567']) {
      const [match] = screenName(index, {
        name: 'Otra Persona',
        identifiers: [{ type: 'passport', value, country: 'MX' }],
      });
      expect(match).toMatchObject({
        reference: 'X',
        reasons: [{ feature: 'identifier' }],
      });
    }
    const foreign = [{ type: 'passport', value: 'G1234567', country: 'PE' }];
    expect(screenName(index, { name: 'Otra Persona', identifiers: foreign })).toEqual([]);
  });

  it('counts RFC and CURP of one root for, and another CURP against', () => {
    const withNumber = (type: string, value: string) =>
      scoreOf(index, { name, identifiers: [{ type, value }] });
    expect(withNumber('rfc', 'QUMT700312AB1')).toBeGreaterThan(plain);
    expect(withNumber('curp', 'QUMT700312HSLRST04')).toBeGreaterThanOrEqual(
      withNumber('rfc', 'QUMT700312AB1'),
    );
    expect(withNumber('curp', 'AAAA900101HSLRST04')).toBeLessThan(plain);
    expect(withNumber('passport', 'ZZ999999')).toBe(plain);
  });

  it('lowers a hit of another kind', () => {
    expect(scoreOf(index, { name, kind: 'person' })).toBe(plain);
    expect(scoreOf(index, { name, kind: 'organization' })).toBeLessThan(plain - 0.1);
  });

  it('does not let a birth date make a hit of half a name', () => {
    expect(scoreOf(index, { name: 'Teodoro Zendejas', birthDate: '1970-03-12' })).toBeLessThan(
      DEFAULT_THRESHOLD,
    );
  });

  it('caps a weak alias below the threshold until something corroborates it', () => {
    const weak = screenName(index, { name: 'El Relojero Mudo' }, { threshold: 0.4 })[0];
    expect(weak).toMatchObject({ reference: 'X', quality: 'weak', matched: 'El Relojero Mudo' });
    expect(weak?.score).toBeLessThan(DEFAULT_THRESHOLD);
    expect(scoreOf(index, { name: 'El Relojero Mudo', birthDate: '1970-03-12' })).toBeGreaterThan(
      DEFAULT_THRESHOLD,
    );
  });
});

describe('screenName', () => {
  const index = indexOf(QUIROLGA, listing('OFF', 'person', 'Zulema Brizuela Quirolga', { active: false }));

  it('gives reasons whose effects add up to the score', () => {
    const words = [
      ...GIVEN,
      ...FAMILY,
      'Teodoro',
      'Quirolga',
      'Mestres',
      'de',
      'la',
      'Jr',
      'Pancho',
      'Hdez',
      'T',
      'Quirogla',
    ];
    const query = fc.record({
      name: fc
        .array(fc.constantFrom(...words), { minLength: 2, maxLength: 6 })
        .map((parts) => parts.join(' ')),
      kind: fc.constantFrom(undefined, 'person' as const, 'organization' as const),
      birthDate: fc.constantFrom(undefined, '1970-03-12', '1970', '1985-05-05'),
      country: fc.constantFrom(undefined, 'MX', 'FI'),
      identifiers: fc.constantFrom(
        undefined,
        [{ type: 'curp', value: 'QUMT700312HSLRST04' }],
        [{ type: 'curp', value: 'QUMT700312HSLRST99' }],
      ),
    });
    fc.assert(
      fc.property(query, (asked) => {
        for (const match of screenName(index, asked, { threshold: 0.1, limit: 50 })) {
          const sum = match.reasons.reduce((total, reason) => total + reason.effect, 0);
          expect(sum).toBeCloseTo(match.score, 2);
          expect(match.score).toBeGreaterThanOrEqual(0.1);
          expect(match.score).toBeLessThan(1);
        }
      }),
    );
  });

  it('explains which word met which', () => {
    const [match] = screenName(index, { name: 'Lic. Teodro Quirolga Zendejas' }, { threshold: 0.01 });
    expect(
      match?.reasons.map(({ feature, query, listing: listed }) => `${feature} ${query}/${listed}`),
    ).toEqual([
      'name_exact Quirolga/quirolga',
      'name_spelling Teodro/teodoro',
      'name_only_in_query Zendejas/',
      'name_only_in_listing /mestres',
    ]);
    expect(match?.reasons.map((reason) => Math.sign(reason.effect))).toEqual([1, 1, -1, -1]);
  });

  it('gives one match per listing, best first, within threshold and limit', () => {
    const matches = screenName(index, { name: 'Juan Perez' }, { threshold: 0, limit: 7 });
    expect(matches).toHaveLength(7);
    expect(matches[0]).toMatchObject({ list: 'test', name: 'Juan Perez' });
    expect(new Set(matches.map((match) => match.reference)).size).toBe(7);
    expect(matches.map((match) => match.score)).toEqual(
      matches.map((match) => match.score).toSorted((a, b) => b - a),
    );
    expect(screenName(index, { name: 'Juan Perez' }, { threshold: 0.999 })).toEqual([]);
  });

  it('leaves out listings that are no longer in force', () => {
    expect(scoreOf(index, { name: 'Zulema Brizuela Quirolga' }, 'OFF')).toBe(0);
  });

  it('gives the same answer again, and from an index built again', () => {
    const query = { name: 'Teodoro Quirogla', birthDate: '1970' };
    const first = screenName(index, query);
    expect(screenName(index, query)).toEqual(first);
    expect(screenName(indexOf(QUIROLGA), query)[0]?.reasons.length).toBe(first[0]?.reasons.length);
  });

  it('knows one name from two lists apart', () => {
    const both = buildIndex([
      { list: 'b', listings: [QUIROLGA] },
      { list: 'a', listings: [QUIROLGA] },
    ]);
    expect(screenName(both, { name: 'Teodoro Quirolga Mestres' }).map((match) => match.list)).toEqual([
      'a',
      'b',
    ]);
  });

  it('answers on an empty index', () => {
    expect(screenName(buildIndex([]), { name: 'Teodoro Quirolga' })).toEqual([]);
  });
});

describe('unusable names', () => {
  const index = indexOf(QUIROLGA);

  it.each([
    ['empty', ''],
    ['blank', '   '],
    ['10,000 letters', 'a'.repeat(10_000)],
    ['1,000 words', 'ana '.repeat(1_000)],
    ['pictures', '😀😀😀'],
    ['one letter', 'X'],
    ['digits', '1234567'],
    ['punctuation', '--- !!! ,,,'],
    ['direction marks', '\u202e\u202d\u200f'],
    ['a legal form', 'S.A. de C.V.'],
    ['CORP', 'CORP'],
  ])('%s is refused by name', (_, name) => {
    expect(() => screenName(index, { name })).toThrow(
      expect.objectContaining({
        kind: 'caller',
        code: 'screening.name_unusable',
        details: [{ field: 'name', message: expect.any(String) }],
      }),
    );
  });

  it.each([
    ['only particles', 'de la'],
    ['only a title', 'Don'],
    ['two letters', 'Li'],
    ['a single Han sign', '王'],
    ['padding', `Teodoro${' '.repeat(5_000)}Quirolga`],
    ['right to left', '\u202eTeodoro Quirolga'],
  ])('%s gets an answer', (_, name) => expect(Array.isArray(screenName(index, { name }))).toBe(true));

  it('answers or refuses by code, whatever is asked', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 2_000 }),
      fc.string({ unit: 'grapheme', maxLength: 600 }),
      fc
        .array(fc.constantFrom('de', 'la', 'x', 'ana', 'Perez,', 'S.A.', '王', 'ﷺ', '😀', '́', "'"), {
          maxLength: 80,
        })
        .map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, fc.string(), fc.string(), (name, birthDate, value) => {
        try {
          for (const match of screenName(
            index,
            { name, birthDate, identifiers: [{ type: value, value }] },
            { threshold: 0 },
          )) {
            expect(match.score).toBeGreaterThan(0);
            expect(match.score).toBeLessThan(1);
          }
        } catch (error) {
          expect(isFailure(error) ? error.code : error).toBe('screening.name_unusable');
        }
      }),
      { numRuns: 500 },
    );
  });
});
