import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ownedByBlocked, type Stake } from './aggregate.ts';
import { ensureShare, readShare, shareText } from './share.ts';

const stake = (text: string): Stake => {
  const [, owner = '', share = '', owned = ''] = /^(\w+) (\S+) (\w+)$/.exec(text) ?? [];
  return { owner, owned, share: ensureShare(share) };
};
const reached = (blocked: string, ...stakes: string[]): string[] =>
  [...ownedByBlocked(new Set(blocked.split(' ')), stakes.map(stake))]
    .map(([owned, { share }]) => `${owned} ${shareText(share)}`)
    .sort();

describe('owned 50 % or more', () => {
  it.each([
    ['half is enough', 'X', ['X 50 A'], ['A 50 %']],
    ['just under half is not', 'X', ['X 49.999999999999 A'], []],
    ['two blocked persons together', 'X Y', ['X 25 A', 'Y 25 A'], ['A 50 %']],
    ['thirds are exact', 'X Y', ['X 1/3 A', 'Y 1/6 A'], ['A 50 %']],
    ['through a chain, with the whole stake', 'X', ['X 50 A', 'A 50 B'], ['A 50 %', 'B 50 %']],
    [
      'through two that are owned',
      'X',
      ['X 50 A', 'X 50 B', 'A 25 C', 'B 25 C'],
      ['A 50 %', 'B 50 %', 'C 50 %'],
    ],
    ['not through one that is not', 'X', ['X 25 A', 'X 25 B', 'A 50 C', 'B 50 C'], []],
    ['direct and indirect together', 'X', ['X 25 B', 'X 75 A', 'A 25 B'], ['A 75 %', 'B 50 %']],
    ['a circle without a blocked owner', 'X', ['A 60 B', 'B 60 A'], []],
    ['a circle entered', 'X', ['A 60 B', 'B 10 A', 'X 55 A'], ['A 65 %', 'B 60 %']],
    ['itself is nobody', 'X', ['A 60 A'], []],
    ['the same stake from two sources counts once', 'X', ['X 30 A', 'X 25 A'], []],
    ['a listed company stays what it is', 'X A', ['X 60 A'], []],
  ])('%s', (_case, blocked, stakes, expected) => {
    expect(reached(blocked, ...stakes)).toEqual(expected);
  });

  it('reads shares exactly and refuses what is none', () => {
    expect(
      ['50', '33.34', '1/3', '100', '0.000000000001'].every((text) => readShare(text) !== undefined),
    ).toBe(true);
    expect(['0', '101', '100.1', '4/3', '50%', '', '-1', '1/0', '1e2'].map(readShare)).toEqual(
      Array.from({ length: 9 }, () => undefined),
    );
    expect(() => ensureShare('101')).toThrow(expect.objectContaining({ code: 'watchlists.share_invalid' }));
  });

  it('ends, whatever the circles, and is the least set closed under the rule', () => {
    const key = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'X');
    const stakes = fc.array(
      fc.record({
        owner: key,
        owned: key,
        share: fc.integer({ min: 1, max: 100 }).map((n) => ensureShare(String(n))),
      }),
      { maxLength: 20 },
    );
    fc.assert(
      fc.property(stakes, (all) => {
        const found = ownedByBlocked(new Set(['X']), all);
        for (const { share, owners } of found.values()) {
          expect(share.numerator * 2n >= share.denominator).toBe(true);
          expect(owners.every(({ key: owner }) => owner === 'X' || found.has(owner))).toBe(true);
        }
        expect([...ownedByBlocked(new Set(['X', ...found.keys()]), all).keys()]).toEqual([]);
      }),
    );
  });
});
