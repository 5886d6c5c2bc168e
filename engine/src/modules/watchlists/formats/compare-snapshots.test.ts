import { describe, expect, it } from 'vitest';
import { countListings, emptyListing, type Listing } from '../listing.ts';
import { compareSnapshots, ensureNotShrunk } from './compare-snapshots.ts';

function listing(reference: string, change: Partial<Listing> = {}): Listing {
  const names = ['UNO', 'DOS'].map(
    (text) => ({ text: `${text} ${reference}`, kind: 'aka', quality: 'strong' }) as const,
  );
  return { ...emptyListing(reference, 'person'), names, ...change };
}
const many = (count: number) => Array.from({ length: count }, (_, i) => listing(`R${i}`));

describe('compareSnapshots', () => {
  it('finds the added, the removed and the changed with their fields', () => {
    const before = [listing('A'), listing('B'), listing('C'), listing('D', { status: 'Presunto' })];
    const after = [
      listing('A'),
      listing('C', { remarks: 'new', programs: ['X'] }),
      listing('D', { status: 'Desvirtuado', active: false }),
      listing('E'),
    ];
    expect(compareSnapshots(before, after)).toEqual({
      added: ['E'],
      removed: ['B'],
      changed: [
        { reference: 'C', fields: ['programs', 'remarks'] },
        { reference: 'D', fields: ['status', 'active'] },
      ],
      unchanged: 1,
    });
  });

  it('does not call another order of aliases a change', () => {
    const plain = listing('A');
    const reordered = { ...plain, names: plain.names.toReversed() };
    expect(compareSnapshots([plain], [reordered])).toMatchObject({ changed: [], unchanged: 1 });
  });
});

describe('ensureNotShrunk', () => {
  const counts = (listings: Listing[]) => countListings(listings);

  it('lets a list grow, stay, and lose up to 5 %', () => {
    for (const size of [150, 100, 95])
      expect(() => ensureNotShrunk(counts(many(100)), counts(many(size)))).not.toThrow();
    expect(() => ensureNotShrunk(counts([]), counts(many(1)))).not.toThrow();
  });

  it('refuses more, with figures', () => {
    expect(() => ensureNotShrunk(counts(many(100)), counts(many(94)))).toThrow(
      expect.objectContaining({
        kind: 'policy',
        code: 'watchlists.shrunk',
        details: [
          { field: 'listings', message: '100 before, 94 now: 6.0 % fewer' },
          { field: 'active', message: '100 before, 94 now: 6.0 % fewer' },
          { field: 'names', message: '200 before, 188 now: 6.0 % fewer' },
        ],
      }),
    );
  });

  it('refuses a list whose aliases or whose listings in force vanish, though the rows stay', () => {
    const fields = (next: Listing[]): unknown => {
      try {
        ensureNotShrunk(counts(many(100)), counts(next));
      } catch (error) {
        return Reflect.get(Object(error), 'details').map((detail: { field: string }) => detail.field);
      }
      return [];
    };
    expect(fields(many(100).map((item) => ({ ...item, names: item.names.slice(0, 1) })))).toEqual(['names']);
    expect(fields(many(100).map((item) => ({ ...item, active: false })))).toEqual(['active']);
    expect(
      fields(many(94).concat(many(6).map((item) => ({ ...item, reference: `X${item.reference}` })))),
    ).toEqual([]);
  });
});
