import { newDevice, newIp } from '../accounts/account.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import { payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 56: one person runs six identities from one telephone. */
export const sharedDevice: Scheme = {
  scenario: '56',
  slug: 'shared-device',
  span_days: 4,
  cast: [
    { name: 'organizer', count: 1, camouflage: 'none', joined_days_before: [5, 20] },
    { name: 'mule', count: 5, camouflage: 'none', joined_days_before: [1, 8] },
  ],
  again: false,
  commit(gang, k) {
    const here = { device: newDevice(gang.seed), ip: newIp(gang.seed) };
    const organizer = gang.as('organizer', 'layering').from(here);
    for (const [n, each] of gang.all('mule', 'placement').entries()) {
      if (n % 3 !== k % 3 || k === 3) continue;
      const mule = each.from(here);
      const at = gang.at(8, 20);
      mule.login(at);
      payAndBuy(mule, at + 5 * MINUTE, gang.random.between(130, 420));
      mule.transfer(at + 2 * HOUR, 'USDT', mule.held('USDT'), organizer.account);
    }
    if (k === 0) organizer.login(gang.at(21, 22));
    if (k < 3) return;
    const at = gang.at(9, 12);
    organizer.login(at);
    organizer.send(at + HOUR, 'USDT', organizer.sendable('USDT'), organizer.newWallet('tron'));
  },
};
