import { retiree } from '../honest/retiree.ts';
import { MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 52: an elderly person, coached over the phone with the screen shared, pays a stranger. */
export const elderScam: Scheme = {
  scenario: '52',
  slug: 'elder-scam',
  span_days: 1,
  cast: [
    {
      name: 'victim',
      count: 1,
      among: [retiree],
      camouflage: 'none',
      joined_days_before: [-0.35, -0.2],
      honest: true,
    },
  ],
  again: false,
  commit(gang) {
    const victim = gang.as('victim', 'defrauded').from({ remote_access: true });
    const at = gang.at(9.5, 15);
    victim.login(at);
    payAndBuy(victim, at + 12 * MINUTE, gang.random.between(2_700, 6_500));
    victim.send(
      at + gang.random.between(55, 85) * MINUTE,
      'USDT',
      victim.sendable('USDT'),
      victim.newWallet('tron'),
    );
  },
};
