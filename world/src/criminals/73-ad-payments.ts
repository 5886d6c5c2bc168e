import { newDevice } from '../accounts/account.ts';
import { MINUTE } from '../time/calendar.ts';
import { inOrder, payAndBuy } from './moves.ts';
import type { Scheme } from './scheme.ts';

/** Scenario 73: pays for advertisements of other people, a little every night, from several telephones. */
export const adPayments: Scheme = {
  scenario: '73',
  slug: 'ad-payments',
  span_days: 9,
  cast: [{ name: 'advertiser', count: 1, camouflage: 'own' }],
  again: true,
  commit(gang, k) {
    const { random } = gang;
    const device = newDevice(gang.seed.sub('phone', k % 3));
    const advertiser = gang.as('advertiser', 'integration').from({ device });
    if (k === 0) payAndBuy(advertiser, gang.at(9, 12), 900);
    for (const at of inOrder([gang.at(20, 21.5), gang.at(21, 22.5)])) {
      advertiser.login(at - 3 * MINUTE);
      const units = advertiser.worth('USDT', random.between(12, 40), at);
      advertiser.send(at, 'USDT', units, advertiser.tagged('ad_platform', 'tron', random.int(0, 1)));
    }
  },
};
