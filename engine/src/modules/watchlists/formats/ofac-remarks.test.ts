import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { emptyListing } from '../listing.ts';
import { readRemarks } from './ofac-remarks.ts';

interface Case {
  remarks: string;
  births?: string[];
  countries?: string[];
  identifiers?: string[];
  wallets?: string[];
  names?: string[];
  notes?: string[];
  gender?: string;
}

const cases: Case[] = parse(readFileSync(new URL('./ofac-remarks.cases.yaml', import.meta.url), 'utf8'));

function read(remarks: string) {
  const listing = emptyListing('1', 'person');
  const notes: string[] = [];
  readRemarks(listing, remarks, (code) => notes.push(code));
  return { listing, notes };
}

describe('readRemarks', () => {
  it.each(cases)('$remarks', ({ remarks, ...expected }) => {
    const { listing, notes } = read(remarks);
    expect(listing.remarks).toBe(remarks);
    expect(listing.birthDates.map((birth) => `${birth.from}/${birth.to}`)).toEqual(expected.births ?? []);
    expect(listing.countries.map(({ role, code }) => `${role} ${code ?? '?'}`)).toEqual(
      expected.countries ?? [],
    );
    expect(
      listing.identifiers.map(({ type, value, country }) =>
        [type, value, country].filter((part) => part).join(' '),
      ),
    ).toEqual(expected.identifiers ?? []);
    expect(listing.wallets.map(({ asset, network, address }) => `${asset} ${network} ${address}`)).toEqual(
      expected.wallets ?? [],
    );
    expect(listing.names.map(({ kind, quality, text }) => `${kind} ${quality} ${text}`)).toEqual(
      expected.names ?? [],
    );
    expect(notes).toEqual(expected.notes ?? []);
    expect(listing.gender).toBe(expected.gender);
  });

  it('does not read half an item at the end of a remark of full width, unless it is a name', () => {
    const cut = (item: string) => `${'Linked To: NADIE; '.repeat(80).slice(0, 998 - item.length)}; ${item}`;
    const half = read(cut('Digital Currency Address - XBT 1InventedAddressAAAAAAAA'));
    expect(half.listing.wallets).toEqual([]);
    expect(half.notes).toEqual(['cut_off_remarks']);
    const name = read(cut("a.k.a. 'EL RELOJ"));
    expect(name.listing.names).toMatchObject([{ text: 'EL RELOJ', quality: 'weak' }]);
    expect(name.notes).toEqual(['cut_off_remarks']);
  });
});
