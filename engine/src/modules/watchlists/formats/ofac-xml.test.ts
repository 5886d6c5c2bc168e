import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseList } from './parse-list.ts';

const bytes = readFileSync(new URL('./fixtures/sdn-fictitious.xml', import.meta.url));
const xml = bytes.toString();
const read = (text: string) => parseList('ofac-sdn-xml', [{ name: 'SDN.XML', content: Buffer.from(text) }]);

describe('OFAC SDN.XML', () => {
  it('reads what the file says of itself', async () => {
    const list = await read(xml);
    expect(list).toMatchObject({ issuedOn: '2025-03-14', recordCountStated: 4 });
    expect(list.counts).toMatchObject({ listings: 3, names: 6, weakNames: 1, wallets: 2 });
  });

  it('reads names, aliases, dates, places, numbers, wallets and addresses', async () => {
    const { listings } = await read(xml);
    const [person, company, ship] = listings;
    expect(person?.names).toEqual([
      {
        text: 'QUIROLGA MESTRES, Teodoro Hilario',
        kind: 'primary',
        quality: 'strong',
        parts: { family: 'QUIROLGA MESTRES', given: 'Teodoro Hilario' },
      },
      { text: 'QUIROLGA, Teo', kind: 'aka', quality: 'strong', parts: { family: 'QUIROLGA', given: 'Teo' } },
      { text: 'EL RELOJERO', kind: 'aka', quality: 'weak' },
      {
        text: 'MESTRES, Hilario',
        kind: 'fka',
        quality: 'strong',
        parts: { family: 'MESTRES', given: 'Hilario' },
      },
    ]);
    expect(person).toMatchObject({
      kind: 'person',
      gender: 'male',
      remarks: '(Linked To: GRUPO QUIROLGA & HIJOS)',
      birthDates: [
        { from: '1970-03-12', circa: false },
        { from: '1968-01-01', to: '1968-12-31', circa: true },
      ],
      countries: [
        { role: 'nationality', code: 'MX' },
        { role: 'birth', code: 'MX' },
      ],
      identifiers: [
        { type: 'curp', value: 'QUMT700312HSLRST04', country: 'MX' },
        { type: 'rfc', value: 'QUMT700312AB1', country: 'MX' },
        { type: 'other', value: 'CV-77', label: 'Carnet de Vuelo' },
      ],
      wallets: [
        { asset: 'BTC', network: 'bitcoin' },
        { asset: 'ETH', network: 'ethereum', address: '0x00000000000000000000000000000000DeaDBeef' },
      ],
    });
    expect(person?.addresses).toEqual([
      {
        street: 'Calle Inventada 12, Col. Ficticia',
        city: 'Culiacan',
        region: 'Sinaloa',
        postcode: '80000',
        country: 'Mexico',
        countryCode: 'MX',
      },
    ]);
    expect(company).toMatchObject({
      kind: 'organization',
      names: [{ text: 'GRUPO QUIROLGA & HIJOS, S.A. DE C.V.' }],
    });
    expect(ship).toMatchObject({ kind: 'vessel', countries: [{ role: 'flag', code: 'PA' }] });
  });

  it('notes what cannot be read and quarantines an entry without a name', async () => {
    const { problems } = await read(xml);
    expect(problems.map(({ reference, code, severity }) => `${reference} ${code} ${severity}`)).toEqual([
      '900001 unreadable_wallet noted',
      '900001 unreadable_date noted',
      '900004 missing_name quarantined',
    ]);
    expect(problems[2]).toMatchObject({
      element: 'sdnEntry',
      row: xml.slice(0, xml.indexOf('<uid>900004')).split('\n').length - 1,
    });
  });

  it('gives the same from a stream cut at any byte', async () => {
    const whole = await read(xml);
    for (const size of [1, 7, 1000]) {
      async function* stream() {
        for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
      }
      expect(await parseList('ofac-sdn-xml', [{ name: 'SDN.XML', content: stream() }])).toEqual(whole);
    }
  });

  it('refuses a cut-off file at any point, a short one, and another document', async () => {
    for (let at = 0; at < xml.lastIndexOf('</sdnList>'); at += 211) {
      await expect(read(xml.slice(0, at))).rejects.toMatchObject({ code: 'watchlists.unparseable' });
    }
    const inside = xml.indexOf('<dateOfBirth>12') + 15;
    await expect(read(xml.slice(0, inside))).rejects.toMatchObject({
      details: [
        { field: 'SDN.XML#sdnEntry/dateOfBirthList/dateOfBirthItem/dateOfBirth', row: expect.any(Number) },
      ],
    });
    const short = xml.replace('<Record_Count>4<', '<Record_Count>9<');
    await expect(read(short)).rejects.toMatchObject({
      code: 'watchlists.unparseable',
      message: expect.stringContaining('4 entries, but Record_Count says 9'),
    });
    await expect(read('<html><body/></html>')).rejects.toMatchObject({
      details: [{ field: 'SDN.XML#html' }],
    });
  });
});
