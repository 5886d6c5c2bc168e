import { inOrder } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 41: a broker sells USDT below par for cash, and a buyer keeps taking it. */
export const belowPar: Scheme = {
  scenario: '41',
  slug: 'below-par',
  span_days: 3,
  cast: [
    { name: 'broker', count: 1, camouflage: 'own' },
    { name: 'buyer', count: 1, camouflage: 'own' },
  ],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const broker = gang.as('broker', 'placement');
    const buyer = gang.as('buyer', 'placement');
    if (k === 0) {
      const at = gang.at(7, 8);
      broker.receive(at, 'USDT', broker.worth('USDT', random.between(5_200, 7_500), at));
    }
    for (const at of inOrder([gang.at(9, 13), gang.at(13, 17), gang.at(17, 21)])) {
      const units = broker.worth('USDT', random.between(280, 520), at);
      const premium = -random.between(0.021, 0.037);
      if (random.chance(0.5)) {
        const counterparty = broker.account.bank;
        buyer.p2p(at, 'buy', 'USDT', units, { premium, method: 'cash', other: broker.account, counterparty });
      }
      const other = gang.bystander();
      broker.p2p(at + 60_000, 'sell', 'USDT', units, {
        premium,
        method: 'cash',
        other,
        counterparty: other.bank,
      });
    }
    const at = gang.at(8, 9);
    const counterparty = broker.account.bank;
    const units = buyer.worth('USDT', random.between(280, 520), at);
    const premium = -random.between(0.021, 0.037);
    buyer.p2p(at, 'buy', 'USDT', units, { premium, method: 'cash', other: broker.account, counterparty });
    buyer.p2p(at + 2_400_000, 'buy', 'USDT', units, {
      premium,
      method: 'cash',
      other: broker.account,
      counterparty,
    });
  },
};
