import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoinBlock, GraphBlock } from '@atalaya/contract/tracing.ts';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createExposureBook, type ExposureBook } from './exposure-book.ts';
import { GraphShelf } from './store/graph-shelf.ts';
import { readCoins, readTransfers } from './store/read-lines.ts';
import { TagIndex } from './tags/tag-index.ts';

/** Listed wallets begin with L, exchanges with X, in either case; everybody else is a stranger. */
const lists = {
  screenAddress: (_: string, address: string) => ({
    listed: /^l-/i.test(address),
    lists: /^l-/i.test(address) ? ['OFAC'] : [],
    tags: /^x-/i.test(address) ? ['exchange'] : [],
  }),
  versions: () => lists,
};

let home: string;
let shelf: GraphShelf;
let book: ExposureBook;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'atalaya-exposure-'));
  shelf = new GraphShelf(home);
  book = createExposureBook(shelf, { index: TagIndex.of([], 'none') }, { lists });
});
afterEach(() => {
  shelf.close();
  rmSync(home, { recursive: true, force: true });
});

const START = Date.UTC(2026, 0, 1);
const HOUR = 60;
const at = (minute: number) => ({
  height: minute,
  time: new Date(START + minute * 60_000).toISOString(),
});
let ids = 0;
const tx = (): string => {
  ids += 1;
  return ids.toString(16).padStart(64, '0');
};

type Pay = readonly [from: string | null, to: string, amount: string, tx?: string];

function pay(
  network: string,
  asset: string,
  minute: number,
  payments: readonly Pay[],
  signals: GraphBlock['signals'] = [],
): void {
  const transfers = payments.map(([from, to, amount, id = tx()]) => ({ from, to, amount, tx: id }));
  readTransfers(shelf, { network, asset, ...at(minute), transfers, signals }, 1);
  book.forget();
}

/** A bridge locks what `out` holds and pays `to` on the other chain. */
function cross(
  [from, out]: readonly [string, string],
  [to, arrives]: readonly [string, string],
  amounts: readonly [string, string],
  minute: number,
  id = `id ${minute}`,
): void {
  const [left, came] = [tx(), tx()];
  const [locked, paid] = amounts;
  pay(
    from,
    'USDT',
    minute,
    [[out, `gate-${from}`, locked, left]],
    [{ kind: 'bridge_out', contract: `gate-${from}`, tx: left, account: out, amount: locked, id }],
  );
  pay(
    to,
    'USDT',
    minute + 10,
    [[`exit-${to}`, arrives, paid, came]],
    [{ kind: 'bridge_in', contract: `exit-${to}`, tx: came, account: arrives, amount: paid, id }],
  );
}

const received = (network: string, address: string, asset = 'USDT') => ({
  exposure: book.of(network, address, asset, 'received'),
  chain: book.shapes(network, address, asset, 'received'),
});

describe('over bridges', () => {
  test('what is behind the other side counts, two chains away', () => {
    pay('ethereum', 'USDT', 1, [
      ['L-1', 'first', '75'],
      ['X-1', 'first', '25'],
    ]);
    cross(['ethereum', 'first'], ['polygon', 'middle'], ['100', '99.5'], 2 * HOUR);
    cross(['polygon', 'middle'], ['tron', 'last'], ['99.5', '99'], 4 * HOUR);
    const { exposure, chain } = received('tron', 'last');
    expect(exposure?.of.sanctions).toMatchObject({ share: 750_000, hops: 6 });
    expect(exposure?.bridges).toEqual({ share: 1_000_000, unresolved: 0 });
    expect(chain?.bridged).toEqual({ hops: 2, kept: 990_000, since: START + 2 * HOUR * 60_000 });
  });

  test('a side that nobody read is said to be unresolved, newly issued tokens as well as released ones', () => {
    const came = tx();
    pay(
      'tron',
      'USDT',
      5,
      [
        [null, 'own', '60', came],
        ['X-1', 'own', '40'],
      ],
      [{ kind: 'bridge_in', contract: 'exit', tx: came, account: 'own', amount: '60', id: 'nowhere' }],
    );
    expect(received('tron', 'own').exposure?.bridges).toEqual({ share: 600_000, unresolved: 600_000 });
    expect(received('tron', 'own').chain?.bridged).toBeUndefined();
  });

  test('coming twice over the same bridge, each transfer has its own other side', () => {
    pay('ethereum', 'USDT', 1, [
      ['L-1', 'bad', '50'],
      ['X-1', 'good', '50'],
    ]);
    cross(['ethereum', 'bad'], ['tron', 'own'], ['50', '50'], 60);
    cross(['ethereum', 'good'], ['tron', 'own'], ['50', '50'], 120);
    expect(received('tron', 'own').exposure?.of.sanctions?.share).toBe(500_000);
  });
});

describe('shapes on account chains', () => {
  test('a wallet that only passes on', () => {
    pay('tron', 'USDT', 10, [['stranger', 'fresh', '100']]);
    pay('tron', 'USDT', 70, [['fresh', 'X-1', '99']]);
    expect(received('tron', 'fresh').chain).toMatchObject({
      first: START + 10 * 60_000,
      movements: 2,
      passed: 990_000,
      origin: { address: 'stranger', hops: 1 },
    });
  });

  test('a collector: payers without a name within seven days, their median, what went on', () => {
    const payers = Array.from({ length: 21 }, (_, n): Pay => [`p${n}`, 'own', String(10 + n)]);
    pay('tron', 'USDT', 1, [['early', 'own', '1']]);
    pay('tron', 'USDT', 8 * 24 * HOUR, [...payers, ['X-1', 'own', '9']]);
    pay('tron', 'USDT', 9 * 24 * HOUR, [['own', 'X-2', '380']]);
    const { collector } = received('tron', 'own').chain ?? {};
    expect(collector).toMatchObject({ senders: 21, median: '20000000' });
    expect(collector?.forwarded).toBeGreaterThan(850_000);
  });

  test('the origin stops at a service, at a fork and at a ring', () => {
    pay('tron', 'USDT', 1, [['X-1', 'a', '100']]);
    pay('tron', 'USDT', 2, [['a', 'b', '100']]);
    pay('tron', 'USDT', 3, [['b', 'c', '96']]);
    expect(received('tron', 'c').chain?.origin).toEqual({ address: 'a', hops: 2 });
    pay('tron', 'USDT', 4, [['other', 'c', '50']]);
    expect(received('tron', 'c').chain?.origin).toEqual({ address: 'c', hops: 0 });
    pay('tron', 'USDC', 1, [
      ['r1', 'r2', '5'],
      ['r2', 'r1', '5'],
    ]);
    expect(received('tron', 'r1', 'USDC').chain?.origin).toEqual({ address: 'r2', hops: 1 });
  });

  test('a withdrawal’s origin is its destination, seen or not; nothing is said where no block was read', () => {
    pay('tron', 'USDT', 1, [['X-1', 'a', '100']]);
    expect(book.shapes('tron', 'never-seen', 'USDT', 'sent')).toMatchObject({
      origin: { address: 'never-seen', hops: 0 },
    });
    expect(book.shapes('ethereum', 'never-seen', 'USDT', 'sent')).toBeNull();
    expect(book.shapes('tron', 'X-1', 'USDT', 'received')).toEqual({ block: 1 });
  });

  test('who paid the first fees, unless a service did', () => {
    pay('tron', 'TRX', 1, [
      ['sponsor', 'a', '30'],
      ['X-1', 'b', '30'],
    ]);
    pay('tron', 'TRX', 2, [
      ['X-1', 'a', '30'],
      ['sponsor', 'b', '30'],
    ]);
    pay('tron', 'USDT', 3, [], [{ kind: 'energy_delegated', contract: 'giver', tx: tx(), account: 'c' }]);
    const sponsorOf = (address: string) => received('tron', address).chain?.sponsor;
    expect([sponsorOf('a'), sponsorOf('b'), sponsorOf('c')]).toEqual(['sponsor', undefined, 'giver']);
  });

  test('a swap: how long the token was held and how tainted it was', () => {
    pay('ethereum', 'USDC', 10, [
      ['L-1', 'own', '30'],
      ['stranger', 'own', '70'],
    ]);
    pay(
      'ethereum',
      'ETH',
      14,
      [['pool', 'own', '2']],
      [
        {
          kind: 'swap',
          contract: 'pool',
          tx: tx(),
          account: 'own',
          amount: '2',
          gave: { asset: 'USDC', amount: '100' },
        },
      ],
    );
    expect(received('ethereum', 'own', 'ETH').chain?.swap).toEqual({
      waited: 4 * 60_000,
      tainted: 300_000,
      at: START + 14 * 60_000,
    });
    expect(received('ethereum', 'own', 'USDC').chain?.swap).toBeUndefined();
  });

  test('a contract that speaks as a mixer is one, without any tag', () => {
    const [one, two] = [tx(), tx()];
    const deposit = (id: string, commitment: string) =>
      ({ kind: 'mixer_deposit', contract: 'pool', tx: id, amount: '10', id: commitment }) as const;
    pay(
      'ethereum',
      'ETH',
      1,
      [
        ['p', 'pool', '10', one],
        ['q', 'pool', '10', two],
      ],
      [deposit(one, 'c1'), deposit(two, 'c2')],
    );
    pay('ethereum', 'ETH', 2, [['pool', 'a', '10']]);
    pay('ethereum', 'ETH', 3, [['a', 'b', '10']]);
    expect(received('ethereum', 'b', 'ETH').exposure?.of.mixing).toMatchObject({ share: 1_000_000, hops: 3 });
  });
});

describe('shapes on chains of coins', () => {
  type Output = readonly [address: string, amount: string];
  type Input =
    | readonly [tx: string, index: number]
    | readonly [tx: string, index: number, owner: string, amount: string];
  function spend(minute: number, inputs: readonly Input[], outputs: readonly Output[]): string {
    const id = tx();
    const transactions: CoinBlock['transactions'] = [
      {
        tx: id,
        inputs: inputs.map(([made, index, address, amount]) => ({
          tx: made,
          index,
          ...(address === undefined || amount === undefined ? {} : { address, amount }),
        })),
        outputs: outputs.map(([address, amount]) => ({ address, amount })),
      },
    ];
    readCoins(shelf, { network: 'bitcoin', asset: 'BTC', ...at(minute), transactions }, 1);
    book.forget();
    return id;
  }
  const stranger = (n: number, amount = '0.05'): Input => [tx(), 0, `stranger-${n}`, amount];
  const round = (minute: number, own: Input): string =>
    spend(
      minute,
      [own, stranger(1, '0.0506'), stranger(2), stranger(3), stranger(4)],
      [1, 2, 3, 4, 5].map((n): Output => [`mixed-${minute}-${n}`, '0.05']),
    );

  test('coins out of a round are told with its confidence, one step on as well', () => {
    const joined = round(10, stranger(0));
    spend(20, [[joined, 0]], [['own', '0.0499']]);
    expect(received('bitcoin', 'own', 'BTC').exposure?.of.coinjoin).toEqual({
      share: 1_000_000,
      hops: 3,
      confidence: 60,
    });
  });

  test('how soon money went into a round, by way of a payment that prepared it', () => {
    const paid = spend(10, [stranger(0, '0.06')], [['own', '0.0595']]);
    const ready = spend(
      70,
      [[paid, 0]],
      [
        ['premix', '0.0506'],
        ['rest', '0.0085'],
      ],
    );
    expect(book.shapes('bitcoin', 'own', 'BTC', 'sent')?.joined).toBeUndefined();
    round(190, [ready, 0]);
    expect(book.shapes('bitcoin', 'own', 'BTC', 'sent')?.joined).toBe(3 * HOUR * 60_000);
  });

  test('a peel chain is followed from its newest carrier; one wallet that pays out of itself is none', () => {
    const peel = (carriers: readonly string[], minute: number): string => {
      let coin: Input = [tx(), 0, carriers[0] ?? '', '1.0'];
      let left = 100;
      for (const [n, carrier] of carriers.slice(1).entries()) {
        left -= 5;
        const to = n % 2 === 0 ? `X-${n}` : `peel-${minute}-${n}`;
        const id = spend(
          minute + n,
          [coin],
          [
            [carrier, (left / 100).toFixed(2)],
            [to, '0.05'],
          ],
        );
        coin = [id, 0];
      }
      return carriers.at(-1) ?? '';
    };
    const fresh = Array.from({ length: 8 }, (_, n) => `carrier-${n}`);
    expect(received('bitcoin', peel(fresh, 10), 'BTC').chain?.peel).toEqual({
      hops: 7,
      services: 4,
      from: START + 10 * 60_000,
      to: START + 16 * 60_000,
    });
    const shop = peel(
      Array.from({ length: 8 }, () => 'shop'),
      100,
    );
    expect(received('bitcoin', shop, 'BTC').chain?.peel).toBeUndefined();
  });
});
