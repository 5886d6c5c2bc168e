import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 88: one sum walks through four accounts of the exchange, a day each, before it leaves. */
export const internalChain: Scheme = {
  scenario: '88',
  slug: 'internal-chain',
  span_days: 4,
  cast: [{ name: 'link', count: 4, camouflage: 'none', joined_days_before: [10, 60] }],
  again: false,
  commit(gang, k) {
    const links = gang.all('link', 'layering');
    const link = links[k];
    if (link === undefined) return;
    const at = gang.at(8, 10) - k * 2 * HOUR;
    link.login(at);
    if (k === 0) payAndBuy(link, at + 5 * MINUTE, gang.random.between(1_500, 3_500));
    const next = links[k + 1];
    const left = at + HOUR;
    if (next === undefined) link.send(left, 'USDT', link.sendable('USDT'), link.newWallet('tron'));
    else link.transfer(left, 'USDT', Math.floor(link.held('USDT') * 0.98), next.account);
  },
};
