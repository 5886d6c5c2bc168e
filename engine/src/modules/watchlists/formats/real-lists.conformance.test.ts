import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { canonicalText } from '../../../kernel/canonical.ts';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { csvRows } from '../csv-rows.ts';
import type { Listing } from '../listing.ts';
import { compareSnapshots, ensureNotShrunk } from './compare-snapshots.ts';
import { type ListFormat, type ParsedList, parseList } from './parse-list.ts';

const tally = (items: Iterable<string>): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const item of items) counts[item] = (counts[item] ?? 0) + 1;
  return counts;
};
const kinds = (listings: readonly Listing[]) => tally(listings.map((listing) => listing.kind));
const assets = (listings: readonly Listing[]) =>
  tally(listings.flatMap((listing) => listing.wallets.map((wallet) => wallet.asset)));
const problemCodes = (list: ParsedList) => tally(list.problems.map((problem) => problem.code));

/** Counts are those of the manifest beside the data. */
describeWith(sharedFolder(), 'real lists', (shared) => {
  const lists = join(shared, 'data/lists');
  const read = (format: ListFormat, ...paths: string[]): Promise<ParsedList> =>
    parseList(
      format,
      paths.map((path) => ({
        name: path.slice(path.lastIndexOf('/') + 1),
        content: readFileSync(join(lists, path)),
      })),
    );
  const rowsOf = (path: string) => [...csvRows(readFileSync(join(lists, path), 'utf8'))];
  const ofac2021 = ['sdn', 'alt', 'add', 'sdn_comments'].map((name) => `ofac-2021-07/${name}.csv`);

  it('OFAC SDN of July 2021: the whole set, nothing lost', async () => {
    const list = await read('ofac-sdn-csv', ...ofac2021);
    expect(list.problems).toEqual([]);
    expect(list.counts.listings).toBe(8_976);
    expect(list.counts.names - list.counts.weakNames).toBe(8_976 + 11_910);
    const addresses = rowsOf('ofac-2021-07/add.csv');
    expect(addresses).toHaveLength(13_837);
    const empty = addresses.filter(({ cells }) => cells.slice(2, 5).every((cell) => cell.trim() === '-0-'));
    expect(list.counts.addresses).toBe(13_837 - empty.length);
    const sdn = readFileSync(join(lists, 'ofac-2021-07/sdn.csv'), 'latin1');
    const more = readFileSync(join(lists, 'ofac-2021-07/sdn_comments.csv'), 'latin1');
    const written = `${sdn}${more}`.match(/Digital Currency Address - [A-Z]+ [A-Za-z0-9]{26,}/g) ?? [];
    expect(list.counts.wallets).toBeGreaterThanOrEqual(written.length);
    for (const listing of list.listings) canonicalText(listing);
  });

  it('OFAC SDN of January 2023: kinds, birth dates, weak aliases, identity numbers, wallets', async () => {
    const list = await read('ofac-sdn-csv', 'ofac-2023-01/sdn.csv', 'ofac-2023-01/add.csv');
    expect(list.counts.listings).toBe(11_443);
    expect(kinds(list.listings)).toMatchObject({ person: 5_890, vessel: 685, aircraft: 293 });
    // The manifest's 5,762 counts the texts "DOB", one of which is the bank code DOBADEF1.
    expect(list.listings.filter((listing) => listing.birthDates.length > 0)).toHaveLength(5_762 - 1);
    const names = list.listings.flatMap((listing) => listing.names);
    expect(names.filter(({ kind, quality }) => kind === 'aka' && quality === 'weak')).toHaveLength(2_738);
    const types = tally(list.listings.flatMap((listing) => listing.identifiers.map(({ type }) => type)));
    expect(types).toMatchObject({ cedula: 497, nit: 356, curp: 355, rfc: 348 });
    // 209 mentions; 7 are cut off inside or before the address by the width of the column, and sdn_comments is absent.
    expect(problemCodes(list)).toEqual({ cut_off_remarks: 14 });
    expect(assets(list.listings)).toEqual({
      BTC: 153,
      ETH: 29,
      LTC: 4,
      XMR: 3,
      DASH: 3,
      USDT: 3,
      ZEC: 2,
      BCH: 2,
      BTG: 1,
      ETC: 1,
      XVG: 1,
    });
  });

  it('aliases of December 2025 without their names: orphans reported, one per row', async () => {
    const aliases = rowsOf('ofac-2025-12/alt.csv');
    expect(aliases).toHaveLength(20_107);
    expect(tally(aliases.map(({ cells }) => cells[2] ?? ''))).toEqual({ aka: 19_551, fka: 539, nka: 17 });
    // The manifest's 8,654 counts the end-of-file byte as one more.
    expect(new Set(aliases.map(({ cells }) => cells[0])).size).toBe(8_654 - 1);
    const known = new Set(rowsOf('ofac-2021-07/sdn.csv').map(({ cells }) => cells[0]));
    const list = await read('ofac-sdn-csv', 'ofac-2021-07/sdn.csv', 'ofac-2025-12/alt.csv');
    const orphans = list.problems.filter((problem) => problem.code === 'orphan');
    expect(orphans).toHaveLength(aliases.filter(({ cells }) => !known.has(cells[0] ?? '')).length);
    expect(orphans.length).toBeGreaterThan(5_000);
    const strong = list.listings
      .flatMap((listing) => listing.names)
      .filter((name) => name.quality === 'strong');
    expect(strong).toHaveLength(8_976 + aliases.length - orphans.length);
  });

  it('OFAC non-SDN of December 2025 by the same reader', async () => {
    const list = await read(
      'ofac-sdn-csv',
      ...['prim', 'alt', 'add', 'comments'].map((name) => `ofac-nonsdn-2025-12/cons_${name}.csv`),
    );
    expect(list.counts.listings).toBe(442);
    expect(list.counts.names - list.counts.weakNames).toBe(442 + 1_073);
    expect(list.problems).toEqual([]);
  });

  it('UN of February 2026', async () => {
    const list = await read('un-xml', 'un-2026-02/UN_consolidated.xml');
    expect(list.issuedOn).toBe('2026-02-27');
    expect(kinds(list.listings)).toEqual({ person: 730, organization: 273 });
    expect(list.listings.every((listing) => listing.listedOn !== undefined)).toBe(true);
    expect(
      list.listings.flatMap((listing) => listing.birthDates.filter((birth) => birth.circa)).length,
    ).toBeGreaterThan(100);
    expect(problemCodes(list)).toEqual({ unreadable_date: 3 });
  });

  it('SAT 69-B of July 2023: the status decides', async () => {
    const list = await read('mx-sat-69b', 'mx-sat-69b-2023-07/Listado_Completo_69-B.csv');
    expect(tally(list.listings.map((listing) => listing.status ?? ''))).toEqual({
      Definitivo: 10_895,
      'Sentencia Favorable': 1_328,
      Desvirtuado: 331,
      Presunto: 132,
    });
    expect(list.counts).toMatchObject({ listings: 12_686, active: 10_895 + 132 });
    expect(kinds(list.listings).person).toBe(2_620);
    expect(new Set(list.listings.map((listing) => listing.reference)).size).toBe(12_686);
  });

  it('OFAC crypto extracts of September 2024', async () => {
    const folder = 'ofac-crypto-2024-09';
    const extracts = readdirSync(join(lists, folder)).filter((name) => /\.(?:txt|json)$/.test(name));
    const list = await read('ofac-crypto', ...extracts.map((name) => `${folder}/${name}`));
    expect(list.counts.wallets).toBe(654);
    expect(assets(list.listings)).toMatchObject({
      BTC: 435,
      ETH: 152,
      USDT: 26,
      LTC: 10,
      BCH: 7,
      TRX: 6,
      USDC: 2,
    });
  });

  it('from 2021 to 2023 the list grew; the way back is refused', async () => {
    const before = await read('ofac-sdn-csv', 'ofac-2021-07/sdn.csv', 'ofac-2021-07/add.csv');
    const after = await read('ofac-sdn-csv', 'ofac-2023-01/sdn.csv', 'ofac-2023-01/add.csv');
    const delta = compareSnapshots(before.listings, after.listings);
    expect(8_976 + delta.added.length - delta.removed.length).toBe(11_443);
    expect(delta.changed.length + delta.unchanged + delta.removed.length).toBe(8_976);
    expect(() => ensureNotShrunk(before.counts, after.counts)).not.toThrow();
    expect(() => ensureNotShrunk(after.counts, before.counts)).toThrow(
      expect.objectContaining({ code: 'watchlists.shrunk' }),
    );
  });

  it('cut off anywhere, a real file is refused', async () => {
    const whole = readFileSync(join(lists, 'un-2026-02/UN_consolidated.xml'));
    for (const share of [0.1, 0.5, 0.9, 0.999]) {
      const content = whole.subarray(0, Math.floor(whole.length * share));
      await expect(parseList('un-xml', [{ name: 'un.xml', content }])).rejects.toMatchObject({
        code: 'watchlists.unparseable',
      });
    }
    const sdn = readFileSync(join(lists, 'ofac-2021-07/sdn.csv'));
    const content = sdn.subarray(0, sdn.lastIndexOf('DJIBO'));
    await expect(parseList('ofac-sdn-csv', [{ name: 'sdn.csv', content }])).rejects.toMatchObject({
      code: 'watchlists.unparseable',
      details: [{ field: 'sdn.csv', row: 8_976 }],
    });
  });
});
