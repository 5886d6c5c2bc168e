import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ListingView, SnapshotView } from '@atalaya/contract/watchlists.ts';
import { describeWith, sharedFolder } from '@atalaya/engine/platform/testing/requirements.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootConformanceHouse, type ConformanceHouse, listFile } from './house.fixture.ts';

/** Names are read from the files while the test runs: none of them stands in this repository. */
const every = <T>(items: readonly T[], step: number): T[] => items.filter((_, i) => i % step === 0);

/** By its reference, or by an identity number of its own. */
const namesIt = (listing: ListingView, reference: string): boolean =>
  listing.reference === reference || listing.identifiers.some(({ value }) => value === reference);

describeWith(sharedFolder(), 'real lists in the whole product', (shared) => {
  const lists = join(shared, 'data/lists');
  const textOf = (path: string, encoding: BufferEncoding): string =>
    readFileSync(join(lists, path), encoding);
  const files = (...paths: string[]) => paths.map((path) => listFile(join(lists, path)));
  const imported = new Map<string, SnapshotView>();
  let house: ConformanceHouse;

  beforeAll(async () => {
    house = await bootConformanceHouse();
    await house.client.putCustomer({
      params: { reference: 'cliente-1' },
      body: { kind: 'person', name: { given: 'Prudencia', paternal: 'Ensayo' } },
    });
    const ofac = ['sdn', 'alt', 'add', 'sdn_comments'].map((name) => `ofac-2021-07/${name}.csv`);
    imported.set('ofac-sdn', await house.importList('ofac-sdn', 'ofac-sdn-csv', files(...ofac)));
    imported.set('un', await house.importList('un', 'un-xml', files('un-2026-02/UN_consolidated.xml')));
    imported.set(
      'sat-69b',
      await house.importList('sat-69b', 'mx-sat-69b', files('mx-sat-69b-2023-07/Listado_Completo_69-B.csv')),
    );
    imported.set(
      'ofac-crypto',
      await house.importList(
        'ofac-crypto',
        'ofac-crypto',
        files('ofac-crypto-2024-09/sanctioned_addresses_XBT.txt'),
      ),
    );
  }, 300_000);
  afterAll(() => house.close());

  test('each is a version with its hash, its date and its counts', async () => {
    const { items } = await house.client.listWatchlists();
    expect(Object.fromEntries(items.map((list) => [list.code, list.current?.listings]))).toEqual({
      'ofac-sdn': 8_976,
      un: 1_003,
      'sat-69b': 12_686,
      'ofac-crypto': 435,
    });
    for (const list of items) {
      expect(list.current).toEqual(imported.get(list.code));
      expect(list.current?.sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(list.stale).toBe(false);
    }
    expect(imported.get('un')?.issued_on).toBe('2026-02-27');
    expect(imported.get('ofac-sdn')?.names).toBeGreaterThanOrEqual(8_976 + 11_910);
    expect(imported.get('ofac-crypto')?.wallets).toBe(435);
  });

  /** The listing with this reference is found by this name, with reasons that lead to it. */
  async function expectFound(
    list: string,
    reference: string,
    body: { name: string; kind?: 'person' | 'organization' },
  ) {
    const { matches, snapshots } = await house.client.screen({ body });
    const match = matches.find((one) => one.listing.list === list && namesIt(one.listing, reference));
    expect(match, `${list} ${reference}`).toMatchObject({ match: true });
    expect(match?.reasons.length).toBeGreaterThan(0);
    expect(snapshots.find((one) => one.list === list)?.sha256).toBe(imported.get(list)?.sha256);
  }

  test('people of the OFAC list are found by given name and surname', async () => {
    const people = [
      ...textOf('ofac-2021-07/sdn.csv', 'latin1').matchAll(/^(\d+),"([^",]+), ([^",]+)","individual"/gm),
    ];
    expect(people.length).toBeGreaterThan(3000);
    for (const [, reference = '', family = '', given = ''] of every(people, 250))
      await expectFound('ofac-sdn', reference, { name: `${given} ${family}`, kind: 'person' });
  });

  test('people of the UN list are found by their names', async () => {
    const people = [
      ...textOf('un-2026-02/UN_consolidated.xml', 'utf8').matchAll(
        /<FIRST_NAME>([^<]+)<\/FIRST_NAME>\s*<SECOND_NAME>([^<]+)<\/SECOND_NAME>(?:\s*<THIRD_NAME>([^<]*)<\/THIRD_NAME>)?[\s\S]*?<REFERENCE_NUMBER>([^<]+)</g,
      ),
    ];
    expect(people.length).toBeGreaterThan(300);
    for (const [, first = '', second = '', third = '', reference = ''] of every(people, 40))
      await expectFound('un', reference.trim(), {
        name: `${first} ${second} ${third}`.trim(),
        kind: 'person',
      });
  });

  test('taxpayers of the 69-B list in force are found; those who were cleared are not', async () => {
    const rows = [
      ...textOf('mx-sat-69b-2023-07/Listado_Completo_69-B.csv', 'latin1').matchAll(
        /^\d+,([A-Z&Ñ]{3}\d{6}[A-Z0-9]{3}),"([^"]{20,})",(Definitivo|Desvirtuado),/gm,
      ),
    ];
    const inForce = rows.filter(([, , , status]) => status === 'Definitivo');
    const cleared = rows.filter(([, , , status]) => status === 'Desvirtuado');
    // Behind `//` the issuer notes in the name's column what a court ruled; nobody sends that as a name.
    const noted = inForce.filter(([, , name]) => name?.includes('//'));
    expect(inForce.length).toBeGreaterThan(1000);
    expect(noted.length).toBeGreaterThan(20);
    for (const [, rfc = '', text = ''] of [...every(inForce, 400), ...every(noted, 10)]) {
      const name = text.split('//')[0]?.trim() ?? '';
      await expectFound('sat-69b', rfc, { name, kind: 'organization' });
    }
    for (const [, rfc = '', name = ''] of every(cleared, 20)) {
      const { matches } = await house.client.screen({ body: { name, kind: 'organization' } });
      expect(matches.filter((one) => one.match && namesIt(one.listing, rfc))).toEqual([]);
    }
  });

  test('every listed bitcoin address is found, and a deposit from one is blocked by name of its list', async () => {
    const addresses = textOf('ofac-crypto-2024-09/sanctioned_addresses_XBT.txt', 'utf8').trim().split(/\s+/);
    for (const address of every(addresses, 20)) {
      const { matches } = await house.client.screen({ body: { network: 'bitcoin', address } });
      expect(matches.find((one) => one.listing.list === 'ofac-crypto')).toMatchObject({
        match: true,
        score: 1,
      });
    }
    const [address = ''] = addresses;
    const decision = await house.client.decideEvent({
      body: {
        id: 'listed-1',
        type: 'deposit',
        occurred_at: new Date().toISOString(),
        customer: 'cliente-1',
        asset: 'BTC',
        amount: '0.5',
        rail: 'crypto',
        wallet: { network: 'bitcoin', address },
      },
    });
    expect(decision.decision).toBe('block');
    expect(decision.reasons[0]).toMatchObject({ scenario: 'listed-source' });
    expect(decision.reasons[0]?.text.es).toContain('ofac-crypto');
  });

  test('a bank deposit sent by a listed name is held, with who and until when', async () => {
    const [, , name = ''] =
      /^\d+,([A-Z]{3}\d{6}[A-Z0-9]{3}),"([^"]{30,})",Definitivo,/m.exec(
        textOf('mx-sat-69b-2023-07/Listado_Completo_69-B.csv', 'latin1'),
      ) ?? [];
    const decision = await house.client.decideEvent({
      body: {
        id: 'listed-2',
        type: 'deposit',
        occurred_at: new Date().toISOString(),
        customer: 'cliente-1',
        asset: 'MXN',
        amount: '12000',
        rail: 'bank',
        counterparty: { name, kind: 'organization', country: 'MX' },
      },
    });
    expect(decision.decision).toBe('hold');
    expect(decision.reasons.find((one) => one.scenario === 'listed-name')?.text.es).toContain('sat-69b');
    expect(decision.hold).toMatchObject({ state: 'held' });
    expect(JSON.stringify(decision.customer_message)).not.toContain(name);
  });

  test('the next version replaces the one before; the way back is refused and leaves it', async () => {
    const next = files('ofac-2023-01/sdn.csv', 'ofac-2023-01/add.csv');
    // This copy has no file of aliases, so it has fewer names: a person has to accept that.
    await expect(house.importList('ofac-sdn', 'ofac-sdn-csv', next)).rejects.toMatchObject({
      problem: { code: 'watchlists.shrunk' },
    });
    const snapshot = await house.importList('ofac-sdn', 'ofac-sdn-csv', next, { accept_shrink: true });
    expect(snapshot).toMatchObject({ number: 2, listings: 11_443, current: true });
    await expect(
      house.importList('ofac-sdn', 'ofac-sdn-csv', files('ofac-2021-07/sdn.csv', 'ofac-2021-07/add.csv')),
    ).rejects.toMatchObject({ problem: { code: 'watchlists.shrunk' } });
    const { items } = await house.client.listSnapshots({ params: { code: 'ofac-sdn' } });
    expect(items.map((one) => [one.number, one.listings, one.current])).toEqual([
      [2, 11_443, true],
      [1, 8_976, false],
    ]);
  });
});
