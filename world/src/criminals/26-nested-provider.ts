import { retiree } from '../honest/retiree.ts';
import { student } from '../honest/student.ts';
import { HOUR } from '../time/calendar.ts';
import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 26: an exchange without a name works through one private account: ever other payers, ever other payees. */
export const nestedProvider: Scheme = {
  scenario: '26',
  slug: 'nested-provider',
  span_days: 8,
  cast: [{ name: 'provider', count: 1, among: [retiree, student], camouflage: 'own' }],
  again: false,
  commit(gang) {
    const { random } = gang;
    const provider = gang.as('provider', 'layering');
    for (const at of inOrder(Array.from({ length: 6 }, () => gang.at(8, 15)))) {
      provider.receive(
        at,
        'USDT',
        provider.worth('USDT', random.between(180, 520), at),
        provider.newWallet('tron'),
      );
    }
    for (let n = 0; n < 6; n += 1) {
      const at = gang.at(16, 16) + n * 0.9 * HOUR;
      const units = Math.floor(provider.sendable('USDT') / (6.5 - n));
      provider.send(at, 'USDT', units, provider.newWallet('tron'));
    }
  },
};
