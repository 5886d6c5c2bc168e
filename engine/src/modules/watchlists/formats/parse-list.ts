/**
 * One door for every list format: `parseList('un-xml', files)`. Gives the listings, what could not be read, what the
 * file says of itself, and the hash of the bytes read. A file that cannot be the list at all is a Failure: nothing of
 * it goes in.
 */
import type { LIST_FORMATS } from '@atalaya/contract/watchlists.ts';
import { Failure } from '../../../kernel/failure.ts';
import { countListings, type Listing, type ListingCounts, type ListProblem } from '../listing.ts';
import { type CsvMapping, PEP_MAPPING } from './csv-mapping.ts';
import { readEuXml } from './eu-xml.ts';
import { readFatfJson } from './fatf-json.ts';
import { readFtmJson } from './ftm/ftm-json.ts';
import { digestOfSet, type FileDigest, type ListFile, type OpenFile, openFile } from './list-file.ts';
import { readMappedCsv } from './mapped-csv.ts';
import { readOfacAdvanced } from './ofac-advanced/ofac-advanced.ts';
import { readOfacCrypto } from './ofac-crypto.ts';
import { readOfacCsv } from './ofac-csv.ts';
import { readOfacXml, type StatedList } from './ofac-xml.ts';
import { collectProblems, missingFile, type Problems, unparseable } from './problems.ts';
import { readSat69b } from './sat-69b.ts';
import { readUkCsv } from './uk-csv.ts';
import { readUkXml } from './uk-xml.ts';
import { readUnXml } from './un-xml.ts';

export type ListFormat = (typeof LIST_FORMATS)[number];

export interface ParseOptions {
  /** Wanted by the format `csv`, ignored by the others. */
  mapping?: CsvMapping;
}

export interface ParsedList {
  listings: Listing[];
  /** The first 50,000 problems. */
  problems: ListProblem[];
  /** All problems, also those not kept. */
  problemCount: number;
  counts: ListingCounts;
  /** ISO day the file states for itself. */
  issuedOn?: string;
  recordCountStated?: number;
  /** SHA-256 of the file, or of the set of files (list-file.ts). */
  sha256: string;
  files: FileDigest[];
}

const onlyFile = (files: readonly OpenFile[]): OpenFile => {
  const [file, second] = files;
  if (file === undefined) throw missingFile('the list', []);
  if (second !== undefined) throw unparseable({ file: second.name }, 'this format is a single file');
  return file;
};

type Reader = (files: readonly OpenFile[], problems: Problems, options: ParseOptions) => Promise<StatedList>;

const READERS: Record<ListFormat, Reader> = {
  'ofac-sdn-csv': async (files, problems) => ({ listings: await readOfacCsv(files, problems) }),
  'ofac-sdn-xml': (files, problems) => readOfacXml(onlyFile(files), problems),
  'ofac-consolidated-csv': async (files, problems) => ({ listings: await readOfacCsv(files, problems) }),
  'ofac-consolidated-xml': (files, problems) => readOfacXml(onlyFile(files), problems),
  'ofac-advanced-xml': (files, problems) => readOfacAdvanced(onlyFile(files), problems),
  'eu-xml': (files, problems) => readEuXml(onlyFile(files), problems),
  'uk-csv': (files, problems) => readUkCsv(onlyFile(files), problems),
  'uk-xml': (files, problems) => readUkXml(onlyFile(files), problems),
  'fatf-json': (files, problems) => readFatfJson(onlyFile(files), problems),
  'ftm-json': (files, problems) => readFtmJson(onlyFile(files), problems),
  'un-xml': (files, problems) => readUnXml(onlyFile(files), problems),
  'mx-sat-69b': (files, problems) => readSat69b(onlyFile(files), problems),
  'ofac-crypto': async (files, problems) => ({ listings: await readOfacCrypto(files, problems) }),
  'pep-csv': async (files, problems, { mapping }) => ({
    listings: await readMappedCsv(onlyFile(files), mapping ?? PEP_MAPPING, problems),
  }),
  csv: async (files, problems, { mapping }) => {
    if (mapping === undefined) {
      throw new Failure(
        'caller',
        'watchlists.mapping_invalid',
        'the format csv needs a mapping of its columns',
        [{ field: 'mapping', message: 'is missing' }],
      );
    }
    return { listings: await readMappedCsv(onlyFile(files), mapping, problems) };
  },
};

/**
 * Errors: `watchlists.unparseable` (with row or element), `watchlists.file_missing`, `watchlists.file_too_large`,
 * `watchlists.mapping_invalid`, `watchlists.column_missing`.
 */
export async function parseList(
  format: ListFormat,
  files: readonly ListFile[],
  options: ParseOptions = {},
): Promise<ParsedList> {
  const open = files.map(openFile);
  const problems = collectProblems();
  if (open.length === 0) throw missingFile('the list', []);
  const read = await READERS[format](open, problems, options);
  const [first] = open;
  if (read.listings.length === 0 && first !== undefined)
    throw unparseable({ file: first.name }, 'no listing was found in it');
  const digests = open.map((file) => file.digest());
  return {
    ...read,
    problems: problems.kept,
    problemCount: problems.count(),
    counts: countListings(read.listings),
    sha256: digestOfSet(digests),
    files: digests,
  };
}
