/** Small trades, deposits and withdrawals of customers `c-0` …, spread over two months: nothing that scenarios look for. */
export interface Stream {
  take(count: number): Promise<string[]>;
}

const DAY_MS = 86_400_000;

export function streamOf(name: string, customerOf: (n: number) => number, days: number): Stream {
  const start = Date.now() - days * DAY_MS;
  let n = 0;
  const make = (): string => {
    n += 1;
    const customer = customerOf(n);
    // Halves the way to now with every step, so that it never ends and mostly stands in the past.
    const at = start + days * DAY_MS * (1 - 1 / (1 + n / 20_000)) - 60_000;
    const kind = n % 4;
    const base = {
      id: `${name}-${n}`,
      occurred_at: new Date(at).toISOString(),
      customer: `c-${customer}`,
      origin: {
        device: `d-${customer}`,
        ip: `10.${customer % 250}.${(customer >> 8) % 250}.7`,
        country: 'MX',
      },
    };
    const amount = `${20 + ((n * 7919) % 60)}.${10 + (n % 80)}`;
    if (kind < 2)
      return JSON.stringify({
        ...base,
        type: 'trade',
        side: kind === 0 ? 'buy' : 'sell',
        asset: 'USDT',
        amount,
        quote_asset: 'MXN',
        quote_amount: (Number(amount) * 18).toFixed(2),
        value: { currency: 'USD', amount },
      });
    return JSON.stringify({
      ...base,
      type: kind === 2 ? 'deposit' : 'withdrawal',
      asset: 'USDT',
      amount,
      value: { currency: 'USD', amount },
      rail: 'crypto',
      wallet: { network: 'tron', address: addressOf(customer) },
    });
  };
  return {
    take: async (count) => Array.from({ length: count }, make),
  };
}

/** One wallet of their own for everybody. */
const addressOf = (customer: number): string => `T${String(customer).padStart(33, '9')}`;
