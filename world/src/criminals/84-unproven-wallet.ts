import { HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 84: calls a wallet his own and never shows that it is. */
export const unprovenWallet: Scheme = {
  scenario: '84',
  slug: 'unproven-wallet',
  span_days: 3,
  cast: [{ name: 'evader', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    if (k === 1) return;
    const evader = gang.as('evader', 'layering');
    const at = gang.at(9, 15);
    evader.login(at);
    payAndBuy(evader, at + 5 * MINUTE, gang.random.between(1_900, 2_800));
    const claimed = newWallet('tron', gang.seed.sub('claimed').stream());
    const to = { ...claimed, custody: 'unhosted', ownership: 'unproven' } as const;
    evader.send(at + gang.random.between(1, 5) * HOUR, 'USDT', evader.sendable('USDT'), to);
  },
};
