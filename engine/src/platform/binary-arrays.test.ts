import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { int4Array, int8Array, textArray, timestampArray } from './binary-arrays.ts';
import { createTestDatabase, type TestDatabase } from './testing/database.ts';

let database: TestDatabase;
let client: pg.Client;
beforeAll(async () => {
  database = await createTestDatabase();
  client = new pg.Client(database.config);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
});

const back = async (type: string, array: Buffer, shown = 'v'): Promise<unknown[]> =>
  (
    await client.query<{ v: unknown }>(
      `select ${shown} as v from unnest($1::${type}[]) with ordinality as t (v, n) order by n`,
      [array],
    )
  ).rows.map((row) => row.v);

const text = fc.string({ unit: 'binary' }).filter((value) => !value.includes('\0') && value.isWellFormed());

test('texts of any letters, and nulls, come to PostgreSQL as they are', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(text)), async (values) => {
      expect(await back('text', textArray(values))).toEqual(values);
    }),
    { numRuns: 60 },
  );
});

test('safe integers, and nulls', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.option(fc.maxSafeInteger())), async (values) => {
      const told = await back('bigint', int8Array(values), 'v::text');
      expect(told).toEqual(values.map((value) => (value === null ? null : String(value))));
    }),
    { numRuns: 60 },
  );
  const small = [0, 1, -1, 2_147_483_647, -2_147_483_648];
  expect(await back('int', int4Array(small))).toEqual(small);
});

test('instants to the millisecond', async () => {
  const instants = ['1970-01-01T00:00:00.000Z', '1999-12-31T23:59:59.999Z', '2026-06-15T12:34:56.789Z'].map(
    (at) => Date.parse(at),
  );
  const told = await back('timestamptz', timestampArray(instants), 'extract(epoch from v) * 1000');
  expect(told.map(Number)).toEqual(instants);
});
