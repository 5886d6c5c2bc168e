import type { HitReason } from '@atalaya/contract/screening.ts';
import { expect, test } from 'vitest';
import { piecesOf } from './aligned.ts';

const reason = (
  feature: string,
  query: string,
  listing: string,
  spans: Partial<HitReason> = {},
): HitReason => ({
  feature,
  query,
  listing,
  effect: 0.1,
  ...spans,
});
const shown = (text: string, reasons: readonly HitReason[], side: 'query' | 'listing') =>
  piecesOf(text, reasons, side).map(
    ({ text: piece, pair, alone }) => `${piece}${pair ?? ''}${alone ? '_' : ''}`,
  );

const reasons = [
  reason('name_exact', 'ana', 'ana'),
  reason('name_spelling', 'hernandez', 'hernandes'),
  reason('name_only_in_listing', '', 'lopez'),
  reason('birth_date', '1980', '1980'),
];

test('pieces of both names carry the number of what joins them', () => {
  expect(shown('Ana Hernandez', reasons, 'query')).toEqual(['Ana0', ' ', 'Hernandez1']);
  expect(shown('HERNANDES LOPEZ, Ana', reasons, 'listing')).toEqual([
    'HERNANDES1',
    ' ',
    'LOPEZ_',
    ', ',
    'Ana0',
  ]);
});

test('marks of letters do not hide a word', () => {
  const folded = [
    reason('name_abbreviation', 'Hdez', 'hernandez'),
    reason('name_abbreviation', 'Ma', 'maria'),
  ];
  expect(shown('María Ñandú Hernández', folded, 'listing')).toEqual(['María1', ' Ñandú ', 'Hernández0']);
});

test('the engine’s own places go before what would be found', () => {
  const twice = [reason('name_exact', 'ana', 'ana', { q: [8, 11], l: [0, 3] })];
  expect(shown('Ana Gil Ana', twice, 'query')).toEqual(['Ana Gil ', 'Ana0']);
});

test('a place that is not in the text is not believed, and nothing is lost', () => {
  const wild = [reason('name_exact', 'zzz', 'zzz', { q: [5, 99] })];
  expect(shown('Ana Gil', wild, 'query')).toEqual(['Ana Gil']);
  expect(piecesOf('', reasons, 'query')).toEqual([]);
});
