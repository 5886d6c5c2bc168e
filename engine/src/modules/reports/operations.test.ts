import type { Event } from '@atalaya/contract/activity.ts';
import type { CustomerView } from '@atalaya/contract/customers.ts';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../kernel/instant.ts';
import type { EventDetail } from '../cases/event-details.ts';
import { operationsOf } from './operations.ts';

const customer = {
  display_name: 'Rosa Ficticia Peña',
  name: { given: 'Rosa', paternal: 'Ficticia', maternal: 'Peña' },
} as CustomerView;

const detail = (event: object, gathered: object = { currency: 'MXN', value_local: 1_900_00 }): EventDetail =>
  ({
    id: 'evt_1',
    entity: 'ent_1',
    customer: 'cus_1',
    occurredAt: parseInstant('2026-03-01T12:00:00Z'),
    event: { id: 'ev-1', occurred_at: '2026-03-01T12:00:00Z', customer: 'c', ...event } as Event,
    decided: { gathered },
    journal: 1,
  }) as unknown as EventDetail;

const made = (event: object, gathered?: object) => {
  const { operations, findings } = operationsOf([detail(event, gathered)], {
    customer,
    institutions: new Map([['002', '40002']]),
  });
  return { operation: operations[0], rules: findings.map(({ rule }) => rule) };
};

const coin = { asset: 'USDT', amount: '100.000001', rail: 'crypto' };
const trade = {
  type: 'trade',
  asset: 'BTC',
  amount: '0.12345678',
  quote_asset: 'MXN',
  quote_amount: '199999.99',
};

describe('events as operations', () => {
  it('a virtual asset that came or left keeps every digit, its hash, and the other wallet', () => {
    const wallet = { network: 'tron', address: 'TA', tx: 'abc123' };
    const { operation } = made({ type: 'deposit', ...coin, wallet });
    expect(operation).toMatchObject({
      kind: 'transfer_received',
      leg: {
        asset: 'USDT',
        quantity: { minor: 100_000_001n, decimals: 6 },
        value: { currency: 'MXN', minor: 190_000n, decimals: 2 },
      },
      reference: { transactionHash: 'abc123' },
      address: 'TA',
    });
    const sent = made({ type: 'withdrawal', ...coin }).operation;
    expect(sent).toMatchObject({ kind: 'transfer_sent', reference: { internalReference: 'ev-1' } });
  });

  it.each([
    ['buy', {}, 'buy', 'BTC'],
    ['sell', {}, 'sell', 'BTC'],
    ['buy', { asset: 'MXN', amount: '50.00', quote_asset: 'BTC', quote_amount: '0.1' }, 'sell', 'BTC'],
    ['sell', { asset: 'MXN', amount: '50.00', quote_asset: 'BTC', quote_amount: '0.1' }, 'buy', 'BTC'],
  ])('a trade that says %s %o is a %s of %s', (side, more, kind, asset) => {
    const { operation } = made({ ...trade, side, ...more });
    expect(operation).toMatchObject({ kind, leg: { asset }, paid: { currency: 'MXN' } });
  });

  it('what was paid in pesos is its own value; otherwise the value of that day is', () => {
    expect(made({ ...trade, side: 'buy' }, {}).operation).toMatchObject({
      paid: { minor: 19_999_999n },
      leg: { value: { minor: 19_999_999n } },
    });
    const dollars = { ...trade, side: 'buy', quote_asset: 'USD', quote_amount: '10000.00' };
    expect(made(dollars).operation).toMatchObject({
      paid: { currency: 'USD', minor: 1_000_000n },
      leg: { value: { currency: 'MXN', minor: 190_000n } },
    });
  });

  it('one virtual asset for another gives what was paid and receives what was bought', () => {
    const swap = { ...trade, quote_asset: 'USDT', quote_amount: '9000' };
    expect(made({ ...swap, side: 'buy' }).operation).toMatchObject({
      kind: 'exchange',
      sent: { asset: 'USDT' },
      received: { asset: 'BTC' },
    });
    expect(made({ ...swap, side: 'sell' }).operation).toMatchObject({ sent: { asset: 'BTC' } });
  });

  it('money knows its bank, its holder, and whether the holder is the customer', () => {
    const deposit = (counterparty: object) =>
      made({ type: 'deposit', asset: 'MXN', amount: '5000.00', rail: 'bank', counterparty });
    const own = deposit({ name: 'FICTICIA PENA ROSA', account: '002010077777777771' });
    expect(own.operation).toMatchObject({
      kind: 'fiat_deposit',
      instrument: 'bank_transfer',
      amount: { currency: 'MXN', minor: 500_000n },
      counterparty: {
        party: { kind: 'person', name: customer.name },
        account: { kind: 'domestic', clabe: '002010077777777771', institutionCode: '40002' },
      },
    });
    expect(own.rules).toEqual([]);
    const other = deposit({ name: 'Luz Ficticia', account: 'ES9121000418', bank: 'Banco', country: 'ES' });
    expect(other.operation).toMatchObject({
      counterparty: {
        party: { name: { given: 'Luz', paternal: 'Ficticia' } },
        account: { kind: 'foreign', number: 'ES9121000418', bank: 'Banco' },
      },
    });
    expect(other.rules).toEqual(['ATA-003']);
    const firm = deposit({ name: 'Nada, S.A.', kind: 'organization', account: '002010077777777771' });
    expect(firm.operation).toMatchObject({ counterparty: { party: { legalName: 'Nada, S.A.' } } });
    expect(firm.rules).toEqual([]);
  });

  it.each([
    ['no value in pesos', { type: 'deposit', ...coin }, { currency: 'MXN' }, ['ATA-001', 'ATA-004']],
    [
      'a value in another currency',
      { type: 'deposit', ...coin },
      { currency: 'BRL', value_local: 5 },
      ['ATA-001', 'ATA-004'],
    ],
    [
      'money for money',
      { ...trade, side: 'buy', asset: 'USD', amount: '1.00' },
      undefined,
      ['ATA-002', 'ATA-004'],
    ],
    [
      'money to another customer',
      { type: 'transfer', to_customer: 'c2', asset: 'MXN', amount: '1.00' },
      undefined,
      ['ATA-002', 'ATA-004'],
    ],
    ['a sign-in', { type: 'login', outcome: 'success' }, undefined, ['ATA-004']],
  ])('says what it leaves out: %s', (_what, event, gathered, rules) => {
    const result = made(event, gathered);
    expect(result.operation).toBeUndefined();
    expect(result.rules).toEqual(rules);
  });

  it('a virtual asset to another customer is a transfer under our own record', () => {
    const { operation } = made({ type: 'transfer', to_customer: 'c2', asset: 'BTC', amount: '1' });
    expect(operation).toMatchObject({ kind: 'transfer_sent', reference: { internalReference: 'ev-1' } });
  });
});
