import { describe, expect, it } from 'vitest';
import { isFailure } from '../../../kernel/failure.ts';
import { parseDate } from '../../../kernel/instant.ts';
import { CATALOGUE_COLUMNS, entryForSymbol, entryOf, isImported, parseCatalogues } from './catalogues.ts';
import { contentText } from './testing/content.ts';

const HEADER = CATALOGUE_COLUMNS.join(',');
const day = parseDate('2026-03-01');

function faultsOf(csv: string) {
  try {
    parseCatalogues(csv);
  } catch (error) {
    if (isFailure(error))
      return { code: error.code, details: error.details.map(({ field, row }) => [field, row]) };
    throw error;
  }
  return undefined;
}

describe('catalogues', () => {
  const catalogues = parseCatalogues(
    `\ufeff${HEADER}\r\nmoneda,1,"Peso, mexicano",MXN,2020-01-01,,s\r\nmoneda,9,Old,OLD,2020-01-01,2025-12-31,s\r\n`,
  );

  it('answer codes and our words for them on a day', () => {
    expect(entryOf(catalogues, 'moneda', '1', day)?.description).toBe('Peso, mexicano');
    expect(entryForSymbol(catalogues, 'moneda', 'MXN', day)?.code).toBe('1');
    expect(entryOf(catalogues, 'moneda', '9', day)).toBe(undefined);
    expect(entryOf(catalogues, 'moneda', '9', parseDate('2025-12-31'))?.code).toBe('9');
    expect(entryForSymbol(catalogues, 'moneda', '', day)).toBe(undefined);
    expect(entryOf(catalogues, 'pais', 'MX', day)).toBe(undefined);
  });

  it('know whether they were imported', () => {
    expect([isImported(catalogues, 'moneda'), isImported(catalogues, 'pais')]).toEqual([true, false]);
  });

  it('are shipped empty', () => {
    expect(parseCatalogues(contentText('avi-catalogues.csv')).size).toBe(0);
  });

  it.each([
    ['another header', 'code,description\n1,Peso', [[undefined, 1]]],
    [
      'a row too short',
      `${HEADER}\nmoneda,1,Peso`,
      [
        ['', 2],
        ['source', 2],
        ['valid_from', 2],
      ],
    ],
    [
      'a day that does not exist',
      `${HEADER}\nm,1,P,,2026-02-30,,s\nm,2,P,,2026-02-01,x,s`,
      [
        ['valid_from', 2],
        ['valid_to', 3],
      ],
    ],
    [
      'no code and no source',
      `${HEADER}\nm,1,P,,2026-01-01,,s\nm,,P,,2026-01-01,,`,
      [
        ['code', 3],
        ['source', 3],
      ],
    ],
    ['an open quote', `${HEADER}\nm,"1,P,,2026-01-01,,s`, [[undefined, undefined]]],
  ])('with %s are refused, each fault with its line', (_, csv, details) => {
    const faults = faultsOf(csv);
    expect(faults?.code).toBe('reports.catalogue_invalid');
    expect(new Set(faults?.details.map((one) => one.join(' ')))).toEqual(
      new Set(details.map((one) => one.join(' '))),
    );
  });
});
