import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 27: most of the month goes to an exchange that asks nobody for a name. */
export const unlicensedExchange: Scheme = {
  scenario: '27',
  slug: 'unlicensed-exchange',
  span_days: 4,
  cast: [{ name: 'client', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k % 3 !== 0) return;
    const client = gang.as('client', 'layering');
    const at = gang.at(9, 16);
    client.login(at);
    payAndBuy(client, at + 5 * MINUTE, gang.random.between(1_600, 2_600));
    const left = at + gang.random.between(1, 5) * HOUR;
    client.send(left, 'USDT', client.sendable('USDT'), client.tagged('high_risk_exchange', 'tron'));
  },
};
