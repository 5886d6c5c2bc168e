import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 47: buys and sells USDT with the public for a margin, as a business nobody licensed. */
export const unregisteredExchanger: Scheme = {
  scenario: '47',
  slug: 'unregistered-exchanger',
  span_days: 24,
  cast: [{ name: 'exchanger', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const exchanger = gang.as('exchanger', 'layering');
    if (k === 0) {
      const at = gang.at(7, 8);
      exchanger.receive(at, 'USDT', exchanger.worth('USDT', 3_000, at), exchanger.account.wallet('tron'));
    }
    for (const [turn, at] of inOrder(Array.from({ length: 4 }, () => gang.at(9, 22))).entries()) {
      const other = gang.bystander();
      const buys = turn % 2 === 0;
      const premium = buys ? -random.between(0.009, 0.014) : random.between(0.012, 0.02);
      const units = exchanger.worth('USDT', random.lognormal(95, 0.4), at);
      if (!buys && exchanger.held('USDT') < units) continue;
      exchanger.p2p(at, buys ? 'buy' : 'sell', 'USDT', units, {
        premium,
        method: 'bank',
        other,
        counterparty: other.bank,
      });
    }
  },
};
