import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyListing, type Listing } from '../watchlists/listing.ts';
import { matchesIn } from './hits/match-thread.ts';
import type { NameQuery } from './match.ts';
import { buildIndex } from './matching/screening-index.ts';

/** A re-screen looks only at what changed; it must find what a full screen finds of it, to the last digit. */
const GIVEN = [
  'Gumersinda',
  'María Guadalupe',
  'José',
  'Anacleto',
  'Ludmila',
  'Mohammed',
  'Ma. Gpe.',
  'محمد',
];
const FAMILY = ['Xochitiotzin', 'Hernández', 'de la Cruz', 'Zubizarreta', 'Al Rashid', 'Fdez', 'Ferrusca'];
const birth = fc.option(fc.constantFrom('1970', '1980-05-02', '1991'), { nil: undefined });
const name = fc
  .tuple(fc.constantFrom(...GIVEN), fc.constantFrom(...FAMILY), fc.constantFrom('', ...FAMILY))
  .map((parts) => parts.join(' ').trim());
const listings = fc
  .array(fc.tuple(name, birth, fc.constantFrom(undefined, 'XOPG700502AB1')), { minLength: 20, maxLength: 40 })
  .map((all) =>
    all.map(
      ([text, born, rfc], at): Listing => ({
        ...emptyListing(`L-${at}`, 'person'),
        names: [{ text, kind: 'primary', quality: 'strong' }],
        birthDates: born === undefined ? [] : [{ from: born, to: born, circa: false, text: born }],
        identifiers: rfc === undefined ? [] : [{ type: 'rfc', value: rfc }],
      }),
    ),
  );

/** Somebody of the list written otherwise: a letter left out, two swapped, or the words in another order. */
function rewritten(text: string, how: string, draw: number): string {
  const at = draw % text.length;
  if (how === 'left out') return text.slice(0, at) + text.slice(at + 1);
  if (how === 'swapped') return text.slice(0, at) + (text[at + 1] ?? '') + text[at] + text.slice(at + 2);
  return how === 'turned' ? text.split(' ').reverse().join(' ') : text;
}
const near = fc.tuple(fc.nat(), fc.constantFrom('as it is', 'left out', 'swapped', 'turned'), fc.nat());
/** Somebody of no list: any letters, with one word of somebody listed or with none. */
const far = fc
  .tuple(fc.stringMatching(/^[A-Za-zñéłч]{2,12}( [A-Za-z]{2,12}){0,2}$/), fc.constantFrom('', ...FAMILY))
  .map((parts) => parts.join(' ').trim());
const rfcs = fc.constantFrom(undefined, 'XOPG700502AB1');
const customers = fc.array(fc.tuple(fc.oneof(near, far), birth, rfcs), { minLength: 30, maxLength: 40 });

const queryOf = (text: string, born: string | undefined, rfc: string | undefined): NameQuery => ({
  name: text,
  kind: 'person',
  ...(born === undefined ? {} : { birthDate: born }),
  ...(rfc === undefined ? {} : { identifiers: [{ type: 'rfc', value: rfc }] }),
});
const THRESHOLD = 0.5;

test('a screen of what changed finds what a full screen finds of it, near to what is listed and far from it', () => {
  let [found, nothing] = [0, 0];
  fc.assert(
    fc.property(listings, customers, fc.integer({ min: 2, max: 5 }), (all, asked, every) => {
      const changed = all.filter((_, at) => at % every === 0);
      const references = new Set(changed.map((one) => one.reference));
      const full = buildIndex([{ list: 'l', listings: all }]);
      const delta = buildIndex([{ list: 'l', listings: changed }]);
      for (const [who, born, rfc] of asked) {
        const listed = typeof who === 'string' ? undefined : changed[who[0] % changed.length]?.names[0]?.text;
        const text = typeof who === 'string' ? who : rewritten(listed ?? '', who[1], who[2]);
        const query = queryOf(text, born, rfc);
        const wanted = matchesIn(full, query, THRESHOLD).filter(({ reference }) => references.has(reference));
        expect(matchesIn(delta, query, THRESHOLD)).toEqual(wanted);
        if (wanted.length > 0) found += 1;
        else nothing += 1;
      }
    }),
    { numRuns: 20 },
  );
  expect(found).toBeGreaterThan(100);
  expect(nothing).toBeGreaterThan(100);
});
