import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Event } from '@atalaya/contract/activity.ts';
import { describeWith, sharedFolder } from '@atalaya/engine/platform/testing/requirements.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Block, merkleRootOf, readBlock } from './bitcoin-block.ts';
import { bootConformanceHouse, type ConformanceHouse } from './house.fixture.ts';

const CUSTOMER = 'cliente-btc';

/** Addresses of a TagPack, as an operator would keep them: a csv of address and label. */
function packAsCsv(path: string): { csv: Buffer; addresses: ReadonlySet<string> } {
  const tags = [...readFileSync(path, 'utf8').matchAll(/^- address: (\S+)\n((?: {2}.*\n)*)/gm)];
  const labels = new Map(
    tags.map(([, address = '', rest = '']) => [address, /^ {2}label: (.*)$/m.exec(rest)?.[1]]),
  );
  const lines = [...labels].map(([address, label]) => `${address},"${(label ?? '').replaceAll('"', '""')}"`);
  return { csv: Buffer.from(['address,label', ...lines, ''].join('\n')), addresses: new Set(labels.keys()) };
}

const mapping = {
  reference: 'address',
  name: 'label',
  wallet: 'address',
  asset: '=BTC',
  network: '=bitcoin',
  kind: '=organization',
};

const inBitcoin = (satoshi: bigint): string =>
  `${satoshi / 100_000_000n}.${String(satoshi % 100_000_000n).padStart(8, '0')}`.replace(/\.?0+$/, '');

/** Payments of real blocks, as an exchange would tell them, against lists made of other people's tags. */
describeWith(sharedFolder(), 'a real Bitcoin block', (shared) => {
  const chain = join(shared, 'data/chain');
  const blockOf = (name: string): Block => readBlock(readFileSync(join(chain, 'btc', name)));
  let house: ConformanceHouse;

  beforeAll(async () => {
    house = await bootConformanceHouse();
    await house.client.putCustomer({
      params: { reference: CUSTOMER },
      body: { kind: 'person', name: { given: 'Prudencia', paternal: 'Ensayo' } },
    });
  }, 300_000);
  afterAll(() => house.close());

  const movement = (
    type: 'deposit' | 'withdrawal',
    block: Block,
    txid: string,
    address: string,
    satoshi: bigint,
  ): Event => ({
    id: `${type}-${txid}-${address}`,
    type,
    occurred_at: new Date(block.time * 1000).toISOString(),
    customer: CUSTOMER,
    asset: 'BTC',
    amount: inBitcoin(satoshi),
    rail: 'crypto',
    wallet: { network: 'bitcoin', address, tx: txid },
  });

  test('the reader of blocks is right: every header hashes to its name, every root is that of the ids read', () => {
    const names = readdirSync(join(chain, 'btc')).filter((name) =>
      /-block(?:363703|370661|481829)\.dat$|\.blk$/.test(name),
    );
    expect(names).toHaveLength(5);
    for (const name of names) {
      const block = blockOf(name);
      expect(merkleRootOf(block.payments.map((one) => one.txid)), name).toBe(block.merkleRoot);
      const [, hash] = /electrs-([0-9a-f]{64})\.blk/.exec(name) ?? [];
      if (hash !== undefined) expect(block.hash).toBe(hash);
      expect(block.payments.flatMap((one) => one.to).length, name).toBeGreaterThan(0);
    }
    expect(blockOf('bitcoinj-block370661.dat').hash).toBe(
      '00000000000000001416a613602d73bbe5c79170fd8f39d509896b829cf9021e',
    );
  });

  test('a deposit paid by a tagged address of block 370661 is blocked, and the reason names the list', async () => {
    const pack = packAsCsv(join(chain, 'tagpacks/packs/hacks.yaml'));
    const snapshot = await house.importList('hacks', 'csv', [{ name: 'hacks.csv', content: pack.csv }], {
      name: 'Known thefts',
      issuer: 'GraphSense TagPacks',
      mapping,
    });
    expect(snapshot).toMatchObject({ wallets: pack.addresses.size, quarantined: 0, current: true });

    const block = blockOf('bitcoinj-block370661.dat');
    const caught = block.payments.flatMap(({ txid, from, to }) =>
      from.filter((address) => pack.addresses.has(address)).map((address) => ({ txid, address, to })),
    );
    expect(caught).toHaveLength(1);
    for (const { txid, address, to } of caught) {
      const satoshi = to[0]?.satoshi ?? 0n;
      const event = movement('deposit', block, txid, address, satoshi);
      const decision = await house.client.decideEvent({ body: event });
      expect(decision.decision).toBe('block');
      const reason = decision.reasons.find((one) => one.scenario === 'listed-source');
      expect(reason).toMatchObject({ severity: 'critical', outcome: 'block' });
      for (const text of Object.values(reason?.text ?? {})) expect(text).toContain('hacks');
      expect(reason?.text.en).toContain(address);
      expect(decision.customer_message?.texts.en).not.toMatch(/hack|list|suspect/i);

      const stored = await house.client.getEvent({ params: { id: event.id } });
      expect(stored.decision).toEqual(decision);
    }
  });

  test('a withdrawal to a tagged address of block 363703 is blocked; one to the payment’s other address is not', async () => {
    const pack = packAsCsv(join(chain, 'tagpacks/packs/walletexplorer.yaml'));
    await house.importList('walletexplorer', 'csv', [{ name: 'pack.csv', content: pack.csv }], {
      name: 'Services by their addresses',
      issuer: 'GraphSense TagPacks',
      mapping,
    });
    const block = blockOf('bitcoinj-block363703.dat');
    const payment = block.payments.find(
      ({ to }) => to.length === 2 && to.filter(({ address }) => pack.addresses.has(address)).length === 1,
    );
    expect(payment).toBeDefined();
    for (const { address, satoshi } of payment?.to ?? []) {
      const decision = await house.client.decideEvent({
        body: movement('withdrawal', block, payment?.txid ?? '', address, satoshi),
      });
      const reason = decision.reasons.find((one) => one.scenario === 'listed-destination');
      if (pack.addresses.has(address)) {
        expect(['block', 'hold']).toContain(decision.decision);
        expect(reason?.text.es).toContain('walletexplorer');
      } else expect(reason).toBeUndefined();
    }
  });

  test('what was blocked stands in the journal as it was answered', async () => {
    const stopped = await house.client.listEvents({ query: { outcome: 'block' } });
    expect(stopped.items.map((one) => one.scenarios)).toEqual([['listed-destination'], ['listed-source']]);
    expect(
      await house.count("select count(*) as n from journal.entry where type = 'decisions.flagged'"),
    ).toBe(2);
  });
});
