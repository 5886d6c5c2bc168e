import { describe, expect, it } from 'vitest';
import { type CsvMapping, readCsvMapping } from './csv-mapping.ts';
import { parseList } from './parse-list.ts';

const read = (text: string, mapping: CsvMapping, encoding: BufferEncoding = 'utf8') =>
  parseList('csv', [{ name: 'lista.csv', content: Buffer.from(text, encoding) }], { mapping });

const MAPPING = readCsvMapping({
  reference: 'Folio',
  name: 'Nombre',
  kind: 'Tipo',
  aliases: 'Alias',
  weak_aliases: 'Apodos',
  birth_date: 'Nacimiento',
  nationality: 'País',
  'identifier:rfc': 'RFC',
  wallet: 'Cartera',
  asset: '=USDT',
  program: '=Lista interna',
  listed_on: 'Alta',
  active: 'Vigente',
  delimiter: ';',
  separator: '|',
});
const HEADER = 'Folio;Nombre;Tipo;Alias;Apodos;Nacimiento;País;RFC;Cartera;Alta;Vigente';
const ROW =
  'A1;Teodoro Quirolga Mestres;Persona física;Teo Quirolga|T. Quirolga;El Relojero;12/03/1970|1971;México;QUMT700312AB1;TFictitiousAddressBBBBBBBBBBBBBBBB;01/02/2024;sí';

describe('any CSV with a mapping', () => {
  it('reads every mapped field, below banner lines and in any encoding', async () => {
    const { listings } = await read(`Lista interna\n\n${HEADER}\n${ROW}\n`, MAPPING, 'latin1');
    expect(listings).toEqual([
      {
        reference: 'A1',
        kind: 'person',
        names: [
          { text: 'Teodoro Quirolga Mestres', kind: 'primary', quality: 'strong' },
          { text: 'Teo Quirolga', kind: 'aka', quality: 'strong' },
          { text: 'T. Quirolga', kind: 'aka', quality: 'strong' },
          { text: 'El Relojero', kind: 'aka', quality: 'weak' },
        ],
        birthDates: [
          { from: '1970-03-12', to: '1970-03-12', circa: false, text: '12/03/1970' },
          { from: '1971-01-01', to: '1971-12-31', circa: false, text: '1971' },
        ],
        countries: [{ role: 'nationality', text: 'México', code: 'MX' }],
        identifiers: [{ type: 'rfc', value: 'QUMT700312AB1', country: 'MX' }],
        addresses: [],
        wallets: [{ asset: 'USDT', network: 'tron', address: 'TFictitiousAddressBBBBBBBBBBBBBBBB' }],
        programs: ['Lista interna'],
        active: true,
        listedOn: '2024-02-01',
      },
    ]);
  });

  it('joins name parts and works by position without a header', async () => {
    const mapping: CsvMapping = {
      columns: { given: 1, paternal: 2, maternal: 3, kind: '=person' },
      headerRow: 0,
    };
    const { listings } = await read('Teodoro,Quirolga,Mestres\nAna,Quirolga,\n', mapping);
    expect(listings.map((listing) => listing.names[0])).toEqual([
      {
        text: 'Teodoro Quirolga Mestres',
        kind: 'primary',
        quality: 'strong',
        parts: { given: 'Teodoro', family: 'Quirolga Mestres' },
      },
      {
        text: 'Ana Quirolga',
        kind: 'primary',
        quality: 'strong',
        parts: { given: 'Ana', family: 'Quirolga' },
      },
    ]);
  });

  it('keeps 70,008 good rows and gives back the two broken ones with their lines', async () => {
    const rows = Array.from({ length: 70_010 }, (_, i) => `R${i},Fulano Inventado ${i}`);
    rows[69_998] = 'R69998,"Fulano sin cierre';
    rows[69_999] = 'R69999,Fulano,de,más';
    const mapping = { columns: { reference: 'id', name: 'nombre' } };
    const { listings, problems } = await read(`id,nombre\n${rows.join('\n')}\n`, mapping);
    expect(listings).toHaveLength(70_008);
    expect(problems.map(({ row, code, raw }) => [row, code, raw])).toEqual([
      [70_000, 'broken_row', 'R69998,"Fulano sin cierre'],
      [70_001, 'wrong_column_count', 'R69999,Fulano,de,más'],
    ]);
  });

  it('reports repeated references, unknown kinds, empty names and unreadable values', async () => {
    const rows = [
      ROW,
      ROW,
      ROW.replace('A1', 'A2').replace('Persona física', 'Fantasma'),
      'A3;;;;;;;;;;',
      `${ROW.replace('A1', 'A4').replace('1971', 'ayer')}`,
    ];
    const { listings, problems } = await read(`${HEADER}\n${rows.join('\n')}`, MAPPING);
    expect(listings.map((listing) => listing.reference)).toEqual(['A1', 'A4']);
    expect(problems.map(({ row, code, severity }) => `${row} ${code} ${severity}`)).toEqual([
      '3 duplicate_reference quarantined',
      '4 unknown_kind quarantined',
      '5 missing_name quarantined',
      '6 unreadable_date noted',
    ]);
  });

  it('names missing columns, and refuses a wrong delimiter', async () => {
    await expect(read('a,b\n1,2\n', { columns: { name: 'Nombre' } })).rejects.toMatchObject({
      code: 'watchlists.column_missing',
      details: [{ field: 'name', message: 'no column "Nombre"' }],
    });
    await expect(read('Nombre;x\nA,1\nB,2\n', { columns: { name: 1 } })).rejects.toMatchObject({
      code: 'watchlists.unparseable',
    });
  });
});

describe('readCsvMapping', () => {
  it.each([
    [{ reference: 'Folio' }, 'name'],
    [{ name: 'Nombre', colour: 'Color' }, 'colour'],
    [{ name: 'Nombre', 'identifier:': 'X' }, 'identifier:'],
    [{ name: 'Nombre', delimiter: '#' }, 'delimiter'],
    [{ name: 'Nombre', encoding: 'ebcdic' }, 'encoding'],
    [{ name: 'Nombre', header_row: '-1' }, 'header_row'],
    [{ name: 'Nombre', separator: '' }, 'separator'],
  ])('%j is refused naming %s', (flat, field) => {
    expect(() => readCsvMapping(flat as Record<string, string>)).toThrow(
      expect.objectContaining({
        code: 'watchlists.mapping_invalid',
        details: [expect.objectContaining({ field })],
      }),
    );
  });

  it('reads positions, constants and spellings of encodings', () => {
    expect(readCsvMapping({ name: '2', kind: '=person', encoding: 'ISO-8859-1', delimiter: 'tab' })).toEqual({
      columns: { name: 2, kind: '=person' },
      encoding: 'windows-1252',
      delimiter: '\t',
    });
  });
});
