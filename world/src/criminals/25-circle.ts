import { HOUR, MINUTE } from '../time/calendar.ts';
import { depositThrough, gangWallet } from './chain-moves.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 25: sends money out, and has it back the next day from a wallet that seems another's. */
export const circle: Scheme = {
  scenario: '25',
  slug: 'circle',
  span_days: 2,
  cast: [{ name: 'sender', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang, k) {
    const way = [0, 1, 2].map((n) => gangWallet(gang, 'tron', 'way', n));
    const [first] = way;
    const sender = gang.as('sender', k === 0 ? 'placement' : 'integration');
    const units = sender.worth('USDT', gang.seed.sub('sum').stream().between(900, 3_500), gang.first_ms);
    if (first === undefined) return;
    if (k === 0) {
      const at = gang.at(9, 14);
      sender.login(at);
      payAndBuy(sender, at + 5 * MINUTE, sender.usd('USDT', units, at) * 1.03 + 10);
      sender.send(at + 2 * HOUR, 'USDT', units, first);
      sender.chain.pay(at + 2 * HOUR + 3 * MINUTE, 'USDT', sender.hot('tron'), first, units);
    } else depositThrough(sender, gang.at(11, 18), 'USDT', Math.floor(units * 0.98), way, 2 * HOUR);
  },
};
