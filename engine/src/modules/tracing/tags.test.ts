import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BootedModule, bootModule } from '../access/http.fixture.ts';
import { mountTags } from './tag-routes.ts';
import { tagEntryTypes } from './tags/events.ts';
import { createTagBook, type TagBook } from './tags/tag-book.ts';

/** TagPacks in and out over HTTP, with two times. Addresses are those of published examples; actors are invented. */
let house: BootedModule;
let home: string;
let tags: TagBook;

const POOL = '1BoatSLRHtKNngkdXEeobR76b53LETtpyT';
const SHOP = '0xfb6916095ca1df60bb79ce92ce3ea74c37c5d359';
const SHOP_MIXED = '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359';

const PACK = `title: Mercados inventados
creator: Equipo de pruebas
confidence: forensic
source: https://example.test/informe
currency: BTC
lastmod: 2026-05-01
tags:
- address: ${POOL}
  label: Minas del Sur
  actor: minasdelsur
  category: miner
- address: '${SHOP_MIXED}'
  label: 'Mercado: Negro'
  currency: 'ETH '
  abuse: darknet
  category: exchange
- address: 3J98t1WpEZ73CNmQviecrnyiWrnqRhWNLz
  label: una letra mal
- address: 0x0000000000000000000000000000000000000000
  currency: ETH
  label: nadie
- address: abc
  currency: EOS
  label: otra red
`;

beforeAll(async () => {
  house = await bootModule(tagEntryTypes, '2026-07-01T12:00:00Z');
  home = mkdtempSync(join(tmpdir(), 'atalaya-tags-'));
  tags = createTagBook(home);
  const { db, journal } = house;
  const imported = (): Promise<void> => tags.load(db, house.now());
  mountTags(house.http, { db, journal, now: house.now, tags, imported });
});

afterAll(async () => {
  await house.close();
  rmSync(home, { recursive: true });
});

const importPack = (code: string, text: string, more: object = {}) =>
  house.call('POST', `/v1/tag-packs/${code}/versions`, {
    format: 'tagpack',
    files: [{ name: `${code}.yaml`, base64: Buffer.from(text).toString('base64') }],
    ...more,
  });

describe('tag packs', () => {
  test('come in whole, with what cannot be used counted by its reason', async () => {
    const reply = await importPack('mercados', PACK, { licence: 'CC0-1.0' });
    expect(reply.json()).toMatchObject({
      number: 1,
      added: 2,
      counts: {
        tags: 2,
        rows: 5,
        quarantined: 3,
        problems: { address_malformed: 1, null_address: 1, network_unknown: 1 },
      },
    });
  });

  test('are told of an address in any spelling, on every network that shares its key', async () => {
    expect(tags.index.categories('polygon', SHOP_MIXED)).toEqual(['darknet_market', 'exchange']);
    expect(tags.index.categories('bitcoin', SHOP)).toEqual([]);
    const [tag] = tags.index.find('ethereum', SHOP.toUpperCase().replace('0X', '0x'));
    expect(tag).toMatchObject({
      label: 'Mercado: Negro',
      category: 'darknet_market',
      confidence: 50,
      confidenceName: 'forensic',
      source: 'https://example.test/informe',
      licence: 'CC0-1.0',
      pack: 'mercados',
      lastmod: '2026-05-01',
    });
    expect(tags.index.service('bitcoin', POOL)).toEqual({
      entity: 'minasdelsur',
      category: 'mining_pool',
      confidence: 50,
    });
  });

  test('that change keep what was known before, and say since when', async () => {
    house.clock.ms = Date.parse('2026-08-01T00:00:00Z');
    const changed = PACK.replace('Minas del Sur', 'Minas del Norte').replace('abuse: darknet', 'abuse: scam');
    expect((await importPack('mercados', changed, { licence: 'CC0-1.0' })).json()).toMatchObject({
      number: 2,
      added: 1,
      removed: 1,
      changed: 1,
    });
    const labels = async (query: string): Promise<string[]> => {
      const reply = await house.call('GET', `/v1/addresses/bitcoin/${POOL}/tags${query}`);
      return reply.json().tags.map((tag: { label: string }) => tag.label);
    };
    expect(await labels('')).toEqual(['Minas del Norte']);
    expect(await labels('?known_at=2026-07-15T00:00:00Z')).toEqual(['Minas del Sur']);
    expect((await labels('?history=true')).sort()).toEqual(['Minas del Norte', 'Minas del Sur']);
    expect(await labels('?known_at=2026-06-15T00:00:00Z')).toEqual([]);
  });

  test('that contradict each other stand side by side, the private word first', async () => {
    const own = `title: Propias\ncreator: Nosotros\nconfidence: manual_transaction\ncurrency: BTC\ntags:\n- address: ${POOL}\n  label: Cliente institucional\n  actor: fondocasa\n  category: exchange\n  source: expediente 12\n`;
    await importPack('propias', own, { tier: 'private', licence: 'own' });
    const body = (await house.call('GET', `/v1/addresses/bitcoin/${POOL}/tags`)).json();
    expect(body.tags.map((tag: { pack: string }) => tag.pack)).toEqual(['propias', 'mercados']);
    expect(body.conflicts).toEqual([
      { about: 'actor', said: ['fondocasa', 'minasdelsur'] },
      { about: 'category', said: ['exchange', 'mining_pool'] },
    ]);
  });

  test('the same file again changes nothing; the journal says it was looked at', async () => {
    const { version } = tags.index;
    const again = PACK.replace('Minas del Sur', 'Minas del Norte').replace('abuse: darknet', 'abuse: scam');
    expect((await importPack('mercados', again, { licence: 'CC0-1.0' })).json().number).toBe(2);
    expect(tags.index.version).toBe(version);
  });

  test('go out as a TagPack that comes in again as the same tags', async () => {
    const { yaml } = (await house.call('GET', '/v1/tag-packs/mercados/yaml')).json();
    const reply = await importPack('copia', yaml);
    expect(reply.json().counts).toMatchObject({ tags: 2, quarantined: 0, without_confidence: 0 });
    expect(tags.index.categories('ethereum', SHOP)).toEqual(['exchange', 'scam']);
  });

  test('are read from the compiled file by a start, and compiled again where it is damaged', async () => {
    const [file = ''] = readdirSync(join(home, 'tags'));
    const fresh = createTagBook(home);
    await fresh.load(house.db, house.now());
    expect(fresh.index.version).toBe(tags.index.version);
    writeFileSync(join(home, 'tags', file), 'ATLTAGS1 cut off');
    const healed = createTagBook(home, 0); // in a thread of its own
    await healed.load(house.db, house.now());
    expect(healed.index.find('bitcoin', POOL)).toEqual(tags.index.find('bitcoin', POOL));
  });
});

describe('other feeds', () => {
  test('a csv names its columns; OFAC’s files name the asset', async () => {
    const csv = `banned_address,wallet_tag,data_source\n${SHOP},Phish inventado,lista\n0x12,corta,lista\n`;
    const reply = await importPack('lista', csv, {
      format: 'csv',
      defaults: { network: 'ethereum', category: 'phishing', confidence: 'web_crawl' },
    });
    expect(reply.json().counts).toMatchObject({ tags: 1, quarantined: 1 });
    expect(tags.index.categories('ethereum', SHOP)).toContain('phishing');
    const ofac = await house.call('POST', '/v1/tag-packs/ofac/versions', {
      format: 'ofac-crypto',
      tier: 'authority',
      files: [{ name: 'sanctioned_addresses_XBT.txt', base64: Buffer.from(`${POOL}\n`).toString('base64') }],
    });
    expect(ofac.json().counts.tags).toBe(1);
    expect(tags.index.categories('bitcoin', POOL)).toEqual(['exchange', 'mining_pool', 'sanctions']);
  });

  test('an ActorPack says who is behind a label', async () => {
    const actors = `title: Actores\ncreator: Nosotros\nactors:\n- id: minasdelsur\n  label: Minas del Sur SA\n  uri: https://minas.example\n  jurisdictions:\n  - CL\n  categories:\n  - miner\n`;
    await importPack('actores', actors, { format: 'actorpack' });
    expect((await house.call('GET', '/v1/actors/minasdelsur')).json().items).toEqual([
      {
        id: 'minasdelsur',
        pack: 'actores',
        label: 'Minas del Sur SA',
        uri: 'https://minas.example',
        categories: ['miner'],
        jurisdictions: ['CL'],
      },
    ]);
    expect((await house.call('GET', '/v1/actors/nadie')).statusCode).toBe(404);
  });

  test.each([
    ['not YAML at all', 'title: [\ntags:\n- address: x\n', 'tags.unparseable'],
    ['a pack without tags', 'title: x\n', 'tags.unparseable'],
    [
      'nothing usable',
      'title: x\ncurrency: BTC\ntags:\n- address: nope\n  label: x\n',
      'tags.nothing_usable',
    ],
  ])('%s is refused and leaves nothing', async (_what, text, code) => {
    const reply = await importPack('roto', text);
    expect(reply.json().code).toBe(code);
    const packs = (await house.call('GET', '/v1/tag-packs')).json().items;
    expect(packs.some((pack: { code: string }) => pack.code === 'roto')).toBe(false);
  });

  test('an unknown step of the ladder is refused', async () => {
    const reply = await importPack('mercados', PACK, { defaults: { confidence: 'certain' } });
    expect(reply.json()).toMatchObject({ code: 'tags.default_unknown' });
  });
});

test('many addresses at once: what decisions are told, and every tag; a broken one is named', async () => {
  const screen = (address: string) =>
    house.call('POST', '/v1/addresses/screen', { addresses: [{ network: 'ethereum', address }] });
  const [item] = (await screen(SHOP)).json().items;
  expect(item.categories).toContain('scam');
  expect(item.tags[0]).toHaveProperty('source');
  expect((await screen(SHOP_MIXED.replace('fB', 'FB'))).json().code).toBe('wallets.address_malformed');
});
