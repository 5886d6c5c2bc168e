import { CoinBlock, GraphBlock } from '@atalaya/contract/tracing.ts';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { createWorld } from '../world.ts';

const world = createWorld({ seed: 'chain', customers: 200, start: '2026-09-01T00:00:00Z', days: 12 });
const lines = [...world.chain()];

test('every line has the shape readBlocks takes', () => {
  const ajv = new Ajv({ strict: false });
  const [isTransfers, isCoins] = [ajv.compile(GraphBlock), ajv.compile(CoinBlock)];
  expect(lines.length).toBeGreaterThan(500);
  for (const line of lines)
    expect('transfers' in line ? isTransfers(line) : isCoins(line), JSON.stringify(line)).toBe(true);
});

test('blocks of a chain and asset follow each other, each once', () => {
  const last = new Map<string, number>();
  for (const { network, asset, height } of lines) {
    const key = `${network} ${asset}`;
    expect(height ?? 0).toBeGreaterThan(last.get(key) ?? 0);
    last.set(key, height ?? 0);
  }
});

test('the same world has the same chains, and a part of them is the same part of the whole', () => {
  expect([...world.chain()]).toEqual(lines);
  const [from, to] = ['2026-09-04T00:00:00.000Z', '2026-09-06T00:00:00.000Z'];
  expect([...world.chain(from, to)]).toEqual(lines.filter(({ time }) => time >= from && time < to));
});

test('the chain of a deposit is told before the deposit', () => {
  const told = new Map<string, string>();
  for (const line of lines)
    if ('transfers' in line)
      for (const { from, to } of line.transfers)
        for (const address of [from, to])
          if (address !== null && !told.has(address)) told.set(address, line.time);
  const deposits = [...world.events()].flatMap(({ event }) =>
    event.type === 'deposit' && event.wallet?.network === 'tron' ? [event] : [],
  );
  const seen = deposits.filter(
    ({ wallet, occurred_at }) => (told.get(wallet?.address ?? '') ?? '9') <= occurred_at,
  );
  expect(seen.length).toBeGreaterThan(10);
  expect(seen.length / deposits.length).toBeGreaterThan(0.7);
});
