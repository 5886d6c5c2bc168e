import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 48: pays P2P sellers with the bank transfers of deceived people, and leaves before they complain. */
export const disputedPayments: Scheme = {
  scenario: '48',
  slug: 'disputed-payments',
  span_days: 1,
  cast: [{ name: 'triangulator', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang) {
    const { random } = gang;
    const buyer = gang.as('triangulator', 'placement');
    const at = gang.at(8, 12);
    buyer.login(at);
    for (let n = 0; n < 3; n += 1) {
      const other = gang.bystander();
      buyer.p2p(
        at + (10 + n * 50) * MINUTE,
        'buy',
        'USDT',
        buyer.worth('USDT', random.between(180, 420), at),
        {
          premium: random.between(0.002, 0.01),
          method: 'bank',
          other,
          counterparty: other.bank,
          disputed: true,
        },
      );
    }
    const layering = buyer.stage('layering');
    layering.send(at + 4 * HOUR, 'USDT', layering.sendable('USDT'), layering.newWallet('tron'));
  },
};
