import { newIp } from '../accounts/account.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 57: hides behind Tor or a rented server whenever money leaves. */
export const anonymizer: Scheme = {
  scenario: '57',
  slug: 'anonymizer',
  span_days: 3,
  cast: [{ name: 'hidden', count: 1, camouflage: 'own', joined_days_before: [3, 30] }],
  again: true,
  commit(gang, k) {
    if (k === 1) return;
    const ip = newIp(gang.seed.sub('exit', k));
    const way = gang.seed
      .sub('way')
      .stream()
      .pick(['tor', 'vpn', 'hosting'] as const);
    const hidden = gang.as('hidden', 'layering').from({ anonymizer: way, ip });
    const at = gang.at(10, 18);
    hidden.login(at);
    payAndBuy(hidden, at + 4 * MINUTE, gang.random.between(1_700, 3_900));
    hidden.send(
      at + gang.random.between(2, 5) * HOUR,
      'USDT',
      hidden.sendable('USDT'),
      hidden.newWallet('tron'),
    );
  },
};
