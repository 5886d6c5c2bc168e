import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 87: nine accounts send what they were paid to a tenth, inside the exchange; the tenth takes it out. */
export const internalCollector: Scheme = {
  scenario: '87',
  slug: 'internal-collector',
  span_days: 4,
  cast: [
    { name: 'collector', count: 1, camouflage: 'none', joined_days_before: [20, 200] },
    { name: 'feeder', count: 9, camouflage: 'own' },
  ],
  again: true,
  commit(gang, k) {
    const collector = gang.as('collector', 'layering');
    for (const [n, feeder] of gang.all('feeder', 'placement').entries()) {
      if (n % 3 !== k) continue;
      const at = gang.at(9, 18);
      feeder.login(at);
      payAndBuy(feeder, at + 5 * MINUTE, gang.random.between(160, 420));
      feeder.transfer(at + 2 * HOUR, 'USDT', Math.floor(feeder.held('USDT') * 0.95), collector.account);
    }
    if (k < 3) return;
    const at = gang.at(10, 15);
    collector.login(at);
    collector.send(at + HOUR, 'USDT', collector.sendable('USDT'), collector.newWallet('tron'));
  },
};
