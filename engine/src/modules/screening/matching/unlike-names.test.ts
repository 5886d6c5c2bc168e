import fc from 'fast-check';
import { expect, test } from 'vitest';
import { emptyListing, type Listing } from '../../watchlists/listing.ts';
import { isComparedAsOrganization, nameAt } from './index/shape.ts';
import { comparedName } from './score/name-words.ts';
import { pairNames } from './score/pair-score.ts';
import { buildIndex } from './screening-index.ts';
import { UnlikeNames } from './unlike-names.ts';

/** Words that meet in part, glue to one another, abbreviate, or stand in other scripts. */
const WORDS =
  'Juan Maria Ma. J. Gpe. Guadalupe Garcia Gracia Hernandez Hdez de la del Rosa Delarosa Cruz Kim Jong Un Jongun Banco BCR Central Reserva Owen SA Ltd محمد Мария Filho'.split(
    ' ',
  );
const name = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 })
  .map((words) => words.join(' '));
const kind = fc.constantFrom('person' as const, 'organization' as const, 'other' as const);
const listings = fc.array(fc.tuple(name, kind), { minLength: 40, maxLength: 60 }).map((all) =>
  all.map(
    ([text, of], at): Listing => ({
      ...emptyListing(`L-${at}`, of),
      names: [{ text, kind: 'primary', quality: 'strong' }],
    }),
  ),
);
const asked = fc.constantFrom('person' as const, 'organization' as const);
const NATS_MIN = -8;

test('says of no name that it is another one where aligning the two finds more', () => {
  let said = 0;
  fc.assert(
    fc.property(
      listings,
      fc.array(fc.tuple(name, asked), { minLength: 10, maxLength: 20 }),
      (all, queries) => {
        const index = buildIndex([{ list: 'l', listings: all }]);
        for (const [text, of] of queries)
          for (let at = 0; at < index.size.names; at += 1) {
            const isOrganization = isComparedAsOrganization(index, index.owners[at] ?? 0, of);
            const query = comparedName(text, isOrganization ? 'organization' : 'person');
            if (!new UnlikeNames(index, query).has(at)) continue;
            said += 1;
            expect(pairNames(query, nameAt(index, at), isOrganization).nats).toBe(NATS_MIN);
          }
      },
    ),
    { numRuns: 15 },
  );
  expect(said).toBeGreaterThan(1_000);
});
