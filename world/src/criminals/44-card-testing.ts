import { MINUTE } from '../time/calendar.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 44: tries one card after another with small sums until some work. */
export const cardTesting: Scheme = {
  scenario: '44',
  slug: 'card-testing',
  span_days: 1,
  cast: [{ name: 'tester', count: 1, camouflage: 'none', joined_days_before: [1, 9] }],
  again: false,
  commit(gang) {
    const { random } = gang;
    const tester = gang.as('tester', 'placement');
    const start = gang.at(11, 19);
    tester.login(start);
    for (let card = 0; card < random.int(6, 8); card += 1) {
      const at = start + (4 + card * 9) * MINUTE;
      const account = `${random.pick(['411111', '550000', '402400', '520082'])}******${random.digits(4)}`;
      const counterparty = { name: tester.account.person.display, kind: 'person', account } as const;
      tester.payIn(at, tester.cash(random.between(6, 28), at), { rail: 'card', counterparty });
    }
    tester.stage('layering').buy(start + 100 * MINUTE, 'USDT', tester.fiat, tester.held(tester.fiat));
  },
};
