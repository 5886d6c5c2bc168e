import { stranger } from '../accounts/counterparties.ts';
import { saver } from '../honest/saver.ts';
import { student } from '../honest/student.ts';
import { trader } from '../honest/trader.ts';
import { MINUTE } from '../time/calendar.ts';
import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 42: strangers' transfers gather in one account, become crypto and leave. */
export const manyRemitters: Scheme = {
  scenario: '42',
  slug: 'many-remitters',
  span_days: 2,
  cast: [{ name: 'gatherer', count: 1, among: [saver, student, trader], camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const gatherer = gang.as('gatherer', 'placement');
    const count = k === 0 ? 4 : 3;
    for (const at of inOrder(Array.from({ length: count }, () => gang.at(8, 16)))) {
      const counterparty = stranger(gatherer.account.person.country, random);
      gatherer.payIn(at, gatherer.cash(random.between(190, 640), at), { counterparty });
    }
    if (k === 0) return;
    const layering = gatherer.stage('layering');
    const at = gang.at(17, 19);
    layering.login(at);
    layering.buy(at + 8 * MINUTE, 'USDT', layering.fiat, layering.held(layering.fiat));
    layering.send(at + 95 * MINUTE, 'USDT', layering.sendable('USDT'), layering.newWallet('tron'));
  },
};
