import { expect, test } from 'vitest';
import { BEHIND_FAILED, type Group, KEY_BYTES, type Outcome } from './group.ts';
import type { Prepared } from './prepare.ts';
import { Writer } from './writer.ts';

const groupOf = (...ids: readonly string[]): Group => {
  const texts = (value: string): string[] => ids.map(() => value);
  return {
    columns: {
      entity: texts('ent'),
      entryType: texts('decisions.decided'),
      actor: texts('key'),
      id: ids,
      at: ids.map(() => 0),
      reference: ids,
      content: texts('content'),
      customer: texts('cus'),
      type: texts('trade'),
      occurredAt: ids.map(() => 0),
      asset: texts('BTC'),
      amount: texts('1'),
      valueUsd: ids.map(() => 1),
      rail: ids.map(() => null),
      network: ids.map(() => null),
      address: ids.map(() => null),
      outcome: texts('allow'),
      scenarios: texts('[]'),
      before: ids.map((id) => `{"id":"${id}"`),
      after: texts('}'),
      personal: ids.map(() => null),
      keys: new Uint8Array(ids.length * KEY_BYTES),
    },
    holds: [],
    takenBack: [],
  };
};

interface Commit {
  readonly group: Prepared;
  readonly done: (numbers: readonly number[]) => void;
  readonly failed: (error: unknown) => void;
}

/** A writer whose statements end when the test says so. */
function held() {
  const commits: Commit[] = [];
  const told: Outcome[] = [];
  let opened = 0;
  const writer = new Writer({
    open: async () => {
      opened += 1;
    },
    commit: (group) => new Promise((done, failed) => commits.push({ group, done, failed })),
    told: (outcome) => told.push(outcome),
  });
  return { writer, commits, told, opened: () => opened };
}

const idsOf = (commit: Commit | undefined): readonly string[] | undefined => commit?.group.columns.id;
const many = (from: number, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `e${from + i}`);

test('groups that came while one was written are written together, and each is told its own numbers', async () => {
  const { writer, commits, told } = held();
  writer.take({ order: 1, ask: 'commit', group: groupOf('a') });
  writer.take({ order: 2, ask: 'commit', group: groupOf('b', 'c') });
  writer.take({ order: 3, ask: 'commit', group: groupOf('d') });
  expect(commits.map(idsOf)).toEqual([['a']]);
  commits[0]?.done([10]);
  await expect.poll(() => commits.length).toBe(2);
  expect(idsOf(commits[1])).toEqual(['b', 'c', 'd']);
  expect(commits[1]?.group.bytes.map(String)).toEqual(['{"id":"b"}', '{"id":"c"}', '{"id":"d"}']);
  commits[1]?.done([11, 12, 13]);
  await expect.poll(() => told.length).toBe(2);
  expect(told).toEqual([
    { done: [{ order: 1, numbers: [10] }] },
    {
      done: [
        { order: 2, numbers: [11, 12] },
        { order: 3, numbers: [13] },
      ],
    },
  ]);
});

test('no statement takes more than 500 decisions, but for a group that is larger', async () => {
  const { writer, commits } = held();
  writer.take({ order: 1, ask: 'commit', group: groupOf('first') });
  writer.take({ order: 2, ask: 'commit', group: groupOf(...many(0, 300)) });
  writer.take({ order: 3, ask: 'commit', group: groupOf(...many(300, 300)) });
  writer.take({ order: 4, ask: 'commit', group: groupOf(...many(600, 600)) });
  for (const size of [1, 300, 300, 600]) {
    await expect.poll(() => commits.length).toBeGreaterThan(0);
    const commit = commits.shift();
    expect(idsOf(commit)).toHaveLength(size);
    commit?.done(many(0, size).map((_, i) => i));
  }
});

test('what is behind a group that failed is not tried, until the order to open', async () => {
  const { writer, commits, told, opened } = held();
  writer.take({ order: 1, ask: 'commit', group: groupOf('a') });
  writer.take({ order: 2, ask: 'commit', group: groupOf('b') });
  commits[0]?.failed(Object.assign(new Error('no'), { code: '23505' }));
  await expect.poll(() => told.length).toBe(2);
  writer.take({ order: 3, ask: 'commit', group: groupOf('c') });
  expect(told).toMatchObject([
    { orders: [1], failed: { code: '23505', message: 'no' } },
    { orders: [2], failed: { code: BEHIND_FAILED } },
    { orders: [3], failed: { code: BEHIND_FAILED } },
  ]);
  writer.take({ order: 4, ask: 'open' });
  writer.take({ order: 5, ask: 'commit', group: groupOf('d') });
  await expect.poll(() => commits.length).toBe(2);
  expect(opened()).toBe(1);
  expect(idsOf(commits[1])).toEqual(['d']);
});

test('an order to open that waits behind a failure lets what came after it pass', async () => {
  const { writer, commits, told } = held();
  writer.take({ order: 1, ask: 'commit', group: groupOf('a') });
  writer.take({ order: 2, ask: 'commit', group: groupOf('b') });
  writer.take({ order: 3, ask: 'open' });
  writer.take({ order: 4, ask: 'commit', group: groupOf('c') });
  commits[0]?.failed(new Error('lost'));
  await expect.poll(() => commits.length).toBe(2);
  expect(idsOf(commits[1])).toEqual(['c']);
  expect(told.flatMap((outcome) => ('failed' in outcome ? outcome.orders : []))).toEqual([1, 2]);
});

test('a group that cannot be sealed fails, and nothing behind it is tried', async () => {
  const { writer, commits, told } = held();
  const { columns, ...rest } = groupOf('a');
  writer.take({
    order: 1,
    ask: 'commit',
    group: { ...rest, columns: { ...columns, personal: ['{}'], keys: new Uint8Array(3) } },
  });
  writer.take({ order: 2, ask: 'commit', group: groupOf('b') });
  expect(commits).toEqual([]);
  expect(told.flatMap((outcome) => ('failed' in outcome ? outcome.orders : []))).toEqual([1, 2]);
});
