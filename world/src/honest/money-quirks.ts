import { stranger } from '../accounts/counterparties.ts';
import type { Desk } from '../accounts/desk.ts';
import { unitsOf } from '../money/amount.ts';
import { fullName } from '../people/names.ts';
import type { LivedDay } from '../people/persona.ts';
import { HOUR, MINUTE } from '../time/calendar.ts';
import type { Quirk } from './quirks.ts';

/** Who is due on a day that comes round every so many days, at a place of their own in the round. */
const due = (desk: Desk, day: number, every: number): boolean =>
  (day + desk.habit('round').int(0, every - 1)) % every === 0;

/** Keeps the tanda: eight or ten friends pay in every fortnight, and one of them takes the pot. */
export const savingsCircle: Quirk = {
  name: 'savings-circle',
  instead(desk, day, number) {
    if (!due(desk, number, 14)) return false;
    const { country } = desk.account.person;
    const part = desk.habit('part').between(35, 90);
    const members = desk.habit('members').int(6, 10);
    const friend = (n: number) => stranger(country, desk.account.seed.sub('friend', n).stream());
    let at = day.at(8, 9);
    for (let n = 0; n < members; n += 1) {
      at += day.random.between(10, 70) * MINUTE;
      desk.payIn(at, desk.cash(part, at), { counterparty: friend(n), note: 'tanda' });
    }
    const winner = friend(Math.floor(number / 14) % members);
    desk.payOut(at + 2 * HOUR, desk.held(desk.fiat), { counterparty: winner, note: 'tanda' });
    return true;
  },
};

/** Sells a car, a motorcycle or a piece of land, once, and puts the money away. */
export const soldSomething: Quirk = {
  name: 'sold-something',
  instead(desk, day, number) {
    if (number % 30 !== desk.habit('sale').int(0, 29) || Math.floor(number / 30) % 2 !== 0) return false;
    const { country } = desk.account.person;
    const at = day.at(10, 17);
    const buyer = stranger(country, day.random);
    desk.payIn(at, desk.cash(day.random.lognormal(1_900, 0.6), at), {
      counterparty: buyer,
      note: 'venta de coche',
    });
    desk.login(at + HOUR);
    desk.buy(at + 2 * HOUR, 'USDT', desk.fiat, desk.held(desk.fiat));
    return true;
  },
};

/** Studies away from home: the parents send something every month. */
export const allowance: Quirk = {
  name: 'allowance',
  instead(desk, day, number) {
    if (!due(desk, number, 30)) return false;
    const { country, name } = desk.account.person;
    const random = desk.account.seed.sub('parent').stream();
    const parent = { ...name, given: random.pick(['Rosa', 'Julio', 'Elena', 'Marcos']), maternal: 'Lozano' };
    const at = day.at(9, 14);
    desk.payIn(at, desk.cash(desk.habit('allowance').between(60, 260), at), {
      counterparty: { ...stranger(country, random), name: fullName(parent, country) },
      note: 'colegiatura',
    });
    desk.buy(at + 3 * HOUR, 'USDT', desk.fiat, desk.held(desk.fiat));
    return true;
  },
};

/** Keeps an eye on prices here and elsewhere: brings coins, sells them, takes the money out, all before lunch. */
export const arbitrageur: Quirk = {
  name: 'arbitrageur',
  instead(desk, day, number) {
    if (!due(desk, number, 6)) return false;
    const at = day.at(9, 12);
    const provider = { custody: 'hosted', provider: 'Cambio Cenote', provider_country: 'MX' } as const;
    const from = { ...desk.account.wallet('tron'), ...provider };
    desk.login(at);
    desk.receive(
      at + 5 * MINUTE,
      'USDT',
      desk.worth('USDT', desk.habit('stake').lognormal(900, 0.5), at),
      from,
    );
    desk.sell(at + 15 * MINUTE, 'USDT', desk.fiat, desk.held('USDT'), day.random.between(-0.004, 0.001));
    desk.payOut(at + 40 * MINUTE, desk.held(desk.fiat));
    return true;
  },
};

/** Bets a little every week, and once in a while wins. */
export const player: Quirk = {
  name: 'player',
  instead(desk, day, number) {
    if (!due(desk, number, 5)) return false;
    const at = day.at(18, 22);
    const house = desk.tagged('gambling', 'tron');
    if (day.random.chance(0.12)) {
      desk.receive(at, 'USDT', desk.worth('USDT', day.random.lognormal(90, 0.9), at), house);
      return true;
    }
    desk.login(at);
    desk.payIn(at + 2 * MINUTE, desk.cash(24, at), { rail: 'card' });
    desk.buy(at + 9 * MINUTE, 'USDT', desk.fiat, desk.held(desk.fiat));
    const stake = Math.min(desk.sendable('USDT'), unitsOf('USDT', day.random.int(8, 20)));
    if (stake > 0) desk.send(at + 20 * MINUTE, 'USDT', stake, house);
    return true;
  },
};

/** Sells and buys a little with the neighbours, for a small margin; now and then one of them complains. */
export const neighbourTrader: Quirk = {
  name: 'neighbour-trader',
  instead(desk, day, number) {
    if (!due(desk, number, 3)) return false;
    const { country } = desk.account.person;
    const at = day.at(11, 21);
    const other = stranger(country, desk.account.seed.sub('neighbour', day.random.int(0, 14)).stream());
    const usd = day.random.lognormal(45, 0.5);
    const units = desk.worth('USDT', usd, at);
    const sells = desk.held('USDT') >= units && day.random.chance(0.5);
    desk.p2p(at, sells ? 'sell' : 'buy', 'USDT', units, {
      premium: sells ? day.random.between(0.002, 0.018) : -day.random.between(0, 0.01),
      method: day.random.chance(0.25) ? 'cash' : 'bank',
      counterparty: other,
      disputed: day.random.chance(0.02),
    });
    return true;
  },
};

/** Has a new telephone or a new password, and goes on as before. */
export const newPhone: Quirk = {
  name: 'new-phone',
  instead(desk: Desk, day: LivedDay, number: number) {
    if (number % 30 !== desk.habit('change').int(0, 29)) return false;
    const at = day.at(10, 21);
    desk.login(at, { change: day.random.pick(['device', 'password', 'two_factor', 'email']) });
    return false;
  },
};

/** Pays a part of dinners and bills to the same few friends, who are customers too. */
export const splitsBills: Quirk = {
  name: 'splits-bills',
  instead(desk, day, number, friend) {
    if (!due(desk, number, 4)) return false;
    const to = friend(desk.habit(`friend-${day.random.int(0, 3)}`));
    const at = day.at(19, 23);
    const units = Math.min(desk.held('USDT'), desk.worth('USDT', day.random.lognormal(14, 0.6), at));
    if (units <= 0 || to.index === desk.account.index) return false;
    desk.login(at - 2 * MINUTE);
    desk.transfer(at, 'USDT', units, to);
    return true;
  },
};
