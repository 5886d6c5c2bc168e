import { MINUTE } from '../time/calendar.ts';
import { assetFor, sellAndPayOut } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 1: is paid from a listed wallet and cashes out the next day. */
export const sanctionedSource: Scheme = {
  scenario: '1',
  slug: 'sanctioned-source',
  span_days: 2,
  cast: [{ name: 'receiver', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const wallet = gang.seed.sub('wallet').stream().pick(gang.listed);
    const asset = assetFor(wallet);
    if (k === 0) {
      const receiver = gang.as('receiver', 'placement');
      const at = gang.at(9, 20);
      receiver.receive(at, asset, receiver.worth(asset, gang.random.lognormal(1_800, 0.5), at), wallet);
      return;
    }
    const receiver = gang.as('receiver', 'integration');
    const at = gang.at(10, 18);
    receiver.login(at);
    sellAndPayOut(receiver, at + 5 * MINUTE, asset);
  },
};
