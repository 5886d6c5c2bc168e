import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { describeWith, sharedFolder } from '../../../platform/testing/requirements.ts';
import { readActorPack } from './actor-pack.ts';
import { compileTags } from './compile.ts';
import { readPackText } from './pack-yaml.ts';
import { TagIndex } from './tag-index.ts';
import { readTagPack } from './tag-pack.ts';

/** GraphSense's public TagPacks: all 524,170 rows read, what is wrong with them counted. */
describeWith(sharedFolder(), 'TagPacks', (shared) => {
  const folder = join(shared, 'data/chain/tagpacks');
  const packs = globSync(join(folder, 'packs/**/*.yaml')).sort();
  const read = (path: string): string => readFileSync(path, 'utf8');
  /** 336,208 deposit addresses of one exchange, all alike: one file of the seven stands for them. */
  const alike = /bitmex_[0-5]/;

  test('86 packs, 524,170 rows', () => {
    expect(packs).toHaveLength(86);
    const rows = packs.reduce(
      (sum, path) => sum + (read(path).match(/^ *- .*address:|^ *address:/gm) ?? []).length,
      0,
    );
    expect(rows).toBe(524_170);
  });

  test('every row is a tag or is counted with its reason', { timeout: 60_000 }, async () => {
    const counts: Record<string, number> = {};
    const problems: Record<string, number> = {};
    let without = 0;
    for (const path of packs.filter((one) => !alike.test(one))) {
      const { tags, problems: found, rows, withoutConfidence } = await readTagPack(read(path));
      expect(tags.length + found.filter((one) => one.quarantined).length, basename(path)).toBe(rows);
      for (const { category } of tags) counts[category] = (counts[category] ?? 0) + 1;
      for (const { problem } of found) problems[problem] = (problems[problem] ?? 0) + 1;
      without += withoutConfidence;
    }
    expect(without).toBe(3923);
    expect(problems).toMatchObject({ null_address: 16, duplicate: 13 });
    expect(counts).toMatchObject({
      ransomware: 14_635,
      phishing: 5886,
      gambling: 2719,
      stolen_funds: 1209,
      terrorism: 155,
      mining_pool: 37_895,
      coinjoin: 36_550,
    });
  });

  test.each([
    'ofac',
    'hacks',
    'walletexplorer',
    'usdt_blacklist',
    'defi-protocols-csh',
    'exchange-wallets-kucoin',
  ])('the quick reader and a YAML parser agree on %s', (name) => {
    const text = read(join(folder, `packs/${name}.yaml`));
    const whole = parse(text, { schema: 'failsafe', version: '1.1', uniqueKeys: false });
    const { header, entries } = readPackText(text, 'tags');
    expect(entries.map(({ fields }) => fields)).toEqual(whole.tags);
    expect({ ...header, tags: null }).toEqual({ ...whole, tags: null });
  });

  test('a tag is found by its address, with its source', async () => {
    const { tags: told } = await readTagPack(read(join(folder, 'packs/hydra.yaml')));
    const tags = told.map(({ context: _context, ...tag }) => ({
      ...tag,
      pack: 'hydra',
      tier: 'public' as const,
      licence: 'MIT',
    }));
    const index = new TagIndex(compileTags(tags, 'one'));
    expect(index.categories('bitcoin', '1BCWMwpR4M1nYUuuYe2bmzrNuwGoF9ZAbA')).toEqual(['darknet_market']);
    for (const tag of tags) expect(index.findKey(tag.network, tag.address)).toContainEqual(tag);
  });

  test('the ActorPack', () => {
    const { actors } = readActorPack(read(join(folder, 'actors/graphsense.actorpack.yaml')));
    expect(actors).toHaveLength(3813);
    expect(actors.find(({ id }) => id === 'binance')).toMatchObject({
      label: expect.stringMatching(/binance/i),
    });
  });
});
