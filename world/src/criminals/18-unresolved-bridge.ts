import { HOUR } from '../time/calendar.ts';
import { depositThrough, gangWallet } from './chain-moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 18: a large sum comes out of a bridge whose other side nobody reads. */
export const unresolvedBridge: Scheme = {
  scenario: '18',
  slug: 'unresolved-bridge',
  span_days: 1,
  cast: [{ name: 'receiver', count: 1, camouflage: 'own' }],
  again: true,
  live: false,
  commit(gang) {
    const receiver = gang.as('receiver', 'layering');
    const at = gang.at(10, 18);
    const units = receiver.worth('USDT', gang.random.between(11_000, 16_000), at);
    const [exit, own] = [gangWallet(gang, 'tron', 'exit'), gangWallet(gang, 'tron', 'own')];
    const arrives = at - 5 * HOUR;
    const tx = receiver.chain.pay(arrives, 'USDT', exit, own, units);
    receiver.chain.say(arrives, 'bridge_in', exit, 'USDT', {
      account: own,
      units,
      id: gang.random.hex(64),
      tx,
    });
    depositThrough(receiver, at, 'USDT', units, [own], HOUR);
  },
};
