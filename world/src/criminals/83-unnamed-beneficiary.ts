import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 83: sends to accounts at another exchange and never says whose they are. */
export const unnamedBeneficiary: Scheme = {
  scenario: '83',
  slug: 'unnamed-beneficiary',
  span_days: 3,
  cast: [{ name: 'evader', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k === 1) return;
    const evader = gang.as('evader', 'layering');
    const at = gang.at(9, 15);
    evader.login(at);
    payAndBuy(evader, at + 5 * MINUTE, gang.random.between(2_000, 2_900));
    const provider = { custody: 'hosted', provider: 'Cambio Cenote', provider_country: 'MX' } as const;
    const to = { ...evader.newWallet('tron'), ...provider };
    evader.send(at + gang.random.between(1, 5) * HOUR, 'USDT', evader.sendable('USDT'), to);
  },
};
