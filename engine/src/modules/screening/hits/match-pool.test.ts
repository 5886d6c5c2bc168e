import { expect, test } from 'vitest';
import { emptyListing, type Listing } from '../../watchlists/listing.ts';
import type { NameQuery } from '../match.ts';
import { openMatchPool } from './match-pool.ts';

const listing = (reference: string, text: string): Listing => ({
  ...emptyListing(reference, 'person'),
  names: [{ text, kind: 'primary', quality: 'strong' }],
});
const work = {
  list: 'l',
  listings: [listing('1', 'Gumersinda Xochitiotzin Palma'), listing('2', 'Anacleto Zubizarreta Ferrusca')],
};
const queries: NameQuery[] = Array.from({ length: 600 }, (_, i) => ({
  name: ['Gumersinda Xochitiotzin', 'Nadie Parecido', '???', 'Anacleto Zubizarreta'][i % 4] ?? '',
  kind: 'person',
}));

test('threads find what one finds alone, in the order of the queries', async () => {
  const [few, many] = [openMatchPool(work, 1), openMatchPool(work, 1_000_000)];
  try {
    const alone = await few.match(queries, 0.5);
    expect(await many.match(queries, 0.5)).toEqual(alone);
    expect(alone.slice(0, 4).map((found) => found.map((match) => match.reference))).toEqual([
      ['1'],
      [],
      [],
      ['2'],
    ]);
    expect(await many.match([], 0.5)).toEqual([]);
  } finally {
    await Promise.all([few.close(), many.close()]);
  }
});

test('a thread that is gone refuses, and nobody waits for it for ever', async () => {
  const pool = openMatchPool(work, 1_000_000);
  await pool.match(queries.slice(0, 2), 0.5);
  await pool.close();
  await expect(pool.match(queries, 0.5)).rejects.toThrow('ended');
});
