import type { Persona } from '../people/persona.ts';
import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import { networkOf } from '../wallets/wallet.ts';

/** Whose wallet shows a new address for every payment. */
const FRESH_SHARE = 0.3;

/** Salaried; puts part of each quincena aside in one favourite asset and now and then takes some into self-custody. */
export const saver: Persona = {
  name: 'saver',
  weight: 22,
  kind: 'person',
  ages: [22, 60],
  occupation: 'employed',
  purpose: 'savings',
  activity_code: '9800010',
  income_usd: { median: 950, sigma: 0.45 },
  volume: 0.8,
  live(desk, day) {
    const { random } = day;
    const favourite = desk.habit('favourite').pick(['BTC', 'BTC', 'USDT', 'ETH', 'USDC']);
    if (day.payday) {
      const at = day.at(8, 20);
      const share = desk.habit('share').between(0.08, 0.22);
      desk.login(at);
      desk.payIn(
        at + random.between(1, 20) * MINUTE,
        desk.cash((desk.account.person.income_usd / 2) * share, at),
      );
      const bought = desk.held(desk.fiat);
      if (bought > 0) desk.buy(at + random.between(25, 150) * MINUTE, favourite, desk.fiat, bought);
      return;
    }
    if (random.chance(0.55)) desk.login(day.at(7, 22.5));
    const spare = desk.sendable(favourite);
    const settled = day.civil.start_ms - desk.account.joined_ms > 20 * DAY;
    if (settled && random.chance(0.025) && desk.usd(favourite, spare, day.at(12, 12)) > 20) {
      const at = day.at(19, 22);
      desk.login(at);
      const units = Math.floor(spare * random.between(0.3, 0.7));
      const fresh = desk.habit('fresh').chance(FRESH_SHARE);
      desk.send(
        at + random.between(3, 9) * MINUTE,
        favourite,
        units,
        fresh ? desk.newWallet(networkOf(favourite)) : desk.account.wallet(networkOf(favourite)),
      );
    } else if (random.chance(0.02) && desk.held(favourite) > 0) {
      const at = day.at(9, 18);
      desk.login(at);
      desk.sell(
        at + 4 * MINUTE,
        favourite,
        desk.fiat,
        Math.floor(desk.held(favourite) * random.between(0.2, 0.5)),
      );
      if (desk.held(desk.fiat) > 0) desk.payOut(at + random.between(1, 3) * HOUR, desk.held(desk.fiat));
    }
  },
};
