import { stranger } from '../accounts/counterparties.ts';
import type { Desk } from '../accounts/desk.ts';
import { DAY, HOUR, MINUTE } from '../time/calendar.ts';
import { newWallet } from '../wallets/wallet.ts';
import type { Quirk } from './quirks.ts';

/** Who is due on a day that comes round every so many days, at a place of their own in the round. */
const due = (desk: Desk, day: number, every: number): boolean =>
  (day + desk.habit('round').int(0, every - 1)) % every === 0;

/** Moves half a salary or more at a time between the bank, the exchange and a wallet of her own, far above what she declared. */
export const wellOff: Quirk = {
  name: 'well-off',
  instead(desk, day, number) {
    if (!due(desk, number, 9)) return false;
    const at = day.at(9, 13);
    desk.login(at);
    const means = desk.account.person.income_usd * desk.habit('means').between(0.4, 1.1);
    desk.payIn(at + 10 * MINUTE, desk.cash(means, at));
    desk.buy(at + HOUR, 'BTC', desk.fiat, desk.held(desk.fiat));
    if (day.random.chance(0.5))
      desk.send(at + 6 * HOUR, 'BTC', desk.sendable('BTC'), desk.account.wallet('bitcoin'));
    return true;
  },
};

/** Comes from another exchange and brings all that was saved there in the first week. */
export const broughtSavings: Quirk = {
  name: 'brought-savings',
  instead(desk, day) {
    const age = day.civil.start_ms - desk.account.joined_ms;
    if (age < DAY || age >= 2 * DAY) return false;
    const at = day.at(10, 20);
    const provider = { custody: 'hosted', provider: 'Andes Digital', provider_country: 'CO' } as const;
    const from = { ...newWallet('bitcoin', desk.habit('before')), ...provider };
    desk.receive(at, 'BTC', desk.worth('BTC', desk.habit('saved').lognormal(2_600, 1), at), from);
    return true;
  },
};

/** Three or four of the family work abroad and send by bank, each a little, some months all at once. */
export const manyRelatives: Quirk = {
  name: 'many-relatives',
  instead(desk, day, number) {
    if (!due(desk, number, 15)) return false;
    const relative = (n: number) => stranger('US', desk.account.seed.sub('abroad', n).stream());
    let at = day.at(8, 10);
    for (let n = 0; n < desk.habit('abroad').int(3, 6); n += 1) {
      at += day.random.between(20, 140) * MINUTE;
      const units = Math.round(desk.habit(`sends-${n}`).lognormal(140, 0.4)) * 100;
      desk.payIn(at, units, { asset: 'USD', counterparty: relative(n), note: 'family' });
    }
    desk.payOut(at + 2 * HOUR, desk.held('USD'), { asset: 'USD' });
    return true;
  },
};

/** Pays the rent in USDT to the same landlord, the same sum, every month; the first one to a new address. */
export const rentInUsdt: Quirk = {
  name: 'rent-in-usdt',
  instead(desk, day, number) {
    if (!due(desk, number, 30)) return false;
    const at = day.at(9, 13);
    const rent = desk.habit('rent').between(180, 620);
    desk.login(at);
    desk.payIn(at + 5 * MINUTE, desk.cash(rent * 1.06 + 5, at));
    desk.buy(at + 40 * MINUTE, 'USDT', desk.fiat, desk.held(desk.fiat));
    const units = Math.min(desk.sendable('USDT'), desk.worth('USDT', rent, at));
    if (units > 0) desk.send(at + 55 * MINUTE, 'USDT', units, newWallet('tron', desk.habit('landlord')));
    return true;
  },
};
