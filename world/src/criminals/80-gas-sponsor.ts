import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import { gangWallet } from './chain-moves.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

const FEES_TRX = 40_000_000;

/** Scenario 80: one account buys the first TRX for the wallets of people who have nothing else in common. */
export const gasSponsor: Scheme = {
  scenario: '80',
  slug: 'gas-sponsor',
  span_days: 1,
  cast: [{ name: 'runner', count: 4, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const sponsor = gangWallet(gang, 'tron', 'sponsor');
    for (const [n, runner] of gang.all('runner', 'layering').entries()) {
      const at = gang.at(9, 16);
      const wallet = gangWallet(gang, 'tron', 'runner', n);
      runner.chain.pay(at - gang.random.between(1, 4) * DAY, 'TRX', sponsor, wallet, FEES_TRX);
      runner.login(at);
      payAndBuy(runner, at + 6 * MINUTE, gang.random.between(260, 700));
      const units = runner.sendable('USDT');
      const sent = at + gang.random.between(1, 4) * HOUR;
      runner.send(sent, 'USDT', units, wallet);
      runner.chain.pay(sent + 3 * MINUTE, 'USDT', runner.hot('tron'), wallet, units);
    }
  },
};
