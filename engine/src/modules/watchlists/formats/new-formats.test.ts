import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { canonicalText } from '../../../kernel/canonical.ts';
import { type ListFormat, type ParsedList, parseList } from './parse-list.ts';

/** Files of the issuers' published shapes with invented parties. */
const fixture = (name: string) => readFileSync(join(import.meta.dirname, 'fixtures', name));
const read = (
  format: ListFormat,
  name: string,
  content: string | Buffer = fixture(name),
): Promise<ParsedList> => parseList(format, [{ name, content: Buffer.from(content) }]);
const one = (list: ParsedList, reference: string) =>
  list.listings.find((each) => each.reference === reference);
const codes = (list: ParsedList) =>
  list.problems.map(({ code, reference }) => `${code} ${reference ?? ''}`.trim());

describe('eu-xml', () => {
  it('reads names with their strength, dates, places, numbers and the day of the first regulation', async () => {
    const list = await read('eu-xml', 'eu-fictitious.xml');
    expect(list.issuedOn).toBe('2026-05-04');
    expect(one(list, 'EU.9001.1')).toMatchObject({
      kind: 'person',
      names: [
        {
          text: 'Teodomiro Zubizarreta Quiñones',
          kind: 'primary',
          quality: 'strong',
          parts: { given: 'Teodomiro' },
        },
        { text: 'El Molinero', kind: 'aka', quality: 'weak' },
      ],
      birthDates: [
        { from: '1971-01-01', to: '1971-12-31', circa: true },
        { from: '1971-04-28', to: '1971-04-28' },
      ],
      identifiers: [{ type: 'passport', value: 'ZX900123', country: 'CU' }],
      programs: ['INV'],
      listedOn: '2021-03-22',
      gender: 'male',
    });
    expect(one(list, 'EU.9002.1')).toMatchObject({ kind: 'organization', remarks: 'Empresa inventada' });
    expect(codes(list)).toEqual(['missing_name EU.9003.1']);
  });
});

describe('uk-xml and uk-csv', () => {
  it('say the same of the same person', async () => {
    const [xml, csv] = [await read('uk-xml', 'uk-fictitious.xml'), await read('uk-csv', 'uk-fictitious.csv')];
    for (const list of [xml, csv]) {
      expect(list.issuedOn).toBe('2026-06-01');
      expect(one(list, 'INV0001')).toMatchObject({
        kind: 'person',
        gender: 'female',
        programs: ['Invented Regime'],
        listedOn: '2022-02-15',
        title: 'Invented minister',
      });
      expect(
        one(list, 'INV0001')
          ?.names.map(({ text, quality }) => `${text} ${quality}`)
          .sort(),
      ).toEqual(['Ludmila Ekaterina VOROBEICHIKOVA strong', 'MOLINERO weak', 'Людмила Воробейчикова strong']);
      expect(one(list, 'INV0001')?.names[0]?.kind).toBe('primary');
    }
    expect(one(xml, 'INV0002')).toMatchObject({
      kind: 'vessel',
      identifiers: [{ type: 'imo', value: '9074729' }],
    });
    expect(one(xml, 'INV0001')?.birthDates.map(({ from, to }) => `${from} ${to}`)).toEqual([
      '1963-01-01 1963-12-31',
      '1964-11-04 1964-11-04',
    ]);
    expect(one(csv, 'INV0001')?.birthDates.map(({ from }) => from)).toEqual(['1963-01-01', '1964-06-01']);
    expect(one(csv, 'INV0001')?.identifiers.map(({ value }) => value)).toEqual(['BB900001', 'BB900002']);
    expect(codes(csv)).toEqual(['missing_reference']);
  });
});

describe('ofac-advanced-xml', () => {
  it('joins places, documents, features, relations and entries to the party', async () => {
    const list = await read('ofac-advanced-xml', 'ofac-advanced-fictitious.xml');
    expect(list.issuedOn).toBe('2026-04-09');
    expect(one(list, '90101')).toMatchObject({
      kind: 'person',
      names: [
        { text: 'ZUBIZARRETA QUINONES, Teodomiro', kind: 'primary', quality: 'strong' },
        { text: 'EL MOLINERO', kind: 'aka', quality: 'weak' },
      ],
      birthDates: [{ from: '1971-01-01', to: '1971-12-31', circa: true, text: '1971' }],
      countries: [{ role: 'nationality', code: 'MX' }],
      identifiers: [{ type: 'curp', value: 'ZUQT710428HSLXXX09', country: 'MX' }],
      addresses: [{ street: 'Calle Inventada 1', city: 'Culiacán', countryCode: 'MX' }],
      wallets: [{ asset: 'BTC', network: 'bitcoin' }],
      programs: ['SDNTK'],
      listedOn: '2019-05-02',
      gender: 'female',
      relations: [{ kind: 'owns', party: '90102', role: 'Owned or Controlled By' }],
      remarks: 'Fictitious person.',
    });
    expect(one(list, '90102')).toMatchObject({
      kind: 'organization',
      names: [{ text: 'CONSORCIO ALMENDRO AZUL' }],
    });
    expect(list.problems).toEqual([]);
  });

  it('without its entries is cut off', async () => {
    const text = fixture('ofac-advanced-fictitious.xml').toString('utf8');
    const cut = `${text.slice(0, text.indexOf('<SanctionsEntries>'))}</Sanctions>`;
    await expect(read('ofac-advanced-xml', 'sdn_advanced.xml', cut)).rejects.toMatchObject({
      code: 'watchlists.unparseable',
    });
  });
});

describe('ftm-json', () => {
  it('makes listings of parties and joins what other entities say of them', async () => {
    const list = await read('ftm-json', 'ftm-fictitious.ndjson');
    expect(list.issuedOn).toBe('2026-03-02');
    expect(one(list, 'inv-1')).toMatchObject({
      kind: 'person',
      wallets: [{ asset: 'BTC' }],
      relations: [{ kind: 'owns', party: 'inv-2', share: '50', since: '2019-01-01' }],
      programs: ['sanction', 'INV'],
      listedOn: '2019-05-02',
    });
    expect(one(list, 'inv-2')).toMatchObject({ kind: 'organization', target: false });
    expect(one(list, 'inv-7')).toMatchObject({
      positions: [{ title: 'Ministra inventada', since: '2020', until: '2024' }],
      relations: [{ kind: 'family', party: 'inv-1', role: 'prima' }],
    });
    expect(codes(list)).toEqual(['missing_name inv-6']);
  });

  it('reads an array as it reads lines, and refuses a line that is cut off', async () => {
    const lines = fixture('ftm-fictitious.ndjson').toString('utf8').trim();
    const array = await read('ftm-json', 'a.json', `[\n${lines.split('\n').join(',\n')}\n]`);
    expect(canonicalText(array.listings)).toBe(
      canonicalText((await read('ftm-json', 'b.json', lines)).listings),
    );
    await expect(read('ftm-json', 'c.json', lines.slice(0, -20))).rejects.toMatchObject({
      code: 'watchlists.unparseable',
    });
  });
});

describe('fatf-json', () => {
  it('gives one listing per country with what FATF asks', async () => {
    const file = {
      asOf: '2026-06-19',
      callForAction: { countermeasures: ['KP'], enhancedDueDiligence: ['MM'] },
      increasedMonitoring: ['BO', 'ZZ'],
    };
    const list = await read('fatf-json', 'fatf.json', JSON.stringify(file));
    expect(list.issuedOn).toBe('2026-06-19');
    expect(list.listings.map(({ reference, programs }) => `${reference} ${programs}`)).toEqual([
      'KP countermeasures',
      'MM enhanced_due_diligence',
      'BO increased_monitoring',
    ]);
    expect(codes(list)).toEqual(['unknown_country']);
    await expect(read('fatf-json', 'fatf.json', '{}')).rejects.toMatchObject({
      code: 'watchlists.unparseable',
    });
  });
});

describe('pep-csv', () => {
  it('joins the offices and relatives of a person, with dates and level', async () => {
    const list = await read(
      'pep-csv',
      'pep.csv',
      [
        'reference,name,birth_date,position,position_country,level,since,until,related_to,relation',
        'P1,Ludmila Vorobeichikova,1963,Ministra inventada,MX,nacional,2018,2021,,',
        'P1,Ludmila Vorobeichikova,1963,Alcaldesa inventada,MX,municipal,2021,,,',
        'P2,Anacleto Vorobeichikova,,,,,,,P1,hijo',
        'P2,Anacleto Vorobeichikova,,,,,,,,',
      ].join('\n'),
    );
    expect(one(list, 'P1')?.positions).toEqual([
      { title: 'Ministra inventada', country: 'MX', level: 'national', since: '2018', until: '2021' },
      { title: 'Alcaldesa inventada', country: 'MX', level: 'local', since: '2021' },
    ]);
    expect(one(list, 'P2')?.relations).toEqual([{ kind: 'family', party: 'P1', role: 'hijo' }]);
    expect(codes(list)).toEqual(['duplicate_reference P2']);
  });
});

describe('whatever is written', () => {
  it('goes through the canonical form', async () => {
    for (const [format, name] of [
      ['eu-xml', 'eu-fictitious.xml'],
      ['uk-xml', 'uk-fictitious.xml'],
      ['uk-csv', 'uk-fictitious.csv'],
      ['ofac-advanced-xml', 'ofac-advanced-fictitious.xml'],
      ['ftm-json', 'ftm-fictitious.ndjson'],
    ] as const)
      for (const listing of (await read(format, name)).listings) canonicalText(listing);
  });
});
