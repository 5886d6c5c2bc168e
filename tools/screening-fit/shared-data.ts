import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { NameQuery } from '@atalaya/engine/modules/screening/match.ts';
import {
  type LabelledPair,
  labelledPairs,
} from '@atalaya/engine/modules/screening/matching/parity/labelled-pairs.ts';
import type { ListSource } from '@atalaya/engine/modules/screening/matching/screening-index.ts';
import { csvRows } from '@atalaya/engine/modules/watchlists/csv-rows.ts';
import { countryCode } from '@atalaya/engine/modules/watchlists/formats/country-names.ts';
import type { CsvMapping } from '@atalaya/engine/modules/watchlists/formats/csv-mapping.ts';
import {
  type ListFormat,
  type ParseOptions,
  parseList,
} from '@atalaya/engine/modules/watchlists/formats/parse-list.ts';
import type { Listing } from '@atalaya/engine/modules/watchlists/listing.ts';

/** Reference data beside the repository: real lists, labelled pairs, synthetic clean customers. Read, never copied. */
export function sharedData(): string | undefined {
  const folder = process.env.ATALAYA_SHARED ?? resolve(import.meta.dirname, '../../../shared');
  return existsSync(join(folder, 'data/names')) ? folder : undefined;
}

const CSL: CsvMapping = {
  lenient: true,
  columns: {
    reference: '_id',
    name: 'name',
    kind: 'type',
    aliases: 'alt_names',
    birth_date: 'dates_of_birth',
  },
};
const COMPANY = /\b(?:INC|LTD|CORP|LLC|CO|GMBH)\b/;
/** The denied persons are people and companies in one column of names: which is told by the legal form alone. */
const DENIED: CsvMapping = {
  lenient: true,
  delimiter: '\t',
  columns: { name: 'Name', kind: '=person', country: 'Country' },
};

async function read(shared: string, format: ListFormat, paths: readonly string[], options?: ParseOptions) {
  const files = paths.map((path) => ({
    name: path.slice(path.lastIndexOf('/') + 1),
    content: readFileSync(join(shared, 'data/lists', path)),
  }));
  return (await parseList(format, files, options)).listings;
}

/** Six real lists, some 63,000 names. */
export async function realLists(shared: string): Promise<ListSource[]> {
  const sdn = ['sdn', 'alt', 'add', 'sdn_comments'].map((name) => `ofac-2021-07/${name}.csv`);
  return [
    { list: 'ofac-2021', listings: await read(shared, 'ofac-sdn-csv', sdn) },
    {
      list: 'ofac-2023',
      listings: await read(shared, 'ofac-sdn-csv', ['ofac-2023-01/sdn.csv', 'ofac-2023-01/add.csv']),
    },
    { list: 'un', listings: await unListings(shared) },
    {
      list: 'sat-69b',
      listings: await read(shared, 'mx-sat-69b', ['mx-sat-69b-2023-07/Listado_Completo_69-B.csv']),
    },
    { list: 'csl', listings: await read(shared, 'csv', ['us-csl-part-2023-11/csl.csv'], { mapping: CSL }) },
    { list: 'dpl', listings: await deniedPersons(shared) },
  ];
}

async function deniedPersons(shared: string): Promise<Listing[]> {
  const rows = await read(shared, 'csv', ['us-bis-dpl-2022-09/dpl.txt'], { mapping: DENIED });
  return rows.map((listing) =>
    COMPANY.test(listing.names[0]?.text ?? '') ? { ...listing, kind: 'organization' } : listing,
  );
}

export const unListings = (shared: string): Promise<Listing[]> =>
  read(shared, 'un-xml', ['un-2026-02/UN_consolidated.xml']);

export const trainingPairs = (shared: string): LabelledPair[] =>
  labelledPairs(readFileSync(join(shared, 'data/names/name_bench_train.csv'), 'utf8'));

/** Synthetic people who are on no list, with birth date, gender and country. */
export const cleanCustomers = (shared: string): NameQuery[] =>
  ['global', 'us'].flatMap((part) => {
    const text = readFileSync(join(shared, `data/names/clean_customers_${part}.csv`), 'utf8');
    return [...csvRows(text)].slice(1).map(({ cells }): NameQuery => {
      const [name = '', , , , gender, birthDate, , nationality] = cells;
      const country = countryCode(nationality);
      return {
        name,
        kind: 'person',
        ...(birthDate === undefined || birthDate === '' ? {} : { birthDate }),
        ...(gender === 'female' || gender === 'male' ? { gender } : {}),
        ...(country === undefined ? {} : { country }),
      };
    });
  });
