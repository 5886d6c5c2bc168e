import type { Scheme } from './scheme.ts';

/** Scenario 81: a person in office receives years of salary within weeks. */
export const pepFlow: Scheme = {
  scenario: '81',
  slug: 'pep-flow',
  span_days: 8,
  cast: [{ name: 'official', count: 1, camouflage: 'own', pep: true }],
  again: true,
  commit(gang, k) {
    if (k % 2 === 1) return;
    const official = gang.as('official', 'integration');
    const usd = Math.max(4_400, official.account.person.income_usd * 5.6) / 4;
    const at = gang.at(10, 19);
    official.receive(at, 'USDT', official.worth('USDT', usd * gang.random.between(0.97, 1.08), at));
  },
};
