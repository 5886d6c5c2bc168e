import type { Persona } from '../people/persona.ts';
import { MINUTE } from '../time/calendar.ts';
import { networkOf } from '../wallets/wallet.ts';

/** Whose wallet shows a new address for every payment, as most do today. */
const FRESH_SHARE = 0.5;

/** Buys once a month whatever the price, looks seldom, and moves what has gathered to cold storage. */
export const holder: Persona = {
  name: 'holder',
  weight: 14,
  kind: 'person',
  ages: [25, 70],
  occupation: 'employed',
  purpose: 'savings',
  activity_code: '9800010',
  income_usd: { median: 1_700, sigma: 0.5 },
  volume: 0.9,
  live(desk, day) {
    const { random } = day;
    const coin = desk.habit('coin').pick(['BTC', 'BTC', 'BTC', 'ETH']);
    if (day.civil.day === desk.habit('day').int(1, 28)) {
      const at = day.at(9, 21);
      const share = desk.habit('share').between(0.06, 0.2);
      desk.login(at);
      desk.payIn(at + random.between(2, 30) * MINUTE, desk.cash(desk.account.person.income_usd * share, at));
      desk.buy(at + random.between(35, 120) * MINUTE, coin, desk.fiat, desk.held(desk.fiat));
      return;
    }
    if (random.chance(0.22)) desk.login(day.at(8, 23));
    const spare = desk.sendable(coin);
    const at = day.at(18, 22);
    if (random.chance(0.04) && desk.usd(coin, spare, at) > 60) {
      desk.login(at);
      const fresh = desk.habit('fresh').chance(FRESH_SHARE);
      const to = fresh ? desk.newWallet(networkOf(coin)) : desk.account.wallet(networkOf(coin));
      desk.send(at + random.between(5, 20) * MINUTE, coin, spare, to);
    }
  },
};
