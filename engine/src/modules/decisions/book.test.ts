import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KnownCustomer } from '../customers/known.ts';
import { CustomerBook } from './book.ts';
import { PackedCustomers } from './packed-customers.ts';

const known = (reference: string, more: Partial<KnownCustomer> = {}): KnownCustomer => ({
  id: `cus_${reference}`,
  entity: 'ent_1',
  reference,
  relationship: 'active',
  kind: 'person',
  country: 'MX',
  registeredAt: null,
  birthYear: 1980,
  rating: 'low',
  occupation: null,
  purpose: null,
  pep: null,
  licensedExchanger: null,
  incomeMonthly: { asset: 'MXN', amount: '20000' },
  volumeMonthly: null,
  name: `Zoë ${reference}`,
  erased: false,
  ...more,
});

const KEY = Buffer.alloc(32, 7);

test('packed customers are what was put last, whatever was put in between', () => {
  const step = fc.tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 1900, max: 2020 }), fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
      const packed = new PackedCustomers(1);
      const expected = new Map<string, { known: KnownCustomer; key: Buffer | null }>();
      for (const [n, birthYear, isKeyed] of steps) {
        const one = known(`c${n}`, { birthYear, entity: n % 2 === 0 ? 'ent_1' : 'ent_2' });
        const key = isKeyed ? KEY : null;
        packed.put(one, key);
        expected.set(one.reference, { known: one, key });
      }
      for (const [reference, one] of expected) expect(packed.find(one.known.entity, reference)).toEqual(one);
      expect(packed.size).toBe(expected.size);
      expect(packed.find('ent_1', 'nobody')).toBeUndefined();
    }),
    { numRuns: 60 },
  );
});

test('beyond the bounds the oldest go, and memory stays', () => {
  const packed = new PackedCustomers(2 * 1024 * 1024);
  for (let n = 0; n < 30_000; n += 1) packed.put(known(`c${n}`), KEY);
  expect(packed.find('ent_1', 'c29999')?.known.name).toBe('Zoë c29999');
  expect(packed.find('ent_1', 'c0')).toBeUndefined();
  expect(packed.bytes).toBeLessThan(3 * 1024 * 1024);
  expect(packed.size).toBeLessThan(30_000);
});

test('a customer takes less than 300 bytes', () => {
  const packed = new PackedCustomers(64 * 1024 * 1024);
  for (let n = 0; n < 20_000; n += 1) packed.put(known(`customer-${n}`), KEY);
  expect(packed.bytes / packed.size).toBeLessThan(300);
});

test('whoever is no longer ready comes back with their key, changes are kept, the erased lose their key', () => {
  const book = new CustomerBook({ readyMax: 4 });
  for (let n = 0; n < 20; n += 1) {
    book.putIfAbsent(known(`c${n}`));
    book.setKey('ent_1', `c${n}`, KEY);
  }
  expect(book.find('ent_1', 'c0')?.sealingKey).toEqual(new Uint8Array(KEY));
  book.put(known('c0', { rating: 'high' }));
  book.putIfAbsent(known('c0', { rating: 'low' }));
  for (let n = 1; n < 20; n += 1) book.find('ent_1', `c${n}`);
  expect(book.find('ent_1', 'c0')).toMatchObject({ known: { rating: 'high' } });
  expect(book.find('ent_1', 'c0')?.sealingKey).toEqual(new Uint8Array(KEY));
  book.put(known('c0', { erased: true, name: null }));
  expect(book.find('ent_1', 'c0')).toEqual({
    known: known('c0', { erased: true, name: null }),
    sealingKey: null,
  });
  book.setKey('ent_1', 'c0', KEY);
  expect(book.find('ent_1', 'c0')?.sealingKey).toBeNull();
});
