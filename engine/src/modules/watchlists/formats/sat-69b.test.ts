import { describe, expect, it } from 'vitest';
import { parseList } from './parse-list.ts';

const HEADER =
  'No,RFC,Nombre del Contribuyente,Situación del contribuyente,Número y fecha de oficio global de presunción SAT,' +
  'Publicación página SAT presuntos,Publicación página SAT desvirtuados,Publicación página SAT definitivos,' +
  'Publicación página SAT sentencia favorable';
const BANNER =
  'Información actualizada al 25 de julio de 2023,,,,,,,,\r\nListado completo de contribuyentes,,,,,,,,\r\n';
const ROWS = [
  '1,QIN080808HL8,"INVENTOS Y SUEÑOS, S.A. DE C.V.",Definitivo,500-05-2018-11111 de fecha 1 de junio de 2018,01/06/2018 - 03/07/2018,,28/09/2018,',
  '2,QUMT700312AB1,QUIROLGA MESTRES TEODORO,PRESUNTO,500-05-2019-22222 de fecha 2 de mayo de 2019,02/05/2019,,,',
  '3,QIN080808HL8,"INVENTOS Y SUEÑOS, S.A. DE C.V.// En cumplimiento a la sentencia inventada",Sentencia favorable,500-05-2017-33333 de fecha 3 de abril de 2017,03/04/2017,,,05/03/2019',
  '4,ÑAN101010AB1,ÑANDÚ SERVICIOS SC,desvirtuado,500-05-2016-44444 de fecha 4 de marzo de 2016,04/03/2016,13/10/2017,,',
];
const text = (rows: readonly string[]) => `${BANNER}${HEADER}\r\n${rows.join('\r\n')}\r\n`;
const read = (csv: string, encoding: BufferEncoding = 'latin1') =>
  parseList('mx-sat-69b', [{ name: 'Listado_Completo_69-B.csv', content: Buffer.from(csv, encoding) }]);

describe('SAT article 69-B', () => {
  it('finds the header below the banner, in ISO-8859-1 as in UTF-8', async () => {
    const latin = await read(text(ROWS));
    expect(latin.issuedOn).toBe('2023-07-25');
    expect(latin.listings.map((listing) => listing.names[0]?.text)).toContain('ÑANDÚ SERVICIOS SC');
    const utf8 = await read(text(ROWS), 'utf8');
    expect(utf8.listings).toEqual(latin.listings);
    expect((await read(`${HEADER}\n${ROWS.join('\n')}`)).listings).toEqual(latin.listings);
  });

  it('lets the status decide, whatever its case', async () => {
    const { listings } = await read(text(ROWS));
    expect(
      listings.map(({ reference, status, active, listedOn, delistedOn }) => ({
        reference,
        status,
        active,
        listedOn,
        delistedOn,
      })),
    ).toEqual([
      {
        reference: 'QIN080808HL8/500-05-2018-11111',
        status: 'Definitivo',
        active: true,
        listedOn: '2018-06-01',
      },
      {
        reference: 'QUMT700312AB1/500-05-2019-22222',
        status: 'PRESUNTO',
        active: true,
        listedOn: '2019-05-02',
      },
      {
        reference: 'QIN080808HL8/500-05-2017-33333',
        status: 'Sentencia favorable',
        active: false,
        listedOn: '2017-04-03',
        delistedOn: '2019-03-05',
      },
      {
        reference: 'ÑAN101010AB1/500-05-2016-44444',
        status: 'desvirtuado',
        active: false,
        listedOn: '2016-03-04',
        delistedOn: '2017-10-13',
      },
    ]);
  });

  it('tells persons by their RFC, with the birth date in it, and keeps notes out of the name', async () => {
    const { listings } = await read(text(ROWS));
    expect(listings[1]).toMatchObject({ kind: 'person', birthDates: [{ from: '1970-03-12' }] });
    expect(listings[2]).toMatchObject({
      kind: 'organization',
      names: [{ text: 'INVENTOS Y SUEÑOS, S.A. DE C.V.' }],
      remarks: 'En cumplimiento a la sentencia inventada',
      identifiers: [{ type: 'rfc', value: 'QIN080808HL8', country: 'MX' }],
    });
  });

  it('quarantines bad rows with their line and takes the rest', async () => {
    const many = Array.from({ length: 96 }, (_, i) => ROWS[0]?.replace('11111', `${50_000 + i}`) ?? '');
    const bad = [
      '5,NOT-AN-RFC,NADIE,Definitivo,,,,,',
      '6,QIN080808HL8,NADIE,Quizás,,,,,',
      '7,QIN080808HL8,"NADIE',
      '8,QIN080808HL8,,Definitivo,,,,,',
    ];
    const { listings, problems } = await read(text([...many.slice(0, 10), ...bad, ...many.slice(10)]));
    expect(listings).toHaveLength(96);
    expect(problems.map(({ row, code }) => `${row} ${code}`)).toEqual([
      '14 unreadable_rfc',
      '15 unknown_status',
      '16 broken_row',
      '17 missing_name',
    ]);
  });

  it('keeps exact repetitions apart', async () => {
    const [row = ''] = ROWS;
    const { listings } = await read(text([row, row]));
    expect(listings.map((listing) => listing.reference)).toEqual([
      'QIN080808HL8/500-05-2018-11111',
      'QIN080808HL8/500-05-2018-11111/2',
    ]);
  });

  it('refuses a file without the header, a cut-off one, and one of broken rows', async () => {
    const unparseable = { code: 'watchlists.unparseable' };
    await expect(read('a,b\n1,2\n')).rejects.toMatchObject(unparseable);
    await expect(read(text(ROWS).slice(0, -40))).rejects.toMatchObject({
      ...unparseable,
      details: [{ row: 7 }],
    });
    await expect(read(text(ROWS.map((row) => row.replace(/[A-ZÑ]{3,4}\d{6}/, '?'))))).rejects.toMatchObject(
      unparseable,
    );
    await expect(read(text([]))).rejects.toMatchObject(unparseable);
  });
});
