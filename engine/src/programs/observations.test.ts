import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createWorld } from '@atalaya/world/world.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { customerErased } from '../modules/customers/events.ts';
import { ObservationArchive } from '../modules/decisions/backtest/archive/archive.ts';
import type { Numbered } from '../modules/decisions/backtest/archive/segment.ts';
import { compileRuleSet } from '../modules/monitoring/rule-set.ts';
import { FileChecker } from '../modules/monitoring/rule-sets/check-files.ts';
import { allRuleSets, storedFiles } from '../modules/monitoring/rule-sets/queries.ts';
import { offerShipped, type ShippedPorts } from '../modules/monitoring/rule-sets/shipped.ts';
import { keyEncryptionKey } from '../platform/config.ts';
import { asSystem } from '../platform/database.ts';
import { scenarioFiles } from './scenario-files.ts';
import { openTestHouse, type TestHouse } from './testing/house.ts';

/** What stands beside the decisions: the archive of observations, and scenarios that come with a newer product. */
let product: TestHouse;
let archive: ObservationArchive;
let last: number;

const send = async (path: string, values: readonly object[]): Promise<string> => {
  const reply = await fetch(`${product.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${product.key}`, 'content-type': 'application/x-ndjson' },
    body: values.map((value) => JSON.stringify(value)).join('\n'),
  });
  return reply.text();
};

beforeAll(async () => {
  product = await openTestHouse();
  const start = new Date(Date.now() - 10 * 86_400_000).toISOString();
  const world = createWorld({ seed: 'observations', customers: 30, start, days: 9, criminals: false });
  const people = [...world.customers()].map(({ reference, input }) => ({ reference, ...input }));
  expect(await send('/v1/customers/batch', people)).not.toContain('"problem"');
  const events = [...world.arrivals()].map((arrival) => arrival.event).slice(0, 330);
  expect(await send('/v1/events/batch', events)).not.toContain('"problem"');
  archive = opened();
  ({ last } = await product.ask<{ last: number }>('select max(entry) as last from decisions.decision'));
});
afterAll(() => product?.close());

const opened = (): ObservationArchive =>
  new ObservationArchive({
    ...product.house.foundation,
    secret: keyEncryptionKey(product.home),
    segment: 50,
  });

const readAll = async (from: ObservationArchive, after = 0): Promise<Numbered[]> => {
  const read: Numbered[] = [];
  const reach = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  for await (const group of from.read({ after, last, ...reach })) read.push(...group);
  return read;
};

const folder = (): string => join(product.home, 'observations');

test('files give back what the journal tells, whole and in part', async () => {
  const fromJournal = await readAll(archive);
  expect(readdirSync(folder()).length).toBeGreaterThan(0);
  const fromFiles = await readAll(opened());
  expect(fromFiles).toEqual(fromJournal);
  const { n } = await product.ask<{ n: number }>('select count(*) as n from decisions.decision');
  expect(fromFiles).toHaveLength(n);
  const after = fromJournal[120]?.entry ?? 0;
  expect(await readAll(archive, after)).toEqual(fromJournal.slice(121));
});

test('it says what each decision found, and which rule-sets decided, at a glance too', async () => {
  const { version } = product.house.deciding.monitor;
  const { stored } = await product.ask<{ stored: object[] }>(
    `select jsonb_agg(jsonb_build_object('entry', entry, 'scenarios', scenarios) order by entry) as stored
     from decisions.decision`,
  );
  const read = await readAll(opened());
  expect(read.map(({ entry, decided }) => ({ entry, scenarios: decided?.scenarios }))).toEqual(stored);
  expect(new Set(read.map(({ decided }) => decided?.ruleSet))).toEqual(new Set([version]));
  const reach = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const seen: [number, string][] = [];
  for await (const group of opened().glance({ after: 0, last, ...reach }))
    for (const { entry, observation } of group) seen.push([entry, observation.eventId]);
  expect(seen).toEqual(read.map(({ entry, observation }) => [entry, observation.eventId]));
  expect(await opened().versions({ after: 0, last, ...reach }, () => undefined)).toEqual(new Set([version]));
  const before = { from: 0, to: Date.UTC(2000, 0, 1) };
  const whole = opened();
  await whole.versions({ after: 0, last, ...reach }, () => undefined);
  expect(await whole.versions({ after: 0, last: read[99]?.entry ?? 0, ...before }, () => undefined)).toEqual(
    new Set(),
  );
});

test('a file that is missing, spoilt at its head, or of another journal is made again', async () => {
  const whole = await readAll(opened());
  const [first = '', ...more] = readdirSync(folder()).sort();
  const bytes = readFileSync(join(folder(), first));
  writeFileSync(join(folder(), first), 'spoilt');
  expect(await readAll(opened())).toEqual(whole);
  const leaf = /"leaf":"([0-9a-f]{64})"/.exec(bytes.toString('latin1'))?.[1] ?? '';
  const other = Buffer.from(bytes.toString('latin1').replace(leaf, 'f'.repeat(64)), 'latin1');
  writeFileSync(join(folder(), first), other);
  expect(await readAll(opened())).toEqual(whole);
  expect(readdirSync(folder()).sort()).toEqual([first, ...more]);
});

test('what was sealed of an erased person is in no file any more', async () => {
  const whole = await readAll(archive);
  const known = whole.find(({ observation }) => observation.device?.id != null);
  const person = known?.observation.customer.id ?? '';
  const { journal, db, vault } = product.house.foundation;
  await asSystem(db, async (tx) => {
    await journal.record(tx, customerErased, {
      entity: product.entity,
      actor: 'system:test',
      subject: person,
      data: { erased: true, warnings: [], reason: 'test', legal_basis: 'test' },
    });
    await vault.erase(tx, person);
  });
  for (const from of [archive, opened()]) {
    const left = await readAll(from);
    expect(left).toHaveLength(whole.length);
    const theirs = left.filter(({ observation }) => observation.customer.id === person);
    expect(theirs.length).toBeGreaterThan(0);
    for (const { observation } of theirs) expect(observation.device?.id ?? null).toBeNull();
  }
});

test('newer scenarios of the product become a draft on top of what is live, never live', async () => {
  const { db, journal } = product.house.foundation;
  const checker = new FileChecker();
  const ports: ShippedPorts = {
    db,
    journal,
    compile: compileRuleSet,
    check: async (files) => checker.files(files),
  };
  const shipped = scenarioFiles().map(({ path, text }) => ({ path: path.split('/').at(-1) ?? '', text }));
  expect(await offerShipped(ports, shipped)).toBeNull();
  const [dropped, changed, ...rest] = shipped;
  const newer = [{ ...changed, path: changed?.path ?? '', text: `${changed?.text}# newer\n` }, ...rest];
  const id = await offerShipped(ports, newer);
  const [draft] = await asSystem(db, allRuleSets);
  expect(draft).toMatchObject({ id, state: 'draft', origin: 'shipped', problems: 0, live_since: null });
  const files = await asSystem(db, (tx) => storedFiles(tx, id ?? ''));
  expect(files.map(({ file }) => file)).not.toContain(dropped?.path);
  expect(files.find(({ file }) => file === changed?.path)?.text).toContain('# newer');
  expect(await offerShipped(ports, newer)).toBeNull();
});
