import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseList } from './parse-list.ts';

const xml = readFileSync(new URL('./fixtures/un-fictitious.xml', import.meta.url), 'utf8');
const read = (text: string) =>
  parseList('un-xml', [{ name: 'consolidated.xml', content: Buffer.from(text) }]);

describe('UN consolidated list', () => {
  it('reads individuals with their permanent reference', async () => {
    const { listings, issuedOn } = await read(xml);
    expect(issuedOn).toBe('2025-11-02');
    expect(listings[0]).toEqual({
      reference: 'ZZi.001',
      kind: 'person',
      names: [
        { text: 'ZARBAN MULDAVIR KESHTAWI', kind: 'primary', quality: 'strong' },
        { text: 'زربان ملدافير', kind: 'aka', quality: 'strong' },
        { text: 'Zarban Muldaveer', kind: 'aka', quality: 'strong' },
        { text: 'Zerban Muldavir', kind: 'aka', quality: 'strong' },
        { text: 'Umm Keshta', kind: 'aka', quality: 'weak' },
      ],
      birthDates: [
        { from: '1973-01-01', to: '1975-12-31', circa: false, text: '1973 to 1975' },
        { from: '1971-01-01', to: '1971-12-31', circa: true, text: '1971' },
        { from: '1974-02-28', to: '1974-02-28', circa: false, text: '1974-02-28' },
      ],
      countries: [
        { role: 'nationality', text: 'Syrian Arab Republic', code: 'SY' },
        { role: 'nationality', text: 'Atlantis' },
        { role: 'birth', text: 'Homs, Syrian Arab Republic', code: 'SY' },
      ],
      identifiers: [{ type: 'passport', value: 'N0077001', country: 'SY', label: 'Número de pasaporte' }],
      addresses: [
        { street: '1 Invented Street', city: 'Homs', country: 'Syrian Arab Republic', countryCode: 'SY' },
      ],
      wallets: [],
      programs: ['Al-Qaida'],
      remarks: 'Invented for tests.',
      gender: 'female',
      title: 'Treasurer',
      active: true,
      listedOn: '2014-09-23',
    });
  });

  it('reads entities and keeps a delisted one, not in force', async () => {
    const { listings } = await read(xml);
    expect(listings[1]).toMatchObject({
      reference: 'ZZe.001',
      kind: 'organization',
      names: [{ kind: 'primary' }, { text: 'Invented Dusk', kind: 'fka' }],
      active: false,
      listedOn: '2012-12-31',
      delistedOn: '2020-01-15',
    });
  });

  it('quarantines an element without reference and notes an unreadable birth date', async () => {
    const { problems } = await read(xml);
    expect(problems.map(({ element, code, severity }) => `${element} ${code} ${severity}`)).toEqual([
      'INDIVIDUAL unreadable_date noted',
      'INDIVIDUAL missing_reference quarantined',
    ]);
  });

  it('refuses a cut-off file and another document, naming line and element', async () => {
    await expect(read(xml.slice(0, xml.indexOf('Muldaveer')))).rejects.toMatchObject({
      code: 'watchlists.unparseable',
      details: [{ field: 'consolidated.xml#INDIVIDUAL/INDIVIDUAL_ALIAS/ALIAS_NAME', row: 19 }],
    });
    await expect(read('<CONSOLIDATED_LIST/>')).rejects.toMatchObject({ code: 'watchlists.unparseable' });
    await expect(read('<sdnList/>')).rejects.toMatchObject({
      details: [{ field: 'consolidated.xml#sdnList' }],
    });
    const bomb =
      '<!DOCTYPE x [<!ENTITY a "aaaa">]><CONSOLIDATED_LIST><ENTITY>&a;</ENTITY></CONSOLIDATED_LIST>';
    await expect(read(bomb)).rejects.toMatchObject({ code: 'watchlists.unparseable' });
    await expect(
      parseList('un-xml', [{ name: 'u.xml', content: Buffer.from('<CONSOLIDATED_LIST>\xe1', 'latin1') }]),
    ).rejects.toMatchObject({ code: 'watchlists.unparseable' });
  });
});
