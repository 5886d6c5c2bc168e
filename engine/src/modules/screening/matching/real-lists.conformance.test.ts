import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isFailure } from '../../../kernel/failure.ts';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { csvRows } from '../../watchlists/csv-rows.ts';
import { countryCode } from '../../watchlists/formats/country-names.ts';
import { type ListFormat, parseList } from '../../watchlists/formats/parse-list.ts';
import type { Listing } from '../../watchlists/listing.ts';
import { DEFAULT_THRESHOLD, type NameQuery } from '../match.ts';
import { screenName } from './screen-name.ts';
import { screenWallet } from './screen-wallet.ts';
import { buildIndex } from './screening-index.ts';

/** Small deterministic generator (Mulberry32): the seed is the bug report. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One slip at a random letter: left out, replaced, doubled up with another, or swapped with its neighbour. */
function withTypo(text: string, random: () => number): string {
  const letters = [...text];
  const places = letters.flatMap((letter, at) => (/\p{L}/u.test(letter) ? [at] : []));
  const at = places[Math.floor(random() * places.length)] ?? 0;
  const other = String.fromCharCode(97 + Math.floor(random() * 26));
  const kind = Math.floor(random() * 4);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters[at] = other;
  else if (kind === 2) letters.splice(at, 0, other);
  else letters.splice(at, 2, letters[at + 1] ?? '', letters[at] ?? '');
  return letters.join('');
}

const pick = <T>(items: readonly T[], random: () => number, count: number): T[] => {
  const left = [...items];
  return Array.from({ length: Math.min(count, left.length) }, () =>
    left.splice(Math.floor(random() * left.length), 1),
  ).flat();
};

describeWith(sharedFolder(), 'matching on real lists', async (shared) => {
  const lists = join(shared, 'data/lists');
  const read = async (format: ListFormat, ...paths: string[]): Promise<Listing[]> => {
    const files = paths.map((path) => ({
      name: path.slice(path.lastIndexOf('/') + 1),
      content: readFileSync(join(lists, path)),
    }));
    return (await parseList(format, files)).listings;
  };
  const ofac = await read(
    'ofac-sdn-csv',
    ...['sdn', 'alt', 'add', 'sdn_comments'].map((name) => `ofac-2021-07/${name}.csv`),
  );
  const un = await read('un-xml', 'un-2026-02/UN_consolidated.xml');
  const sat = await read('mx-sat-69b', 'mx-sat-69b-2023-07/Listado_Completo_69-B.csv');
  const index = buildIndex([
    { list: 'ofac', listings: ofac },
    { list: 'un', listings: un },
    { list: 'sat', listings: sat },
  ]);

  it('indexes only listings in force', () => {
    expect(index.size.listings).toBe(8_976 + 1_003 + 10_895 + 132);
  });

  it('finds at least 97 % of 200 UN names with one typo first among the UN listings, and 95 % of them alert', () => {
    const random = seeded(20_260_227);
    let first = 0;
    let alerted = 0;
    for (const listing of pick(un, random, 200)) {
      const name = withTypo(listing.names[0]?.text ?? '', random);
      const kind = listing.kind === 'person' ? 'person' : 'organization';
      const matches = screenName(index, { name, kind }, { threshold: 0.01, limit: 50 }).filter(
        ({ list }) => list === 'un',
      );
      if (matches[0]?.reference === listing.reference) first += 1;
      const own = matches.find(({ reference }) => reference === listing.reference);
      if (own !== undefined && own.score >= DEFAULT_THRESHOLD) alerted += 1;
    }
    expect(first / 200).toBeGreaterThanOrEqual(0.97);
    expect(alerted / 200).toBeGreaterThanOrEqual(0.95);
  });

  it('finds every name of the UN list written as it is listed', () => {
    const missed = un.filter((listing) => {
      const text = listing.names[0]?.text ?? '';
      return !screenName(index, { name: text }, { limit: 50 }).some(
        ({ reference }) => reference === listing.reference,
      );
    });
    expect(missed.map((listing) => listing.reference)).toEqual([]);
  });

  it('finds 69-B persons by given names first and without the maternal surname', () => {
    const persons = sat.filter((listing) => listing.active && listing.kind === 'person');
    const samples = pick(persons, seeded(69), 200).flatMap((listing) => {
      const [paternal, maternal, ...given] = (listing.names[0]?.text ?? '').trim().split(/\s+/);
      return given.length === 0 ? [] : [{ listing, name: `${given.join(' ')} ${paternal}`, maternal }];
    });
    const found = samples.filter(({ listing, name }) =>
      screenName(index, { name, kind: 'person', birthDate: listing.birthDates[0]?.from }, { limit: 50 }).some(
        ({ reference }) => reference === listing.reference,
      ),
    );
    expect(found.length / samples.length).toBeGreaterThanOrEqual(0.97);
  });

  it('alerts on few of 500 clean customers by name, and on fewer with birth date and country', () => {
    const customers = [
      ...csvRows(readFileSync(join(shared, 'data/names/clean_customers_global.csv'), 'utf8')),
    ].slice(1);
    const alerts = { name: 0, birth: 0, country: 0 };
    for (const { cells } of pick(customers, seeded(2_000), 500)) {
      const [name = '', , , , , birthDate, , nationality] = cells;
      const hit = (query: NameQuery): boolean => {
        try {
          return screenName(index, query).length > 0;
        } catch (error) {
          if (isFailure(error)) return false;
          throw error;
        }
      };
      const query = { name, kind: 'person', birthDate } as const;
      if (hit({ name, kind: 'person' })) alerts.name += 1;
      if (hit(query)) alerts.birth += 1;
      if (hit({ ...query, country: countryCode(nationality) })) alerts.country += 1;
    }
    expect(alerts.birth).toBeLessThanOrEqual(alerts.name);
    expect(alerts.country / 500).toBeLessThanOrEqual(0.015);
    expect(alerts.name / 500).toBeLessThanOrEqual(0.03);
  });

  it('finds every wallet of the list in the case rules of its network, and none of its neighbours', () => {
    for (const listing of ofac) {
      for (const { address, network } of listing.wallets) {
        const found = (asked: string) =>
          screenWallet(index, { address: asked, network }).some(
            ({ reference }) => reference === listing.reference,
          );
        expect(found(address)).toBe(true);
        const free = /^(?:0x|bc1|ltc1|q)/.test(address);
        expect(found(address.toUpperCase())).toBe(free || address === address.toUpperCase());
        expect(found(`${address.slice(0, -1)}${address.endsWith('2') ? '3' : '2'}`)).toBe(false);
      }
    }
  });

  it('labelled pairs (training part): precision and recall at the default threshold', () => {
    const pairs = [...csvRows(readFileSync(join(shared, 'data/names/name_bench_train.csv'), 'utf8'))].slice(
      1,
    );
    const tally = { hit: 0, miss: 0, wrong: 0 };
    for (const { cells } of pairs) {
      const [, schema, asked = '', listed = '', truth] = cells;
      const kind = schema === 'Person' ? 'person' : 'organization';
      const names = [{ text: listed, kind: 'primary', quality: 'strong' } as const];
      const pair = buildIndex([
        { list: 'pair', listings: [{ ...(un[0] as Listing), reference: 'pair', kind, names }] },
      ]);
      const score = screenName(pair, { name: asked, kind })[0]?.score ?? 0;
      if (score >= DEFAULT_THRESHOLD && truth === 'true') tally.hit += 1;
      else if (score >= DEFAULT_THRESHOLD) tally.wrong += 1;
      else if (truth === 'true') tally.miss += 1;
    }
    const [precision, recall] = [tally.hit / (tally.hit + tally.wrong), tally.hit / (tally.hit + tally.miss)];
    expect((2 * precision * recall) / (precision + recall)).toBeGreaterThanOrEqual(0.8);
  });
});
