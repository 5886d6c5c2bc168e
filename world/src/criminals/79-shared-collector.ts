import { HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 79: people who share nothing else send to the same TRON address on the same day. */
export const sharedCollector: Scheme = {
  scenario: '79',
  slug: 'shared-collector',
  span_days: 1,
  cast: [{ name: 'smurf', count: 4, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const collector = newWallet('tron', gang.seed.sub('collector').stream());
    for (const smurf of gang.all('smurf', 'layering')) {
      const at = gang.at(8, 14);
      smurf.login(at);
      payAndBuy(smurf, at + 7 * MINUTE, gang.random.between(320, 880));
      smurf.send(at + gang.random.between(1, 5) * HOUR, 'USDT', smurf.sendable('USDT'), collector);
    }
  },
};
