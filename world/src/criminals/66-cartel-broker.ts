import { HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';
import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 66: over a million dollars of USDT on TRON pass through one account, in and out on the same day. */
export const cartelBroker: Scheme = {
  scenario: '66',
  slug: 'cartel-broker',
  span_days: 24,
  cast: [{ name: 'broker', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const broker = gang.as('broker', 'placement');
    for (const at of inOrder([gang.at(7, 10), gang.at(9, 12)])) {
      broker.receive(at, 'USDT', broker.worth('USDT', random.between(11_500, 16_500), at));
    }
    const layering = broker.stage('layering');
    const at = gang.at(14, 17);
    layering.login(at);
    const half = Math.floor(layering.sendable('USDT') * random.between(0.42, 0.55));
    layering.send(at + 4 * MINUTE, 'USDT', half, layering.newWallet('tron'));
    const collector = newWallet('tron', gang.seed.sub('collector', k % 2).stream());
    const rest = Math.floor(layering.sendable('USDT') * random.between(0.93, 0.98));
    layering.send(
      at + random.between(1, 4) * HOUR,
      'USDT',
      rest,
      random.chance(0.3) ? collector : layering.newWallet('tron'),
    );
  },
};
