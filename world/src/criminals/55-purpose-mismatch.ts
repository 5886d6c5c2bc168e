import { holder } from '../honest/holder.ts';
import { retiree } from '../honest/retiree.ts';
import { saver } from '../honest/saver.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 55: registered to save; twice in a row all that comes goes on to strangers. */
export const purposeMismatch: Scheme = {
  scenario: '55',
  slug: 'purpose-mismatch',
  span_days: 17,
  cast: [{ name: 'lender', count: 1, among: [saver, holder, retiree], camouflage: 'own' }],
  again: false,
  commit(gang, k) {
    if (k !== 0 && k !== 16) return;
    const lender = gang.as('lender', 'layering');
    const { income_usd } = lender.account.person;
    const usd =
      Math.max(2_300, income_usd * lender.account.persona.volume * 2.7) * gang.random.between(1, 1.1);
    const at = gang.at(9, 14);
    lender.login(at);
    payAndBuy(lender, at + 5 * MINUTE, usd);
    lender.send(at + 4 * HOUR, 'USDT', lender.sendable('USDT'), lender.newWallet('tron'));
  },
};
