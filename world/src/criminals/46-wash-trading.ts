import { newDevice } from '../accounts/account.ts';
import { HOUR } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 46: two accounts on one telephone sell the same coins to each other all day. */
export const washTrading: Scheme = {
  scenario: '46',
  slug: 'wash-trading',
  span_days: 1,
  cast: [{ name: 'hand', count: 2, camouflage: 'none', joined_days_before: [90, 300] }],
  again: false,
  commit(gang) {
    const device = newDevice(gang.seed);
    const [left, right] = gang.all('hand', 'layering').map((hand) => hand.from({ device }));
    if (left === undefined || right === undefined) return;
    const start = gang.at(8, 11);
    for (const hand of [left, right]) {
      hand.login(start);
      hand.receive(start + HOUR / 4, 'USDT', hand.worth('USDT', gang.random.between(500, 900), start));
    }
    for (let n = 0; n < 8; n += 1) {
      const at = start + (1 + n) * HOUR;
      const [seller, buyer] = n % 2 === 0 ? [left, right] : [right, left];
      const units = Math.floor(seller.held('USDT') * 0.4);
      seller.p2p(at, 'sell', 'USDT', units, { premium: 0, method: 'bank', other: buyer.account });
      buyer.p2p(at + 60_000, 'buy', 'USDT', units, { premium: 0, method: 'bank', other: seller.account });
    }
  },
};
