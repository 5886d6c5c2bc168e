import { holder } from '../honest/holder.ts';
import { retiree } from '../honest/retiree.ts';
import { saver } from '../honest/saver.ts';
import { student } from '../honest/student.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 86: an account of modest habits takes in, within a week, more than in all the time before. */
export const aboveProfile: Scheme = {
  scenario: '86',
  slug: 'above-profile',
  span_days: 7,
  cast: [
    {
      name: 'lender',
      count: 1,
      among: [saver, holder, retiree, student],
      camouflage: 'own',
      joined_days_before: [120, 600],
    },
  ],
  again: false,
  commit(gang, k) {
    if (k % 2 === 1) return;
    const lender = gang.as('lender', 'placement');
    const { income_usd } = lender.account.person;
    const usd = Math.max(10_400, income_usd * lender.account.persona.volume * 6.5) / 4;
    const at = gang.at(9, 17);
    lender.payIn(at, lender.cash(usd * gang.random.between(0.97, 1.08), at));
  },
};
