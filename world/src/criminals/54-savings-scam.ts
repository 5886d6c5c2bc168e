import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 54: somebody is talked into sending the retirement fund, or a loan, to an "adviser". */
export const savingsScam: Scheme = {
  scenario: '54',
  slug: 'savings-scam',
  span_days: 2,
  cast: [{ name: 'victim', count: 1, camouflage: 'own', honest: true }],
  again: false,
  commit(gang, k) {
    const victim = gang.as('victim', 'defrauded');
    if (k === 0) {
      const at = gang.at(9, 14);
      const note = gang.random.pick(['retiro AFORE', 'préstamo personal', 'crédito hipotecario']);
      victim.payIn(at, victim.cash(gang.random.between(2_200, 5_200), at), { note });
      return;
    }
    const at = gang.at(10, 16);
    victim.login(at);
    victim.buy(at + 9 * MINUTE, 'USDT', victim.fiat, victim.held(victim.fiat));
    victim.send(at + 2 * HOUR, 'USDT', victim.sendable('USDT'), victim.newWallet('tron'));
  },
};
