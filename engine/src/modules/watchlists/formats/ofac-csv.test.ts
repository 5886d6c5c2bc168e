import { describe, expect, it } from 'vitest';
import { parseList } from './parse-list.ts';

const NULLS = '-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ';
const SDN = [
  `101,"QUIROLGA MESTRES, Teodoro","individual","SDNTK] [ILLICIT-DRUGS-EO14059","Comandante",${NULLS.slice(6)},"DOB 12 Mar 1970; a.k.a. 'EL RELOJERO'."`,
  `102,"GRUPO QUIROLGA, S.A. DE C.V.",-0- ,"SDNTK",${NULLS},-0- `,
  `103,"ESTRELLA DEL ABISMO","vessel","VENEZUELA",-0- ,"XX9Z","Tanker",-0- ,-0- ,"Panama",-0- ,"Vessel Registration Identification IMO 9999993."`,
].join('\r\n');
const ALT = `101,1,"aka","QUIROLGA, Teo",-0- \r\n102,2,"fka","RELOJES QUIROLGA",-0- \r\n999,3,"aka","NADIE",-0- \r\n\u001a`;
const ADD = `101,1,"Calle Inventada 12","Culiacan, Sinaloa","Mexico",-0- \r\n103,2,-0- ,-0- ,-0- ,-0- \r\n998,3,"x","y","Cuba",-0- \r\n`;

const file = (name: string, text: string) => ({ name, content: Buffer.from(text) });
const set = (sdn: string, ...more: { name: string; content: Uint8Array }[]) =>
  parseList('ofac-sdn-csv', [file('sdn.csv', sdn), ...more]);

describe('OFAC legacy CSV', () => {
  it('joins names, aliases, addresses and remarks on the entity number', async () => {
    const { listings } = await set(`${SDN}\r\n\u001a`, file('alt.csv', ALT), file('add.csv', ADD));
    const [person, company, ship] = listings;
    expect(listings).toHaveLength(3);
    expect(person).toMatchObject({
      reference: '101',
      kind: 'person',
      title: 'Comandante',
      programs: ['SDNTK', 'ILLICIT-DRUGS-EO14059'],
      active: true,
      birthDates: [{ from: '1970-03-12', to: '1970-03-12' }],
      addresses: [
        { street: 'Calle Inventada 12', city: 'Culiacan, Sinaloa', country: 'Mexico', countryCode: 'MX' },
      ],
    });
    expect(person?.names).toEqual([
      {
        text: 'QUIROLGA MESTRES, Teodoro',
        kind: 'primary',
        quality: 'strong',
        parts: { family: 'QUIROLGA MESTRES', given: 'Teodoro' },
      },
      { text: 'QUIROLGA, Teo', kind: 'aka', quality: 'strong', parts: { family: 'QUIROLGA', given: 'Teo' } },
      { text: 'EL RELOJERO', kind: 'aka', quality: 'weak' },
    ]);
    expect(company).toMatchObject({
      kind: 'organization',
      names: [{}, { text: 'RELOJES QUIROLGA', kind: 'fka' }],
    });
    expect(company).not.toHaveProperty('remarks');
    expect(ship).toMatchObject({
      kind: 'vessel',
      countries: [{ role: 'flag', code: 'PA' }],
      identifiers: [
        { type: 'call_sign', value: 'XX9Z' },
        { type: 'imo', value: '9999993' },
      ],
      addresses: [],
    });
  });

  it('reports orphans of the side files with their row and drops nothing else', async () => {
    const { problems } = await set(SDN, file('alt.csv', ALT), file('add.csv', ADD));
    expect(problems).toMatchObject([
      { file: 'alt.csv', row: 3, reference: '999', code: 'orphan', severity: 'quarantined' },
      { file: 'add.csv', row: 3, reference: '998', code: 'orphan', severity: 'quarantined' },
    ]);
    expect(problems[0]?.raw).toContain('NADIE');
  });

  it('takes a republished copy with a header row and empty last rows', async () => {
    const header = 'ID,Name,Type,Country,Title,F,G,H,I,J,K,Details';
    const plain = await set(SDN);
    const copy = await set(`${header}\n${SDN}\n\u001a,,,,,,,,,,,\n,,,,,,,,,,,\n`);
    expect(copy.listings).toEqual(plain.listings);
    expect(copy.problems).toEqual([]);
  });

  it('continues a remark that was too long in sdn_comments.csv', async () => {
    const start = `${'Linked To: NADIE; '.repeat(60).slice(0, 969)}; Digital Currency Address - ET`;
    const sdn = SDN.replace("DOB 12 Mar 1970; a.k.a. 'EL RELOJERO'.", start.slice(-1000));
    const comments = '101,"H 0x00000000000000000000000000000000DeaDBeef; a.k.a. \'EL CUCU\'."\r\n\u001a';
    const { listings, problems } = await set(sdn, file('sdn_comments.csv', comments));
    expect(problems).toEqual([]);
    expect(listings[0]?.wallets).toMatchObject([{ asset: 'ETH', network: 'ethereum' }]);
    expect(listings[0]?.names.at(-1)).toMatchObject({ text: 'EL CUCU', quality: 'weak' });
  });

  it('refuses a cut-off file, naming the row', async () => {
    for (const cut of [SDN.slice(0, -20), SDN.slice(0, -60), SDN.slice(0, SDN.lastIndexOf('103') + 8)]) {
      await expect(set(cut)).rejects.toMatchObject({
        code: 'watchlists.unparseable',
        details: [{ field: 'sdn.csv', row: 3 }],
      });
    }
    await expect(set(SDN, file('alt.csv', ALT.slice(0, 40)))).rejects.toMatchObject({
      code: 'watchlists.unparseable',
      details: [{ field: 'alt.csv', row: 2 }],
    });
  });

  it('refuses a set without names, a stranger, and the same role twice', async () => {
    const unparseable = { code: 'watchlists.unparseable' };
    await expect(parseList('ofac-sdn-csv', [file('alt.csv', ALT)])).rejects.toMatchObject({
      code: 'watchlists.file_missing',
      details: [{ field: 'sdn.csv' }],
    });
    await expect(set(SDN, file('readme.txt', 'x'))).rejects.toMatchObject(unparseable);
    await expect(set(SDN, file('sdn2.csv', SDN))).rejects.toMatchObject(unparseable);
    await expect(set('name,country\nx,y\n')).rejects.toMatchObject(unparseable);
  });

  it('quarantines a single broken row among many and keeps the rest', async () => {
    const rows = Array.from(
      { length: 100 },
      (_, i) => `${2000 + i},"FULANO ${i}",-0- ,"SDNTK",${NULLS},-0- `,
    );
    rows[41] = '2041,"FULANO 41';
    rows[42] = 'twelve columns are missing here';
    const { listings, problems } = await set(rows.join('\r\n'));
    expect(listings).toHaveLength(98);
    expect(problems.map(({ row, code }) => `${row} ${code}`)).toEqual(['42 broken_row', '43 broken_row']);
  });
});
