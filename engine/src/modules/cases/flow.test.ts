import type { Event } from '@atalaya/contract/activity.ts';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../kernel/instant.ts';
import { type FlowEvent, flowOf } from './flow.ts';

let at = 0;
const happened = (event: object, flagged = false, value: number | null = 100): FlowEvent => {
  at += 1000;
  return {
    id: `evt_${at}`,
    occurredAt: instantOf(at),
    event: { id: `e${at}`, occurred_at: '2026-01-01T00:00:00Z', customer: 'c', ...event } as Event,
    value_usd: value,
    flagged,
  };
};

const wallet = (address: string) => ({ network: 'tron', address });
const movement = (type: string, rest: object) => ({
  type,
  asset: 'USDT',
  amount: '10.5',
  rail: 'crypto',
  ...rest,
});

describe('the money-flow graph', () => {
  it('adds up what went the same way, each asset apart', () => {
    const graph = flowOf('Rosa', [
      happened(movement('deposit', { wallet: wallet('TA') })),
      happened(movement('deposit', { wallet: wallet('TA'), amount: '0.000001' }), true),
      happened(movement('deposit', { wallet: wallet('TA'), asset: 'TRX', amount: '3' })),
      happened(movement('withdrawal', { wallet: wallet('TA') }), false, null),
    ]);
    expect(graph.nodes).toEqual([
      { id: 'customer', kind: 'customer', label: 'Rosa', flagged: true },
      { id: 'wallet:tron:TA', kind: 'wallet', label: 'TA', flagged: true },
    ]);
    expect(graph.edges).toHaveLength(3);
    expect(graph.edges[0]).toMatchObject({
      from: 'wallet:tron:TA',
      to: 'customer',
      asset: 'USDT',
      count: 2,
      amount: '10.500001',
      value_usd: '2.00',
      flagged: true,
      events: [expect.stringMatching(/^evt_/), expect.stringMatching(/^evt_/)],
    });
    expect(graph.edges.find(({ to }) => to !== 'customer')?.value_usd).toBeUndefined();
  });

  it('knows an account by holder and number, and other rails by themselves', () => {
    const bank = (name: string, account: string) =>
      movement('deposit', { rail: 'bank', asset: 'MXN', amount: '5', counterparty: { name, account } });
    const graph = flowOf('Rosa', [
      happened(bank('Luz Ficticia', '1')),
      happened(bank('LUZ FICTICIA', '1')),
      happened(bank('Luz Ficticia', '2')),
      happened(movement('deposit', { rail: 'cash', asset: 'MXN', amount: '5' })),
      happened(movement('deposit', { rail: 'voucher', asset: 'MXN', amount: '5' })),
      happened(movement('deposit', {})),
    ]);
    expect(graph.nodes.map(({ kind, label }) => [kind, label])).toEqual([
      ['customer', 'Rosa'],
      ['bank_account', 'Luz Ficticia · 1'],
      ['bank_account', 'Luz Ficticia · 2'],
      ['cash', 'cash'],
      ['bank_account', 'voucher'],
      ['wallet', '?'],
    ]);
  });

  it.each([
    ['buy', 'market', 'market', {}],
    ['sell', 'market', 'market', {}],
    ['buy', 'other_customer:c9', 'other_customer:c9', { counterparty_customer: 'c9' }],
  ])('a trade (%s) gives one asset to %s and gets another', (side, gives, gets, more) => {
    const trade = {
      type: 'trade',
      side,
      asset: 'BTC',
      amount: '0.1',
      quote_asset: 'MXN',
      quote_amount: '100000.00',
      ...more,
    };
    const { edges } = flowOf('Rosa', [happened(trade)]);
    const out = edges.find(({ from }) => from === 'customer');
    const into = edges.find(({ to }) => to === 'customer');
    expect([out?.to, into?.from]).toEqual([gives, gets]);
    expect([out?.asset, into?.asset]).toEqual(side === 'buy' ? ['MXN', 'BTC'] : ['BTC', 'MXN']);
  });

  it('a P2P order is paid from an account, in cash, or by nobody known', () => {
    const order = (method: string, more: object) =>
      happened({
        type: 'p2p_order',
        side: 'buy',
        asset: 'USDT',
        amount: '100',
        quote_asset: 'MXN',
        quote_amount: '1900.00',
        payment_method: method,
        ...more,
      });
    const paidTo = (event: FlowEvent) => flowOf('R', [event]).edges.find(({ asset }) => asset === 'MXN')?.to;
    expect(paidTo(order('bank', { counterparty: { account: '9' } }))).toBe('bank_account:|9');
    expect(paidTo(order('cash', { counterparty: { account: '9' } }))).toBe('cash');
    expect(paidTo(order('other', { counterparty_customer: 'c2' }))).toBe('other_customer:c2');
    expect(paidTo(order('other', {}))).toBe('market');
  });

  it('an internal transfer goes to another customer; a sign-in moves nothing', () => {
    const { edges } = flowOf('R', [
      happened({ type: 'transfer', to_customer: 'c7', asset: 'BTC', amount: '1' }),
      happened({ type: 'login', outcome: 'success' }),
    ]);
    expect(edges.map(({ from, to, amount }) => [from, to, amount])).toEqual([
      ['customer', 'other_customer:c7', '1.00000000'],
    ]);
  });

  it('loses no unit and no event, whatever the order', () => {
    const one = fc.record({
      type: fc.constantFrom('deposit', 'withdrawal'),
      address: fc.constantFrom('TA', 'TB', 'TC'),
      minor: fc.bigInt({ min: 1n, max: 10n ** 24n }),
    });
    fc.assert(
      fc.property(fc.array(one, { maxLength: 40 }), (moves) => {
        const events = moves.map(({ type, address, minor }) => {
          const digits = minor.toString().padStart(7, '0');
          const amount = `${digits.slice(0, -6)}.${digits.slice(-6)}`;
          return happened(movement(type, { wallet: wallet(address), amount }));
        });
        const { edges } = flowOf('R', events);
        const total = (all: readonly { amount: string }[]): bigint =>
          all.reduce((sum, { amount }) => sum + BigInt(amount.replace('.', '')), 0n);
        expect(total(edges)).toBe(moves.reduce((sum, { minor }) => sum + minor, 0n));
        expect(edges.reduce((sum, { count }) => sum + count, 0)).toBe(moves.length);
        const keyed = (graph: typeof edges) =>
          graph
            .map(({ from, to, asset, amount, count }) => `${from} ${to} ${asset} ${amount} ${count}`)
            .sort();
        expect(keyed(flowOf('R', events.toReversed()).edges)).toEqual(keyed(edges));
      }),
    );
  });
});
