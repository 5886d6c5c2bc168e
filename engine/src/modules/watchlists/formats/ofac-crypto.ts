/**
 * Extracts of OFAC's digital currency addresses, one file per asset: `sanctioned_addresses_XBT.txt` (one address per
 * line) or `.json` (array of texts), as 0xB10C/ofac-sanctioned-digital-currency-addresses publishes them. They name no
 * entity: each address is a listing of its own, its reference the ticker and the address.
 */
import { emptyListing, type Listing } from '../listing.ts';
import { type OpenFile, readText } from './list-file.ts';
import { listedWallet } from './listed-wallets.ts';
import { type Problems, unparseable } from './problems.ts';

const FILE_NAME = /(?:^|[^A-Za-z0-9])([A-Z0-9]{2,6})\.(txt|json)$/i;

interface Entry {
  /** Line of a text file, position in a JSON array; both from 1. */
  row: number;
  address: string;
}

function readJson(file: string, text: string): Entry[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch (error) {
    throw unparseable({ file }, 'not JSON: the file is damaged or cut off', error);
  }
  if (!Array.isArray(parsed)) throw unparseable({ file }, 'not an array of addresses');
  return parsed.map((item: unknown, index) => ({
    row: index + 1,
    address: typeof item === 'string' ? item : '',
  }));
}

const readLines = (text: string): Entry[] =>
  text
    .split(/\r?\n/)
    .map((line, index) => ({ row: index + 1, address: line.trim() }))
    .filter(({ address }) => address !== '' && !address.startsWith('#'));

/** Errors: `watchlists.unparseable`. The same address in the .txt and .json of one asset is one listing. */
export async function readOfacCrypto(files: readonly OpenFile[], problems: Problems): Promise<Listing[]> {
  const listings = new Map<string, Listing>();
  for (const file of files) {
    const [, ticker, extension] = FILE_NAME.exec(file.name) ?? [];
    if (ticker === undefined)
      throw unparseable({ file: file.name }, 'the file name does not end in the asset, like _XBT.txt');
    const text = (await readText(file, 'utf-8')).replace(/^\ufeff/, '');
    const entries = extension?.toLowerCase() === 'json' ? readJson(file.name, text) : readLines(text);
    let good = 0;
    for (const { row, address } of entries) {
      const wallet = listedWallet(ticker, address);
      if (wallet === undefined) {
        problems.quarantine({ file: file.name, row }, 'unreadable_wallet', 'not an address', address);
        continue;
      }
      good += 1;
      const reference = `${ticker.toUpperCase()}:${wallet.address}`;
      const listing = emptyListing(reference, 'other');
      listing.wallets.push(wallet);
      listings.set(reference, listing);
    }
    if (good * 2 < entries.length)
      throw unparseable({ file: file.name, row: 1 }, 'most lines are not addresses');
  }
  return [...listings.values()];
}
