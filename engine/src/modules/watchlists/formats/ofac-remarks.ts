/**
 * OFAC puts into one remarks text what its legacy CSV has no column for: birth dates, nationalities, identity
 * numbers, digital currency addresses and the weak a.k.a.: `DOB 27 Oct 1950; POB Culiacan, Mexico; C.U.R.P. …`.
 */
import type { CountryRole, Listing, NameKind } from '../listing.ts';
import { listedCountry } from './country-names.ts';
import { readBirthDate } from './dates.ts';
import { readIdentifier } from './identifier-labels.ts';
import { listedWallet, walletTicker } from './listed-wallets.ts';

/** Reports a remark that looks known and cannot be read. */
export type Unread = (code: string, message: string) => void;

const ALIAS = /^(?:alt\. )?([afn])\.k\.a\.\s+['‘"](.*?)['’"]?$/;
const ALIAS_KINDS: Record<string, NameKind> = { a: 'aka', f: 'fka', n: 'nka' };
const COUNTRY = /^(?:alt\. )?(nationality|citizen|POB):?\s+(.+)$/;
const ROLES: Record<string, CountryRole> = {
  nationality: 'nationality',
  citizen: 'citizenship',
  POB: 'birth',
};
const BIRTH = /^(?:alt\. )?DOB\s+(.+)$/;
const WALLET = /^((?:alt\. )?Digital Currency Address\s*-\s*\S+)\s+(\S+)$/;
const GENDER = /^Gender\s+(Male|Female)$/;

function addCountry(listing: Listing, role: CountryRole, text: string): void {
  const place = role === 'birth' ? (text.split(',').at(-1) ?? text) : text;
  listing.countries.push(listedCountry(role, text, place));
}

type Reader = (listing: Listing, text: string, unread: Unread) => boolean;

const READERS: readonly Reader[] = [
  (listing, text) => {
    const match = ALIAS.exec(text);
    const name = match?.[2]?.trim() ?? '';
    if (name === '') return false;
    listing.names.push({ text: name, kind: ALIAS_KINDS[match?.[1] ?? 'a'] ?? 'aka', quality: 'weak' });
    return true;
  },
  (listing, text, unread) => {
    const match = BIRTH.exec(text);
    if (match?.[1] === undefined) return false;
    const birth = readBirthDate(match[1]);
    if (birth === undefined) unread('unreadable_date', `birth date not read: ${match[1].slice(0, 60)}`);
    else listing.birthDates.push(birth);
    return true;
  },
  (listing, text, unread) => {
    const match = WALLET.exec(text);
    const ticker = walletTicker(match?.[1] ?? '');
    if (ticker === undefined) {
      if (/^(?:alt\. )?Digital Currency/.test(text))
        unread('unreadable_wallet', `address not read: ${text.slice(0, 120)}`);
      return false;
    }
    const wallet = listedWallet(ticker, match?.[2] ?? '');
    if (wallet === undefined) unread('unreadable_wallet', `address not read: ${text.slice(0, 120)}`);
    else listing.wallets.push(wallet);
    return true;
  },
  (listing, text) => {
    const match = COUNTRY.exec(text);
    if (match?.[1] === undefined || match[2] === undefined) return false;
    addCountry(listing, ROLES[match[1]] ?? 'nationality', match[2]);
    return true;
  },
  (listing, text) => {
    const match = GENDER.exec(text);
    if (match === null) return false;
    listing.gender = match[1] === 'Female' ? 'female' : 'male';
    return true;
  },
  (listing, text) => {
    const identifier = readIdentifier(text);
    if (identifier !== undefined) listing.identifiers.push(identifier);
    return identifier !== undefined;
  },
];

/** Items are separated by semicolons; older remarks also start a birth date after a full stop. */
const ITEM_BREAK = /;\s*|\.\s+(?=(?:DOB|POB|nationality|citizen|Passport)\s)/;
/** The legacy file holds 1,000 characters of remarks; what is longer goes on in sdn_comments.csv. */
const REMARKS_WIDTH = 1_000;

/**
 * Reads `remarks` into the listing and keeps the whole text in `listing.remarks`. Without its continuation a text of
 * full width ends in the middle of an item: that item is noted and not read (half an address is another address),
 * unless it is a name.
 */
export function readRemarks(listing: Listing, remarks: string, unread: Unread): void {
  const text = remarks.trim();
  if (text === '') return;
  listing.remarks = text;
  const items = text.replace(/\.$/, '').split(ITEM_BREAK);
  const cutOff = remarks.length >= REMARKS_WIDTH && !text.endsWith('.');
  for (const [index, part] of items.entries()) {
    const item = part.trim().replace(/\.$/, '');
    const half = cutOff && index === items.length - 1;
    if (half) unread('cut_off_remarks', `the remarks end in the middle: ${item.slice(0, 120)}`);
    if (item !== '' && (!half || ALIAS.test(item))) READERS.some((read) => read(listing, item, unread));
  }
}
