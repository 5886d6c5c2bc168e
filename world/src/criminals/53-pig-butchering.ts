import { HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Dollars sent on each day of the story; on day 2 the "platform" pays a little back to win trust. */
const SENT_USD: Readonly<Record<number, number>> = { 0: 90, 4: 240, 6: 480, 8: 960, 10: 1_920 };

/** Scenario 53: ever larger payments to one "investment platform" that once paid a small return. */
export const pigButchering: Scheme = {
  scenario: '53',
  slug: 'pig-butchering',
  span_days: 11,
  cast: [{ name: 'victim', count: 1, camouflage: 'own', honest: true }],
  again: false,
  commit(gang, k) {
    const victim = gang.as('victim', 'defrauded');
    const platform = newWallet('tron', gang.seed.sub('platform').stream());
    const at = gang.at(9, 18);
    if (k === 2) victim.receive(at, 'USDT', victim.worth('USDT', 104, at), platform);
    const usd = SENT_USD[k];
    if (usd === undefined) return;
    victim.login(at);
    payAndBuy(victim, at + 5 * MINUTE, usd * 1.15);
    const sent = victim.worth('USDT', usd * gang.random.between(0.97, 1.03), at);
    victim.send(at + gang.random.between(1, 4) * HOUR, 'USDT', sent, platform);
  },
};
