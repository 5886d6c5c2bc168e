import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyListing, type Listing } from '../watchlists/listing.ts';
import type { NameQuery } from './match.ts';
import { screenName } from './matching/screen-name.ts';
import { buildIndex } from './matching/screening-index.ts';

/** A re-screen looks only at what changed; it must find what a full screen finds of it, to the last digit. */
const GIVEN = ['Gumersinda', 'María Guadalupe', 'José', 'Anacleto', 'Ludmila', 'Mohammed', 'Ma. Gpe.'];
const FAMILY = ['Xochitiotzin', 'Hernández', 'de la Cruz', 'Zubizarreta', 'Al Rashid', 'Fdez', 'Ferrusca'];
const birth = fc.option(fc.constantFrom('1970', '1980-05-02', '1991'), { nil: undefined });
const name = fc
  .tuple(
    fc.constantFrom(...GIVEN),
    fc.constantFrom(...FAMILY),
    fc.option(fc.constantFrom(...FAMILY), { nil: undefined }),
  )
  .map((parts) => parts.filter((part) => part !== undefined).join(' '));
const listing = (reference: string) =>
  fc
    .record({ text: name, born: birth, rfc: fc.option(fc.constant('XOPG700502AB1'), { nil: undefined }) })
    .map(
      ({ text, born, rfc }): Listing => ({
        ...emptyListing(reference, 'person'),
        names: [{ text, kind: 'primary', quality: 'strong' }],
        birthDates: born === undefined ? [] : [{ from: born, to: born, circa: false, text: born }],
        identifiers: rfc === undefined ? [] : [{ type: 'rfc', value: rfc }],
      }),
    );
const list = fc
  .integer({ min: 1, max: 12 })
  .chain((size) => fc.tuple(...Array.from({ length: size }, (_, i) => listing(`L-${i}`))));
const query: fc.Arbitrary<NameQuery> = fc.record({ text: name, born: birth }).map(({ text, born }) => ({
  name: text,
  kind: 'person' as const,
  ...(born === undefined ? {} : { birthDate: born }),
}));

test('a screen of what changed finds what a full screen finds of it', () => {
  fc.assert(
    fc.property(
      list,
      fc.array(query, { maxLength: 6 }),
      fc.integer({ min: 0, max: 0xfff }),
      (all, queries, mask) => {
        const changed = all.filter((_, i) => (mask & (1 << i)) !== 0);
        const references = new Set(changed.map((one) => one.reference));
        const full = buildIndex([{ list: 'l', listings: all }]);
        const delta = buildIndex([{ list: 'l', listings: changed }]);
        for (const one of queries) {
          const options = { threshold: 0.5, limit: 50 };
          expect(screenName(delta, one, options)).toEqual(
            screenName(full, one, options).filter((match) => references.has(match.reference)),
          );
        }
      },
    ),
    { numRuns: 150 },
  );
});
